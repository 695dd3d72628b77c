import './listenerTable.css';
import { CHART_ACTIONS, type ChartAction } from '../src/core/chartRows';
import type { Translate } from '../src/core/translate';
import { element } from './element';
import { nearestLeft, type Listing } from './listing';
import { RowView } from './rowView';

/** A list this long is nobody's to read: the rest is counted. */
export const MAX_SHOWN = 500;

/** Milliseconds after an update moved the focus in which a key meant for the vanished row does nothing to its neighbour. */
const SETTLING = 700;

export interface TableDoors {
  readonly t: Translate;
  /** Milliseconds since the epoch by the machine's clock. */
  now(): number;
  act(action: ChartAction, socketId: string): void;
  selected(socketId: string | undefined): void;
}

/** Rows, and how far the first of them is from the top of what is seen, in pixels. */
interface Place {
  readonly lines: readonly HTMLTableRowElement[];
  readonly offset: number;
}

/** The listeners, a row each, walked by keyboard; what is selected, focused and scrolled to outlives every update. */
export class ListenerTable {
  readonly #doors: TableDoors;
  readonly #body = element('tbody');
  readonly #rows = new Map<string, RowView>();
  readonly #scroller: HTMLElement;
  readonly element: HTMLTableElement;
  #selected: string | undefined;
  #focusMovedAt = -Infinity;

  /** `scroller` is what scrolls the table. */
  constructor(scroller: HTMLElement, selected: string | undefined, doors: TableDoors) {
    this.#scroller = scroller;
    this.#selected = selected;
    this.#doors = doors;
    this.element = element('table', '', this.#head(), this.#body);
    this.element.role = 'grid';
    this.element.ariaLabel = doors.t('Listeners');
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('dblclick', (event) => this.#doubleClick(event));
    this.#body.addEventListener('focusin', (event) => this.#select(this.#idAt(event.target)));
    this.#body.addEventListener('keydown', (event) => this.#key(event));
  }

  /** `arrived`: ids of rows to be pointed out as new. Tells whether it had to let go of the focus, having no row left. */
  update({ rows, processes }: Listing, arrived: ReadonlySet<string>): { readonly focusLost: boolean } {
    const shown = [...rows.values()].slice(0, MAX_SHOWN);
    const left = new Set(shown.map(({ id }) => id));
    const before = [...this.#rows.keys()];
    const focused = this.#idAt(document.activeElement);
    const place = this.#place();

    for (const [id, view] of this.#rows) if (!left.has(id)) view.line.remove();
    if (this.#selected !== undefined && this.#rows.has(this.#selected) && !left.has(this.#selected)) {
      this.#choose(nearestLeft(this.#selected, before, (id) => left.has(id)));
    }
    const now = this.#doors.now();
    const old = new Map(this.#rows);
    this.#rows.clear();
    shown.forEach((row, index) => {
      const view = old.get(row.id) ?? new RowView(this.#doors.t);
      view.update(row, row.process === null ? undefined : processes.get(row.process), now);
      view.line.dataset['id'] = row.id;
      view.line.classList.toggle('arrived', arrived.has(row.id));
      // What already stands there is not moved: an element that moves loses the focus.
      const standing = this.#body.rows.item(index);
      if (standing !== view.line) this.#body.insertBefore(view.line, standing);
      this.#rows.set(row.id, view);
    });
    this.#mark();
    this.#returnTo(place);

    if (focused === undefined || this.#body.contains(document.activeElement)) return { focusLost: false };
    this.#focusMovedAt = left.has(focused) ? -Infinity : performance.now();
    return { focusLost: !this.focus() };
  }

  /** Time has passed. */
  age(): void {
    const now = this.#doors.now();
    for (const view of this.#rows.values()) view.age(now);
  }

  /** Puts the focus on the selected row, else the first; `false`: there is none. */
  focus(): boolean {
    const view = this.#tabStop();
    view?.line.focus({ preventScroll: true });
    return view !== undefined;
  }

  #head(): HTMLTableSectionElement {
    const { t } = this.#doors;
    const titles = [
      t('Port'),
      t('Process'),
      t('Origin'),
      t('Address'),
      t('Open to'),
      t('Protocol'),
      t('Since'),
    ].map((title) => element('th', '', title));
    const cells = [...titles, element('th', '', element('span', 'unseen', t('Actions')))];
    for (const cell of cells) cell.scope = 'col';
    return element('thead', '', element('tr', '', ...cells));
  }

  #tabStop(): RowView | undefined {
    const selected = this.#selected === undefined ? undefined : this.#rows.get(this.#selected);
    return selected ?? this.#rows.values().next().value;
  }

  #mark(): void {
    const tabStop = this.#tabStop();
    for (const [id, view] of this.#rows) view.mark(id === this.#selected, view === tabStop);
  }

  #select(id: string | undefined): void {
    if (id === undefined || id === this.#selected) return;
    this.#choose(id);
    this.#mark();
  }

  #choose(id: string | undefined): void {
    this.#selected = id;
    this.#doors.selected(id);
  }

  #idAt(target: EventTarget | null): string | undefined {
    const line = target instanceof Element ? target.closest('tr') : null;
    return line && this.#body.contains(line) ? line.dataset['id'] : undefined;
  }

  #click(event: MouseEvent): void {
    const id = this.#idAt(event.target);
    const action = actionAt(event.target);
    if (id !== undefined && action) this.#doors.act(action, id);
  }

  #doubleClick(event: MouseEvent): void {
    const id = this.#idAt(event.target);
    if (id !== undefined && !actionAt(event.target)) this.#doors.act('inspect', id);
  }

  #key(event: KeyboardEvent): void {
    const id = this.#idAt(event.target);
    const view = id === undefined ? undefined : this.#rows.get(id);
    if (id === undefined || !view || event.altKey || event.shiftKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) {
      if (!event.repeat) this.#actByKey('stop', id);
    } else if (command) {
      return;
    } else if (event.key === 'Enter' && !onButton) {
      if (!event.repeat) this.#actByKey('inspect', id);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const stops: HTMLElement[] = [view.line, ...view.buttons];
      const at = stops.indexOf(event.target as HTMLElement) + (event.key === 'ArrowRight' ? 1 : -1);
      stops[Math.min(Math.max(at, 0), stops.length - 1)]?.focus();
    } else if (!this.#walk(event.key, id)) {
      return;
    }
    event.preventDefault();
  }

  #actByKey(action: ChartAction, id: string): void {
    if (performance.now() - this.#focusMovedAt >= SETTLING) this.#doors.act(action, id);
  }

  /** Whether that key leads to another row. */
  #walk(key: string, id: string): boolean {
    const ids = [...this.#rows.keys()];
    const at = ids.indexOf(id);
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight()) - 2);
    const steps: Readonly<Partial<Record<string, number>>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: ids.length - 1,
    };
    const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
    if (to === undefined) return false;
    const line = this.#rows.get(ids[Math.min(Math.max(to, 0), ids.length - 1)] ?? id)?.line;
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: 'nearest' });
    return true;
  }

  #rowHeight(): number {
    return this.#body.rows.item(0)?.offsetHeight ?? 1;
  }

  /** From the topmost row in sight on; at the very top there is nothing to keep. */
  #place(): Place | undefined {
    const { scrollTop } = this.#scroller;
    if (scrollTop === 0) return undefined;
    const lines = [...this.#body.rows].slice(Math.floor(scrollTop / this.#rowHeight()));
    return { lines, offset: (lines[0]?.offsetTop ?? 0) - scrollTop };
  }

  #returnTo(place: Place | undefined): void {
    const line = place?.lines.find(({ isConnected }) => isConnected);
    if (place && line) this.#scroller.scrollTop = line.offsetTop - place.offset;
  }
}

function actionAt(target: EventTarget | null): ChartAction | undefined {
  const button = target instanceof Element ? target.closest('button') : null;
  return CHART_ACTIONS.find((action) => action === button?.dataset['action']);
}
