import { plainQuery } from '../../who/plainQuery';

/** Hosts that stand for no address in particular. */
const ANY = new Set([
  '',
  '*',
  '+',
  'any',
  'null',
  '<null>',
  'undefined',
  '<unresolved>',
  '_default_',
  'none',
]);

const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const PROTOCOL = /^(tcp|udp)[46]?(?::|$)/i;
const HOST_NAME =
  /^(?=[^.]{0,80}[a-z])[a-z\d][\w-]{0,62}(?:\.[\w-]{1,62})?(?:\.[\w-]{1,62})?(?:\.[\w-]{1,62})?\.?$/i;
/** Names that stand before a colon and a number, and are no host: source files, and words for another number. */
const FILE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|go|py|rb|erb|java|kt|scala|groovy|clj|cs|fs|vb|c|cc|cpp|cxx|c\+\+|h|hpp|rs|zig|nim|ex|exs|erl|hs|ml|php|phar|pl|pm|lua|sh|dart|swift|m|r|jl|cfg|conf|ini|ya?ml|toml|json|xml|log|txt|md|html?|css|sql|lock|service|socket)$/i;
const NO_HOST =
  /^(?:node|deno|bun|pid|line|errno|error|code|status|exit|process|thread|column|col|sha256|id|size|time|id|port)$/i;

const portQuery = (port: string, protocol: string | undefined): string =>
  protocol === undefined ? port : `${port}/${protocol.toLowerCase()}`;

/**
 * The query for a host and a port; `undefined` if the port is not valid. A host name that would need a look-up is left
 * out.
 */
export function queryFor(host: string, port: string, protocol?: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  const literal = bare.includes(':') ? `[${bare}]` : bare;
  const whole = ANY.has(host.toLowerCase())
    ? portQuery(port, protocol)
    : `${literal}:${portQuery(port, protocol)}`;
  return [whole, portQuery(port, protocol)].find((query) => plainQuery(query) !== undefined);
}

/** Text before `:3000`, understood. */
export interface Host {
  readonly text: string;
  readonly protocol?: string;
  readonly doubtful?: boolean;
}

/**
 * Reads what stands between a delimiter and a colon: `127.0.0.1`, `[::1]`, `::1`, `tcp:127.0.0.1`, `localhost/127.0.0.1`,
 * `http://localhost`. `undefined`: no host, such as `server.js`, `12` of a time, `errno`.
 */
export function readHost(token: string): Host | undefined {
  const hasScheme = token.includes('//');
  const part = token.slice(token.lastIndexOf('/') + 1);
  const named = token.includes('/') && !hasScheme;
  const protocol = PROTOCOL.exec(part)?.[1];
  const text = protocol === undefined ? part : part.replace(PROTOCOL, '');
  const more = protocol === undefined ? {} : { protocol };
  if (ANY.has(text.toLowerCase()))
    return text === '' && named && part !== '' ? undefined : { text: '', ...more };
  if (/^\[[^\]]{0,60}\]$/.test(text)) {
    // OpenSSH writes `[127.0.0.1]:8080`; OpenVPN's `[undef]:1194` is no address.
    return { text: parsed(text) || IPV4.test(text.slice(1, -1)) ? text : '', ...more };
  }
  const last = text.slice(text.lastIndexOf(':') + 1);
  if (IPV4.test(text)) return { text, ...more };
  if (text.includes(':')) {
    if (parsed(`[${text}]`)) return { text, ...more };
    return IPV4.test(last) ? { text: last, ...more } : undefined;
  }
  if (/^localhost$/i.test(text)) return { text, ...more };
  if (named || !HOST_NAME.test(text) || FILE.test(text) || NO_HOST.test(text)) return undefined;
  return { text, ...more, doubtful: !hasScheme && protocol === undefined };
}

const parsed = (literal: string): boolean => plainQuery(`${literal}:1`) !== undefined;
