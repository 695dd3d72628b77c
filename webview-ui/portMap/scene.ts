import { type Place } from '../../src/core/listing/place';
import type { PortMap, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import { inPlace } from '../inPlace';
import { Lines } from './lines';
import type { MapLayout } from './mapLayout';
import type { Traffic } from './mapTexts';
import { type Look, look, place } from './mark';
import { ListenerMark, OriginMark, ProcessMark } from './marks';
import type { Route } from './routes';
import type { Walk } from './walk';

/** A port map with its layout, ready to be drawn. */
export interface Sheet {
  readonly portMap: PortMap;
  readonly layout: MapLayout;
  readonly routes: ReadonlyMap<string, Route>;
  readonly walk: Walk;
}

export interface SceneDeps {
  readonly t: Translate;
  /** @param key of an origin, a process, a listener or a call */
  look(key: string): Look;
  /** The text below a process's name. */
  note(process: PortMapProcess): string;
  traffic(key: string): Traffic;
  bandTitle(band: Place): string;
  bandNote(band: Place): string;
  /** What VS Code's own context menu is about; `null`: it has none. */
  menu(key: string): string | null;
}

/** The map on the page: what is drawn already is changed in place, and keeps the focus. */
export class Scene {
  readonly world = element('div', 'world');
  readonly tree = element('div', 'map');
  readonly #deps: SceneDeps;
  readonly #bands = element('div', 'bands');
  readonly #lines = new Lines();
  readonly #origins = new Map<string, OriginMark>();
  readonly #processes = new Map<string, ProcessMark>();
  readonly #listeners = new Map<string, ListenerMark>();

  constructor(deps: SceneDeps) {
    this.#deps = deps;
    this.tree.role = 'tree';
    this.#bands.ariaHidden = 'true';
    this.world.append(this.#bands, this.tree, this.#lines.element);
  }

  draw(sheet: Sheet): void {
    const { portMap, layout, walk } = sheet;
    const still = document.activeElement;
    this.#drawBands(layout);
    const here = new Set(walk.order);
    for (const marks of [this.#origins, this.#processes, this.#listeners]) {
      for (const [key, { element: node }] of marks) {
        if (here.has(key)) continue;
        node.remove();
        marks.delete(key);
      }
    }
    const rank = new Map(walk.order.map((key, index) => [key, index]));
    const inOrder = <T extends { readonly key: string }>(items: readonly T[]): T[] =>
      [...items].sort((a, b) => (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0));
    const origins = inOrder(portMap.origins).map((origin) => this.#origin(origin, layout, inOrder, still));
    inPlace(this.tree, origins, closest(still, origins));
    this.#lines.draw(portMap.calls, sheet.routes, ({ key }) => this.#deps.look(key));
  }

  /** Looks, and the texts that time changes, of what is drawn already. */
  touch({ portMap }: Sheet): void {
    for (const origin of portMap.origins) {
      this.#look(origin.key);
      for (const process of origin.processes) {
        this.#look(process.key);
        this.#processes.get(process.key)?.note(this.#deps.note(process));
        for (const { key } of process.listeners) this.#look(key);
      }
    }
    for (const call of portMap.calls) this.#lines.look(call.key, this.#deps.look(call.key));
  }

  elementOf(key: string): HTMLElement | undefined {
    return (this.#origins.get(key) ?? this.#processes.get(key) ?? this.#listeners.get(key))?.element;
  }

  #look(key: string): void {
    const node = this.elementOf(key);
    if (node) look(node, this.#deps.look(key));
  }

  #drawBands({ bands }: MapLayout): void {
    const titles = [...bands].map(([band, { x, y, width }]) => {
      const known = [...this.#bands.children].find(
        (child): child is HTMLElement => child instanceof HTMLElement && child.dataset['band'] === band,
      );
      const node = known ?? element('div', 'band', element('span', 'title'), element('span', 'note'));
      node.dataset['band'] = band;
      const [title, note] = node.children;
      if (title instanceof HTMLElement) setText(title, this.#deps.bandTitle(band));
      if (note instanceof HTMLElement) setText(note, this.#deps.bandNote(band));
      node.style.left = `${x}px`;
      node.style.top = `${y}px`;
      node.style.width = `${width}px`;
      return node;
    });
    for (const child of [...this.#bands.children]) {
      if (!titles.some((title) => title === child)) child.remove();
    }
    inPlace(this.#bands, titles, null);
  }

  #origin(
    origin: PortMapOrigin,
    layout: MapLayout,
    inOrder: <T extends { readonly key: string }>(items: readonly T[]) => T[],
    still: Element | null,
  ): HTMLElement {
    const { key, band } = origin;
    const view = this.#origins.get(key) ?? new OriginMark(key, this.#deps.t);
    this.#origins.set(key, view);
    view.fill(origin, this.#deps.bandTitle(band));
    const box = layout.origins.get(key);
    if (box) place(view.element, box);
    this.#finish(origin.key, view.element);
    const processes = inOrder(origin.processes).map((process) =>
      this.#process(process, origin.processes.length > 1, layout, box, still),
    );
    inPlace(view.group, processes, closest(still, processes));
    return view.element;
  }

  #process(
    process: PortMapProcess,
    several: boolean,
    layout: MapLayout,
    within: { readonly x: number; readonly y: number } | undefined,
    still: Element | null,
  ): HTMLElement {
    const { key } = process;
    const view = this.#processes.get(key) ?? new ProcessMark(key, this.#deps.t);
    this.#processes.set(key, view);
    view.fill(process, several, this.#deps.note(process), this.#deps.traffic(key));
    const box = layout.processes.get(key);
    if (box) place(view.element, box, within);
    this.#finish(process.key, view.element);
    const listeners = process.listeners.map((listener) => {
      const mark = this.#listeners.get(listener.key) ?? new ListenerMark(listener.key, this.#deps.t);
      this.#listeners.set(listener.key, mark);
      mark.fill(listener, process.listeners.length > 1, this.#deps.traffic(listener.key));
      this.#finish(listener.key, mark.element);
      return mark.element;
    });
    inPlace(view.group, listeners, closest(still, listeners));
    return view.element;
  }

  #finish(key: string, node: HTMLElement): void {
    look(node, this.#deps.look(key));
    const menu = this.#deps.menu(key);
    if (menu === null) delete node.dataset['vscodeContext'];
    else if (node.dataset['vscodeContext'] !== menu) node.dataset['vscodeContext'] = menu;
  }
}

const closest = (node: Element | null, among: readonly HTMLElement[]): HTMLElement | null =>
  among.find((each) => node !== null && each.contains(node)) ?? null;
