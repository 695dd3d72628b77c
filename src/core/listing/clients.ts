import { launchName } from '../launch/launchName';
import { processKey } from '../snapshot/process';
import { leadOf, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { unmapped } from '../socket/addresses';
import { type Network, networkOf } from '../socket/network';
import { PeerIndex } from '../socket/peers';
import { isInet, isListener, scopedAddress, type Socket } from '../socket/socket';
import { listed } from '../text/listed';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { compare } from '../values/compare';

/** Connections that one process, or one remote address, has to a listener. */
export interface Client {
  /** `undefined`: it is elsewhere, or cannot be seen. */
  readonly process: OwnedProcess | undefined;
  /** Where the far end is; `null`: on this machine. */
  readonly address: string | null;
  /** `null` for Unix sockets. */
  readonly network: Network | null;
  /** The client's own ends where those are on this machine, else the listener's side of the connections. */
  readonly sockets: readonly [Socket, ...Socket[]];
}

/**
 * The clients of these listeners, one for each process or remote address, most connections first. Only established
 * connections count. `undefined`: the snapshot has listeners only, so it is not known whether there are any.
 */
export function clientsOf(
  listeners: readonly Socket[],
  snapshot: Snapshot,
  peers?: PeerIndex,
): Client[] | undefined {
  if (snapshot.scope !== 'all') return undefined;
  const nearby = socketsAround(listeners, snapshot);
  const index = peers ?? indexOf(nearby);
  const listenerIds = new Set(listeners.map(({ id }) => id));
  const groups = new Map<string, { client: Omit<Client, 'sockets'>; sockets: [Socket, ...Socket[]] }>();
  for (const socket of nearby) {
    const end = clientEnd(socket, listenerIds, index);
    if (!end) continue;
    const client = clientAt(end, snapshot);
    const key = client.process ? processKey(client.process) : `@${client.address ?? ''}`;
    const group = groups.get(key);
    if (group) group.sockets.push(end.socket);
    else groups.set(key, { client, sockets: [end.socket] });
  }
  return [...groups.values()]
    .map(({ client, sockets }) => ({ ...client, sockets }))
    .sort((a, b) => b.sockets.length - a.sockets.length || compare(clientName(a), clientName(b)));
}

/** The sockets that share a port with a listener, or are Unix sockets like it: mostly a few of twenty thousand. */
function socketsAround(listeners: readonly Socket[], { sockets }: Snapshot): Socket[] {
  const ports = new Set(listeners.flatMap(({ local }) => (isInet(local) ? [local.port] : [])));
  const unix = listeners.some(({ protocol }) => protocol === 'unix');
  return [...sockets.values()].filter(({ protocol, local, remote }) =>
    protocol === 'unix'
      ? unix
      : (isInet(local) && ports.has(local.port)) || (isInet(remote) && ports.has(remote.port)),
  );
}

function indexOf(sockets: readonly Socket[]): PeerIndex {
  const index = new PeerIndex();
  for (const socket of sockets) index.add(socket);
  return index;
}

interface ClientEnd {
  readonly socket: Socket;
  /** Whether that is the client's own socket, and not the server's end of the connection. */
  readonly own: boolean;
}

/**
 * Each connection to one of the listeners once: by its accepted end, or, since datagrams have none, by the client's
 * end.
 */
function clientEnd(
  socket: Socket,
  listenerIds: ReadonlySet<string>,
  peers: PeerIndex,
): ClientEnd | undefined {
  if (socket.state !== 'ESTABLISHED' || isListener(socket)) return undefined;
  const peer = peers.peerOf(socket);
  if (peer && listenerIds.has(peer.id)) return { socket, own: true };
  const listener = peers.listenerOf(socket);
  if (!listener || !listenerIds.has(listener.id)) return undefined;
  return peer ? { socket: peer, own: true } : { socket, own: false };
}

function clientAt({ socket, own }: ClientEnd, snapshot: Snapshot): Omit<Client, 'sockets'> {
  const far = own ? socket.local : socket.remote;
  return {
    process: own ? leadOf(socket, snapshot) : undefined,
    address: !own && isInet(far) ? unmapped(scopedAddress(far)) : null,
    network: isInet(far) ? networkOf(far.address) : null,
  };
}

/** `chrome`, `192.168.1.7`; empty where there is nothing to call it by. */
const clientName = ({ process, address }: Client): string =>
  process ? oneLine(launchName(process), 80) : (address ?? '');

/**
 * The name of a client with the number of its connections: `chrome`, `chrome (3 connections)`.
 *
 * @surface part
 */
export function describeClient(client: Client, t: Translate): string {
  const name = clientName(client) || t('a process that cannot be seen');
  const { length } = client.sockets;
  return length === 1 ? name : t('{0} ({1} connections)', name, length);
}

/**
 * `3 clients are connected: chrome (2 connections), curl and 192.168.1.7.`; `undefined`: connections were not scanned,
 * or nobody is connected.
 */
export function clientsSentence(clients: readonly Client[] | undefined, t: Translate): string | undefined {
  if (!clients?.length) return undefined;
  const names = listed(
    clients.map((client) => describeClient(client, t)),
    3,
    t,
  );
  return clients.length === 1
    ? t('One client is connected: {0}.', names)
    : t('{0} clients are connected: {1}.', clients.length, names);
}
