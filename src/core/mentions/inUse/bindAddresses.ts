import { plainQuery } from '../../who/plainQuery';
import type { BindAddress } from './bindAddress';
import { type Host, queryFor, readHost } from './hostText';

// Every quantifier has an upper bound, so that a line costs time in proportion to its length (a test reads the sources).
const NUMBER = '([1-9]\\d{0,4})(?!\\w|[.:]\\d)';
const PORT_WORD =
  '(?:(?<![A-Za-z]|--|\\s-)[Pp][Oo][Rr][Tt](?:[Ss]|\\([Ss]\\))?|(?<=[a-z])Port|(?<![a-z])(?:[Pp]uertos?|[Pp]ort[ae]s?|[Pp]oort|' +
  '[Pp]orten|[Pp]orto|PORT_NUMBER)|[Пп]орт[уа]?|ポート(?:番号)?|端口号?|連接埠|埠|포트)';
const PORT = new RegExp(
  `${PORT_WORD}(?:[ -]?(?:number|no\\.|nr\\.|nummer))?["']?\\s{0,2}(?:[:=#,：-]|=>|to|tcp|udp)?\\s{0,4}["'\`([{<\\\\「【]{0,3}${NUMBER}`,
  'dg',
);
/** `3000`, of `ports 80, 443 and 8080`. */
const LIST = new RegExp(`(?:\\s?[,/&]\\s?(?:and |or )?| and | or | & )["']?${NUMBER}`, 'dy');
const COLON = /:\[?([1-9]\d{0,4})(?![\dA-Za-z_]|\.\d)/dg;
const DELIMITER = /[\s"'`(),;{}=<>|\\[\]]/;
/** What Docker writes behind an address: where it leads, and the protocol. */
const PROTOCOL_BEHIND = /^\]?(?::[\w.[\]:-]{1,60}|->[\w.:]{0,40})?\/(tcp|udp)\b/i;
const PROTOCOL_BEFORE = /\b(tcp|udp)[46]?:? (?:port |socket |address )?["'[(]{0,2}$/i;
/** `('127.0.0.1', 8000)`, `{"0.0.0.0", 80}` */
const TUPLE = /[([{](["']?)(\[?[\w.:*%-]{0,60}\]?)\1, ?([1-9]\d{0,4})(?=[,)\]}])/dg;
/** BIND's `127.0.0.1#53`, PgBouncer's `127.0.0.1/6432`. */
const HASH = /(?<![\w.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:#|\/(?=\d{4}))([1-9]\d{0,4})(?![\w.])/dg;
/** libp2p's `/ip4/127.0.0.1/tcp/4001`. */
const MULTIADDRESS = /\/(?:ip4|ip6|dns[46]?)\/([\w.:-]{1,64})\/(tcp|udp)\/([1-9]\d{0,4})(?!\d)/dg;
const WITH_PROTOCOL = /(?<![\w./:-])([1-9]\d{0,4})\/(tcp|udp)\b/dgi;
const BARE = [
  `(?:EADDRINUSE|\\b(?:bind(?:ing)?|listen(?:ing)?|bound|start(?:ing)?|running) (?:to|on|at|from)|\\btried|\\brange)[:,]?\\s{0,2}["'([]{0,2}${NUMBER}`,
  `(?<=\\b(?:ports?(?:\\(s\\))?|addr(?:ess)?(?:es)?|socket)\\s[^.;,\\d]{0,40})(?:in use|allocated|already (?:bound|used|taken|occupied|open|listening))[:,]?\\s{0,2}["'([]{0,2}${NUMBER}`,
  `(?<![\\w.:/#-])${NUMBER}["')\\]]?(?= (?:(?:is|was|seems)(?: to be)? (?:already |currently |being )?|already )(?:in use|taken|used|occupied|allocated|bound))`,
  `[({,] ?${NUMBER}(?=, ?:?eaddrinuse)`,
  `\\bon ${NUMBER}(?=: ?(?:address|eaddrinuse|bind|in use))`,
].map((source) => new RegExp(source, 'dgi'));
const PATH = /(?<=^|[\s"'(=:[]|unix:\/\/)(\/[^\s"'`<>,;|()/][^\s"'`<>,;|()]{0,106})/dg;
const ABSTRACT = /\bunix(?:gram|packet)?:? ?(@[^\s"':]{1,107})/dgi;
const SOCKET_BEFORE =
  /(?:\bunix(?:gram|packet)?(?:[ -](?:domain[ -])?socket)?(?: file| path)?|\bsocket(?: file| path)?|EADDRINUSE|in use(?: -)?)[:=]?(?:\/\/|\s)?["'(]{0,2}(?:bind\(2\) for )?["']?$/i;
const NO_SOCKET =
  /\.(?:pid|lock|[cm]?[jt]sx?|go|py|rb|java|conf|cfg|ya?ml|json|log|so|pm|pl|php|c|h|rs|exe|dll|jar)$|:\d{1,5}$/i;

/** Hosts that stand beside a port as a word of their own. */
const HOST_BEFORE =
  /(?:^|[\s"'([=])(\*|localhost|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?[\da-f:]{0,39}::?[\da-f:.]{0,39}\]?)["'\\)\]]{0,3},? (?:and |on )?$/i;
const HOST_BEHIND =
  /^["')\]]? (?:on|at|of|for) (?:host |(?:the )?address )?["'([]?(localhost|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?[\da-f:]{0,39}::[\da-f:.]{0,39}\]?)(?![\w:]|\.\d)/i;

/** The patterns as they are run; a test asks each for its bounds. */
export const ADDRESS_PATTERNS: readonly RegExp[] = [
  ...[PORT, LIST, COLON, PROTOCOL_BEHIND, PROTOCOL_BEFORE, TUPLE, HASH, MULTIADDRESS, WITH_PROTOCOL],
  ...[...BARE, PATH, ABSTRACT, SOCKET_BEFORE, NO_SOCKET, HOST_BEFORE, HOST_BEHIND],
];

const atGroup = (match: RegExpExecArray, group: number): readonly [number, number] =>
  match.indices?.[group] ?? [match.index, match.index];

const before = (text: string, index: number, length: number): string =>
  text.slice(Math.max(0, index - length), index);

/** What is between a delimiter and the colon. */
function tokenBefore(text: string, colon: number): string {
  const left = before(text, colon, 80);
  const bracketed = /<(?:null|unresolved)>$|\[[^\][]{0,60}\]$/i.exec(left)?.[0];
  if (bracketed !== undefined) return bracketed;
  let from = left.length;
  while (from > 0 && !DELIMITER.test(left.charAt(from - 1))) from--;
  return left.slice(from);
}

/** `"code":98`, `errno :48`: a colon that belongs to a word before it, which says what the number is. */
const LABEL = /([a-z_]{1,40})["' ]{1,3}$/i;

function portIsLabelled(text: string, colon: number): boolean {
  const label = LABEL.exec(before(text, colon, 48))?.[1];
  if (label === undefined || /[ ]$/.test(before(text, colon, 1))) {
    return label === undefined || !/^(?:errno|code|line|pid|process|column|status|exit|error)$/i.test(label);
  }
  return /port$/i.test(label);
}

const address = (
  start: number,
  end: number,
  host: Host,
  port: string,
  protocol: string | undefined,
): BindAddress[] => {
  const query = queryFor(host.text, port, protocol ?? host.protocol);
  return query === undefined
    ? []
    : [{ start, end, query, kind: 'address', ...(host.doubtful ? { doubtful: true } : {}) }];
};

function withColon(text: string): BindAddress[] {
  return [...text.matchAll(COLON)].flatMap((match) => {
    const [digits, end] = atGroup(match, 1);
    const token = tokenBefore(text, match.index);
    const host = readHost(token);
    if (!host || (token === '' && !portIsLabelled(text, match.index))) return [];
    // Of `2001:db8::5:6:80` only the last number is a port.
    if (host.text.includes(':') && /^:\d/.test(text.slice(end, end + 2))) return [];
    const shown =
      token === '<null>' || host.protocol !== undefined || (host.text === '' && token.startsWith('['))
        ? ''
        : token.slice(token.lastIndexOf('/') + 1);
    const start = match.index - shown.length;
    const protocol =
      PROTOCOL_BEHIND.exec(text.slice(end, end + 80))?.[1] ??
      PROTOCOL_BEFORE.exec(before(text, start, 24))?.[1];
    return address(start, end, host, text.slice(digits, end), protocol);
  });
}

function besideHost(text: string): BindAddress[] {
  const tuples = [...text.matchAll(TUPLE)].flatMap((match) => {
    const [start, end] = atGroup(match, 3);
    const [, quote = '', host = '', port = ''] = match;
    if (host === '' && quote === '') return [];
    const read = readHost(host);
    return read ? address(start, end, { text: read.text }, port, undefined) : [];
  });
  const hashes = [...text.matchAll(HASH)].flatMap((match) => {
    const [start] = atGroup(match, 1);
    const [, end] = atGroup(match, 2);
    return address(start, end, { text: match[1] ?? '' }, match[2] ?? '', undefined);
  });
  const multiaddresses = [...text.matchAll(MULTIADDRESS)].flatMap((match) => {
    const [start, end] = atGroup(match, 3);
    return address(start, end, { text: match[1] ?? '' }, match[3] ?? '', match[2]);
  });
  return [...tuples, ...hashes, ...multiaddresses];
}

function portAt(text: string, start: number, end: number, word: number): BindAddress[] {
  const host =
    HOST_BEFORE.exec(before(text, word, 64))?.[1] ?? HOST_BEHIND.exec(text.slice(end, end + 64))?.[1] ?? '';
  const udp =
    /\budp[46]? ?$/i.test(before(text, word, 8)) || /^\W{0,2}\(?udp\b/i.test(text.slice(end, end + 6));
  const tcp = /\btcp[46]? ?$/i.test(before(text, word, 8));
  const protocol = udp ? 'udp' : tcp ? 'tcp' : /^\/(tcp|udp)\b/i.exec(text.slice(end, end + 5))?.[1];
  const query = queryFor(host, text.slice(start, end), protocol);
  return query === undefined ? [] : [{ start, end, query, kind: 'port' }];
}

/** A number, and those that are listed behind it. */
function listed(text: string, first: readonly [number, number], word: number): BindAddress[] {
  const found = portAt(text, first[0], first[1], word);
  for (let [, end] = first; ;) {
    LIST.lastIndex = end;
    const next = LIST.exec(text);
    if (!next) return found;
    const [start] = atGroup(next, 1);
    [, end] = atGroup(next, 1);
    found.push(...portAt(text, start, end, start));
  }
}

const PLURAL = /^ports|^port\(s\)/i;

const withPortWord = (text: string): BindAddress[] =>
  [...text.matchAll(PORT)].flatMap((match) => {
    const [start, end] = atGroup(match, 1);
    return PLURAL.test(match[0])
      ? listed(text, [start, end], match.index)
      : portAt(text, start, end, match.index);
  });

function bare(text: string): BindAddress[] {
  const speaksOfPorts = /(?<![a-z])(?:ports?\b|e?addr|listen|bind)/i.test(text);
  const numbers = (speaksOfPorts ? BARE : []).flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match): BindAddress[] => {
      const [start, end] = atGroup(match, 1);
      const isErrno = /^(?:48|98|10048)$/.test(text.slice(start, end));
      return end - start < 2 || isErrno
        ? []
        : listed(text, [start, end], start).map((each) => ({ ...each, kind: 'number' }));
    }),
  );
  const named = [...text.matchAll(WITH_PROTOCOL)].flatMap((match) => {
    const [start, end] = atGroup(match, 1);
    return portAt(text, start, end, start);
  });
  return [...named, ...numbers];
}

function paths(text: string): BindAddress[] {
  return [...text.matchAll(PATH), ...text.matchAll(ABSTRACT)].flatMap((match): BindAddress[] => {
    const [start] = atGroup(match, 1);
    const path = (match[1] ?? '').replace(/[\])}.:!?]{1,4}$/, '');
    const isSocket =
      path.startsWith('@') || /sock/i.test(path) || SOCKET_BEFORE.test(before(text, start, 48));
    if (!isSocket || NO_SOCKET.test(path) || !plainQuery(path)) return [];
    return [{ start, end: start + path.length, query: path, kind: 'path' }];
  });
}

/** What a line has at most; a longer list is data. */
const MOST = 40;

/** Every address, port and path that stands in the line, left to right; where two overlap, the one that says more. */
export function bindAddresses(text: string): BindAddress[] {
  const all: BindAddress[] = [];
  const found = [
    ...withColon(text),
    ...besideHost(text),
    ...withPortWord(text),
    ...bare(text),
    ...paths(text),
  ];
  if (found.length > MOST) return [];
  for (const next of found) {
    if (!all.some((other) => next.start < other.end && other.start < next.end)) all.push(next);
  }
  return all.sort((a, b) => a.start - b.start);
}
