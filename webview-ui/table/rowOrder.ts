import type { ChartRow } from '../../src/core/chart/chart';
import { compareByPort } from '../../src/core/listing/order';
import { compare } from '../../src/core/values/compare';
import { type Cells, type ColumnId, COLUMNS, type SortKey } from './columns';
import { type Grouping, GROUPINGS } from './grouping';

export interface Sorting {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** A row as a line of the table, made once. */
export interface RowLine {
  readonly id: string;
  readonly row: ChartRow;
  readonly group: undefined;
}

/** A row in its place, with what its place depends on. */
export interface OrderedRow {
  readonly line: RowLine;
  readonly row: ChartRow;
  readonly group: SortKey;
  readonly key: SortKey;
}

/** What becomes of an order at an index: something is put before what stands there, or that goes. */
interface Edit {
  readonly at: number;
  readonly put: OrderedRow | undefined;
}

/** All rows in order. A change moves only the rows that it names: the rest is copied, and not looked up. */
export class RowOrder {
  readonly #cellsOf: (row: ChartRow) => Cells;
  #sorting: Sorting;
  #grouping: Grouping;
  #ordered: OrderedRow[] = [];
  /** Where each row stands, by its id. */
  readonly #places = new Map<string, OrderedRow>();

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

  /** Sorts everything again, and from now on by the given order. */
  arrange(rows: Iterable<ChartRow>, sorting = this.#sorting, grouping = this.#grouping): void {
    this.#sorting = sorting;
    this.#grouping = grouping;
    this.#places.clear();
    this.#ordered = Array.from(rows, (row) => this.#place(row)).sort(this.#compare);
  }

  /** `stale`: ids of rows that came, changed or went; `rows`: what is there now. */
  update(stale: ReadonlySet<string>, rows: ReadonlyMap<string, ChartRow>): void {
    if (stale.size === 0) return;
    const gone: Edit[] = [];
    const placed: OrderedRow[] = [];
    for (const id of stale) {
      const place = this.#places.get(id);
      if (place) gone.push({ at: this.#indexOf(place), put: undefined });
      this.#places.delete(id);
      const row = rows.get(id);
      if (row) placed.push(this.#place(row));
    }
    placed.sort(this.#compare);
    const edits = [...gone, ...placed.map((put) => ({ at: this.#indexOf(put), put }))];
    edits.sort((a, b) => a.at - b.at);
    const merged: OrderedRow[] = [];
    let next = 0;
    for (const { at, put } of edits) {
      for (const old of this.#ordered.slice(next, at)) merged.push(old);
      next = Math.max(next, put ? at : at + 1);
      if (put) merged.push(put);
    }
    for (const old of this.#ordered.slice(next)) merged.push(old);
    this.#ordered = merged;
  }

  /** The index where the row stands, or would stand: no two compare equal. */
  #indexOf(place: OrderedRow): number {
    let from = 0;
    let to = this.#ordered.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.#ordered[middle];
      if (other && this.#compare(other, place) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #place(row: ChartRow): OrderedRow {
    const cells = this.#cellsOf(row);
    const place = {
      line: { id: row.id, row, group: undefined },
      row,
      group: GROUPINGS[this.#grouping].key(cells),
      key: COLUMNS[this.#sorting.column].key(cells),
    };
    this.#places.set(row.id, place);
    return place;
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

/** Listeners first, then as in every view; no two are equal, so that the order never depends on when they were seen. */
export const compareRows = (a: ChartRow, b: ChartRow): number =>
  Number(b.listens) - Number(a.listens) || compareByPort(a, b) || compare(a.id, b.id);
