import { normalizeAddress, unmapped } from '../socket/addresses';
import { servicePort } from '../socket/servicePorts';

/** Where a question points on this machine. */
export interface Host {
  /** What the name or literal stands for; `null`: every address. */
  readonly addresses: readonly string[] | null;
  /** Interface of an address: `eth0`, or its index. */
  readonly scope: string | null;
}

export interface HostPort extends Host {
  readonly port: number;
}

export const ANY_HOST: Host = { addresses: null, scope: null };

/** The names that a machine has for itself, in lower case: `build-box`, `build-box.local`. */
export type OwnNames = ReadonlySet<string>;

/** What a host's own name may be written like, by people and by mDNS. */
export function ownNames(hostname: string): OwnNames {
  const full = hostname.toLowerCase().replace(/\.$/, '');
  const [first = ''] = full.split('.', 1);
  return new Set(first === '' ? [] : [full, first, `${first}.local`]);
}

/** Names that every system's hosts(5) has for the loopback addresses; Debian's and Red Hat's among them. */
const LOOPBACK_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['localhost.localdomain', ['127.0.0.1', '::1']],
  ['localhost4', ['127.0.0.1']],
  ['localhost4.localdomain4', ['127.0.0.1']],
  ['localhost6', ['::1']],
  ['localhost6.localdomain6', ['::1']],
  ['ip6-localhost', ['::1']],
  ['ip6-loopback', ['::1']],
]);

/** 1 to 65535, decimal, no leading zeros. */
export function parsePort(text: string): number | undefined {
  if (!/^[1-9]\d{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}

/** Reads a port's number or a service's name: `3000`, `ssh`. */
const portOf = (text: string): number | undefined => parsePort(text) ?? servicePort(text);

function parseName(text: string, own: OwnNames): Host | undefined {
  const name = text.toLowerCase().replace(/\.$/, '');
  // RFC 6761 §6.3: localhost and every name below it are the loopback addresses.
  if (/^(?:[\w-]{1,63}\.){0,8}localhost$/.test(name)) return { addresses: ['127.0.0.1', '::1'], scope: null };
  const addresses = LOOPBACK_NAMES.get(name);
  if (addresses) return { addresses, scope: null };
  // Which of the machine's addresses its own name stands for, only a name server or hosts(5) could say.
  return own.has(name) ? ANY_HOST : undefined;
}

/** What may stand behind a `%`: a name of at most 15 characters, an index; in a URL the sign itself is `%25` (RFC 6874). */
const ZONE = /^(?:25(?=[^\d\s]))?([^\s%/[\]]{1,15})$/;

/**
 * `localhost`, `127.0.0.1`, `[::1]`, `[fe80::1%eth0]`, `[fe80::1]%eth0` as ss writes it, `*`, `0`. `bare`: an IPv6 address
 * may stand without brackets. Other names would have to be looked up, so they're refused.
 */
export function parseHost(text: string, own: OwnNames, bare = false): Host | undefined {
  const [, inside, outside] = /^\[([^[\]]{0,64})\](%[^[\]]{0,20})?$/.exec(text) ?? [];
  const bracketed = inside !== undefined;
  const whole = bracketed ? inside + (outside ?? '') : text;
  const percent = whole.indexOf('%');
  const literal = percent < 0 ? whole : whole.slice(0, percent);
  const scope = percent < 0 ? null : ZONE.exec(whole.slice(percent + 1))?.[1];
  if (scope === undefined) return undefined;
  if (literal === '*' || (literal === '' && percent < 0 && !bracketed)) return ANY_HOST;
  if (scope === null && !bracketed) {
    const named = parseName(literal, own);
    if (named) return named;
  }
  const address = normalizeAddress(literal === '0' && !bracketed ? '0.0.0.0' : literal);
  if (address === undefined || (address.includes(':') && !bracketed && !bare)) return undefined;
  // Bound to every address of one interface: ask for the port; its listeners name their interfaces.
  if (scope !== null && (address === '0.0.0.0' || address === '::')) return ANY_HOST;
  return { addresses: [unmapped(address)], scope };
}

/**
 * Whether the part before the last colon of a text without brackets is surely the whole address: `::1:3000` might be an
 * address without a port, but nobody writes that one so.
 */
function isWholeIpv6(head: string): boolean {
  if (head.includes('%')) return true;
  const address = normalizeAddress(head);
  if (address === undefined) return false;
  return address === '::' || address === '::1' || address.includes('.') || head.split(':').length === 8;
}

function parseColon(text: string, defaultPort: number | undefined, own: OwnNames): HostPort | undefined {
  const colon = text.lastIndexOf(':');
  if (colon <= text.lastIndexOf(']')) {
    const host = defaultPort === undefined ? undefined : parseHost(text, own);
    return host && defaultPort !== undefined ? { ...host, port: defaultPort } : undefined;
  }
  const head = text.slice(0, colon);
  const port = portOf(text.slice(colon + 1));
  const host = parseHost(head, own, isWholeIpv6(head));
  return port === undefined || !host ? undefined : { ...host, port };
}

/** `127.0.0.1.3000`, `*.3000`: how netstat writes it on macOS and the BSDs. */
function parseDot(text: string, own: OwnNames): HostPort | undefined {
  const [, head = '', digits = ''] = /^([^%[\]]{1,64})\.(\d{1,5})$/.exec(text) ?? [];
  const port = parsePort(digits);
  const isLiteral = head === '*' || normalizeAddress(head) !== undefined;
  const host = isLiteral ? parseHost(head, own, true) : undefined;
  return port === undefined || !host ? undefined : { ...host, port };
}

/** `host:port`, the port by number or service name; `:::3000` as Node and Docker write `[::]:3000`. */
export const parseAuthority = (text: string, own: OwnNames, defaultPort?: number): HostPort | undefined =>
  parseColon(text, defaultPort, own) ?? parseDot(text, own);
