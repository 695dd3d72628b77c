import { schemePort } from '../socket/servicePorts';
import { ANY_HOST, type HostPort, type OwnNames, parseAuthority, parsePort } from './authority';
import type { Query } from './queryKinds';

/** Schemes whose URLs mean datagrams. */
const DATAGRAM = new Set(['udp', 'udp4', 'udp6', 'tftp', 'coap', 'coaps', 'rtp', 'srt', 'quic', 'statsd']);
/** Schemes that may leave the host out, for every address: `tcp://:2375`. */
const BARE = new Set(['tcp', 'tcp4', 'tcp6', 'udp', 'udp4', 'udp6']);

/** `jdbc:` before the scheme, `+asyncpg` behind it, and the scheme itself: `postgresql`. */
const SCHEME = /^(?:[a-z][\w-]{0,20}:){0,3}([a-z][a-z\d.-]{0,30})((?:\+[a-z\d.-]{1,30}){0,3}):\/\//i;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a `%` that no escape begins
  }
}

/** The path of a Unix name; the slash that begins it may be the URL's own. */
export function unixQuery(text: string, name: string): Query | undefined {
  if (name === '' || name === '@' || name === '/') return undefined;
  return name.startsWith('@')
    ? { kind: 'abstract', text, name: name.slice(1) }
    : { kind: 'path', text, path: name };
}

/** `http+unix://%2Frun%2Fx.sock/v1`, `ws+unix:///run/x.sock:/chat`: the path, encoded or up to a colon. */
function overUnix(text: string, rest: string): Query | undefined {
  const encoded = /^[^/?#]{1,400}/.exec(rest)?.[0];
  const path = encoded === undefined ? rest.split(':', 1)[0] : decoded(encoded);
  return path?.startsWith('/') ? unixQuery(text, path) : undefined;
}

/** SQL Server's own form names the port as a property: `sqlserver://localhost;port=1433`. */
const PORT_PROPERTY = /;\s{0,3}port\s{0,3}=\s{0,3}(\d{1,5})(?!\d)/i;

/** The first of a cluster's hosts that is this machine, and how it stands there. */
function firstHere(
  hosts: string,
  scheme: string,
  usual: number | undefined,
  own: OwnNames,
): { text: string; found: HostPort } | undefined {
  for (const text of hosts.split(',').slice(0, 20)) {
    const portOnly = /^:(\d{1,5})$/.exec(text)?.[1];
    if (portOnly !== undefined) {
      const port = BARE.has(scheme) ? parsePort(portOnly) : undefined;
      if (port !== undefined) return { text, found: { ...ANY_HOST, port } };
      continue;
    }
    const found = parseAuthority(text, own, usual);
    if (found) return { text, found };
  }
  return undefined;
}

/**
 * A URL of any scheme, where it names this machine and a port, or the scheme has a usual one. The query's text is without
 * the user's name and password, and without the path: they say nothing about the port.
 */
export function urlQuery(text: string, own: OwnNames): Query | undefined {
  const [whole = '', scheme = '', extra = ''] = SCHEME.exec(text) ?? [];
  if (whole === '') return undefined;
  const name = scheme.toLowerCase();
  const rest = text.slice(whole.length);
  if (name === 'unix') return unixQuery(text, rest);
  if (/\+unix$/i.test(extra)) return overUnix(text, rest);
  const behind = /^unix:(\/[^:?#]{1,400})/i.exec(rest)?.[1]; // `http://unix:/run/x.sock:/path`, as Node's clients write it
  if (behind !== undefined) return unixQuery(text, behind);
  const end = rest.search(/[/?#;]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  const property = parsePort(PORT_PROPERTY.exec(rest.slice(Math.max(end, 0), end + 400))?.[1] ?? '');
  const here = firstHere(hosts, name, property ?? schemePort(name)?.port, own);
  if (!here) return undefined;
  // WHATWG's URLs have no zones: a person who writes one means the address, as without a scheme.
  const stream = here.found.scope === null ? 'tcp' : null;
  const protocol = DATAGRAM.has(name) ? 'udp' : stream;
  const port = property === undefined ? '' : `:${property}`;
  return { kind: 'port', text: `${name}://${here.text}${port}`, ...here.found, protocol };
}
