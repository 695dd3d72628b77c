import type { Snapshot } from '../snapshot/snapshot';
import { isWildcard, unmapped } from '../socket/addresses';
import { isDebugPort } from '../socket/debugPort';
import { type InetEndpoint, isInet, type Socket } from '../socket/socket';
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
export function webAddress(socket: Socket, snapshot: Snapshot): WebAddress | undefined {
  const { local } = socket;
  if (socket.protocol !== 'tcp' || socket.state !== 'LISTEN' || !isInet(local)) return undefined;
  if (!isHere(socket, snapshot) || local.scope !== undefined) return undefined;
  const owners = socket.owners?.map((pid) => snapshot.processes.get(pid)) ?? [undefined];
  if (owners.some((owner) => isDebugPort(socket, owner))) return undefined;

  const loopback = socket.family === 'ipv6' ? '::1' : '127.0.0.1';
  const rivals = rivalAddresses(socket, local, snapshot);
  if (isWildcard(local.address) && rivals.includes(loopback)) return undefined;
  const host = isWildcard(local.address) ? loopback : unmapped(local.address);
  const literal = host.includes(':') ? `[${host}]` : host;
  const name = host === loopback && !rivals.some(answersLocalhost) ? 'localhost' : literal;
  return { connect: { host, port: local.port }, authority: `${name}:${local.port}` };
}

/** What `localhost` can lead to: both families' loopback addresses, which wildcards answer too. */
const answersLocalhost = (address: string): boolean =>
  address === '127.0.0.1' || address === '::1' || isWildcard(address);

/** Where other processes listen on the same port. */
function rivalAddresses(socket: Socket, local: InetEndpoint, snapshot: Snapshot): string[] {
  return [...snapshot.sockets.values()].flatMap((other) => {
    const rival =
      other.protocol === 'tcp' &&
      other.state === 'LISTEN' &&
      other.netns === socket.netns &&
      isInet(other.local) &&
      other.local.port === local.port &&
      other.id !== socket.id &&
      !other.owners?.some((pid) => socket.owners?.includes(pid));
    return rival && isInet(other.local) ? [other.local.address] : [];
  });
}
