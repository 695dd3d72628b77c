import type { ChartOrigin, ChartProcess, ChartRow } from '../chart/chart';
import { type Place, placeIn, type PlaceKind } from '../listing/place';
import type { PortMapKind } from './portMap';
import type { Remote } from './portMapCalls';
import type { Home } from './portMapDraft';
import type { PortMapSource } from './portMapSource';

/** The homes of callers from outside the map, and of what is called there. */
export type Edge = 'in' | 'out';

/** Where things stand. Of what came from the same, there is one description. */
export class PortMapHomes {
  readonly #source: Pick<PortMapSource, 'processes' | 'origins'>;
  readonly #ofOrigins = new Map<string, Map<PlaceKind, Home['origin']>>();
  readonly #ofUsers = new Map<string | null, Map<PlaceKind, Home['origin']>>();

  constructor(source: Pick<PortMapSource, 'processes' | 'origins'>) {
    this.#source = source;
  }

  ofProcess(process: ChartProcess): Home {
    return { origin: this.#origin(process.origin, process), process: itself(process) };
  }

  /** Where a listener stands: with its lead owner, in what the host says it came from (of a proxy: the container). */
  ofListener(row: ChartRow): Home {
    const { processes, origins } = this.#source;
    const [key] = row.owners;
    const process = key === undefined ? undefined : processes.get(key);
    const known = row.origin === null ? undefined : origins.get(row.origin);
    if (!known && !process) return homeOfNobody(row);
    const origin = this.#origin(row.origin, row);
    return {
      origin,
      process: process
        ? itself(process)
        : { key: `${origin.key} ${row.ownership}`, processes: [], name: known?.name ?? '' },
    };
  }

  #origin(id: string | null, { place, user }: Pick<ChartRow, 'place' | 'user'>): Home['origin'] {
    const origin = id === null ? undefined : this.#source.origins.get(id);
    return origin
      ? remembered(this.#ofOrigins, origin.id, place, () => homeIn(origin, place))
      : remembered(this.#ofUsers, user, place, () => homeOfUser(user, place));
  }
}

function remembered<A, B, V>(known: Map<A, Map<B, V>>, a: A, b: B, make: () => V): V {
  const within = known.get(a) ?? new Map<B, V>();
  known.set(a, within);
  const value = within.get(b) ?? make();
  within.set(b, value);
  return value;
}

const itself = ({ key, name }: ChartProcess): Home['process'] => ({ key, processes: [key], name });

function homeIn({ id, kind, name, label, detail, folder }: ChartOrigin, place: PlaceKind): Home['origin'] {
  const band = placeIn(place, folder);
  return { key: `${band} ${id}`, origin: id, kind, name, label, detail, band, edge: null };
}

const homeOfUser = (user: string | null, band: PlaceKind): Home['origin'] =>
  nameless(`${band} user ${user ?? ''}`, 'user', band, null, user ?? '');

const nameless = (
  key: string,
  kind: PortMapKind,
  band: Place,
  edge: Edge | null,
  name = '',
): Home['origin'] => ({ key, origin: null, kind, name, label: name, detail: '', band, edge });

/** The home of a listener without a known process: its owner could not be seen, or the kernel holds it. */
function homeOfNobody({ ownership, user, place }: ChartRow): Home {
  const kind = ownership === 'none' ? 'kernel' : 'hidden';
  const key = `${place} ${kind} ${user ?? ''}`;
  return {
    origin: nameless(key, kind, place, null, user ?? ''),
    process: { key: `${key} process`, processes: [], name: '' },
  };
}

export const farHome = ({ network, address }: Remote, edge: Edge, band: Place): Home => ({
  origin: nameless(`${edge} ${network}`, network, band, edge),
  process: { key: `${edge} ${network} ${address}`, processes: [], name: address },
});

/** What is not shown stands at the edge under its name, however many processes have it. */
export const atEdge = ({ process }: Home, edge: Edge, band: Place): Home => ({
  origin: nameless(`${edge} machine`, 'machine', band, edge),
  process: {
    ...process,
    key: `${edge} machine ${process.processes.length > 0 ? process.name : process.key}`,
  },
});
