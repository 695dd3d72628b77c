import { compare } from '../../src/core/compare';
import type { ChartRow } from '../../src/core/chart/chart';
import { PROTOCOLS } from '../../src/core/socket';
import { COLUMNS, type Cells, type ColumnId, type SortKey } from './columns';
import { GROUPINGS, type Grouping } from './grouping';

export interface Sorting {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** A row in its place, with what its place depends on. */
export interface OrderedRow {
  readonly row: ChartRow;
  readonly group: SortKey;
  readonly key: SortKey;
}

/**
 * All rows in order. Of a change only the rows it names are placed anew: the rest is gone through once, and neither
 * looked up nor compared.
 */
export class RowOrder {
  readonly #cellsOf: (row: ChartRow) => Cells;
  #sorting: Sorting;
  #grouping: Grouping;
  #ordered: OrderedRow[] = [];

  constructor(sorting: Sorting, grouping: Grouping, cellsOf: (row: ChartRow) => Cells) {
    this.#sorting = sorting;
    this.#grouping = grouping;
    this.#cellsOf = cellsOf;
  }

  get ordered(): readonly OrderedRow[] {
    return this.#ordered;
  }

  get sorting(): Sorting {
    return this.#sorting;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  /** All of it anew; another order from now on where one is given. */
  arrange(rows: Iterable<ChartRow>, sorting = this.#sorting, grouping = this.#grouping): void {
    this.#sorting = sorting;
    this.#grouping = grouping;
    this.#ordered = Array.from(rows, (row) => this.#place(row)).sort(this.#compare);
  }

  /** `stale`: ids of rows that came, changed or went; `rows`: what is there now. */
  update(stale: ReadonlySet<string>, rows: ReadonlyMap<string, ChartRow>): void {
    if (stale.size === 0) return;
    const placed: OrderedRow[] = [];
    for (const id of stale) {
      const row = rows.get(id);
      if (row) placed.push(this.#place(row));
    }
    placed.sort(this.#compare);
    const merged: OrderedRow[] = [];
    let next = 0;
    for (const old of this.#ordered) {
      if (stale.has(old.row.id)) continue;
      for (let at = placed[next]; at && this.#compare(at, old) < 0; at = placed[++next]) merged.push(at);
      merged.push(old);
    }
    for (const rest of placed.slice(next)) merged.push(rest);
    this.#ordered = merged;
  }

  #place(row: ChartRow): OrderedRow {
    const cells = this.#cellsOf(row);
    return {
      row,
      group: GROUPINGS[this.#grouping].key(cells),
      key: COLUMNS[this.#sorting.column].key(cells),
    };
  }

  readonly #compare = (a: OrderedRow, b: OrderedRow): number =>
    compareKeys(a.group, b.group, false) ||
    compareKeys(a.key, b.key, this.#sorting.descending) ||
    compareRows(a.row, b.row);
}

/** Numbers before texts; nothing last. */
function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order =
    typeof a === 'number' ? (typeof b === 'number' ? a - b : -1) : typeof b === 'number' ? 1 : compare(a, b);
  return descending ? -order : order;
}

/** Listeners first, by port, what has none last; then by protocol, address and id: the order never depends on the look. */
export const compareRows = (a: ChartRow, b: ChartRow): number =>
  Number(b.listens) - Number(a.listens) ||
  (a.port ?? NO_PORT) - (b.port ?? NO_PORT) ||
  PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) ||
  compare(a.address, b.address) ||
  compare(a.id, b.id);

/** After every port. */
const NO_PORT = 65_536;
