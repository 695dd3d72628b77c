import { ANY_HOST, type OwnNames, parseAuthority, parseHost, parsePort } from './authority';
import { forwardQuery, publicationQuery } from './forwardQuery';
import { pidQuery, plainQuery, protocolOf } from './plainQuery';
import type { PortProtocol, Query } from './queryKinds';
import { unixQuery } from './urlQuery';

/** Words of a line that are read; a row of any table has fewer. */
const MOST_WORDS = 80;

const BEFORE = /^["'`“‘«(<{]{1,4}/;
const BEHIND = /["'`”’»)>},.;:!?…]{1,6}$/;

/** Strips quotes, brackets and a full stop from around a text. */
export function unwrapped(text: string): string {
  const inside = text.replace(BEFORE, '').replace(BEHIND, '');
  return /^\[([^[\]]*)\]$/.exec(inside)?.[1] ?? inside;
}

/** `tcp:3000`, `tcp/3000`, `udp:127.0.0.1:53`: lsof and firewalls write the protocol first. */
function prefixed(word: string, own: OwnNames): Query | undefined {
  const [, name = '', rest = ''] = /^(\w{3,7})[:/@](.{1,80})$/.exec(word) ?? [];
  const protocol = protocolOf(name);
  const found = protocol && (plainQuery(rest, own) ?? commaQuery(rest, own));
  return protocol && found?.kind === 'port' && !rest.includes('/')
    ? { ...found, text: `${found.text}/${protocol}`, protocol }
    : undefined;
}

/** `0.0.0.0:3000->3000/tcp` of `docker ps`, `127.0.0.1:3000->127.0.0.1:51234` of lsof; of a range the first port. */
function leftOfArrow(word: string, own: OwnNames): Query | undefined {
  const [, left = '', right = ''] = /^(.{1,80}?)(?:->|→|=>)(.{0,80})$/.exec(word) ?? [];
  const found = plainQuery(left.replace(/-\d{1,5}$/, ''), own);
  if (found?.kind !== 'port') return undefined;
  const protocol = protocolOf(/\/(\w{3,7})$/.exec(right)?.[1] ?? '');
  return protocol ? { ...found, text: `${found.text}/${protocol}`, protocol } : found;
}

/** `localhost,1433`: how SQL Server's tools part them. */
const commaQuery = (word: string, own: OwnNames): Query | undefined =>
  /^[^,:]{1,64},\d{1,5}$/.test(word) ? plainQuery(word.replace(',', ':'), own) : undefined;

/** A URL within a word, as Markdown has it: `[shop](http://localhost:3000/)`. */
const URL_INSIDE = /[a-z][a-z\d+.-]{1,40}:\/\/[^\s)\]}>"'`]{1,400}/i;
/** `jdbc:oracle:thin:@localhost:1521:xe`, `thin:@//localhost:1521/xe`; Java's `localhost/127.0.0.1:8080`. */
const BEHIND_NAME = /[@/](?:\/\/)?([^@/\s]{1,64}:\d{1,5})(?=[:/]|$)/;

const PORT_KEY = /(?:port|inspect|inspect-brk|inspect-wait|listen|addr|address)=\d{1,5}$/i;

function readWord(text: string, own: OwnNames): Query | undefined {
  const inside = URL_INSIDE.exec(text)?.[0] ?? BEHIND_NAME.exec(text)?.[1];
  return (
    plainQuery(text, own) ??
    prefixed(text, own) ??
    leftOfArrow(text, own) ??
    commaQuery(text, own) ??
    (inside === undefined ? undefined : plainQuery(inside, own))
  );
}

/** One word of a line: itself, what stands behind its `=`, or the first of a list that can be asked. */
function wordQuery(word: string, own: OwnNames): Query | undefined {
  // lsof's option with its value: -i:3000, -iTCP:3000.
  const inner = unwrapped(word).replace(/^-t?i(?=.*:)/, '');
  const value = unwrapped(inner.slice(inner.lastIndexOf('=') + 1));
  const parts = value.split(',', 20).filter((part) => part.includes(':'));
  // A number alone is a port only where its key says so; in `fd=20` it is not.
  const candidates = [inner, ...(/^\d+$/.test(value) && !PORT_KEY.test(inner) ? [] : [value]), ...parts];
  for (const text of new Set(candidates)) {
    const query = text === '' ? undefined : readWord(text, own);
    if (query) return query;
  }
  return undefined;
}

/** Whether a word of a line names a place, and not only a number or a name. */
const isPlace = (word: string, query: Query): boolean =>
  query.kind === 'socket' ||
  (query.kind === 'port' &&
    (/[:,]|\d\.\d{1,5}$|^\*\./.test(word) || (word.startsWith('-') && PORT_KEY.test(word))) &&
    !/^["'(]?0:\d/.test(word));

/** A protocol that the line names: `tcp6`, `(UDP)`, `80/tcp`. */
function protocolIn(words: readonly string[]): PortProtocol | undefined {
  for (const word of words) {
    const inner = unwrapped(word);
    const found = protocolOf(inner) ?? protocolOf(/^\d{1,5}\/(\w{3,7})$/.exec(inner)?.[1] ?? '');
    if (found) return found;
  }
  return undefined;
}

const withProtocol = (query: Query, protocol: PortProtocol | undefined): Query =>
  query.kind === 'port' && query.protocol === null && protocol
    ? { ...query, text: `${query.text}/${protocol}`, protocol }
    : query;

/** A row of `portolan ls`: port, protocol and address in columns of their own. */
function listRow(words: readonly string[], own: OwnNames): Query | undefined {
  const [port = '', kind = '', address = ''] = words;
  const protocol = protocolOf(kind);
  if (!protocol || parsePort(port) === undefined) return undefined;
  const host = address.includes(':') ? `[${address}]` : address;
  return plainQuery(`${host}:${port}/${protocol}`, own);
}

const UNIX_ROW = /^(?:u_(?:str|dgr|seq)|unix(?:\/\w{1,12})?)$/;

/** A row of `ss -x`, `netstat -x`, `lsof -U`, `portolan ls`: the first name in it. */
function unixRow(words: readonly string[]): Query | undefined {
  if (!words.some((word) => UNIX_ROW.test(word))) return undefined;
  const name = words.find((word) => /^[/@]./.test(word));
  return name === undefined ? undefined : unixQuery(name, name);
}

function placeIn(words: readonly string[], own: OwnNames): Query | undefined {
  const protocol = protocolIn(words);
  for (const word of words) {
    // Without a protocol in its row, `1.2.3.4.5` is a version.
    if (protocol === undefined && /^[\d.]+$/.test(unwrapped(word))) continue;
    const query = /^[/@]/.test(word) ? undefined : wordQuery(word, own);
    if (query && isPlace(word, query)) return withProtocol(query, protocol);
  }
  return undefined;
}

/** `port 3000`, `port=3000`, `--port 3000`, `"port": 3000`, `Port #3000`; never a part of a longer number. */
const PORT =
  /(?<![a-z])port["'`]?\s{0,3}(?:is\b|number\b|no\.|[:=#])?\s{0,3}["'`#]?([1-9]\d{0,4})(?![\d.:]*\d)/i;
const SHORT_PORT = /(?:^|\s)-[pP]\s{0,3}([1-9]\d{0,4})(?!\S)/;
/** A port behind a form of `listen`: `listening on 3000`. */
const LISTENS = /\blisten(?:s|ing|ed)?\s{1,3}(?:on|at)\s{1,3}([1-9]\d{0,4})(?![\d.:]*\d)/i;
/** `('127.0.0.1', 8000)`, as Python writes an address; its quotes are gone already. */
const TUPLE = /\(([\w.:%]{0,64}),\s{0,3}([1-9]\d{0,4})\b/;
/** `localhost 3000`, as telnet and nc take it. */
const PAIR = /(?:^|\s)([\w.:[\]%-]{3,64})\s{1,3}([1-9]\d{0,4})$/;

/** A key whose value is the host that the port belongs to. */
const HOST_KEY =
  /\b(?:host|hostname|hostaddr|server|address|data source)\s{0,2}[=:]\s{0,2}([^\s;,"']{1,80})/i;

/** The host that stands before a port in a sentence or among properties; `undefined`: another machine's. */
function hostBefore(text: string, own: OwnNames): string | undefined {
  const key = HOST_KEY.exec(text)?.[1];
  if (key !== undefined) return parseHost(key, own, true) ? key : undefined;
  const words = text.slice(-80).split(/[\s,;"'`()=]+/);
  return words.findLast((word) => word !== '' && word !== '0' && parseHost(word, own, true)) ?? '';
}

const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;

function portIn(text: string, words: readonly string[], own: OwnNames): Query | undefined {
  const found = PORT.exec(text) ?? LISTENS.exec(text) ?? SHORT_PORT.exec(text);
  if (!found) return undefined;
  const host = hostBefore(text.slice(0, found.index), own);
  const target = host === undefined ? undefined : `${host === '' ? '' : `${bracketed(host)}:`}${found[1]}`;
  const query = target === undefined ? undefined : plainQuery(target, own);
  return query && withProtocol(query, protocolIn(words));
}

function pairIn(text: string, own: OwnNames): Query | undefined {
  const [, host = '', port = ''] = TUPLE.exec(text) ?? PAIR.exec(text) ?? [];
  if (port === '') return undefined;
  const literal = `${bracketed(host)}:${port}`;
  const found = host === '' ? { ...ANY_HOST, port: Number(port) } : parseAuthority(literal, own);
  return found && host !== '0' ? plainQuery(literal, own) : undefined;
}

function processIn(text: string): Query | undefined {
  const digits =
    /\bpid["']?[\s:=#]{1,4}([1-9]\d{0,9})\b/i.exec(text)?.[1] ??
    /^(?:process|pid)\s{1,3}#?(\d{1,10})$/i.exec(text)?.[1] ??
    // `node server.js (81243)`, as Portolan names processes; but errors end so with their number, Windows' with 10048.
    /^[\w./@+-]{1,40}(?:\s[\w./@+-]{1,40})?\s\((?!10[01]\d\d\))([1-9]\d{3,9})\)$/.exec(text)?.[1];
  return digits === undefined ? undefined : pidQuery(`pid:${digits}`, digits);
}

/** `listens on /run/x.sock`, `through socket '/run/x.sock'` */
function pathIn(text: string): Query | undefined {
  const name =
    /\b(?:listen(?:s|ing|ed)?\s{1,3}(?:on|at)|socket(?:\sfile)?(?:\s(?:at|on))?:?)\s{1,3}["']?([/@][^\s"'`]{1,107})/i.exec(
      text,
    )?.[1];
  return name === undefined ? undefined : unixQuery(unwrapped(name), unwrapped(name));
}

/** `3000/tcp`, `tcp 3000`: a number with a protocol, among words that say nothing. */
function numberIn(words: readonly string[], own: OwnNames): Query | undefined {
  const suffixed = words.find((word) => /^[1-9]\d{0,4}\/\w{3,7}$/.test(word));
  if (suffixed !== undefined) return plainQuery(suffixed, own);
  const [a = '', b = ''] = words.map(unwrapped);
  const protocol = protocolOf(a) ?? protocolOf(b);
  const port = parsePort(a) ?? parsePort(b);
  if (words.length !== 2 || !protocol || port === undefined) return undefined;
  return plainQuery(`${port}/${protocol}`, own);
}

/**
 * What a pasted text asks for: a row of `ls`, ss, netstat, lsof or `docker ps`, a command line, a connection string, a
 * sentence. Of several places the first: tables name the local one first. `undefined`: it names none of this machine.
 */
export function pastedQuery(typed: string, own: OwnNames): Query | undefined {
  const text = typed.trim();
  // An entry of a Compose file: `- "8080:80"`.
  const entry = unwrapped(text.replace(/^(?:ports:\s{0,4})?(?:-\s{1,4})?/, ''));
  const forwarded = forwardQuery(text, own) ?? publicationQuery(entry, own);
  if (forwarded) return forwarded;
  // Prisma quotes both parts: `localhost`:`5432`.
  const words = text
    .replace(/["'`]/g, '')
    .split(/[\s;]+/, MOST_WORDS)
    .filter(Boolean);
  return (
    (words.length === 1 ? wordQuery(text, own) : undefined) ??
    listRow(words, own) ??
    unixRow(words) ??
    placeIn(words, own) ??
    portIn(text, words, own) ??
    pairIn(text.replace(/["'`]/g, ''), own) ??
    numberIn(words, own) ??
    pathIn(text) ??
    processIn(text)
  );
}
