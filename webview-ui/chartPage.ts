import './chart.css';
import './controls.css';
import type { ActionId } from '../src/core/listing/actions';
import type { Translate } from '../src/core/text/translate';
import { type ChartInspection, type ExportFormat, MAX_ROWS, type Show, type ToHost } from '../src/protocol';
import { Announcer } from './announcer';
import { element, setText } from './element';
import { icon } from './icon';
import { InspectorView } from './inspector/inspectorView';
import { ChartModel } from './model';
import {
  type Edge,
  FIRST_INSPECTOR,
  FIRST_TIMELINE,
  MAX_SELECTED,
  type PageState,
  type PageTab,
} from './pageState';
import { MapView } from './portMap/mapView';
import { FilterBox } from './shell/filterBox';
import { filterChoices } from './shell/filterChoices';
import { Splitter } from './shell/splitter';
import { StatusView } from './shell/statusView';
import { Tabs } from './shell/tabs';
import { socketSubject, type Subject } from './subject';
import { TableView } from './table/tableView';
import { reachOf, reachTitle } from './timeline/strip';
import { TimelineView } from './timeline/timelineView';
import type { View, ViewDeps } from './view';

export interface PageDeps {
  readonly t: Translate;
  tell(message: ToHost): void;
  keep(state: PageState): void;
}

/** Pixels of the least that a part at the edge is worth. */
const LEAST = { inspector: 200, timeline: 60 };

/** The page: the bar, one of two views, the inspector beside and the timeline below, all of one model. */
export class ChartPage {
  readonly model: ChartModel;
  readonly #deps: PageDeps;
  readonly #announcer: Announcer;
  readonly #views: Readonly<Record<PageTab, View>>;
  readonly #table: TableView;
  readonly #inspector: InspectorView;
  readonly #timeline: TimelineView;
  readonly #filter: FilterBox;
  readonly #tabs: Tabs<PageTab>;
  readonly #inspectorButton: HTMLButtonElement;
  readonly #timelineButton: HTMLButtonElement;
  readonly #timelineTitle = element('span');
  readonly #middle = element('div', 'middle');
  readonly #splitters: Readonly<Record<'inspector' | 'timeline', Splitter>>;
  #state: PageState;
  #keeping = false;
  /** Set when a link in the inspector was followed: the next answer may be about another process. */
  #following = false;
  /** The key of the owner that was chosen for the selected socket; `null` for its lead owner. */
  #inHands: { readonly socket: string; readonly process: string } | undefined;

  constructor(state: PageState, deps: PageDeps) {
    const { t } = deps;
    this.#state = state;
    this.#deps = deps;
    this.model = new ChartModel(state.sieving, t);
    const { model } = this;
    this.#announcer = new Announcer(model, t);
    const viewDeps: ViewDeps = {
      t,
      now: () => model.now,
      act: (action, socketIds) => this.#act(action, socketIds),
      say: (text) => this.#announcer.say(text),
      keep: () => this.#keepSoon(),
    };
    this.#table = new TableView(model, state.table, {
      ...viewDeps,
      inspect: () => this.#inspect(),
      copyRows: (format: ExportFormat, socketIds) => deps.tell({ type: 'copyRows', format, socketIds }),
      exportAll: (format: ExportFormat) => deps.tell({ type: 'export', format }),
    });
    this.#views = { map: new MapView(model, state.map, viewDeps), table: this.#table };
    this.#inspector = new InspectorView(model, state.folded, {
      ...viewDeps,
      follow: (fact) => {
        this.#following = true;
        deps.tell({ type: 'follow', fact });
      },
      copyFact: (fact) => deps.tell({ type: 'copyFact', fact }),
    });
    this.#timeline = new TimelineView(model, viewDeps);
    this.#filter = new FilterBox(model, t);
    const status = new StatusView(model, t, () => deps.tell({ type: 'resume' }));

    const panels = { map: element('div', 'panel'), table: element('div', 'panel') };
    for (const tab of ['map', 'table'] as const) panels[tab].append(this.#views[tab].element);
    this.#tabs = new Tabs(
      t('How to see it'),
      [
        { id: 'map', title: t('Map'), panel: panels.map },
        { id: 'table', title: t('Table'), panel: panels.table },
      ],
      (tab) => this.#turnTo(tab),
    );
    this.#inspectorButton = toggle(icon('panelRight'), t('Inspector'), () =>
      this.#open('inspector', !this.#state.inspector.open),
    );
    this.#timelineButton = toggle(element('span', 'chevron'), '', () =>
      this.#open('timeline', !this.#state.timeline.open),
    );
    this.#timelineButton.append(this.#timelineTitle);
    this.#nameTimeline();
    this.#splitters = { inspector: this.#splitter('inspector'), timeline: this.#splitter('timeline') };
    const bar = element(
      'header',
      'bar',
      this.#tabs.element,
      this.#filter.element,
      ...filterChoices(model, t),
      status.element,
      this.#inspectorButton,
    );
    this.#middle.append(
      element('main', 'views', panels.map, panels.table),
      this.#splitters.inspector.element,
      this.#inspector.element,
    );
    const strip = element(
      'div',
      'foot',
      this.#splitters.timeline.element,
      element('div', 'foot-head', this.#timelineButton),
      this.#timeline.element,
    );
    document.body.replaceChildren(
      bar,
      status.banners,
      this.#middle,
      strip,
      this.#announcer.notice,
      this.#announcer.spoken,
    );
    this.#listen();
    this.#turnTo(state.tab, true);
    this.#edges();
    model.select(...state.selection);
  }

  /** Draws what has changed since the last frame. */
  draw(): void {
    this.#views[this.#state.tab].draw();
    this.#timeline.draw();
    this.#inspector.draw();
  }

  inspected(message: ChartInspection): void {
    const { model } = this;
    const { inspection } = message;
    if (
      !model.inspected(message) &&
      this.#following &&
      inspection?.socket === null &&
      inspection.process !== null
    ) {
      model.select({ kind: 'process', id: inspection.process });
      model.inspected(message);
    }
    this.#following = false;
  }

  show({ view, selected, process, filter, inspect }: Show): void {
    const { model } = this;
    this.#inHands = selected !== null && process !== null ? { socket: selected, process } : undefined;
    if (filter !== null) model.filterBy({ filter });
    if (selected !== null) {
      const row = model.rows.get(selected);
      // Rows that the sidebar's focus merely passes change no filter.
      if (row && (inspect || view !== null) && !model.filter.passes(row))
        model.filterBy({ scope: 'everything', ...(filter === null ? { filter: '', kind: 'all' } : {}) });
      model.select(socketSubject(selected));
    }
    if (view === 'timeline') this.#open('timeline', true);
    else if (view) this.#turnTo(view);
    if (inspect) this.#open('inspector', true);
    if (selected !== null) this.#views[this.#state.tab].reveal();
  }

  notice(text: string): void {
    this.#announcer.show(text);
  }

  #listen(): void {
    const { model } = this;
    model.onDidChange((change) => {
      if (change.selection) this.#tellSelection();
      if (change.timeline) this.#nameTimeline();
      if (change.selection || change.filter) this.#keepSoon();
      // What was selected before the page was reloaded is asked for as soon as it can be there.
      if (change.reset && model.lead) this.#tellSelection();
    });
    document.addEventListener('keydown', (event) => {
      const { key, target } = event;
      const command = event.ctrlKey || event.metaKey;
      if (key === 'f' && command && !event.shiftKey && !event.altKey) {
        this.#filter.focus();
        event.preventDefault();
      } else if (target === document.body && ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key)) {
        this.#views[this.#state.tab].focus();
      } else if (key === 'Escape' && this.#inspector.element.contains(target as Node)) {
        this.#views[this.#state.tab].focus();
      }
    });
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body && model.lead) this.#views[this.#state.tab].focus();
    });
  }

  #act(action: ActionId, socketIds: readonly string[]): void {
    if (socketIds.length > 0)
      this.#deps.tell({ type: 'act', action, socketIds: socketIds.slice(0, MAX_ROWS) });
  }

  #inspect(): void {
    this.#open('inspector', true);
    this.#inspector.focus();
  }

  /** The host sends facts about the selection for as long as the inspector is visible. */
  #tellSelection(): void {
    const { lead } = this.model;
    const { open } = this.#state.inspector;
    this.#deps.tell({ type: 'select', socketId: lead?.kind === 'socket' ? lead.id : null });
    this.#deps.tell({
      type: 'inspect',
      socket: open && lead?.kind === 'socket' ? lead.id : null,
      process: open && lead ? this.#processOf(lead) : null,
    });
  }

  #processOf({ kind, id }: Subject): string | null {
    if (kind === 'process') return id;
    return kind === 'socket' && this.#inHands?.socket === id ? this.#inHands.process : null;
  }

  #turnTo(tab: PageTab, first = false): void {
    if (tab === this.#state.tab && !first) return;
    this.#views[this.#state.tab].show(false);
    this.#state = { ...this.#state, tab };
    this.#tabs.select(tab);
    this.#views[tab].show(true);
    if (!first && this.model.lead) this.#views[tab].reveal();
    if (!first) this.#keepSoon();
  }

  #nameTimeline(): void {
    const { watched, now } = this.model;
    const title = reachTitle(reachOf(watched, now), this.#deps.t);
    setText(this.#timelineTitle, title);
    this.#timelineButton.title = this.#timelineButton.ariaLabel = title;
  }

  #open(part: 'inspector' | 'timeline', open: boolean): void {
    if (this.#state[part].open === open) return;
    this.#state = { ...this.#state, [part]: { ...this.#state[part], open } };
    this.#edges();
    if (part === 'inspector') this.#tellSelection();
    this.#keepSoon();
  }

  #edges(): void {
    const { inspector, timeline } = this.#state;
    this.#edge('inspector', inspector, this.#inspector, this.#inspectorButton);
    this.#edge('timeline', timeline, this.#timeline, this.#timelineButton);
  }

  #edge(
    part: 'inspector' | 'timeline',
    { open, size }: Edge,
    view: Pick<InspectorView, 'element' | 'show'>,
    button: HTMLButtonElement,
  ): void {
    view.element.hidden = !open;
    this.#splitters[part].element.hidden = !open;
    this.#splitters[part].value = size;
    document.body.style.setProperty(`--${part}`, `${size}px`);
    button.ariaExpanded = String(open);
    view.show(open);
  }

  #splitter(part: 'inspector' | 'timeline'): Splitter {
    const { t } = this.#deps;
    const wide = part === 'inspector';
    return new Splitter((wide ? FIRST_INSPECTOR : FIRST_TIMELINE).size, {
      label: wide ? t('Width of the inspector') : t('Height of the timeline'),
      orientation: wide ? 'vertical' : 'horizontal',
      size: () => this.#state[part].size,
      resize: (pixels, done) => {
        const most = (wide ? document.body.clientWidth : document.body.clientHeight) * 0.7;
        const size = Math.round(Math.max(LEAST[part], Math.min(pixels, most)));
        this.#state = { ...this.#state, [part]: { open: true, size } };
        this.#edges();
        if (done) this.#keepSoon();
      },
    });
  }

  /** VS Code stores the state at each call. */
  #keepSoon(): void {
    if (this.#keeping) return;
    this.#keeping = true;
    setTimeout(() => {
      this.#keeping = false;
      const { filter, selection } = this.model;
      this.#state = {
        ...this.#state,
        sieving: filter.choice,
        selection: selection.slice(-MAX_SELECTED),
        table: this.#table.state,
        map: this.#views.map.state,
        folded: this.#inspector.folded,
      };
      this.#deps.keep(this.#state);
    }, 100);
  }
}

function toggle(content: Node, label: string, toggled: () => void): HTMLButtonElement {
  const button = element('button', 'bare', content);
  button.type = 'button';
  button.title = label;
  button.ariaLabel = label;
  button.addEventListener('click', toggled);
  return button;
}
