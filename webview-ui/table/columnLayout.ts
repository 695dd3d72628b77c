import type { Translate } from '../../src/core/text/translate';
import { type ColumnId, COLUMNS } from './columns';
import { GridHeader } from './gridHeader';
import type { SizedColumn, TableState } from './tableState';

export interface ColumnDeps {
  readonly t: Translate;
  readonly state: () => TableState;
  /** It stands otherwise now; `done`: for good. */
  readonly keep: (some: Partial<TableState>, done: boolean) => void;
  /** Other columns, or in another order. */
  readonly laidOut: () => void;
  readonly sorted: () => void;
  readonly leave: () => void;
}

/** The columns: their titles, their widths, and what is done to them. */
export class ColumnLayout {
  readonly header: GridHeader;
  readonly #grid: HTMLElement;
  readonly #deps: ColumnDeps;

  constructor(grid: HTMLElement, deps: ColumnDeps) {
    this.#grid = grid;
    this.#deps = deps;
    this.header = new GridHeader({
      t: deps.t,
      sort: (column) => this.#sortBy(column),
      move: (column, to) => this.#move(column, to),
      size: (column, width, done) => this.#size(column, width, done),
      leave: deps.leave,
    });
    this.apply();
  }

  set columns(columns: readonly SizedColumn[]) {
    this.#deps.keep({ columns }, true);
    this.apply();
    this.#deps.laidOut();
  }

  apply(): void {
    const { columns, sorting } = this.#deps.state();
    const last = columns.at(-1);
    const widths = columns.map((column) => {
      // Numbers stand at their right: those of a wide last column would be far from all else.
      const fills = column === last && COLUMNS[column.id].numeric !== true;
      return fills ? `minmax(${column.width}px, 1fr)` : `${column.width}px`;
    });
    const { style } = this.#grid;
    style.setProperty('--columns', widths.join(' '));
    style.setProperty('--width', `${columns.reduce((sum, { width }) => sum + width, 0)}px`);
    this.#grid.ariaColCount = String(columns.length);
    this.header.update(columns, sorting);
  }

  /** Another column: names from a to z, numbers from the greatest down. The same: the other way round. */
  #sortBy(column: ColumnId): void {
    const { sorting } = this.#deps.state();
    const again = sorting.column === column;
    const descending = again ? !sorting.descending : COLUMNS[column].numeric === true;
    this.#deps.keep({ sorting: { column, descending } }, true);
    this.apply();
    this.#deps.sorted();
  }

  #move(column: ColumnId, to: number): void {
    const { columns } = this.#deps.state();
    const others = columns.filter(({ id }) => id !== column);
    const moved = columns.filter(({ id }) => id === column);
    this.columns = [...others.slice(0, to), ...moved, ...others.slice(to)];
  }

  #size(column: ColumnId, width: number, done: boolean): void {
    const columns = this.#deps
      .state()
      .columns.map((each) => (each.id === column ? { ...each, width } : each));
    this.#deps.keep({ columns }, done);
    this.apply();
  }
}
