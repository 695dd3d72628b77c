import type { ChartFolder } from '../chart/chart';
import { compare } from '../compare';
import {
  WIDE_BANDS,
  widest,
  type Band,
  type Harbour,
  type HarbourCall,
  type HarbourListener,
  type HarbourOrigin,
  type HarbourProcess,
} from './harbour';
import { PROTOCOLS } from '../socket';

/** Where something stands: one process of one origin. */
export interface Home {
  readonly origin: Omit<HarbourOrigin, 'processes' | 'folded'>;
  readonly process: Omit<HarbourProcess, 'listeners' | 'folded'>;
}

interface DraftProcess {
  readonly processes: Set<string>;
  readonly name: string;
  readonly listeners: Map<string, HarbourListener>;
}

interface DraftOrigin {
  origin: Home['origin'];
  readonly processes: Map<string, DraftProcess>;
}

/** A harbour while it is put together, in any order: what comes twice under one key is one. */
export class HarbourDraft {
  readonly #order: (band: Band) => number;
  readonly #origins = new Map<string, DraftOrigin>();
  readonly #calls = new Map<string, HarbourCall>();

  constructor(folders: readonly ChartFolder[]) {
    this.#order = bandOrder(folders);
  }

  addProcess({ origin, process }: Home): void {
    this.#process({ origin, process });
  }

  addListener(home: Home, listener: HarbourListener): void {
    const { listeners } = this.#process(home);
    const known = listeners.get(listener.key);
    // Every call names its listener again.
    if (known && listener.ids.every((id) => known.ids.includes(id))) return;
    listeners.set(listener.key, known ? joined(known, listener) : listener);
  }

  addCall(from: string, to: string, connections: number): void {
    const key = JSON.stringify([from, to]);
    const known = this.#calls.get(key)?.connections ?? 0;
    this.#calls.set(key, { key, from, to, connections: known + connections });
  }

  /** In an order that does not depend on that of its making. */
  harbour(): Harbour {
    const origins = [...this.#origins.values()]
      .map(({ origin, processes }) => ({ ...origin, processes: processesOf(processes), folded: 0 }))
      .sort(
        (a, b) =>
          this.#order(a.band) - this.#order(b.band) ||
          Number(a.kind === 'orphan') - Number(b.kind === 'orphan') ||
          compare(a.label, b.label) ||
          compare(a.key, b.key),
      );
    return { origins, calls: [...this.#calls.values()].sort((a, b) => compare(a.key, b.key)) };
  }

  #process({ origin, process }: Home): DraftProcess {
    const known = this.#origins.get(origin.key);
    const draft = known ?? { origin, processes: new Map<string, DraftProcess>() };
    if (!known) this.#origins.set(origin.key, draft);
    // What is at the edge stands beside the first band that it has to do with.
    else if (this.#order(origin.band) < this.#order(known.origin.band)) known.origin = origin;
    const existing = draft.processes.get(process.key);
    if (existing) {
      for (const key of process.processes) existing.processes.add(key);
      return existing;
    }
    const made = {
      processes: new Set(process.processes),
      name: process.name,
      listeners: new Map<string, HarbourListener>(),
    };
    draft.processes.set(process.key, made);
    return made;
  }
}

/** Folders as the workspace has them, one that has just left it after them, then the rest. */
function bandOrder(folders: readonly ChartFolder[]): (band: Band) => number {
  const order = new Map<Band, number>();
  for (const { path } of folders) order.set(`folder:${path}`, order.size);
  const left = order.size;
  order.set('workspace', left + 1);
  for (const band of WIDE_BANDS) order.set(band, order.size + 1);
  return (band) => order.get(band) ?? left;
}

function processesOf(drafts: ReadonlyMap<string, DraftProcess>): HarbourProcess[] {
  return [...drafts]
    .map(([key, { processes, name, listeners }]) => ({
      key,
      processes: [...processes].sort(compare),
      name,
      listeners: [...listeners.values()].sort(compareListeners),
      folded: 0,
    }))
    .sort((a, b) => firstPort(a) - firstPort(b) || compare(a.name, b.name) || compare(a.key, b.key));
}

const firstPort = ({ listeners: [first] }: HarbourProcess): number => first?.port ?? Infinity;

/** By port, what has none last. */
const compareListeners = (a: HarbourListener, b: HarbourListener): number =>
  (a.port ?? Infinity) - (b.port ?? Infinity) ||
  (a.protocol === null ? -1 : PROTOCOLS.indexOf(a.protocol)) -
    (b.protocol === null ? -1 : PROTOCOLS.indexOf(b.protocol)) ||
  compare(a.path, b.path) ||
  compare(a.key, b.key);

function joined(a: HarbourListener, b: HarbourListener): HarbourListener {
  return {
    ...a,
    ids: union(a.ids, b.ids),
    addresses: union(a.addresses, b.addresses),
    service: a.service ?? b.service,
    exposure: widest([a, b]),
  };
}

const union = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].sort(compare);
