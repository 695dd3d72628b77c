import { widestExposure } from '../listing/order';
import { compare } from '../values/compare';
import { groupedBy } from '../values/groupedBy';
import {
  callKey,
  marksOf,
  type PortMap,
  type PortMapCall,
  type PortMapListener,
  type PortMapOrigin,
  type PortMapProcess,
} from './portMap';

/** Software rendering pans some 150 marks at 60 frames a second, and 400 no longer at 50; nobody reads more, either. */
export const MAX_MARKS = 150;

/** Limit for the listeners, processes and origins that a person opened. */
const MAX_OPENED = 60;

/** How many marks must be spare before more detail is shown again: else the map would fold and unfold at the limit. */
const SPARE = 30;

/** How many are shown one by one; the rest is folded into one that says for how many it stands. */
interface Detail {
  /** Most listeners that are shown in one process. */
  readonly listeners: number;
  /** Most processes that are shown in one origin. */
  readonly processes: number;
  /** Most origins that are shown on the map. */
  readonly origins: number;
  /** Processes of one origin and one name are one. */
  readonly byName: boolean;
}

const ALL = Infinity;
const EVERYTHING: Detail = { listeners: ALL, processes: ALL, origins: ALL, byName: false };
const LEAST: Detail = { listeners: 1, processes: 0, origins: 12, byName: true };

/** From everything to the least. */
const DETAILS: readonly Detail[] = [
  EVERYTHING,
  { listeners: 8, processes: 12, origins: ALL, byName: true },
  { listeners: 5, processes: 8, origins: 40, byName: true },
  { listeners: 3, processes: 5, origins: 32, byName: true },
  { listeners: 2, processes: 3, origins: 24, byName: true },
  { listeners: 1, processes: 2, origins: 20, byName: true },
  { listeners: 1, processes: 0, origins: 24, byName: true },
  LEAST,
];

export interface Folding {
  /** How far this map was folded the last time, see {@link Folded.depth}; 0 at first. */
  readonly depth: number;
  /** {@link Folded.tooMuch} of the last time; `Infinity` at first, and where what is opened or kept is another. */
  readonly tooMuch: number;
  /** Keys of processes, and origins, to be shown whole. */
  readonly opened: ReadonlySet<string>;
  /** Keys of listeners, processes and origins (such as the selected one) never to be folded away. */
  readonly kept: ReadonlySet<string>;
}

export interface Folded {
  readonly portMap: PortMap;
  /** 0: everything is shown. */
  readonly depth: number;
  /** Mark count at which the next richer level last failed; it is not tried again until there are fewer. */
  readonly tooMuch: number;
  /** Lines that are not drawn, since even folded there would be too many. */
  readonly callsLeftOut: number;
}

/** Folds the port map to {@link MAX_MARKS} marks; what a person opened or selected may exceed them. */
export function foldPortMap(portMap: PortMap, folding: Folding): Folded {
  const last = DETAILS.length - 1;
  const at = (depth: number): PortMap =>
    depth === 0 ? portMap : new Fold(DETAILS[depth] ?? LEAST, folding).portMap(portMap);
  // From where it was the last time: mostly it stays there, and thousands of listeners are folded once, not eight times.
  let depth = Math.min(folding.depth, last);
  let { tooMuch } = folding;
  let folded = at(depth);
  while (marksOf(folded) > MAX_MARKS && depth < last) {
    folded = at(++depth);
    tooMuch = Infinity;
  }
  const all = marksOf(portMap);
  const isSparse = (shown: PortMap): boolean => marksOf(shown) <= MAX_MARKS - SPARE;
  while (depth > 0 && depth <= folding.depth && all < tooMuch && isSparse(folded)) {
    const richer = at(depth - 1);
    if (isSparse(richer)) {
      depth--;
      folded = richer;
    } else {
      tooMuch = all;
    }
  }
  return { ...withFewerCalls(folded), depth, tooMuch };
}

/** Where even the least has too many lines: the busiest. */
function withFewerCalls({ origins, calls }: PortMap): Pick<Folded, 'portMap' | 'callsLeftOut'> {
  const room = Math.max(MAX_MARKS - marksOf({ origins, calls: [] }), MAX_MARKS / 5);
  if (calls.length <= room) return { portMap: { origins, calls }, callsLeftOut: 0 };
  const busiest = [...calls].sort((a, b) => b.connections - a.connections || compare(a.key, b.key));
  return { portMap: { origins, calls: busiest.slice(0, room) }, callsLeftOut: calls.length - room };
}

/** One folding: what was folded into what, so that the calls can follow. */
class Fold {
  readonly #detail: Detail;
  readonly #folding: Folding;
  /** The key of the entry that stands for a folded one, by the folded one's key. */
  readonly #standsFor = new Map<string, string>();

  constructor(detail: Detail, folding: Folding) {
    this.#detail = detail;
    this.#folding = folding;
  }

  portMap({ origins, calls }: PortMap): PortMap {
    const [shown, rest] = parted(origins, this.#detail.origins, (origin) => this.#keepsOrigin(origin));
    const restByBand = groupedBy(rest, ({ band }) => band);
    const folded = shown.map((origin) => this.#origin(origin));
    for (const [band, several] of restByBand) folded.push(this.#originOfMany(`${band} more`, several));
    return { origins: folded, calls: withinNone(this.#calls(calls), folded) };
  }

  #origin(origin: PortMapOrigin): PortMapOrigin {
    const { processes: cap, byName } = this.#detail;
    const opened = this.#folding.opened.has(origin.key);
    const named = byName && !opened ? this.#byName(origin) : origin.processes;
    const [shown, rest] = parted(named, opened ? MAX_OPENED : cap, (process) => this.#isAsked(process));
    const processes = shown.map((process) => this.#process(process));
    if (rest.length > 0) processes.push(this.#processOfMany(`${origin.key} more`, rest));
    return { ...origin, processes };
  }

  #originOfMany(key: string, several: Several<PortMapOrigin>): PortMapOrigin {
    const [first] = several;
    const process = this.#processOfMany(
      `${key} process`,
      several.flatMap(({ processes }) => processes),
    );
    return {
      ...first,
      key,
      origin: null,
      label: '',
      edge: null,
      processes: [process],
      folded: several.length,
    };
  }

  /** Processes of one name as one, with the listeners of all. */
  #byName({ key, processes }: PortMapOrigin): PortMapProcess[] {
    return [...groupedBy(processes, ({ name }) => name)].map(([name, several]) => {
      const [first] = several;
      if (several.length === 1) return first;
      const one = `${key} named ${name}`;
      for (const process of several) this.#standsFor.set(process.key, one);
      return {
        ...first,
        key: one,
        processes: several.flatMap((process) => process.processes),
        listeners: several.flatMap(({ listeners }) => listeners),
        folded: several.length,
      };
    });
  }

  #process(process: PortMapProcess): PortMapProcess {
    const { opened, kept } = this.#folding;
    const cap = opened.has(process.key) ? MAX_OPENED : this.#detail.listeners;
    const [shown, rest] = parted(process.listeners, cap, ({ key }) => kept.has(key));
    if (!isSeveral(rest)) return process;
    return { ...process, listeners: [...shown, this.#listenerOfMany(`${process.key} more`, rest)] };
  }

  #processOfMany(key: string, several: readonly PortMapProcess[]): PortMapProcess {
    const listeners = several.flatMap((process) => process.listeners);
    for (const process of several) this.#standsFor.set(process.key, key);
    return {
      key,
      processes: several.flatMap(({ processes }) => processes),
      name: '',
      listeners: isSeveral(listeners) ? [this.#listenerOfMany(`${key} listeners`, listeners)] : [],
      folded: several.reduce((sum, { folded }) => sum + Math.max(1, folded), 0),
    };
  }

  #listenerOfMany(key: string, several: Several<PortMapListener>): PortMapListener {
    const [first] = several;
    for (const listener of several) this.#standsFor.set(listener.key, key);
    return {
      ...first,
      key,
      ids: several.flatMap(({ ids }) => ids),
      port: null,
      path: '',
      addresses: [],
      service: null,
      exposure: widestExposure(several.map(({ exposure }) => exposure)),
      folded: several.length,
    };
  }

  #calls(calls: readonly PortMapCall[]): PortMapCall[] {
    const folded = new Map<string, Map<string, PortMapCall>>();
    for (const call of calls) {
      const from = this.#end(call.from);
      const to = this.#end(call.to);
      const callees = folded.get(from) ?? new Map<string, PortMapCall>();
      folded.set(from, callees);
      const known = callees.get(to);
      const connections = (known?.connections ?? 0) + call.connections;
      callees.set(to, { key: known?.key ?? callKey(from, to), from, to, connections });
    }
    return [...folded.values()].flatMap((callees) => [...callees.values()]);
  }

  /** What stands for it in the end: a process can be one of a name, which is one of many. */
  #end(key: string): string {
    const stands = this.#standsFor.get(key);
    return stands === undefined ? key : this.#end(stands);
  }

  #isAsked({ key, processes, listeners }: PortMapProcess): boolean {
    const { kept, opened } = this.#folding;
    if (opened.has(key)) return true;
    if (kept.size === 0) return false;
    return (
      kept.has(key) ||
      processes.some((each) => kept.has(each)) ||
      listeners.some((each) => kept.has(each.key))
    );
  }

  #keepsOrigin({ key, edge, processes }: PortMapOrigin): boolean {
    const { kept, opened } = this.#folding;
    return (
      edge !== null || kept.has(key) || opened.has(key) || processes.some((process) => this.#isAsked(process))
    );
  }
}

/** Calls within one of many processes are nobody else's. */
function withinNone(calls: readonly PortMapCall[], origins: readonly PortMapOrigin[]): PortMapCall[] {
  const holders = new Map<string, string>();
  for (const { processes } of origins) {
    for (const { key, listeners } of processes)
      for (const listener of listeners) holders.set(listener.key, key);
  }
  return calls.filter(({ from, to }) => holders.get(to) !== from);
}

type Several<T> = readonly [T, ...T[]];

const isSeveral = <T>(items: readonly T[]): items is Several<T> => items.length > 0;

/**
 * Splits a list into what is shown, in its order, and the rest. A single one left over is shown: its count would take
 * as much room.
 */
function parted<T>(items: readonly T[], atMost: number, keeps: (item: T) => boolean): [T[], T[]] {
  if (items.length <= atMost + 1) return [[...items], []];
  const kept = new Set(items.filter(keeps));
  let room = atMost - kept.size;
  const shown = items.filter((item) => kept.has(item) || room-- > 0);
  const isShown = new Set(shown);
  return [shown, items.filter((item) => !isShown.has(item))];
}
