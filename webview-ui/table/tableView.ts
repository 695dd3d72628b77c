import type { ExportFormat } from '../../src/protocol';
import { element, setText } from '../element';
import { icon } from '../icon';
import type { ChartModel } from '../model';
import { Choice } from '../shell/choice';
import { EmptyState } from '../shell/emptyState';
import { menu, type MenuItem, Popup } from '../shell/popup';
import type { View } from '../view';
import { columnChooser } from './columnChooser';
import { GROUPING_IDS, GROUPINGS } from './grouping';
import { SocketTable, type TableDeps } from './socketTable';
import type { TableState } from './tableState';

export interface TableViewDeps extends Omit<TableDeps, 'drawn'> {
  copyRows(format: ExportFormat, socketIds: readonly string[]): void;
  exportAll(format: ExportFormat): void;
}

/** The table, and above it what it counts and how it is arranged. */
export class TableView implements View {
  readonly element = element('div', 'table-view');
  readonly #model: ChartModel;
  readonly #deps: TableViewDeps;
  readonly #count = element('span', 'quiet count');
  readonly #table: SocketTable;
  readonly #empty: EmptyState;

  constructor(model: ChartModel, state: TableState, deps: TableViewDeps) {
    const { t } = deps;
    this.#model = model;
    this.#deps = deps;
    this.#table = new SocketTable(model, state, { ...deps, drawn: () => this.#update() });
    this.#empty = new EmptyState(model, t);
    const grouping = new Choice(
      t('Group the rows'),
      GROUPING_IDS.map((id) => [id, GROUPINGS[id].title(t)] as const),
      (id) => this.#table.group(id),
    );
    grouping.value = state.grouping;
    const chooser = new Popup(
      element('button', 'bare', icon('columns'), t('Columns')),
      t('Columns'),
      (panel) =>
        panel.replaceChildren(
          columnChooser(this.#table.state.columns, t, (columns) => this.#table.setColumns(columns)),
        ),
    );
    chooser.panel.role = 'dialog';
    const copy = menu(element('button', 'bare', icon('copy'), t('Copy')), t('Copy'), () =>
      this.#formats((format) => deps.copyRows(format, this.#table.chosen)),
    );
    copy.button.title = t('Copy what is selected; without a selection, all rows that are shown');
    const save = menu(element('button', 'bare', icon('export'), t('Export')), t('Export'), () =>
      this.#formats((format) => deps.exportAll(format)),
    );
    save.button.title = t('Save everything that is known, whatever is shown');
    const tools = element('div', 'tools', grouping.element);
    for (const { button, panel } of [chooser, copy, save]) tools.append(button, panel);
    this.element.append(element('div', 'bar', this.#count, tools), this.#table.element, this.#empty.element);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'c' || !(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement)
        return;
      if (!(getSelection()?.isCollapsed ?? true)) return; // marked text is copied as such
      deps.copyRows('text', this.#table.chosen);
      event.preventDefault();
    });
    model.onDidChange(({ selection, status, reset }) => {
      if (selection || status || reset) this.#update();
    });
  }

  get state(): TableState {
    return this.#table.state;
  }

  show(shown: boolean): void {
    this.#table.show(shown);
    if (shown) this.#update();
  }

  draw(): void {
    this.#table.draw();
  }

  focus(): void {
    if (this.#empty.element.hidden) this.#table.focus();
    else this.#empty.element.focus();
  }

  reveal(): void {
    this.#table.reveal();
  }

  #update(): void {
    const { t } = this.#deps;
    const { rows, selectedSockets, whole } = this.#model;
    const shown = this.#table.rows;
    const count =
      shown === rows.size
        ? shown === 1
          ? t('1 socket')
          : t('{0} sockets', shown.toLocaleString())
        : t('{0} of {1} sockets', shown.toLocaleString(), rows.size.toLocaleString());
    const selected = selectedSockets.size > 1 ? t('{0} selected', selectedSockets.size.toLocaleString()) : '';
    setText(this.#count, whole ? [count, selected].filter(Boolean).join(' · ') : '');
    const none = shown === 0;
    const focusLost = none && this.#table.element.contains(document.activeElement);
    const wasOnEmpty = !none && this.#empty.element.contains(document.activeElement);
    this.#empty.update(none);
    this.#table.element.hidden = none;
    if (focusLost) this.#empty.element.focus();
    else if (wasOnEmpty) this.#table.focus();
  }

  #formats(chosen: (format: ExportFormat) => void): MenuItem[] {
    const { t } = this.#deps;
    return [
      { label: t('As Text'), choose: () => chosen('text') },
      { label: t('As CSV'), choose: () => chosen('csv') },
      { label: t('As JSON'), choose: () => chosen('json') },
    ];
  }
}
