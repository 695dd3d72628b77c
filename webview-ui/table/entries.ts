import type { ChartRow } from '../../src/core/chart/chart';
import type { SortKey } from './columns';
import type { OrderedRow } from './rowOrder';

/** One line of the table: a group or a row. */
export interface Entry {
  /** A row's id, a group's key with a mark that no id has. */
  readonly id: string;
  /** The row; of a group its first row, which gives the group its name. */
  readonly row: ChartRow;
  /** `undefined`: the line is a row. */
  readonly group: { readonly count: number; readonly open: boolean } | undefined;
}

export const groupId = (key: SortKey): string => `\n${typeof key} ${String(key)}`;

/** The lines that are to be seen: rows that pass, each group under its head, closed ones without their rows. */
export function entriesOf(
  ordered: readonly OrderedRow[],
  passes: (row: ChartRow) => boolean,
  grouped: boolean,
  closed: ReadonlySet<string>,
): { readonly entries: Entry[]; readonly rows: number } {
  const entries: Entry[] = [];
  let rows = 0;
  if (!grouped) {
    for (const { row, line } of ordered) if (passes(row)) entries.push(line);
    return { entries, rows: entries.length };
  }
  let head: Head | undefined;
  const finish = (): void => {
    if (head)
      entries[head.at] = { id: head.id, row: head.row, group: { count: head.count, open: head.open } };
  };
  const begin = (row: ChartRow, key: SortKey): Head => {
    finish();
    const id = groupId(key);
    const begun = { at: entries.length, key, id, row, count: 0, open: !closed.has(id) };
    entries.push({ id, row, group: undefined });
    return begun;
  };
  for (const { row, group, line } of ordered) {
    if (!passes(row)) continue;
    rows++;
    head = head?.key === group ? head : begin(row, group);
    head.count++;
    if (head.open) entries.push(line);
  }
  finish();
  return { entries, rows };
}

/** A group as far as it has been gone through; `at`: where its line stands. */
interface Head {
  readonly at: number;
  readonly key: SortKey;
  readonly id: string;
  readonly row: ChartRow;
  readonly open: boolean;
  count: number;
}
