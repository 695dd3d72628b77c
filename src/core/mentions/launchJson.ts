import { createScanner, type Node, parseTree } from 'jsonc-parser';
import { plainQuery } from '../who/plainQuery';
import type { Mention } from './mention';

/** Characters; nobody writes a launch.json of this size, and a generated one isn't hovered over. */
const LONGEST = 1_000_000;
/** The parser and we recurse: real files nest a dozen levels. */
const DEEPEST = 40;

function nestsTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  do {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth++;
    else if (first === '}' || first === ']') depth--;
  } while (depth <= DEEPEST && scanner.getPosition() < text.length);
  return depth > DEEPEST;
}

/** A piece of a string's value and where it stands in the file. */
interface Word {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** A string's value as one piece; where escapes make its offsets differ, each part of it stands for the whole. */
interface Place {
  readonly value: string;
  readonly start: number;
  readonly length: number;
  readonly escaped: boolean;
}

function placeOf(node: Node, text: string): Place | undefined {
  if (node.type === 'number') {
    return { value: String(node.value), start: node.offset, length: node.length, escaped: false };
  }
  if (node.type !== 'string' || typeof node.value !== 'string') return undefined;
  const [start, length] = [node.offset + 1, node.length - 2];
  return { value: node.value, start, length, escaped: text.slice(start, start + length) !== node.value };
}

const part = (place: Place, from: number, length: number): Word => ({
  text: place.value.slice(from, from + length),
  start: place.escaped ? place.start : place.start + from,
  length: place.escaped ? place.length : length,
});

const words = (place: Place, separators: RegExp): Word[] =>
  [...place.value.matchAll(separators)].map((match) => part(place, match.index, match[0].length));

const BLANKS = /\S+/g;
/** `ASPNETCORE_URLS` holds several, parted by semicolons. */
const LIST = /[^\s;,]+/g;

/** A part of a word. A word of an escaped string is longer than its text, and stands for the whole string. */
const cut = ({ text, start, length }: Word, from: number, to = text.length): Word =>
  length === text.length
    ? { text: text.slice(from, to), start: start + from, length: to - from }
    : { text: text.slice(from, to), start, length };

/** What a mention is about: the key or option, and a host that stands elsewhere. */
interface About {
  readonly what: string;
  readonly host?: string | null;
}

type Reader = (word: Word, about: About) => Mention | undefined;

const readPort: Reader = ({ text, start, length }, { what, host = null }) => {
  const query = /^\d+$/.test(text) ? plainQuery(text) : undefined;
  if (query?.kind !== 'port') return undefined;
  return { start, length, port: query.port, host, protocol: null, what };
};

/** Reads `host:port` or `:port`. */
const readAddress: Reader = ({ text, start, length }, { what }) => {
  const query = /:\d+$/.test(text) && !text.includes('/') ? plainQuery(text) : undefined;
  if (query?.kind !== 'port') return undefined;
  const host = text.slice(0, text.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return {
    start,
    length,
    port: query.port,
    host: host === '' || host === '*' ? null : host,
    protocol: null,
    what,
  };
};

/** A URL of this machine, by name or number: others have to be looked up. */
const readUrl: Reader = ({ text, start, length }, { what }) => {
  const query = text.includes('://') ? plainQuery(text) : undefined;
  if (query?.kind !== 'port') return undefined;
  const authority = query.text.slice(query.text.indexOf('://') + 3);
  const host = authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const protocol = query.protocol === 'udp' ? 'udp' : 'tcp';
  return { start, length, port: query.port, host, protocol, what };
};

const readAny: Reader = (word, about) =>
  readPort(word, about) ?? readAddress(word, about) ?? readUrl(word, about);

/** `--port`, `-p`, `--server.port`, `-Dserver.port`, `--remote-debugging-port` */
const PORT_OPTION = /^(?:--?[\w.-]{0,64}port|-p|-P)$/i;
/** Options whose value is an address with its port, or a URL. */
const ADDRESS_OPTION =
  /^(?:--?[\w.-]{0,64}(?:bind|listen|addr|address|host|url|urls|inspect|inspect-brk|inspect-wait)|-b|-S|runserver)$/i;

function readOption(name: string, value: Word): Mention | undefined {
  if (PORT_OPTION.test(name)) return readPort(value, { what: name });
  if (!ADDRESS_OPTION.test(name)) return undefined;
  // A bare number is a port to `--inspect=9229` and `runserver 8000`; to `--host` it is not.
  const takesPort = /inspect|runserver|listen/i.test(name);
  return (takesPort ? readPort(value, { what: name }) : undefined) ?? readAddress(value, { what: name });
}

/** The JDWP agent's `address=` sub-option. */
function readJdwp(word: Word): Mention | undefined {
  if (!/^-(?:agentlib:jdwp=|Xrunjdwp:)/.test(word.text)) return undefined;
  const [from, to] = /[,=:]address=([^,]{1,80})/d.exec(word.text)?.indices?.[1] ?? [0, 0];
  return readAny(cut(word, from, to), { what: 'address' });
}

function optionMentions(all: readonly Word[]): Mention[] {
  const mentions: (Mention | undefined)[] = [];
  for (const [index, word] of all.entries()) {
    const equals = word.text.indexOf('=');
    const next = all[index + 1];
    const stuck = /^-[pP](?=\d+$)/.exec(word.text)?.[0];
    const mention =
      readJdwp(word) ??
      (equals > 0 ? readOption(word.text.slice(0, equals), cut(word, equals + 1)) : undefined) ??
      (stuck === undefined ? undefined : readPort(cut(word, stuck.length), { what: stuck })) ??
      readUrl(equals > 0 && word.text.startsWith('-') ? cut(word, equals + 1) : word, { what: 'url' });
    mentions.push(mention, next && equals < 0 ? readOption(word.text, next) : undefined);
  }
  return mentions.filter((mention) => mention !== undefined);
}

const ENV_PORT = /(?:^|_)PORT$|^PGPORT$/i;
const ENV_ADDRESS = /(?:^|_)(?:ADDR|ADDRESS|HOST|BIND|LISTEN)$/i;
const ENV_OPTIONS = /(?:OPTIONS|OPTS|ARGS|FLAGS)$/i;

function envMentions(name: string, place: Place | undefined): Mention[] {
  if (!place) return [];
  if (ENV_OPTIONS.test(name)) return optionMentions(words(place, BLANKS));
  const read = ENV_PORT.test(name) ? readAny : ENV_ADDRESS.test(name) ? readAddress : readUrl;
  return words(place, LIST).flatMap((word) => read(word, { what: name }) ?? []);
}

const ARGUMENTS = /^(?:\w{0,40}args|command|commandLine|\w{0,40}flags)$/i;
const PORT_KEY = /^(?:port|debugServer|(?!remotePort$)\w{1,40}Port)$/;
const URL_KEY = /^(?:url|uri|uriFormat|\w{1,40}Ur[li])$/;
const ADDRESS_KEY = /^(?:\w{0,40}Address|address|host|target|listen)$/;
/** Where attach configurations keep the host of their port. */
const HOST_KEYS = ['address', 'host', 'hostName', 'hostname'];

type Entry = readonly [key: string, value: Node];

const entriesOf = (object: Node): Entry[] =>
  (object.type === 'object' ? (object.children ?? []) : []).flatMap(({ children: [key, value] = [] }) =>
    key && value && typeof key.value === 'string' ? [[key.value, value]] : [],
  );

const stringAt = (entries: readonly Entry[], keys: readonly string[]): string | null => {
  const value: unknown = entries.find(([key]) => keys.includes(key))?.[1].value;
  return typeof value === 'string' && !value.includes('${') ? value : null;
};

/** Into one list: a list a level would be copied once more for each level above. */
function collectMentions(node: Node, text: string, into: Mention[]): void {
  if (node.type === 'array') {
    for (const child of node.children ?? []) collectMentions(child, text, into);
    return;
  }
  const entries = entriesOf(node);
  const host = stringAt(entries, HOST_KEYS);
  for (const [key, value] of entries) {
    const isNested = value.type === 'object' || value.type === 'array';
    if (isNested && !hasOwnReader(key)) collectMentions(value, text, into);
    else for (const mention of entryMentions(key, value, host, text)) into.push(mention);
  }
}

const hasOwnReader = (key: string): boolean => ARGUMENTS.test(key) || key === 'env' || key === 'environment';

function entryMentions(key: string, value: Node, host: string | null, text: string): Mention[] {
  const places = (value.type === 'array' ? (value.children ?? []) : [value]).flatMap(
    (node) => placeOf(node, text) ?? [],
  );
  if (ARGUMENTS.test(key)) return optionMentions(places.flatMap((place) => words(place, BLANKS)));
  if (key === 'env') {
    return entriesOf(value).flatMap(([name, node]) => envMentions(name, placeOf(node, text)));
  }
  if (key === 'environment') {
    // cppdbg's shape: [{ "name": "PORT", "value": "3000" }]
    return (value.children ?? []).flatMap((variable) => {
      const pair = entriesOf(variable);
      const node = pair.find(([name]) => name === 'value')?.[1];
      return node ? envMentions(stringAt(pair, ['name']) ?? '', placeOf(node, text)) : [];
    });
  }
  const read = readerFor(key);
  return places.flatMap((place) => read?.(part(place, 0, place.value.length), { what: key, host }) ?? []);
}

function readerFor(key: string): Reader | undefined {
  if (PORT_KEY.test(key)) return readPort;
  if (URL_KEY.test(key)) return readUrl;
  return ADDRESS_KEY.test(key) ? readAddress : undefined;
}

/**
 * The ports that a launch.json names: `port`, `url`, `--port 3000` in arguments, `PORT` in the environment. Numbers or
 * strings; variables (`${…}`) name none. Never throws: of a broken file what can be read is.
 */
export function launchJsonMentions(text: string): Mention[] {
  if (text.length > LONGEST || nestsTooDeep(text)) return [];
  const root = parseTree(text);
  if (!root) return [];
  const mentions: Mention[] = [];
  collectMentions(root, text, mentions);
  return mentions.sort((a, b) => a.start - b.start);
}
