import { EMPTY_PORT_MAP, type PortMap } from '../../src/core/portMap/portMap';
import type { ChartModel } from '../model';
import type { ViewDeps } from '../view';
import { type Item, itemsOf, menuContext } from './items';
import type { MapPicture } from './mapPicture';
import { callText, type HoverText, hoverText, noteOf, type Traffic, trafficOf } from './mapTexts';
import type { Look } from './mark';
import { relatedTo, type Styles, stylesOf } from './styles';

const NO_TRAFFIC: Traffic = { connections: 0, with: [] };
const NO_LOOKS: Styles = { selected: new Set(), related: new Set(), pointed: new Set(), lit: undefined };

/** How every mark and line of the map looks, and what is said of it. Keys are the map's. */
export class Appearance {
  readonly #model: ChartModel;
  readonly #picture: Pick<MapPicture, 'hasArrived' | 'isGone' | 'isCallGone'>;
  readonly #deps: Pick<ViewDeps, 't' | 'now'>;
  #portMap: PortMap = EMPTY_PORT_MAP;
  #items: ReadonlyMap<string, Item> = new Map();
  #traffic: ReadonlyMap<string, Traffic> = new Map();
  #goneCalls: ReadonlySet<string> = new Set();
  #looks: Styles = NO_LOOKS;
  #pointedAt: string | undefined;

  constructor(
    model: ChartModel,
    picture: Pick<MapPicture, 'hasArrived' | 'isGone' | 'isCallGone'>,
    deps: Pick<ViewDeps, 't' | 'now'>,
  ) {
    this.#model = model;
    this.#picture = picture;
    this.#deps = deps;
  }

  /** Every mark and line on the map, by key. */
  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  get selected(): readonly string[] {
    return [...this.#looks.selected].filter((key) => this.#items.has(key));
  }

  /** Whether the filter makes some marks stand back. */
  get isFiltered(): boolean {
    return this.#looks.lit !== undefined;
  }

  /** Takes the port map that is about to be drawn. */
  take(portMap: PortMap): void {
    this.#portMap = portMap;
    this.#items = itemsOf(portMap);
    this.#traffic = trafficOf(portMap, this.#items, this.#deps.t);
    this.#goneCalls = new Set(
      portMap.calls.filter((call) => this.#picture.isCallGone(call)).map(({ key }) => key),
    );
    this.renew();
  }

  /** Points out the mark under the pointer and what belongs to it. */
  pointAt(key: string | undefined): void {
    this.#pointedAt = key;
  }

  /** Reads the selection, the filter and the pointed mark again. */
  renew(): void {
    const at = this.#pointedAt;
    const pointed = at === undefined ? NO_LOOKS.pointed : relatedTo(new Set([at]), this.#portMap).add(at);
    this.#looks = { ...stylesOf(this.#portMap, this.#model), pointed };
  }

  lookOf(key: string): Look {
    const { selected, related, pointed, lit } = this.#looks;
    return {
      selected: selected.has(key),
      related: related.has(key),
      pointed: pointed.has(key),
      dim: lit !== undefined && !lit.has(key),
      arrived: this.#picture.hasArrived(key),
      gone: this.#picture.isGone(key) || this.#goneCalls.has(key),
    };
  }

  trafficOf(key: string): Traffic {
    return this.#traffic.get(key) ?? NO_TRAFFIC;
  }

  /** What stands below a process's name. */
  noteOf(key: string): string {
    const found = this.#items.get(key);
    if (found?.level !== 'process') return '';
    const { item, origin } = found;
    const ends = origin.edge === 'out' ? item.listeners.map((listener) => listener.key) : [key];
    const connections = ends.reduce((sum, end) => sum + this.trafficOf(end).connections, 0);
    return noteOf(item, origin, connections, this.#model, this.#deps.now(), this.#deps.t);
  }

  /** What the hover over a mark or a line says. */
  hoverText(key: string): HoverText | undefined {
    const { t, now } = this.#deps;
    const item = this.#items.get(key);
    if (item) return hoverText(item, this.#traffic.get(key), this.#model, now(), t);
    const call = this.#portMap.calls.find((each) => each.key === key);
    return call && callText(call, this.#items, t);
  }

  /** See {@link menuContext}. */
  menuOf(key: string): string | null {
    return menuContext(this.#items.get(key), this.#model);
  }
}
