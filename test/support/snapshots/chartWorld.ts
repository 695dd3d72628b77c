import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../../../src/core/chart/chart';
import { ACTION_IDS } from '../../../src/core/listing/actions';
import type { PlaceKind } from '../../../src/core/listing/place';
import type { OriginKind } from '../../../src/core/origins/origin';
import type { Episode } from '../../../src/core/timeline/timeline';
import type { Watched } from '../../../src/core/watch/watched';
import type {
  ChartDiff,
  ChartInspection,
  ChartSnapshot,
  ChartStatus,
  ChartTimeline,
} from '../../../src/protocol';
import { MAX_ROWS } from '../../../src/protocol';

/** Everything a page can be told of one moment. */
export interface ChartWorld {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly rows: readonly ChartRow[];
  readonly processes: readonly ChartProcess[];
  readonly origins: readonly ChartOrigin[];
  readonly folders: readonly ChartFolder[];
  readonly episodes: readonly Episode[];
  readonly watched: readonly Watched[];
  readonly gaps: readonly string[];
}

export const MINUTE = 60_000;

/** A moment in a test's life: 2026-11-21 14:06:00 UTC. */
export const NOW = Date.UTC(2026, 10, 21, 14, 6);

export const aProcess = (pid: number, name: string, given: Partial<ChartProcess> = {}): ChartProcess => ({
  key: `${pid}:${pid * 100}`,
  pid,
  parent: null,
  name,
  comm: name.split(' ')[0] ?? name,
  command: name,
  uid: 1000,
  user: 'me',
  since: NOW - 4 * MINUTE,
  origin: null,
  place: 'workspace',
  ...given,
});

export const anOrigin = (kind: OriginKind, name: string, given: Partial<ChartOrigin> = {}): ChartOrigin => ({
  id: `${kind}:${name}`,
  kind,
  name,
  label: name,
  detail: '',
  folder: '/home/me/shop',
  evidence: [],
  endedAt: null,
  ...given,
});

/** A TCP listener on 127.0.0.1 of that process, but for what is given. */
export function aListener(
  inode: number,
  port: number | null,
  holder: ChartProcess | null,
  given: Partial<ChartRow> = {},
): ChartRow {
  const place: PlaceKind = holder?.place ?? 'system';
  return {
    id: `tcp:1:${inode}`,
    protocol: 'tcp',
    family: 'ipv4',
    type: 'stream',
    state: 'LISTEN',
    listens: true,
    address: '127.0.0.1',
    port,
    remoteAddress: '',
    remotePort: null,
    network: null,
    service: null,
    exposure: 'machine',
    recvQueue: 0,
    sendQueue: 511,
    ownership: holder ? 'seen' : 'hidden',
    owners: holder ? [holder.key] : [],
    ownerCount: holder ? 1 : 0,
    origin: holder?.origin ?? null,
    place,
    uid: 1000,
    user: holder?.user ?? '1000',
    inode,
    netns: null,
    since: null,
    peer: null,
    listener: null,
    actions: holder ? [...ACTION_IDS] : ['inspect', 'copyAddress', 'hidePort'],
    ...given,
  };
}

/** One connection on this machine, both of its ends; the first is the client's. */
export function aConnection(
  inode: number,
  client: ChartProcess,
  server: ChartProcess,
  listener: ChartRow,
): [ChartRow, ChartRow] {
  const port = 40_000 + (inode % 20_000);
  const end = (holder: ChartProcess, id: number, given: Partial<ChartRow>): ChartRow =>
    aListener(id, null, holder, {
      state: 'ESTABLISHED',
      listens: false,
      protocol: listener.protocol,
      family: listener.family,
      id: `${listener.protocol}:1:${id}`,
      exposure: null,
      sendQueue: 0,
      network: listener.protocol === 'unix' ? null : 'machine',
      actions: ['inspect', 'stop', 'copyAddress'],
      ...given,
    });
  if (listener.protocol === 'unix') {
    return [
      end(client, inode, { address: '', remoteAddress: listener.address, peer: `unix:1:${inode + 1}` }),
      end(server, inode + 1, { address: listener.address, peer: `unix:1:${inode}`, listener: listener.id }),
    ];
  }
  return [
    end(client, inode, {
      port,
      remoteAddress: '127.0.0.1',
      remotePort: listener.port,
      peer: `tcp:1:${inode + 1}`,
    }),
    end(server, inode + 1, {
      port: listener.port,
      remoteAddress: '127.0.0.1',
      remotePort: port,
      peer: `tcp:1:${inode}`,
      listener: listener.id,
    }),
  ];
}

export const EMPTY_WORLD: ChartWorld = {
  at: NOW,
  rows: [],
  processes: [],
  origins: [],
  folders: [],
  episodes: [],
  watched: [[NOW - 30 * MINUTE, NOW]],
  gaps: [],
};

/** A message of the protocol before it has its number. */
export type Unnumbered<M> = Omit<M, 'batch'>;

/** The first picture, in parts. */
export function snapshotMessages(world: ChartWorld): Unnumbered<ChartSnapshot>[] {
  const { at, rows, processes, origins, folders } = world;
  const parts = Math.max(1, Math.ceil(Math.max(rows.length, processes.length) / MAX_ROWS));
  return Array.from({ length: parts }, (_, n) => ({
    type: 'snapshot',
    at,
    first: n === 0,
    last: n === parts - 1,
    scope: 'all',
    total: rows.length,
    uid: 1000,
    folders: n === 0 ? folders : [],
    origins: n === 0 ? origins : [],
    processes: processes.slice(n * MAX_ROWS, (n + 1) * MAX_ROWS),
    rows: rows.slice(n * MAX_ROWS, (n + 1) * MAX_ROWS),
  }));
}

export const diffMessage = (given: Partial<ChartDiff>): Unnumbered<ChartDiff> => ({
  type: 'diff',
  scope: 'all',
  at: NOW,
  opened: [],
  closed: [],
  changed: [],
  processes: [],
  ended: [],
  origins: [],
  originsGone: [],
  folders: null,
  ...given,
});

export const timelineMessage = ({ at, watched, episodes }: ChartWorld): Unnumbered<ChartTimeline> => ({
  type: 'timeline',
  first: true,
  at,
  watched,
  watching: true,
  episodes: episodes.slice(0, 1000),
  forgotten: [],
});

export const statusMessage = (
  { gaps }: ChartWorld,
  given: Partial<ChartStatus> = {},
): Unnumbered<ChartStatus> => ({
  type: 'status',
  paused: false,
  failure: null,
  hostname: 'desk',
  method: 'sock_diag',
  cost: { cpuMs: 0.4, wallMs: 0.5 },
  intervalMs: 250,
  gaps,
  ...given,
});

export const inspectionMessage = (
  inspection: ChartInspection['inspection'],
): Unnumbered<ChartInspection> => ({ type: 'inspection', inspection });
