import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import { type Cells, type ColumnId, COLUMNS } from './columns';

/** One cell: its text, and quietly what stands beside it. */
class CellView {
  readonly element = element('div', 'cell');
  readonly #text = element('span', 'text');
  readonly #note = element('span', 'note');

  constructor(readonly column: ColumnId) {
    const { numeric, verbatim, note } = COLUMNS[column];
    this.element.role = column === 'port' ? 'rowheader' : 'gridcell';
    this.element.classList.add(column);
    this.element.classList.toggle('number', numeric === true);
    this.element.classList.toggle('verbatim', verbatim === true);
    this.element.append(this.#text);
    if (note) this.element.append(this.#note);
  }

  fill(cells: Cells, t: Translate, now: number): void {
    const { text, note, explain } = COLUMNS[this.column];
    const said = text(cells, t, now);
    setText(this.#text, said);
    if (note) setText(this.#note, note(cells, t));
    const title = explain?.(cells, t) ?? said;
    if (this.element.title !== title) this.element.title = title;
    if (this.column === 'port' || this.column === 'exposure') {
      this.element.dataset['exposure'] = cells.row.exposure ?? '';
      this.element.classList.toggle('listens', cells.row.listens);
    }
    if (this.column === 'process' || this.column === 'origin') {
      this.element.classList.toggle('quiet', this.column === 'process' ? !cells.lead : !cells.origin);
    }
  }

  age(cells: Cells, t: Translate, now: number): void {
    setText(this.#text, COLUMNS[this.column].text(cells, t, now));
  }
}

/** One line of the table, for whatever row is to be seen there. */
export class RowView {
  readonly element = element('div', 'row');
  readonly #t: Translate;
  readonly #views: readonly CellView[];
  #cells: Cells | undefined;

  constructor(columns: readonly ColumnId[], t: Translate) {
    this.#t = t;
    this.#views = columns.map((column) => new CellView(column));
    this.element.role = 'row';
    this.element.tabIndex = -1;
    this.#views.forEach((view, at) => {
      view.element.ariaColIndex = String(at + 1);
      this.element.append(view.element);
    });
  }

  get id(): string | undefined {
    return this.#cells?.row.id;
  }

  fill(cells: Cells, now: number): void {
    const old = this.#cells;
    if (old?.row === cells.row && old.lead === cells.lead && old.origin === cells.origin) return;
    this.#cells = cells;
    for (const view of this.#views) view.fill(cells, this.#t, now);
    const { id, actions } = cells.row;
    if (old?.row.id === id && old.row.actions.join() === actions.join()) return;
    this.menuIsAbout([id]);
  }

  /**
   * What VS Code's menu is about, the row itself among it:
   * https://code.visualstudio.com/api/extension-guides/webview#context-menus
   */
  menuIsAbout(selection: readonly string[]): void {
    if (!this.#cells) return;
    const { id, actions } = this.#cells.row;
    this.element.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: 'socket',
      portolanSocket: id,
      ...(selection.length > 1 && { portolanSelection: selection }),
      portolanActions: actions.join(' '),
      preventDefaultContextMenuItems: true,
    });
  }

  /** Writes the ages for the time `now`. */
  age(now: number): void {
    const since = this.#views.find(({ column }) => column === 'since');
    if (this.#cells) since?.age(this.#cells, this.#t, now);
  }
}

/** The line above the rows of a group. */
export class GroupView {
  readonly element = element('div', 'row group');
  readonly #label = element('span', 'text');
  readonly #count = element('span', 'note');

  constructor(columns: number) {
    const cell = element('div', 'cell', element('span', 'chevron'), this.#label, this.#count);
    cell.role = 'rowheader';
    cell.ariaColIndex = '1';
    cell.ariaColSpan = String(columns);
    this.element.role = 'row';
    this.element.tabIndex = -1;
    this.element.append(cell);
  }

  fill(label: string, count: number, open: boolean): void {
    setText(this.#label, label);
    setText(this.#count, String(count));
    this.element.title = label;
    this.element.ariaExpanded = String(open);
  }
}
