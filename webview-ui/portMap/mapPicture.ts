import { type Place, type WidePlace } from '../../src/core/listing/place';
import { LivePortMap } from '../../src/core/portMap/livePortMap';
import {
  EMPTY_PORT_MAP,
  type PortMap,
  type PortMapCall,
  type PortMapListener,
  type PortMapProcess,
} from '../../src/core/portMap/portMap';
import { foldPortMap } from '../../src/core/portMap/portMapFold';
import { keysOf, withGone } from '../../src/core/portMap/portMapGone';
import type { Change, ChartModel } from '../model';

/** Milliseconds that what is gone is still shown, fading; as long as portMap.css takes for it. */
const FAREWELL = 1600;
/** Milliseconds that what is new is pointed out; as long as portMap.css takes for it. */
const ARRIVAL = 2400;

export interface Picture {
  /** The whole port map, with nothing folded. */
  readonly whole: PortMap;
  /** The map as it is drawn. */
  readonly portMap: PortMap;
  readonly counts: ReadonlyMap<Place, number>;
  readonly callsLeftOut: number;
}

export interface Asked {
  /** The places beyond the workspace that are shown. */
  readonly wide: ReadonlySet<WidePlace>;
  /** Keys of marks to be shown whole, however much there is in them. */
  readonly opened: ReadonlySet<string>;
  /** Set when a person asked for more of the map: what appears then is not marked as new. */
  readonly quietly: boolean;
}

/** The map as it was and is: what has just come, and what has just gone. Times are `performance.now()`'s. */
export class MapPicture {
  readonly #model: ChartModel;
  readonly #portMap: LivePortMap;
  /** The map together with what has gone and is still fading. */
  #live: PortMap = EMPTY_PORT_MAP;
  #liveKeys: ReadonlySet<string> = new Set();
  #folded = { depth: 0, tooMuch: Infinity };
  readonly #arrivedUntil = new Map<string, number>();
  readonly #goneUntil = new Map<string, number>();

  constructor(model: ChartModel) {
    this.#model = model;
    this.#portMap = new LivePortMap(model);
  }

  note({ reset, opened, changed, closed, processes, ended, origins }: Change): void {
    if (reset) {
      this.#portMap.reset();
      this.#live = EMPTY_PORT_MAP;
      this.#liveKeys = new Set();
    } else {
      this.#portMap.update({
        rows: [...opened, ...changed, ...closed.map(({ id }) => id)],
        processes: [...processes, ...ended.map(({ key }) => key)],
        origins,
      });
    }
  }

  at(now: number, { wide, opened, quietly }: Asked): Picture {
    const { portMap: whole, counts } = this.#portMap.picture(wide);
    const here = keysOf(whole);
    const before = this.#liveKeys;
    if (quietly || before.size === 0) {
      this.#arrivedUntil.clear();
      this.#goneUntil.clear();
      this.#live = whole;
    } else {
      for (const key of here) {
        if (!before.has(key) || this.#goneUntil.delete(key)) this.#arrivedUntil.set(key, now + ARRIVAL);
      }
      for (const key of before) {
        if (!here.has(key) && !this.#goneUntil.has(key)) this.#goneUntil.set(key, now + FAREWELL);
      }
      forget(this.#goneUntil, now);
      this.#live =
        this.#goneUntil.size === 0 ? whole : withGone(this.#live, whole, (key) => this.#goneUntil.has(key));
    }
    this.#liveKeys = this.#live === whole ? here : keysOf(this.#live);
    forget(this.#arrivedUntil, now);
    const kept = this.#kept();
    const { depth } = this.#folded;
    const tooMuch = kept.size > 0 ? Infinity : this.#folded.tooMuch;
    const folded = foldPortMap(this.#live, { depth, tooMuch, opened, kept });
    this.#folded = folded;
    return { whole, portMap: folded.portMap, counts, callsLeftOut: folded.callsLeftOut };
  }

  hasArrived(key: string): boolean {
    return this.#arrivedUntil.has(key);
  }

  isGone(key: string): boolean {
    return this.#goneUntil.has(key);
  }

  /** Whether the process or listener at either end of the call is gone. */
  isCallGone({ from, to }: PortMapCall): boolean {
    return this.isGone(from) || this.isGone(to);
  }

  /**
   * When the next mark stops being new, or fading, in the time of `performance.now()`; `undefined` where nothing will.
   */
  get nextChange(): number | undefined {
    const times = [...this.#arrivedUntil.values(), ...this.#goneUntil.values()];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #kept(): Set<string> {
    const { selection } = this.#model;
    const kept = new Set<string>();
    if (selection.length === 0) return kept;
    const ids = new Set(selection.map(({ id }) => id));
    const isKept = ({ ids: sockets }: PortMapListener): boolean => sockets.some((id) => ids.has(id));
    const keep = (process: PortMapProcess): void => {
      if (process.processes.some((key) => ids.has(key))) kept.add(process.key);
      for (const listener of process.listeners) if (isKept(listener)) kept.add(listener.key);
    };
    for (const { key, origin, processes } of this.#live.origins) {
      if (origin !== null && ids.has(origin)) kept.add(key);
      processes.forEach(keep);
    }
    return kept;
  }
}

function forget(times: Map<string, number>, now: number): void {
  for (const [key, until] of times) if (until <= now) times.delete(key);
}
