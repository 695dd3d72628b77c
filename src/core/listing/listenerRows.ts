import type { Container } from '../origins/container';
import type { Origin } from '../origins/origin';
import { processKey } from '../snapshot/process';
import { containerOf, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { endpointText, isListener, localPort, type Socket } from '../socket/socket';
import { compare } from '../values/compare';
import { compareByPort } from './order';

/** What a person calls one listener: a process, and the port or name that it waits on. */
export interface ListenerRow {
  /**
   * The holder's key. Together with `bound` it is unique among rows, and stable while the process holds the port;
   * addresses may come and go under it.
   */
  readonly holder: string;
  readonly bound: string;
  /** The first is the one to act on: IPv4 before IPv6. Several: one port on several addresses. */
  readonly sockets: readonly [Socket, ...Socket[]];
  readonly port: number | undefined;
  /** Where it came from: its lead, or the container that publishes it. */
  readonly origin: Origin | null;
  /** The container that it leads to, where its engine is known. */
  readonly container: Container | undefined;
  /** The first owner of this row's origin. */
  readonly lead: OwnedProcess | undefined;
  /** Further owners of the same origin: forks, workers. */
  readonly others: readonly OwnedProcess[];
  /** Why the row has no lead owner; `undefined` where it has one. */
  readonly ownerless: 'unseen' | 'nobody' | undefined;
}

interface Draft {
  readonly holder: string;
  readonly bound: string;
  readonly sockets: [Socket, ...Socket[]];
  readonly origin: Origin | null;
  readonly lead: OwnedProcess | undefined;
  readonly others: Map<number, OwnedProcess>;
  readonly ownerless: ListenerRow['ownerless'];
}

/**
 * The snapshot's listeners, one row for each port (or Unix name) of each process. A socket that processes of several
 * origins hold has a row under each origin, led by that origin's first owner. By port, then the Unix names.
 */
export function listenerRows(snapshot: Snapshot): ListenerRow[] {
  const drafts = new Map<string, Draft>();
  for (const socket of snapshot.sockets.values()) {
    if (!isListener(socket)) continue;
    for (const [holder, { origin, lead, others, ownerless }] of holders(socket, snapshot)) {
      const bound = boundTo(socket);
      const key = `${holder}/${bound}`;
      const draft = drafts.get(key);
      if (!draft) {
        const draft = { holder, bound, origin, lead, others: byPid(others), ownerless };
        drafts.set(key, { ...draft, sockets: [socket] });
        continue;
      }
      draft.sockets.push(socket);
      for (const other of others) draft.others.set(other.pid, other);
    }
  }
  return [...drafts.values()]
    .map((draft) => ({
      ...draft,
      sockets: draft.sockets.sort(byFamily),
      port: localPort(draft.sockets[0]),
      container: containerOf(draft.origin, snapshot),
      others: [...draft.others.values()],
    }))
    .sort(inOrder);
}

interface Holders {
  readonly origin: Origin | null;
  readonly lead: OwnedProcess | undefined;
  readonly others: readonly OwnedProcess[];
  readonly ownerless: ListenerRow['ownerless'];
}

/** The owners by origin, each under its lead's name. An owner that the snapshot lacks has ended meanwhile. */
function holders(socket: Socket, snapshot: Snapshot): [string, Holders][] {
  const owners = (socket.owners ?? []).flatMap((pid) => snapshot.processes.get(pid) ?? []);
  const published = snapshot.socketOrigins.get(socket.id);
  if (published) {
    // A process that listens for a container does nothing else: one row for all of its addresses.
    const ownerless = socket.owners?.length === 0 ? 'nobody' : undefined;
    return [[published.id, { origin: published, lead: owners[0], others: [], ownerless }]];
  }
  if (owners.length === 0) {
    const nobody = socket.owners?.length === 0;
    return [
      nobody
        ? ['nobody', { origin: null, lead: undefined, others: [], ownerless: 'nobody' }]
        : [
            `unseen:${String(socket.uid)}`,
            { origin: null, lead: undefined, others: [], ownerless: 'unseen' },
          ],
    ];
  }
  const byOrigin = new Map<string, Holders & { lead: OwnedProcess; others: OwnedProcess[] }>();
  for (const lead of owners) {
    const { origin } = lead;
    const known = byOrigin.get(origin?.id ?? '');
    if (known) known.others.push(lead);
    else byOrigin.set(origin?.id ?? '', { origin, lead, others: [], ownerless: undefined });
  }
  return [...byOrigin.values()].map((each) => [processKey(each.lead), each]);
}

/** One process's sockets on one port are one row; a socket without a port is a row of its own. */
function boundTo(socket: Socket): string {
  const port = localPort(socket);
  return port === undefined ? socket.id : `${socket.protocol}:${String(socket.netns ?? '')}:${port}`;
}

const byPid = (processes: readonly OwnedProcess[]): Map<number, OwnedProcess> =>
  new Map(processes.map((process) => [process.pid, process]));

const byFamily = (a: Socket, b: Socket): number =>
  a.family === b.family ? compare(a.id, b.id) : a.family === 'ipv4' ? -1 : b.family === 'ipv4' ? 1 : 0;

/** A row's addresses come and go: they order only what has no port. */
const inOrder = (a: ListenerRow, b: ListenerRow): number =>
  compareByPort(orderedBy(a), orderedBy(b)) || compare(a.holder, b.holder) || compare(a.bound, b.bound);

const orderedBy = ({ port, sockets: [{ protocol, local }] }: ListenerRow) => ({
  port,
  protocol,
  address: port === undefined ? endpointText(local) : '',
});
