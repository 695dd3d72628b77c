import { servicePort } from '../socket/servicePorts';
import { ANY_HOST, type OwnNames, parseAuthority, parsePort } from './authority';
import { PORT_PROTOCOLS, type PortProtocol, type Query } from './queryKinds';
import { unixQuery, urlQuery } from './urlQuery';

const NO_NAMES: OwnNames = new Set<string>();

/** `tcp`, `TCP6`, `udplite` */
export function protocolOf(word: string): PortProtocol | undefined {
  const name = /^(tcp|udp|udplite)(?:4|6|46)?$/i.exec(word)?.[1]?.toLowerCase();
  return PORT_PROTOCOLS.find((each) => each === name);
}

/** A text of digits, as a process's number. */
export function pidQuery(text: string, digits: string): Query | undefined {
  if (!/^[1-9]\d{0,9}$/.test(digits)) return undefined;
  const pid = Number(digits);
  // Windows counts to 2^32, Linux to 2^22.
  return pid < 2 ** 32 ? { kind: 'pid', text, pid } : undefined;
}

/** `protocol:netns:inode`, whose namespace is a long number; without one an address pair follows (see `idsOf`). */
const SOCKET_ID =
  /^(?:tcp|udp|udplite|icmp|raw|packet|unix):(?:\d{7,12}:[^\s:]|\d{0,12}:[^\s:]{0,20}:.{0,200}>)/;

function portQuery(text: string, own: OwnNames): Query | undefined {
  const slash = text.indexOf('/');
  const whole = slash < 0 ? text : text.slice(0, slash);
  // A URL that lost its scheme may still have a user's name and password.
  const authority = whole.slice(whole.lastIndexOf('@') + 1);
  const suffix = slash < 0 ? '' : text.slice(slash + 1);
  const bare = parsePort(authority) ?? servicePort(authority);
  const target = bare === undefined ? parseAuthority(authority, own) : { ...ANY_HOST, port: bare };
  if (!target) return undefined;
  const protocol = protocolOf(suffix);
  if (protocol) return { kind: 'port', text: `${authority}/${suffix}`, ...target, protocol };
  if (slash < 0) return { kind: 'port', text: authority, ...target, protocol: null };
  // `localhost:3000/path` is a URL that lost its scheme; `3000/path` is nothing.
  return bare === undefined
    ? { kind: 'port', text: `${authority}/tcp`, ...target, protocol: 'tcp' }
    : undefined;
}

/**
 * Understands a question that is written as one: `3000`, `:3000`, `localhost:3000`, `[::1]:ssh`, `*:3000`, each with `/tcp`
 * or `/udp` behind; a URL; `pid:81243`; a socket's id; `/run/x.sock`, `@abstract`, `unix:/run/x.sock`. `undefined`: none of
 * these. A Unix name is taken as it is, to its last blank. Linear in the text, which is at most 2,048 characters long.
 */
export function plainQuery(typed: string, own: OwnNames = NO_NAMES): Query | undefined {
  const text = typed.trimStart();
  if (text.startsWith('/') || text.startsWith('@')) return unixQuery(text, text);
  const trimmed = text.trim();
  if (trimmed.includes('://')) return urlQuery(trimmed, own);
  if (SOCKET_ID.test(trimmed)) return { kind: 'socket', text: trimmed, id: trimmed };
  if (/^unix:/i.test(text)) return unixQuery(text, text.slice('unix:'.length));
  if (/^pid:/i.test(trimmed)) return pidQuery(trimmed, trimmed.slice('pid:'.length).trim());
  return /\s/.test(trimmed) ? undefined : portQuery(trimmed, own);
}
