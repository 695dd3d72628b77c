import './socketTable.css';
import type { ChartRow } from '../../src/core/chart/chart';
import { element } from '../element';
import type { Change, ChartModel } from '../model';
import type { View, ViewDeps } from '../view';
import { ColumnLayout } from './columnLayout';
import type { Cells } from './columns';
import { entriesOf, type Entry } from './entries';
import { type Grouping, GROUPINGS } from './grouping';
import { nearestLeft } from './nearestLeft';
import { RowOrder } from './rowOrder';
import { RowSelection } from './rowSelection';
import { GroupView, RowView } from './rowView';
import { pressKey, pressMouse, type TableHandlers } from './tableInput';
import type { SizedColumn, TableState } from './tableState';
import { VirtualLines } from './virtualLines';
import type { Step } from './walk';

/** Milliseconds in which a key meant for a row that has just gone does nothing to its neighbour. */
const SETTLING = 700;

/** Milliseconds that a new row is pointed out; as long as its animation. */
const ARRIVAL = 2000;

/** More at once are a system at work, not news. */
const NEWS = 20;

export interface TableDeps extends ViewDeps {
  /** Enter and double click: moves the focus to the inspector. */
  inspect(): void;
  /** Called when other rows are shown, or another number of them. */
  drawn(): void;
}

/** Ways to bring the table up to date; each does also what stands before it. */
const DUTIES = ['nothing', 'draw', 'sift', 'arrange'] as const;

/** Every socket, a row each; what is focused, selected and scrolled to outlives every update. */
export class SocketTable implements View {
  readonly element = element('div', 'table');
  readonly #deps: TableDeps;
  readonly #model: ChartModel;
  readonly #scroller = element('div', 'scroller');
  readonly #body = element('div', 'rows');
  readonly #columns: ColumnLayout;
  readonly #selection: RowSelection;
  readonly #lines: VirtualLines<Entry>;
  readonly #views = new WeakMap<HTMLElement, RowView | GroupView>();
  readonly #order: RowOrder;
  /** Ids of rows whose place has to be found again. */
  readonly #stale = new Set<string>();
  /** Until when a row counts as new, by id, in the time of `performance.now()`. */
  readonly #arrivals = new Map<string, number>();
  #state: TableState;
  #entries: readonly Entry[] = [];
  #rows = 0;
  /** Id of the line that Tab leads to. */
  #active: string | undefined;
  #focusMovedAt = -Infinity;
  #shown = false;
  #restored = false;
  #due: (typeof DUTIES)[number] = 'arrange';
  #frame = 0;
  #ageing: number | undefined;
  #spare: RowView[] = [];

  constructor(model: ChartModel, state: TableState, deps: TableDeps) {
    this.#model = model;
    this.#deps = deps;
    this.#state = state;
    this.#order = new RowOrder(state.sorting, state.grouping, (row) => this.#cellsOf(row));
    this.#selection = new RowSelection(model);
    this.#columns = new ColumnLayout(this.#scroller, {
      t: deps.t,
      state: () => this.#state,
      keep: (some, done) => {
        this.#state = { ...this.#state, ...some };
        if (done) deps.keep();
      },
      laidOut: () => {
        this.#lines.clear();
        this.#spare = [];
        this.#need('draw');
      },
      sorted: () => this.#need('arrange'),
      leave: () => this.focus(),
    });
    const head = element('div', 'heads', this.#columns.header.element);
    head.role = 'rowgroup';
    this.#body.role = 'rowgroup';
    this.#scroller.ariaLabel = deps.t('Sockets');
    this.#scroller.ariaMultiSelectable = 'true';
    this.#scroller.append(head, this.#body);
    this.element.append(this.#scroller);
    this.#lines = new VirtualLines(this.#scroller, head, this.#body, {
      make: (entry) => this.#make(entry),
      fill: (node, entry) => this.#fill(node, entry),
      drop: (node) => this.#drop(node),
      scrolled: () => {
        this.#need('draw');
        this.draw();
      },
    });
    this.#listen();
    model.onDidChange((change) => this.#changed(change));
  }

  // --- for the page

  get state(): TableState {
    return this.#state;
  }

  /** How many rows pass the filter. */
  get rows(): number {
    return this.#rows;
  }

  /** Ids of the rows that are selected, in the order in which they stand; without a selection of all that pass. */
  get chosen(): string[] {
    const passing = this.#order.ordered.map(({ row }) => row).filter((row) => this.#model.filter.passes(row));
    const selected = passing.filter((row) => this.#model.isSelected(row));
    return (selected.length > 0 ? selected : passing).map(({ id }) => id);
  }

  group(grouping: Grouping): void {
    this.#keep({ grouping });
    this.#need('arrange');
  }

  setColumns(columns: readonly SizedColumn[]): void {
    this.#columns.columns = columns;
  }

  show(shown: boolean): void {
    this.#shown = shown;
    clearInterval(this.#ageing);
    if (!shown) return;
    this.#ageing = setInterval(() => this.#age(), 1000);
    this.#need('draw');
  }

  focus(): void {
    this.draw();
    const [first] = this.#lines.elements();
    (this.#lines.element(this.#active) ?? first ?? this.#scroller).focus({ preventScroll: true });
  }

  reveal(): void {
    this.draw();
    const at = this.#entries.findIndex(({ row, group }) => !group && this.#model.isSelected(row));
    if (at >= 0) this.#bring(at);
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const due = DUTIES.indexOf(this.#due);
    if (!this.#shown || due === 0) return;
    this.#due = 'nothing';
    const { grouping, sorting } = this.#state;
    const before = this.#entries;
    if (due === 3) this.#order.arrange(this.#model.rows.values(), sorting, grouping);
    else this.#order.update(this.#stale, this.#model.rows);
    this.#stale.clear();
    if (due >= 2) this.#sift();
    this.#drawLines(before);
    if (due >= 2) this.#deps.drawn();
  }

  // --- what is to be drawn

  #changed(change: Change): void {
    const stale = this.#stale;
    for (const id of [...change.opened, ...change.changed]) stale.add(id);
    for (const { id } of change.closed) stale.add(id);
    for (const key of change.processes) for (const id of this.#model.heldBy(key)) stale.add(id);
    if (this.#shown && this.#model.whole && change.opened.length <= NEWS) {
      for (const id of change.opened) this.#arrivals.set(id, performance.now() + ARRIVAL);
    }
    const { lead } = this.#model;
    if (change.selection && lead?.kind === 'socket' && !this.#hasFocus()) this.#active = lead.id;
    // Out of sight for long, more may have gone than there is.
    if (change.reset || change.origins || stale.size > this.#model.rows.size) {
      stale.clear();
      this.#need('arrange');
    }
    if (change.filter || stale.size > 0) this.#need('sift');
    else if (change.selection) this.#need('draw');
  }

  #need(duty: (typeof DUTIES)[number]): void {
    if (DUTIES.indexOf(duty) > DUTIES.indexOf(this.#due)) this.#due = duty;
    if (this.#shown && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.draw());
  }

  #sift(): void {
    const grouped = this.#state.grouping !== 'none';
    const { entries, rows } = entriesOf(
      this.#order.ordered,
      (row) => this.#model.filter.passes(row),
      grouped,
      new Set(this.#state.folded),
    );
    this.#entries = entries;
    this.#rows = rows;
    this.#scroller.role = grouped ? 'treegrid' : 'grid';
    this.#scroller.ariaRowCount = String(entries.length + 1);
  }

  #drawLines(before: readonly Entry[]): void {
    const entries = this.#entries;
    const hadFocus = this.#hasFocus();
    const was = this.#active;
    if (before !== entries && was !== undefined && !entries.some(({ id }) => id === was)) {
      const left = new Set(entries.map(({ id }) => id));
      this.#active = nearestLeft(was, before, (id) => left.has(id)) ?? entries[0]?.id;
    }
    this.#active ??= entries[0]?.id;
    for (const [id, until] of this.#arrivals) if (until < performance.now()) this.#arrivals.delete(id);
    this.#lines.draw(entries, this.#active);
    if (!this.#restored && this.#model.whole) {
      this.#restored = true;
      this.#scroller.scrollTop = this.#state.scrollTop;
    }
    if (!hadFocus || this.#hasFocus()) return;
    if (this.#active !== was) this.#focusMovedAt = performance.now();
    this.focus();
  }

  #make(entry: Entry): HTMLElement {
    const view = entry.group
      ? new GroupView(this.#state.columns.length)
      : (this.#spare.pop() ??
        new RowView(
          this.#state.columns.map(({ id }) => id),
          this.#deps.t,
        ));
    this.#views.set(view.element, view);
    return view.element;
  }

  #drop(node: HTMLElement): void {
    const view = this.#views.get(node);
    if (view instanceof RowView && this.#spare.length < 50) this.#spare.push(view);
  }

  #fill(node: HTMLElement, { id, row, group }: Entry): void {
    const view = this.#views.get(node);
    if (view instanceof RowView) {
      view.fill(this.#cellsOf(row), this.#deps.now());
      node.ariaSelected = String(this.#model.isSelected(row));
    } else if (view && group) {
      const label = GROUPINGS[this.#state.grouping].label(this.#cellsOf(row), this.#deps.t);
      view.fill(label, group.count, group.open);
    }
    if (this.#state.grouping !== 'none') node.ariaLevel = group ? '1' : '2';
    node.tabIndex = id === this.#active ? 0 : -1;
    node.classList.toggle('arrived', this.#arrivals.has(id));
  }

  #age(): void {
    const now = this.#deps.now();
    for (const node of this.#lines.elements()) {
      const view = this.#views.get(node);
      if (view instanceof RowView) view.age(now);
    }
  }

  #cellsOf(row: ChartRow): Cells {
    const lead = this.#model.leadOf(row);
    return { row, lead, origin: this.#model.originOf(row) };
  }

  // --- what a person does

  #listen(): void {
    const handlers: TableHandlers = {
      entries: () => this.#entries,
      page: () => this.#lines.page,
      isGrouped: () => this.#state.grouping !== 'none',
      go: (to, select) => this.#go(to, select),
      fold: (entry, fold) => this.#fold(entry, fold),
      selectOne: (entry) => this.#selection.one(entry),
      toggle: (entry) => this.#selection.toggle(entry),
      selectAll: (lead) => this.#selection.all(this.#entries, lead),
      selectNothing: () => {
        const some = this.#model.selection.length > 0;
        this.#model.select();
        return some;
      },
      inspect: (entry) => {
        if (!this.#model.isSelected(entry.row)) this.#selection.one(entry);
        this.#deps.inspect();
      },
      stop: ({ row }) => {
        if (performance.now() - this.#focusMovedAt < SETTLING) return;
        this.#deps.act(
          'stop',
          this.#selection.meant(row, () => this.chosen),
        );
      },
      toTitles: () => this.#columns.header.focus(),
      scrollSideways: (pixels) => (this.#scroller.scrollLeft += pixels),
      isSelected: ({ row }) => this.#model.isSelected(row),
    };
    this.#scroller.addEventListener('scrollend', () => this.#keep({ scrollTop: this.#scroller.scrollTop }));
    this.#body.addEventListener('mousedown', (event) =>
      pressMouse(event, this.#indexAt(event.target), handlers),
    );
    // Before VS Code, which listens further out.
    this.#body.addEventListener('contextmenu', ({ target }) => {
      const entry = this.#entries[this.#indexAt(target)];
      const node = this.#lines.element(entry?.id);
      const view = node && this.#views.get(node);
      if (entry && view instanceof RowView)
        view.menuIsAbout(this.#selection.meant(entry.row, () => this.chosen));
    });
    this.#body.addEventListener('dblclick', ({ target }) => {
      if (!this.#entries[this.#indexAt(target)]?.group) this.#deps.inspect();
    });
    this.#body.addEventListener('keydown', (event) => {
      if (pressKey(event, this.#indexAt(event.target), handlers)) event.preventDefault();
    });
  }

  #go(to: number, select: Step['select']): void {
    const entry = this.#entries[to];
    if (!entry) return;
    if (select === 'range') this.#selection.range(this.#entries, this.#active, to);
    else if (select === 'one' && !entry.group) this.#selection.one(entry);
    this.#bring(to);
    this.focus();
  }

  /** Scrolls a line into sight, and lets Tab lead to it. */
  #bring(at: number): void {
    this.#active = this.#entries[at]?.id;
    this.#need('draw');
    this.draw();
    this.#lines.scrollTo(at);
  }

  #fold({ id }: Entry, fold: boolean): void {
    const folded = this.#state.folded.filter((each) => each !== id);
    this.#keep({ folded: fold ? [...folded, id] : folded });
    this.#need('sift');
  }

  #keep(some: Partial<TableState>): void {
    this.#state = { ...this.#state, ...some };
    this.#deps.keep();
  }

  #indexAt(target: EventTarget | null): number {
    const node = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;
    return this.#lines.indexOf(node?.dataset['line']);
  }

  #hasFocus(): boolean {
    return this.#body.contains(document.activeElement);
  }
}
