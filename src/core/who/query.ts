import type { Snapshot } from '../snapshot/snapshot';
import { isLoopback, isWildcard, normalizeAddress, unmapped } from '../socket/addresses';
import { type InetEndpoint, isInet, isListener, type Socket } from '../socket/socket';

const PORT_PROTOCOLS = ['tcp', 'udp', 'udplite'] as const;

type PortProtocol = (typeof PORT_PROTOCOLS)[number];

/** What somebody asks about. `text` is what was typed; of a URL its scheme, host and port. */
export type Query =
  /** `addresses`: what the name or literal stands for; `null` for a bare port. `protocol`: `null` is TCP and UDP. */
  | {
      readonly kind: 'port';
      readonly text: string;
      readonly addresses: readonly string[] | null;
      readonly scope: string | null;
      readonly port: number;
      readonly protocol: PortProtocol | null;
    }
  | { readonly kind: 'pid'; readonly text: string; readonly pid: number }
  | { readonly kind: 'path'; readonly text: string; readonly path: string }
  | { readonly kind: 'abstract'; readonly text: string; readonly name: string };

/** A Unix name has at most 108 bytes, a URL that somebody pastes may be long. */
const LONGEST = 2048;

/** Ports that a URL leaves out (IANA; for the databases and queues their own documentation). */
const SCHEMES: Readonly<Record<string, { port?: number; protocol?: PortProtocol }>> = {
  http: { port: 80 },
  https: { port: 443 },
  ws: { port: 80 },
  wss: { port: 443 },
  ftp: { port: 21 },
  ssh: { port: 22 },
  amqp: { port: 5672 },
  amqps: { port: 5671 },
  mongodb: { port: 27017 },
  mqtt: { port: 1883 },
  mqtts: { port: 8883 },
  mysql: { port: 3306 },
  nats: { port: 4222 },
  postgres: { port: 5432 },
  postgresql: { port: 5432 },
  redis: { port: 6379 },
  rediss: { port: 6379 },
  tcp: {},
  udp: { protocol: 'udp' },
};

/** 1 to 65535, decimal, no leading zeros. */
function parsePort(text: string): number | undefined {
  if (!/^[1-9]\d{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}

interface Host {
  readonly addresses: readonly string[] | null;
  readonly scope: string | null;
}

const ANY_HOST: Host = { addresses: null, scope: null };

/** `localhost`, `127.0.0.1`, `[::1]`, `[fe80::1%eth0]`, `*`. Other names would have to be looked up, so they're refused. */
function parseHost(text: string): Host | undefined {
  if (text === '' || text === '*') return ANY_HOST;
  // RFC 6761 §6.3: localhost and every name below it are the loopback addresses.
  if (/^(?:[\w-]{1,63}\.){0,8}localhost\.?$/i.test(text))
    return { addresses: ['127.0.0.1', '::1'], scope: null };
  const bracketed = text.startsWith('[') && text.endsWith(']');
  if (!bracketed && text.includes(':')) return undefined;
  const [literal = '', scope] = (bracketed ? text.slice(1, -1) : text).split('%', 2);
  const address = normalizeAddress(literal);
  if (address?.includes(':') !== bracketed) return undefined;
  const mayHaveScope = bracketed && scope !== '';
  if (scope !== undefined && !mayHaveScope) return undefined;
  return { addresses: [unmapped(address)], scope: scope ?? null };
}

/** `host:port`; `:::3000` as Node and Docker write `[::]:3000`. */
function parseAuthority(text: string, defaultPort?: number): (Host & { port: number }) | undefined {
  const node = /^:::(\d{1,5})$/.exec(text)?.[1];
  const literal = node === undefined ? text : `[::]:${node}`;
  const colon = literal.lastIndexOf(':');
  const hasPort = colon > literal.lastIndexOf(']');
  const port = hasPort ? parsePort(literal.slice(colon + 1)) : defaultPort;
  const host = parseHost(hasPort ? literal.slice(0, colon) : literal);
  return port === undefined || !host ? undefined : { ...host, port };
}

function parseUrl(text: string): Query | undefined {
  const at = text.indexOf('://');
  const name = text.slice(0, at).toLowerCase();
  const rest = text.slice(at + 3);
  if (name === 'unix') return parseUnix(text, rest);
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  if (!scheme) return undefined;
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const target = host.startsWith(':') ? undefined : parseAuthority(host, scheme.port);
  if (!target) return undefined;
  // Without the user's name and password, and the path: they say nothing about the port.
  return { kind: 'port', text: `${name}://${host}`, ...target, protocol: scheme.protocol ?? 'tcp' };
}

function parseUnix(text: string, name: string): Query | undefined {
  if (name === '' || name === '@' || name === '/') return undefined;
  return name.startsWith('@')
    ? { kind: 'abstract', text, name: name.slice(1) }
    : { kind: 'path', text, path: name };
}

function parsePid(text: string, digits: string): Query | undefined {
  if (!/^[1-9]\d{0,9}$/.test(digits)) return undefined;
  const pid = Number(digits);
  // Windows counts to 2^32, Linux to 2^22.
  return pid < 2 ** 32 ? { kind: 'pid', text, pid } : undefined;
}

function parsePortQuery(text: string): Query | undefined {
  const slash = text.indexOf('/');
  const authority = slash < 0 ? text : text.slice(0, slash);
  const suffix = slash < 0 ? '' : text.slice(slash + 1).toLowerCase();
  const bare = parsePort(authority);
  const target = bare === undefined ? parseAuthority(authority) : { ...ANY_HOST, port: bare };
  if (!target) return undefined;
  const protocol = PORT_PROTOCOLS.find((each) => each === suffix);
  if (protocol) return { kind: 'port', text, ...target, protocol };
  if (slash < 0) return { kind: 'port', text, ...target, protocol: null };
  // `localhost:3000/path` is a URL that lost its scheme; `3000/path` is nothing.
  return bare === undefined ? { kind: 'port', text, ...target, protocol: 'tcp' } : undefined;
}

/**
 * Understands `3000`, `:3000`, `localhost:3000`, `127.0.0.1:3000`, `[::1]:3000`, `*:3000`, each with `/tcp` or `/udp`
 * behind; `http://localhost:3000/x`; `pid:81243`; `/run/x.sock`, `@abstract`, `unix:/run/x.sock`. `undefined`: none of
 * these. A Unix name is taken as it is, to its last blank.
 */
export function parseQuery(typed: string): Query | undefined {
  if (typed.length > LONGEST) return undefined;
  const text = typed.trimStart();
  if (text.startsWith('/') || text.startsWith('@')) return parseUnix(text, text);
  const trimmed = text.trim();
  if (trimmed.includes('://')) return parseUrl(trimmed);
  if (/^unix:/i.test(text)) return parseUnix(text, text.slice('unix:'.length));
  if (/^pid:/i.test(trimmed)) return parsePid(trimmed, trimmed.slice('pid:'.length).trim());
  return parsePortQuery(trimmed);
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
  // `::` takes IPv4 as well unless it was told not to (ipv6(7), IPV6_V6ONLY).
  return bound === '::' && (ipv6 || local.v6only !== true);
}

function sameScope(asked: string | null, local: InetEndpoint): boolean {
  // A number is an interface's index, which a reading does not carry.
  return asked === null || local.scope === undefined || /^\d+$/.test(asked) || asked === local.scope;
}

/** Whether it is reached through this machine's own network, where Portolan's `localhost` is. */
export const isHere = (socket: Socket, { machine }: Pick<Snapshot, 'machine'>): boolean =>
  socket.netns === null || machine.netns === null || socket.netns === machine.netns;

const isUnixReceiver = ({ state, type }: Socket): boolean =>
  state === 'LISTEN' || (type === 'dgram' && state === 'UNCONN');

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
    case 'path':
      return local !== null && 'path' in local && local.path === query.path && isUnixReceiver(socket);
    case 'abstract':
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
        (query.addresses === null || query.addresses.some((address) => reaches(address, local))) &&
        sameScope(query.scope, local)
      );
  }
}

/** How near a match is, smaller first: TCP before UDP, an address of its own before every address, loopback first. */
export function matchRank({ protocol, local, family }: Socket): number {
  const byProtocol = protocol === 'tcp' || protocol === 'unix' ? 0 : protocol === 'udp' ? 10 : 20;
  if (!isInet(local)) return byProtocol;
  const byAddress = isLoopback(local.address) ? 0 : isWildcard(local.address) ? 4 : 2;
  return byProtocol + byAddress + (family === 'ipv6' ? 1 : 0);
}
