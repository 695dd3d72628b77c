import type { ChartFolder, ChartOrigin, ChartPlace, ChartProcess, ChartRow } from '../chart/chart';
import type { Band, Harbour, HarbourKind, HarbourListener } from './harbour';
import type { Call, Called, Remote } from './harbourCalls';
import { HarbourDraft, type Home } from './harbourDraft';

export interface HarbourSource {
  /** By id; rows that do not listen are passed over. */
  readonly listeners: ReadonlyMap<string, ChartRow>;
  readonly processes: ReadonlyMap<string, ChartProcess>;
  readonly origins: ReadonlyMap<string, ChartOrigin>;
  readonly folders: readonly ChartFolder[];
  readonly calls: Iterable<Call>;
}

export interface HarbourPicture {
  readonly harbour: Harbour;
  /** Listeners there are, shown or not. */
  readonly counts: ReadonlyMap<Band, number>;
}

type Edge = 'in' | 'out';

/**
 * The listeners of every band that `shows`, who calls them, and whom their processes call. The rest of the machine, and
 * other machines, stand at the edges with what is called or calls there, and no more.
 */
export function harbourOf(source: HarbourSource, shows: (band: Band) => boolean): HarbourPicture {
  const { listeners, processes, origins } = source;
  const draft = new HarbourDraft(source.folders);
  const counts = new Map<Band, number>();
  const counted = new Set<string>();
  /** By row id. */
  const berths = new Map<string, { readonly home: Home; readonly listener: HarbourListener }>();
  /** By process key. Those that listen call from where their listeners stand. */
  const homes = new Map<string, Home>();
  for (const row of listeners.values()) {
    if (!row.listens) continue;
    const home = homeOfListener(row, source);
    homes.set(home.process.key, home);
    const listener = listenerOf(home, row);
    berths.set(row.id, { home, listener });
    const { band } = home.origin;
    if (!counted.has(listener.key)) counts.set(band, (counts.get(band) ?? 0) + 1);
    counted.add(listener.key);
    if (shows(band)) draft.addListener(home, listener);
  }

  const homeOfCaller = (key: string): Home | undefined => {
    const process = processes.get(key);
    const known = homes.get(key);
    if (!process || known) return known;
    const origin = process.origin === null ? undefined : origins.get(process.origin);
    const { place, user } = process;
    const home = {
      origin: origin ? homeIn(origin, place) : homeOfUser(user, place),
      process: itself(process),
    };
    homes.set(key, home);
    return home;
  };
  for (const { from, to, connections } of source.calls) {
    const berth = 'listener' in to ? berths.get(to.listener) : undefined;
    const caller = 'process' in from ? homeOfCaller(from.process) : undefined;
    const called = berth?.home;
    const band = [caller, called].find((home) => home && shows(home.origin.band))?.origin.band;
    if (band === undefined || (caller && caller.process.key === called?.process.key)) continue;
    const client = 'remote' in from ? farHome(from.remote, 'in', band) : caller && shown(caller, 'in', band);
    const server = 'remote' in to ? farHome(to.remote, 'out', band) : called && shown(called, 'out', band);
    if (!client || !server) continue;
    const row = 'listener' in to && server !== called ? listeners.get(to.listener) : undefined;
    const listener = row ? listenerOf(server, row) : (berth?.listener ?? farListener(server, to));
    draft.addProcess(client);
    draft.addListener(server, listener);
    draft.addCall(client.process.key, listener.key, connections);
  }
  return { harbour: draft.harbour(), counts };

  function shown(home: Home, edge: Edge, band: Band): Home {
    return shows(home.origin.band) ? home : atEdge(home, edge, band);
  }
}

/** Where a listener stands: with its lead owner, in what the host says it came from (of a proxy: the container). */
function homeOfListener(row: ChartRow, { processes, origins }: HarbourSource): Home {
  const [key] = row.owners;
  const process = key === undefined ? undefined : processes.get(key);
  const origin = row.origin === null ? undefined : origins.get(row.origin);
  if (!origin && !process) return homeOfNobody(row);
  const home = origin ? homeIn(origin, row.place) : homeOfUser(row.user, row.place);
  return {
    origin: home,
    process: process
      ? itself(process)
      : { key: `${home.key} ${row.ownership}`, processes: [], name: origin?.name ?? '' },
  };
}

const itself = ({ key, name }: ChartProcess): Home['process'] => ({ key, processes: [key], name });

function homeIn({ id, kind, name, label, detail, folder }: ChartOrigin, place: ChartPlace): Home['origin'] {
  const here = folder === null ? 'workspace' : (`folder:${folder}` as const);
  const band = kind === 'container' && folder === null ? 'containers' : place === 'workspace' ? here : place;
  return { key: `${band} ${id}`, origin: id, kind, name, label, detail, band, edge: null };
}

const homeOfUser = (user: string | null, band: ChartPlace): Home['origin'] =>
  nameless(`${band} user ${user ?? ''}`, 'user', band, null, user ?? '');

const nameless = (
  key: string,
  kind: HarbourKind,
  band: Band,
  edge: Edge | null,
  name = '',
): Home['origin'] => ({ key, origin: null, kind, name, label: name, detail: '', band, edge });

/** Of a listener whose owner could not be seen, or that the kernel itself keeps. */
function homeOfNobody({ ownership, user, place }: ChartRow): Home {
  const kind = ownership === 'none' ? 'kernel' : 'hidden';
  const key = `${place} ${kind} ${user ?? ''}`;
  return {
    origin: nameless(key, kind, place, null, user ?? ''),
    process: { key: `${key} process`, processes: [], name: '' },
  };
}

const farHome = ({ network, address }: Remote, edge: Edge, band: Band): Home => ({
  origin: nameless(`${edge} ${network}`, network, band, edge),
  process: { key: `${edge} ${network} ${address}`, processes: [], name: address },
});

/** What is not shown stands at the edge under its name, however many processes have it. */
const atEdge = ({ process }: Home, edge: Edge, band: Band): Home => ({
  origin: nameless(`${edge} machine`, 'machine', band, edge),
  process: {
    ...process,
    key: `${edge} machine ${process.processes.length > 0 ? process.name : process.key}`,
  },
});

const listenerOf = ({ process }: Home, row: ChartRow): HarbourListener => ({
  // Every part is one line.
  key: `${process.key}\n${row.protocol}\n${row.netns ?? ''}\n${row.port ?? row.address}`,
  ids: [row.id],
  protocol: row.protocol,
  port: row.port,
  path: row.port === null ? row.address : '',
  addresses: row.port === null ? [] : [row.address],
  service: row.service,
  exposure: row.exposure,
  folded: 0,
});

function farListener({ process }: Home, to: Called): HarbourListener {
  const port = 'remote' in to ? to.remote.port : null;
  return {
    key: JSON.stringify([process.key, port]),
    ids: [],
    protocol: null,
    port,
    path: '',
    addresses: [],
    service: null,
    exposure: null,
    folded: 0,
  };
}
