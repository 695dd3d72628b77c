import { EMPTY_HARBOUR, type Harbour } from '../../src/core/harbour/harbour';
import type { ChartModel } from '../model';
import type { ViewDoors } from '../view';
import { itemsOf, menuContext, type Item } from './items';
import { looksOf, relatedTo, type Looks } from './looks';
import type { MapPicture } from './mapPicture';
import { callText, hoverText, noteOf, trafficOf, type HoverText, type Traffic } from './mapTexts';
import type { Look } from './mark';

const NO_TRAFFIC: Traffic = { connections: 0, with: [] };
const NO_LOOKS: Looks = { selected: new Set(), related: new Set(), pointed: new Set(), lit: undefined };

/** How every mark and line of the map looks, and what is said of it. Keys are the harbour's. */
export class Appearance {
  readonly #model: ChartModel;
  readonly #picture: Pick<MapPicture, 'hasArrived' | 'isGone' | 'isCallGone'>;
  readonly #doors: Pick<ViewDoors, 't' | 'now'>;
  #harbour: Harbour = EMPTY_HARBOUR;
  #items: ReadonlyMap<string, Item> = new Map();
  #traffic: ReadonlyMap<string, Traffic> = new Map();
  #goneCalls: ReadonlySet<string> = new Set();
  #looks: Looks = NO_LOOKS;
  #pointedAt: string | undefined;

  constructor(
    model: ChartModel,
    picture: Pick<MapPicture, 'hasArrived' | 'isGone' | 'isCallGone'>,
    doors: Pick<ViewDoors, 't' | 'now'>,
  ) {
    this.#model = model;
    this.#picture = picture;
    this.#doors = doors;
  }

  /** Everything on the map. */
  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  get selected(): readonly string[] {
    return [...this.#looks.selected].filter((key) => this.#items.has(key));
  }

  /** Whether the filter makes some stand back. */
  get isFiltered(): boolean {
    return this.#looks.lit !== undefined;
  }

  /** Another picture is about to be drawn. */
  take(harbour: Harbour): void {
    this.#harbour = harbour;
    this.#items = itemsOf(harbour);
    this.#traffic = trafficOf(harbour, this.#items, this.#doors.t);
    this.#goneCalls = new Set(
      harbour.calls.filter((call) => this.#picture.isCallGone(call)).map(({ key }) => key),
    );
    this.renew();
  }

  /** What the pointer rests on; what belongs to it is pointed out, too. */
  pointAt(key: string | undefined): void {
    this.#pointedAt = key;
  }

  /** The selection, the filter or what is pointed at may be another. */
  renew(): void {
    const at = this.#pointedAt;
    const pointed = at === undefined ? NO_LOOKS.pointed : relatedTo(new Set([at]), this.#harbour).add(at);
    this.#looks = { ...looksOf(this.#harbour, this.#model), pointed };
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
    return noteOf(item, origin, connections, this.#model, this.#doors.now(), this.#doors.t);
  }

  /** Of a mark, or of a line. */
  hoverText(key: string): HoverText | undefined {
    const { t, now } = this.#doors;
    const item = this.#items.get(key);
    if (item) return hoverText(item, this.#traffic.get(key), this.#model, now(), t);
    const call = this.#harbour.calls.find((each) => each.key === key);
    return call && callText(call, this.#items, t);
  }

  /** See {@link menuContext}. */
  menuOf(key: string): string | null {
    return menuContext(this.#items.get(key), this.#model);
  }
}
