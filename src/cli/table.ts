import { cutToWidth, textWidth } from './textWidth';

export interface Column<Row> {
  readonly title: string;
  /** What stands in the cell, on one line and without control characters. */
  text(row: Row): string;
  readonly align?: 'right';
  /** May be cut where the terminal is too narrow. */
  readonly flexible?: true;
  /** Left out where no row has anything to say. */
  readonly optional?: true;
}

const GAP = '  ';
/** A flexible column is not cut below this. */
const LEAST = 8;

/** The title line, then a line a row. `width`: cells of the terminal; `undefined`: as wide as it gets. */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined,
): string[] {
  const filled = columns
    .map((column) => ({ column, cells: rows.map((row) => column.text(row)) }))
    .filter(({ column, cells }) => !column.optional || cells.some((cell) => cell !== ''));
  const widths = filled.map(({ column, cells }) =>
    cells.reduce((most, cell) => Math.max(most, textWidth(cell)), textWidth(column.title)),
  );
  if (width !== undefined)
    narrow(
      widths,
      filled.map(({ column }) => column.flexible === true),
      width,
    );

  const line = (cellOf: (index: number) => string): string =>
    filled
      .map(({ column }, index) => {
        const room = widths[index] ?? 0;
        const cell = cutToWidth(cellOf(index), room);
        const blank = ' '.repeat(room - textWidth(cell));
        return column.align === 'right' ? blank + cell : cell + blank;
      })
      .join(GAP)
      .trimEnd();
  return [
    line((index) => filled[index]?.column.title ?? ''),
    ...rows.map((_, row) => line((index) => filled[index]?.cells[row] ?? '')),
  ];
}

/** Takes cells from the widest flexible column, then from the next, until it fits or nothing more can be taken. */
function narrow(widths: number[], flexible: readonly boolean[], width: number): void {
  let over = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1)) - width;
  while (over > 0) {
    let widest = -1;
    for (const [index, each] of widths.entries()) {
      if (flexible[index] && each > LEAST && each > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over--;
  }
}
