import type { Socket } from '../../core/socket/socket';

/** The fields of one row of a socket table; namespace, exposure and owners come from elsewhere. */
export type TableRow = Omit<Socket, 'id' | 'netns' | 'exposure' | 'owners'>;

/** A parsed table. `strange` counts the lines that are no row of this format. */
export interface ParsedTable {
  readonly rows: TableRow[];
  readonly strange: number;
}

const NEWLINE = 0x0a;

/** Calls back with each line's bounds `[from, to)`, without its newline; the last may lack one. The first is the header. */
export function eachRow(table: Buffer, row: (from: number, to: number) => void): void {
  let from = table.indexOf(NEWLINE) + 1;
  if (from === 0) return;
  while (from < table.length) {
    const newline = table.indexOf(NEWLINE, from);
    const to = newline < 0 ? table.length : newline;
    row(from, to);
    from = to + 1;
  }
}
