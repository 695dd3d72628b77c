import { findAddressInUse } from '../mentions/addressInUse';
import type { Snapshot } from '../snapshot/snapshot';
import { isLoopback, isWildcard, unmapped } from '../socket/addresses';
import { type InetEndpoint, isInet, isListener, type Socket } from '../socket/socket';
import type { OwnNames } from './authority';
import { pastedQuery } from './pastedQuery';
import { plainQuery } from './plainQuery';
import type { Query } from './queryKinds';
import { isUnixReceiver } from './unixTarget';

export type { Query } from './queryKinds';

/** A Unix name has at most 108 bytes, a URL or an error line that somebody pastes may be long. */
const LONGEST = 2048;

const NO_NAMES: OwnNames = new Set<string>();

/**
 * What somebody asks about, as people type and paste it: everything that {@link plainQuery} understands; a line that says
 * an address is in use; rows of ss, netstat, lsof, `docker ps` and Portolan itself; connection strings; forwardings of
 * ssh and Docker. `own`: the machine's names for itself, in lower case. `undefined`: it names nothing on this machine.
 */
export function parseQuery(typed: string, own: OwnNames = NO_NAMES): Query | undefined {
  if (typed.length > LONGEST) return undefined;
  const [inUse] = /\s/.test(typed.trim()) ? findAddressInUse(typed) : [];
  // `//localhost:3000/x`: the beginning of a URL was left behind.
  const schemeless = /^\s{0,20}\/\/(?=[^/\s]{1,80}:\d{1,5}(?:\/|\s{0,20}$))/.exec(typed)?.[0];
  return (
    (inUse && plainQuery(inUse.query, own)) ??
    (schemeless === undefined ? undefined : plainQuery(typed.slice(schemeless.length), own)) ??
    plainQuery(typed, own) ??
    pastedQuery(typed, own)
  );
}

/** Whether a packet to that address gets to a socket bound to `local`. */
function reaches(address: string, local: InetEndpoint): boolean {
  const bound = unmapped(local.address);
  if (bound === address) return true;
  const ipv6 = address.includes(':');
  // Asked about every address: whatever a bind to it would collide with, of its family or of both for `::`.
  if (address === '::') return true;
  if (address === '0.0.0.0') return !bound.includes(':') || (bound === '::' && local.v6only !== true);
  if (bound === '0.0.0.0') return !ipv6;
  // `::` takes IPv4 as well unless IPV6_V6ONLY is set, ipv6(7).
  return bound === '::' && (ipv6 || local.v6only !== true);
}

function sameScope(asked: string | null, local: InetEndpoint): boolean {
  // A number is an interface's index, which a reading does not carry.
  return asked === null || local.scope === undefined || /^\d+$/.test(asked) || asked === local.scope;
}

/** The interface in a question about every address, where the text alone has it: `0.0.0.0%eth0:3000`, `[::]%eth0:3000`. */
const interfaceAsked = (text: string): string | null =>
  /^(?:\*|0\.0\.0\.0|\[::\]?)%([^\]:/]{1,15})\]?:/.exec(text)?.[1] ?? null;

/** Linux's and macOS's loopback interface, which carries all of 127.0.0.0/8 and ::1. */
const LOOPBACK = /^lo0?$/;

/**
 * Whether what is sent to that address comes in by the interface that the socket is bound to (SO_BINDTODEVICE): the one
 * that carries the address, also where the sender is this machine itself. A question that names an interface means that.
 */
function isCarried(
  address: string,
  { scope, address: bound }: InetEndpoint,
  query: Extract<Query, { kind: 'port' }>,
): boolean {
  const asked = query.scope ?? interfaceAsked(query.text);
  // Of a link-local address the interface is a part.
  if (scope === undefined || asked !== null || isWildcard(address) || /^fe[89ab]/i.test(bound)) return true;
  if (isLoopback(address)) return LOOPBACK.test(scope);
  return query.carriers?.get(address)?.includes(scope) ?? true;
}

/** Whether it is reached through this machine's own network, where Portolan's `localhost` is. */
export const isHere = (socket: Socket, { machine }: Pick<Snapshot, 'machine'>): boolean =>
  socket.netns === null || machine.netns === null || socket.netns === machine.netns;

/**
 * Whether a connect or a datagram sent there would reach this socket. `localhost` is 127.0.0.1 and ::1; wildcards are
 * reached through every address, also one that isn't the machine's own: a snapshot doesn't know which are. A bare port
 * means TCP and UDP. For `pid:`, whether that process holds it.
 */
export function matches(query: Query, socket: Socket, snapshot: Pick<Snapshot, 'machine'>): boolean {
  const { local } = socket;
  switch (query.kind) {
    case 'pid':
      return socket.owners?.includes(query.pid) ?? false;
    case 'socket':
      return socket.id === query.id;
    case 'path':
      if (query.target) return query.target.answers.has(socket.id);
      return local !== null && 'path' in local && local.path === query.path && isUnixReceiver(socket);
    case 'abstract':
      if (query.target) return query.target.answers.has(socket.id);
      return (
        local !== null &&
        'abstract' in local &&
        local.abstract === query.name &&
        isUnixReceiver(socket) &&
        isHere(socket, snapshot)
      );
    case 'port':
      return (
        isListener(socket) &&
        isInet(local) &&
        local.port === query.port &&
        (query.protocol === null
          ? socket.protocol === 'tcp' || socket.protocol === 'udp'
          : socket.protocol === query.protocol) &&
        isHere(socket, snapshot) &&
        (query.addresses === null ||
          query.addresses.some((address) => reaches(address, local) && isCarried(address, local, query))) &&
        sameScope(query.scope ?? interfaceAsked(query.text), local)
      );
  }
}

/** Whether it has taken the port that was asked for without listening: whoever wants to listen there finds it in use. */
export const isBoundAt = (query: Query, socket: Socket, snapshot: Pick<Snapshot, 'machine'>): boolean =>
  query.kind === 'port' &&
  socket.protocol === 'tcp' &&
  socket.state === 'CLOSE' &&
  matches(query, { ...socket, state: 'LISTEN' }, snapshot);

/** How near a match is, smaller first: TCP before UDP, an address of its own before every address, loopback first. */
export function matchRank({ protocol, local, family }: Socket): number {
  const byProtocol = protocol === 'tcp' || protocol === 'unix' ? 0 : protocol === 'udp' ? 10 : 20;
  if (!isInet(local)) return byProtocol;
  const byAddress = isLoopback(local.address) ? 0 : isWildcard(local.address) ? 4 : 2;
  return byProtocol + byAddress + (family === 'ipv6' ? 1 : 0);
}
