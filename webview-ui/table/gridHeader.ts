import type { Translate } from '../../src/core/text/translate';
import { element } from '../element';
import { followPointer } from '../followPointer';
import { type ColumnId, COLUMNS } from './columns';
import type { Sorting } from './rowOrder';
import { type SizedColumn, widthWithin } from './tableState';

/** Pixels that a title is to be dragged before it moves: less is a click. */
const DRAG = 5;

/** Pixels that a column grows by the keyboard. */
const STEP = 16;

export interface HeaderDeps {
  readonly t: Translate;
  sort(column: ColumnId): void;
  /** Puts a column in the place where another stands. */
  move(column: ColumnId, to: number): void;
  /** `done`: the hand has let go. */
  size(column: ColumnId, width: number, done: boolean): void;
  /** From the titles down to the rows. */
  leave(): void;
}

/** The titles: each sorts, moves and sizes its column, by mouse and by key. One of them is in the order of Tab. */
export class GridHeader {
  readonly element = element('div', 'row head');
  readonly #deps: HeaderDeps;
  #columns: readonly SizedColumn[] = [];
  #titles: HTMLElement[] = [];
  #at = 0;

  constructor(deps: HeaderDeps) {
    this.#deps = deps;
    this.element.role = 'row';
    this.element.ariaRowIndex = '1';
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  update(columns: readonly SizedColumn[], sorting: Sorting): void {
    const had = this.element.contains(document.activeElement);
    const order = columns.map(({ id }) => id).join();
    if (order !== this.#columns.map(({ id }) => id).join()) {
      this.#titles = columns.map(({ id }, at) => this.#title(id, at));
      this.element.replaceChildren(...this.#titles);
      this.#at = Math.min(this.#at, columns.length - 1);
    }
    this.#columns = columns;
    columns.forEach(({ id }, at) => {
      const title = this.#titles[at];
      if (!title) return;
      const sorted = id === sorting.column;
      title.ariaSort = sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none';
      title.tabIndex = at === this.#at ? 0 : -1;
    });
    if (had && !this.element.contains(document.activeElement)) this.focus();
  }

  focus(): void {
    this.#titles[this.#at]?.focus();
  }

  #title(id: ColumnId, at: number): HTMLElement {
    const { t } = this.#deps;
    const { title, hint, numeric } = COLUMNS[id];
    const grip = element('span', 'grip');
    const cell = element(
      'div',
      `cell ${id}`,
      element('span', 'text', title(t)),
      element('span', 'arrow'),
      grip,
    );
    cell.role = 'columnheader';
    cell.ariaColIndex = String(at + 1);
    cell.classList.toggle('number', numeric === true);
    cell.dataset['column'] = id;
    cell.title = [
      hint?.(t) ?? '',
      t('Enter sorts, Alt with an arrow key moves, Shift with an arrow key sizes the column.'),
    ]
      .filter(Boolean)
      .join('\n');
    cell.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      if (event.target === grip) this.#dragGrip(event, id, cell);
      else this.#dragTitle(event, id, cell);
    });
    grip.addEventListener('dblclick', () => this.#deps.size(id, COLUMNS[id].width, true));
    return cell;
  }

  #dragGrip(down: PointerEvent, id: ColumnId, cell: HTMLElement): void {
    const from = cell.getBoundingClientRect().width;
    let width = from;
    down.preventDefault();
    followPointer(
      cell,
      down,
      (event) => {
        width = widthWithin(from + event.clientX - down.clientX);
        this.#deps.size(id, width, false);
      },
      () => this.#deps.size(id, width, true),
    );
  }

  #dragTitle(down: PointerEvent, id: ColumnId, cell: HTMLElement): void {
    let to: number | undefined;
    followPointer(
      cell,
      down,
      (event) => {
        if (to === undefined && Math.abs(event.clientX - down.clientX) < DRAG) return;
        to = this.#placeAt(event.clientX);
        this.#titles.forEach((title, at) => title.classList.toggle('target', at === to));
        cell.classList.add('dragged');
      },
      (letGo) => {
        for (const title of this.#titles) title.classList.remove('target', 'dragged');
        if (!letGo) return;
        if (to === undefined) this.#deps.sort(id);
        else this.#deps.move(id, to);
      },
    );
  }

  #placeAt(x: number): number {
    const at = this.#titles.findIndex((title) => x < title.getBoundingClientRect().right);
    return at < 0 ? this.#titles.length - 1 : at;
  }

  #key(event: KeyboardEvent): void {
    const column = this.#columns[this.#at];
    if (!column || event.ctrlKey || event.metaKey) return;
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const to = Math.min(Math.max(this.#at + step, 0), this.#columns.length - 1);
    if (step !== 0 && event.altKey) {
      this.#at = to;
      this.#deps.move(column.id, to);
    } else if (step !== 0 && event.shiftKey) {
      this.#deps.size(column.id, widthWithin(column.width + step * STEP), true);
    } else if (step !== 0 || event.key === 'Home' || event.key === 'End') {
      this.#at = event.key === 'Home' ? 0 : event.key === 'End' ? this.#columns.length - 1 : to;
      this.#titles.forEach((title, at) => (title.tabIndex = at === this.#at ? 0 : -1));
      this.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#deps.sort(column.id);
    } else if (event.key === 'ArrowDown') {
      this.#deps.leave();
    } else {
      return;
    }
    event.preventDefault();
  }
}
