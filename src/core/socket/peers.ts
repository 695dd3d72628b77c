import { compare } from '../values/compare';
import { isLoopback, unmapped } from './addresses';
import { type Endpoint, type InetEndpoint, isInet, isListener, localPort, type Socket } from './socket';

/** Connected sockets with the same two ends, by which of the two is their own; mostly one each. */
interface Pair {
  readonly key: string;
  readonly sides: readonly [Socket[], Socket[]];
}

/** Where a socket stands in its pair. */
interface Standing {
  readonly pair: Pair;
  readonly side: 0 | 1;
}

/**
 * Finds the other end of a connection on this machine: by the reversed pair of addresses in the same network namespace
 * (an IPv4-mapped address is the IPv4 one), for Unix sockets by the inode that the kernel names. And the listener that
 * a connection came through. It can follow a snapshot's changes, socket by socket, and comes to the same whatever the
 * order.
 */
export class PeerIndex {
  readonly #pairs = new Map<string, Pair>();
  /** Spares making the key again: that is most of the work. */
  readonly #standings = new Map<Socket, Standing>();
  /** Unix sockets by their own inode, and by that of their peer. */
  readonly #unix = new Map<number, Socket[]>();
  readonly #callers = new Map<number, Set<Socket>>();
  /** Listeners by {@link listenerKey}. */
  readonly #listeners = new Map<number | string, Socket[]>();

  add(socket: Socket): void {
    const { protocol, inode, remote } = socket;
    if (protocol === 'unix' && inode) insert(this.#unix, inode, socket);
    if (isListener(socket)) {
      const key = listenerKey(socket);
      if (key !== undefined) insert(this.#listeners, key, socket);
      return;
    }
    if (remote && 'inode' in remote) {
      const callers = this.#callers.get(remote.inode);
      if (callers) callers.add(socket);
      else this.#callers.set(remote.inode, new Set([socket]));
      return;
    }
    const standing = this.#stand(socket);
    if (!standing) return;
    const { pair, side } = standing;
    this.#pairs.set(pair.key, pair);
    this.#standings.set(socket, standing);
    pair.sides[side].splice(rank(pair.sides[side], socket), 0, socket);
  }

  /** Takes the socket out: the very one that was put in. */
  remove(socket: Socket): void {
    const { protocol, inode, remote } = socket;
    if (protocol === 'unix' && inode) withdraw(this.#unix, inode, socket);
    if (isListener(socket)) {
      const key = listenerKey(socket);
      if (key !== undefined) withdraw(this.#listeners, key, socket);
      return;
    }
    if (remote && 'inode' in remote) {
      const callers = this.#callers.get(remote.inode);
      callers?.delete(socket);
      if (callers?.size === 0) this.#callers.delete(remote.inode);
      return;
    }
    const standing = this.#standings.get(socket);
    if (!standing) return;
    const { key, sides } = standing.pair;
    const own = sides[standing.side];
    own.splice(own.indexOf(socket), 1);
    this.#standings.delete(socket);
    if (sides[0].length + sides[1].length === 0) this.#pairs.delete(key);
  }

  /**
   * The socket at the other end, if that is on this machine and was scanned. For a connected datagram socket it is the
   * one that receives, which is not connected itself.
   */
  peerOf(socket: Socket): Socket | undefined {
    const { protocol, local, remote } = socket;
    if (remote === null || isListener(socket)) return undefined;
    if ('inode' in remote) return this.#unix.get(remote.inode)?.[0];
    const other = this.#opposite(socket)[0];
    if (other || protocol === 'tcp' || !isInet(local) || !isInet(remote)) return other;
    return isOwnAddress(local, remote) ? this.#listenerAt(socket, remote) : undefined;
  }

  /** The listener that the connection was accepted by, or for a datagram socket could have been. */
  listenerOf(socket: Socket): Socket | undefined {
    const { protocol, local, state } = socket;
    if (local === null || isListener(socket)) return undefined;
    if (isInet(local)) return this.#listenerAt(socket, local);
    // A client may have a name, too, but not a listener's.
    const key = protocol === 'unix' && state === 'ESTABLISHED' ? listenerKey(socket) : undefined;
    return key === undefined ? undefined : nearest(this.#listeners.get(key) ?? [], socket);
  }

  /** The sockets whose peer this one is. It need not be in the index. */
  *callersOf(socket: Socket): Generator<Socket> {
    const { protocol, inode } = socket;
    if (protocol === 'unix' && inode) yield* this.#callers.get(inode) ?? [];
    if (!isListener(socket)) yield* this.#opposite(socket);
  }

  #opposite(socket: Socket): readonly Socket[] {
    const standing = this.#standings.get(socket) ?? this.#stand(socket);
    return standing ? standing.pair.sides[standing.side === 0 ? 1 : 0] : [];
  }

  /** Where the socket stands, or would; `undefined`: it is not connected. */
  #stand({ protocol, netns, local, remote }: Socket): Standing | undefined {
    if (!isInet(local) || !isInet(remote) || remote.port === 0) return undefined;
    const [own, far] = [placeKey(local), placeKey(remote)];
    const side = own < far ? 0 : 1;
    const key = `${protocol} ${netns ?? ''} ${side === 0 ? own : far} ${side === 0 ? far : own}`;
    return { side, pair: this.#pairs.get(key) ?? { key, sides: [[], []] } };
  }

  /**
   * The listener that would answer at that address: one that is bound to it, else one that is bound to all addresses.
   */
  #listenerAt(socket: Socket, { address, port }: InetEndpoint): Socket | undefined {
    const all = this.#listeners.get(port);
    if (!all) return undefined;
    const listeners = all.filter(
      (each) =>
        each.protocol === socket.protocol &&
        each.netns === socket.netns &&
        isReachedFrom(socket, address, each.local),
    );
    const asked = unmapped(address);
    const ipv6 = asked.includes(':');
    const at = (accepts: (bound: string, local: InetEndpoint) => boolean): Socket | undefined =>
      nearest(
        listeners.filter(({ local }) => isInet(local) && accepts(unmapped(local.address), local)),
        socket,
      );
    return (
      at((bound) => bound === asked) ??
      at((bound) => bound === (ipv6 ? '::' : '0.0.0.0')) ??
      at((bound, { v6only }) => !ipv6 && bound === '::' && v6only !== true)
    );
  }
}

/** All sockets of a snapshot. */
export function peersOf({ sockets }: { readonly sockets: ReadonlyMap<string, Socket> }): PeerIndex {
  const index = new PeerIndex();
  for (const socket of sockets.values()) index.add(socket);
  return index;
}

/** Keeps the list sorted by id, so that of several candidates the same one is taken each time. */
function insert<K>(map: Map<K, Socket[]>, key: K, socket: Socket): void {
  const there = map.get(key);
  if (!there) map.set(key, [socket]);
  else there.splice(rank(there, socket), 0, socket);
}

/** How many stand before it. */
function rank(sorted: readonly Socket[], { id }: Socket): number {
  const at = sorted.findIndex((each) => compare(id, each.id) < 0);
  return at < 0 ? sorted.length : at;
}

function withdraw<K>(map: Map<K, Socket[]>, key: K, { id }: Socket): void {
  const left = map.get(key)?.filter((each) => each.id !== id);
  if (left?.length) map.set(key, left);
  else map.delete(key);
}

/** Chooses among listeners that share a port (SO_REUSEPORT): the one whose owner also owns the connection. */
function nearest(listeners: readonly Socket[], { owners }: Socket): Socket | undefined {
  if (listeners.length < 2) return listeners[0];
  return listeners.find((listener) => listener.owners?.some((pid) => owners?.includes(pid))) ?? listeners[0];
}

/**
 * Whether a listener may be the one behind a connection at that address, by the interface that it is bound to: what it
 * accepts is bound to that too, and loopback's addresses come in by loopback's interface.
 */
function isReachedFrom({ local }: Socket, address: string, listener: Endpoint | null): boolean {
  const bound = isInet(listener) ? listener.scope : undefined;
  if (bound === undefined || (isInet(local) && local.scope === bound)) return true;
  return isLoopback(address) ? bound === 'lo' || bound === 'lo0' : isInet(local) && local.address !== address;
}

const placeKey = ({ address, port, scope }: InetEndpoint): string =>
  scope === undefined ? `${unmapped(address)} ${port}` : `${unmapped(address)}%${scope} ${port}`;

/** The key by which a listener is found: its port, or its Unix name. */
const listenerKey = (socket: Socket): number | string | undefined =>
  localPort(socket) ??
  (socket.protocol === 'unix' && socket.local ? nameKey(socket, socket.local) : undefined);

/** A path is the same in every network namespace, an abstract name is not. */
function nameKey({ type, netns }: Socket, local: Endpoint): string | undefined {
  if ('path' in local) return `${type} ${local.bytes ?? ''} ${local.path}`;
  return 'abstract' in local ? `${type} ${netns ?? ''} ${local.bytes ?? ''} @${local.abstract}` : undefined;
}

/** Whether a datagram sent there stays on this machine, as far as the addresses tell: to itself, or over loopback. */
const isOwnAddress = (local: InetEndpoint, remote: InetEndpoint): boolean =>
  unmapped(local.address) === unmapped(remote.address) ||
  (isLoopback(local.address) && isLoopback(remote.address));
