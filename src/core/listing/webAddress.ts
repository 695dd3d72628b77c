import type { Snapshot } from '../snapshot/snapshot';
import { isWildcard, unmapped } from '../socket/addresses';
import { isDebugPort } from '../socket/debugPort';
import { type InetEndpoint, isInet, type Socket } from '../socket/socket';
import { groupedBy } from '../values/groupedBy';
import { isHere } from '../who/query';

export interface WebAddress {
  /** Where a connection reaches this listener and no other; no brackets. */
  readonly connect: { readonly host: string; readonly port: number };
  /** `localhost:3000`, `[::1]:3000`, `192.168.1.5:8080`: what a URL says. */
  readonly authority: string;
}

/**
 * Where a browser on the socket's own machine finds it; `undefined` where none can, or should: not TCP, in another
 * network namespace, a link-local address (no URL can say its interface), a wildcard whose loopback address somebody
 * else has taken, a debugger's port (a request can end its session).
 */
export type WebAddressOf = (socket: Socket) => WebAddress | undefined;

/**
 * For all sockets of a snapshot. The answer depends on who else listens on the same port, so listeners are put in order
 * by port once, when the first is asked about: among 20,000 sockets a walk for each would hold the host's thread.
 */
export function webAddressesOf(snapshot: Snapshot): WebAddressOf {
  let byPort: ReadonlyMap<number, readonly Listener[]> | undefined;
  return (socket) => {
    if (!isTcpListener(socket)) return undefined;
    const { local } = socket;
    if (!isHere(socket, snapshot) || local.scope !== undefined) return undefined;
    const owners = socket.owners?.map((pid) => snapshot.processes.get(pid)) ?? [undefined];
    if (owners.some((owner) => isDebugPort(socket, owner))) return undefined;
    byPort ??= listenersByPort(snapshot);
    const rivals = (byPort.get(local.port) ?? [])
      .filter((other) => isRival(other, socket))
      .map((other) => other.local.address);
    return addressAmong(rivals, socket);
  };
}

/** The web address of one socket. For many sockets of a snapshot call {@link webAddressesOf} once. */
export const webAddress = (socket: Socket, snapshot: Snapshot): WebAddress | undefined =>
  webAddressesOf(snapshot)(socket);

type Listener = Socket & { readonly local: InetEndpoint };

const isTcpListener = (socket: Socket): socket is Listener =>
  socket.protocol === 'tcp' && socket.state === 'LISTEN' && isInet(socket.local);

const listenersByPort = ({ sockets }: Snapshot): Map<number, readonly Listener[]> =>
  groupedBy([...sockets.values()].filter(isTcpListener), ({ local }) => local.port);

/** Whether that is another process's, and as near. */
const isRival = (other: Listener, socket: Socket): boolean =>
  other.netns === socket.netns &&
  other.id !== socket.id &&
  !other.owners?.some((pid) => socket.owners?.includes(pid));

/** @param rivals addresses on which other processes listen on the same port */
function addressAmong(rivals: readonly string[], { family, local }: Listener): WebAddress | undefined {
  const loopback = family === 'ipv6' ? '::1' : '127.0.0.1';
  if (isWildcard(local.address) && rivals.includes(loopback)) return undefined;
  const host = isWildcard(local.address) ? loopback : unmapped(local.address);
  const literal = host.includes(':') ? `[${host}]` : host;
  const name = host === loopback && !rivals.some(answersLocalhost) ? 'localhost' : literal;
  return { connect: { host, port: local.port }, authority: `${name}:${local.port}` };
}

/** What `localhost` can lead to: both families' loopback addresses, which wildcards answer too. */
const answersLocalhost = (address: string): boolean =>
  address === '127.0.0.1' || address === '::1' || isWildcard(address);
