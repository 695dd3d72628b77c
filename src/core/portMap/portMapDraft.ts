import type { ChartFolder } from '../chart/chart';
import { compareByPort, widestExposure } from '../listing/order';
import { type Place, placeOrder } from '../listing/place';
import { compare } from '../values/compare';
import { Counted } from './counted';
import {
  callKey,
  type PortMap,
  type PortMapCall,
  type PortMapListener,
  type PortMapOrigin,
  type PortMapProcess,
} from './portMap';

/** Where something stands: one process of one origin. */
export interface Home {
  readonly origin: Omit<PortMapOrigin, 'processes' | 'folded'>;
  readonly process: Omit<PortMapProcess, 'listeners' | 'folded'>;
}

/** A listener where it stands. */
export interface DraftChip {
  readonly home: Home;
  /** The listener, with what this one socket adds to it; made up where the socket is not known here. */
  readonly listener: PortMapListener;
}

export interface DraftCall {
  readonly from: Home;
  readonly to: DraftChip;
  readonly connections: number;
}

interface DraftOrigin {
  readonly facts: Home['origin'];
  /** It stands beside the first band that it has to do with: at the edge, there may be several. */
  readonly bands: Counted<Place>;
  readonly processes: Map<string, DraftProcess>;
  finished: FinishedOrigin | undefined;
}

interface DraftProcess {
  readonly facts: Home['process'];
  uses: number;
  readonly processes: Counted<string>;
  /** What makes up each listener, by the listener's key. */
  readonly listeners: Map<string, DraftListener>;
  /** Connections to each listener that is called, by the listener's key. */
  readonly calls: Counted<string>;
  finished: FinishedProcess | undefined;
}

/** The sockets of one listener, by id: what each adds, and how often it was added. */
type DraftListener = Map<string, { readonly facts: PortMapListener; readonly uses: number }>;

interface FinishedProcess {
  readonly process: PortMapProcess;
  readonly calls: readonly PortMapCall[];
}

interface FinishedOrigin {
  readonly origin: PortMapOrigin;
  readonly calls: readonly PortMapCall[];
}

/** 1: it is added. -1: it is taken away, just as it was added. */
export type By = 1 | -1;

/**
 * A port map that can be built in any order: what is added twice under one key is there once, and stays until it was
 * removed twice. What did not change since the last time is the same object in the next {@link PortMapDraft.portMap}.
 */
export class PortMapDraft {
  readonly #order: (band: Place) => number;
  readonly #origins = new Map<string, DraftOrigin>();

  constructor(folders: readonly ChartFolder[]) {
    this.#order = placeOrder(folders);
  }

  chip({ home, listener }: DraftChip, by: By): void {
    const { listeners } = this.#process(home, by);
    const [id = ''] = listener.ids;
    const parts = listeners.get(listener.key) ?? (new Map() as DraftListener);
    listeners.set(listener.key, parts);
    const uses = (parts.get(id)?.uses ?? 0) + by;
    if (uses === 0) parts.delete(id);
    else parts.set(id, { facts: listener, uses });
    if (parts.size === 0) listeners.delete(listener.key);
  }

  call({ from, to, connections }: DraftCall, by: By): void {
    this.chip(to, by);
    this.#process(from, by).calls.add(to.listener.key, by * connections);
  }

  /** Builds the port map. Its order is the same whatever order its parts were added in. */
  portMap(): PortMap {
    const finished = [...this.#origins.values()].map((draft) => (draft.finished ??= this.#finished(draft)));
    finished.sort(
      ({ origin: a }, { origin: b }) =>
        this.#order(a.band) - this.#order(b.band) ||
        Number(a.kind === 'orphan') - Number(b.kind === 'orphan') ||
        compare(a.label, b.label) ||
        compare(a.key, b.key),
    );
    return { origins: finished.map(({ origin }) => origin), calls: finished.flatMap(({ calls }) => calls) };
  }

  #process({ origin: facts, process }: Home, by: By): DraftProcess {
    const origin = this.#origins.get(facts.key) ?? {
      facts,
      bands: new Counted<Place>(),
      processes: new Map<string, DraftProcess>(),
      finished: undefined,
    };
    this.#origins.set(facts.key, origin);
    origin.finished = undefined;
    origin.bands.add(facts.band, by);
    const draft = origin.processes.get(process.key) ?? {
      facts: process,
      uses: 0,
      processes: new Counted<string>(),
      listeners: new Map<string, DraftListener>(),
      calls: new Counted<string>(),
      finished: undefined,
    };
    origin.processes.set(process.key, draft);
    draft.finished = undefined;
    for (const key of process.processes) draft.processes.add(key, by);
    draft.uses += by;
    if (draft.uses === 0) origin.processes.delete(process.key);
    if (origin.processes.size === 0) this.#origins.delete(facts.key);
    return draft;
  }

  #finished({ facts, bands, processes: drafts }: DraftOrigin): FinishedOrigin {
    const [band = facts.band] = [...bands.keys].sort((a, b) => this.#order(a) - this.#order(b));
    const within = [...drafts.values()].map((draft) => (draft.finished ??= finishedProcess(draft)));
    within.sort(({ process: a }, { process: b }) => compareProcesses(a, b));
    return {
      origin: { ...facts, band, processes: within.map(({ process }) => process), folded: 0 },
      calls: within.flatMap(({ calls }) => calls),
    };
  }
}

function finishedProcess({ facts, processes, listeners, calls }: DraftProcess): FinishedProcess {
  const { key, name } = facts;
  return {
    process: {
      key,
      processes: [...processes.keys].sort(compare),
      name,
      listeners: [...listeners.values()].map(finishedListener).sort(compareListeners),
      folded: 0,
    },
    calls: [...calls.entries]
      .sort(([a], [b]) => compare(a, b))
      .map(([to, connections]) => ({ key: callKey(key, to), from: key, to, connections })),
  };
}

const finishedListener = (parts: DraftListener): PortMapListener =>
  [...parts]
    .sort(([a], [b]) => compare(a, b))
    .map(([, { facts }]) => facts)
    .reduce(joined);

const compareProcesses = (a: PortMapProcess, b: PortMapProcess): number =>
  firstPort(a) - firstPort(b) || compare(a.name, b.name) || compare(a.key, b.key);

const firstPort = ({ listeners: [first] }: PortMapProcess): number => first?.port ?? Infinity;

const compareListeners = (a: PortMapListener, b: PortMapListener): number =>
  compareByPort({ ...a, address: a.path }, { ...b, address: b.path }) || compare(a.key, b.key);

function joined(a: PortMapListener, b: PortMapListener): PortMapListener {
  return {
    ...a,
    ids: union(a.ids, b.ids),
    addresses: union(a.addresses, b.addresses),
    service: a.service ?? b.service,
    exposure: widestExposure([a.exposure, b.exposure]),
  };
}

const union = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].sort(compare);
