import type { BindAddress } from './bindAddress';
import {
  ADDRESS_IN_USE,
  BIND_BEFORE,
  BIND_FAILED,
  DENIED,
  FAILED_BEHIND,
  FAILURE,
  LINK_WORD,
  NEGATED,
  NO_LONGER,
  NO_PORT_FREE,
  OTHER_REASON,
  START_FAILED,
  STATE_BEFORE,
  STATE_BEHIND,
  STOP_WHAT_HOLDS_IT,
  UNSURE_BEFORE,
} from './inUseWords';

interface Span {
  readonly start: number;
  readonly end: number;
}

const every = (patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'gi');
const once = (pattern: string): RegExp => new RegExp(pattern, 'i');

const IN_USE = every(ADDRESS_IN_USE);
const BEFORE = STATE_BEFORE.map((pattern) => every([pattern]));
const STOP = every([STOP_WHAT_HOLDS_IT]);
const FAILED_BIND = BIND_FAILED.map((pattern) => every([pattern]));
const FAILED_START = every([START_FAILED]);
const NONE_FREE = every([NO_PORT_FREE]);
const BEHIND_TAKEN = once(STATE_BEHIND.taken);
const BEHIND_BUSY = once(STATE_BEHIND.busy);
const BEHIND_FAILED = once(FAILED_BEHIND);
const BEFORE_FAILED = once(BIND_BEFORE);

/** The patterns as they are run; a test asks each for its bounds. */
export const PATTERNS: readonly RegExp[] = [
  ...[IN_USE, ...BEFORE, STOP, ...FAILED_BIND, FAILED_START, NONE_FREE],
  ...[BEHIND_TAKEN, BEHIND_BUSY, BEHIND_FAILED, BEFORE_FAILED],
];

/** How many characters from an address a pattern may reach. */
const NEAR = 100;
/** What is asked at most of one line. */
const MOST = 40;

const spans = (pattern: RegExp, text: string): Span[] =>
  [...text.matchAll(pattern)]
    .slice(0, MOST)
    .map(({ index, 0: found }) => ({ start: index, end: index + found.length }));

const behind = (text: string, { end }: Span): string => text.slice(end, end + NEAR);
const ahead = (text: string, { start }: Span): string => text.slice(Math.max(0, start - NEAR), start);

const BIND_WORD = /(?:\bports?\b|addr|bind|listen|socket|endpoint)/i;

/** A name before a colon is a host where the words around say so: `bind to web:3000`. */
const HOST_AHEAD =
  /(?:\b(?:bind(?:ing)?|listen(?:ing|er)?|bound|address|addr|host|on|to|at|for|tcp|udp)\b)[\s:(='"[]{0,4}$/i;
const HOST_BEHIND = /^["')\]]{0,2}(?: is | already |:? ?(?:address|bind|listen)| failed)/i;
const isAddress = (text: string, address: BindAddress): boolean =>
  address.doubtful !== true ||
  HOST_AHEAD.test(ahead(text, address)) ||
  (BIND_WORD.test(text) && HOST_BEHIND.test(behind(text, address)));

/** `3000 is already in use`, `127.0.0.1:8080 (in use)`, `port 4444 is busy`. */
function stateBehind(text: string, address: BindAddress): boolean {
  const after = behind(text, address);
  const taken = BEHIND_TAKEN.exec(after)?.groups;
  if (taken && isLinked(text, taken['gap'] ?? '', taken['state'] ?? '')) return true;
  const busy = BEHIND_BUSY.exec(after)?.groups;
  if (!busy || !isLinked(text, busy['gap'] ?? '', busy['state'] ?? '')) return false;
  return address.kind === 'port' || BIND_WORD.test(ahead(text, address));
}

function isLinked(text: string, gap: string, state: string): boolean {
  if (NO_LONGER.test(gap)) return false;
  if (NEGATED.test(gap)) return FAILURE.test(text) && isLink(gap.replace(NEGATED, ''));
  return isLink(gap) || (/already/i.test(state) && /^[^,\d]{0,40}$/.test(gap));
}

/** Whether nothing but small words and punctuation stands between a number and what is said of it. */
const isLink = (gap: string): boolean => gap.length <= NEAR && gap.replace(LINK_WORD, '') === '';

const ELSEWHERE_BEHIND = /^[^.;,\d]{0,24}\binstead\b/i;
const ELSEWHERE_AHEAD =
  /(?:^|[.,;:!?(—–-]\s{0,2}|\b(?:so|and|or|then|will|now|we|we'll|i'll|please|let's|automatically|like to|instead)\s)(?:try(?:ing)?|retry(?:ing)?|attempt(?:ing)?|us(?:e|ing)|start(?:ed|ing)?|switch(?:ed|ing)?|fall(?:ing)?|fell|mov(?:ed|ing)|chang(?:ed|ing)|pick(?:ed|ing)?|select(?:ed|ing)?|assign(?:ed|ing)?|run(?:ning)?|listening|open(?:ing)?|connect(?:ed|ing)?|serv(?:ed|ing)|found|next|suggest(?:ed)?|available)(?:\s[^\s.:;!?]{1,30}){0,5}\s{0,2}["'`([]{0,2}:?$|(?:\b(?:another|different|other|next|new|alternative|available|free|fallback|random)(?: tcp| udp)? ports?[ :=#]{1,3}|->\s?|→\s?|\bpid[ :=]{1,2})$/i;

/** A port that is tried, or used, instead of the one in use. */
function isElsewhere(text: string, address: BindAddress): boolean {
  if (ELSEWHERE_BEHIND.test(behind(text, address))) return true;
  const { start } = address;
  const word =
    address.kind === 'port'
      ? /(?:\bports?|\bport\(s\))[\s:=#"'[(]{1,6}$/i.exec(text.slice(Math.max(0, start - 24), start))
      : null;
  const from = { start: word ? start - word[0].length : start, end: start };
  return (
    (ELSEWHERE_AHEAD.test(ahead(text, address)) || ELSEWHERE_AHEAD.test(ahead(text, from))) &&
    !stateBehind(text, address) &&
    !/^["')\]]{0,3} ?(?:failed|:.{0,24}\b(?:in use|failed))|^["')\]]{0,3} ?\(?(?:address|EADDRINUSE)/i.test(
      behind(text, address),
    )
  );
}

/** The address that is nearest to where the line says it; one that is sure before a bare number. */
function nearest(claim: Span, addresses: readonly BindAddress[]): BindAddress[] {
  const gap = ({ start, end, kind }: BindAddress) =>
    Math.max(0, start - claim.end, claim.start - end) + (kind === 'number' ? NEAR * 100 : 0);
  const [first, ...rest] = addresses;
  return first ? [rest.reduce((best, each) => (gap(each) < gap(best) ? each : best), first)] : [];
}

/** The first address behind a claim, where what is between them passes. */
function next(
  text: string,
  claim: Span,
  addresses: readonly BindAddress[],
  passes: (gap: string, address: BindAddress) => boolean,
): BindAddress[] {
  const first = addresses.find(({ start }) => start >= claim.end);
  return first && passes(text.slice(claim.end, first.start), first) ? [first] : [];
}

const isClause = (gap: string): boolean => gap.length <= NEAR && !/[;!?]|\.(?: |$)|\bconnect/i.test(gap);

/** `Failed to start on port 3000: module not found`: a reason of its own. */
const hasReason = (text: string, address: BindAddress): boolean =>
  /^["')\]]{0,3}\s?(?::|because|due to)\s?\S/i.test(behind(text, address));

function failed(text: string, addresses: readonly BindAddress[]): BindAddress[] {
  if (DENIED.test(text) || OTHER_REASON.test(text)) return [];
  return [
    ...FAILED_BIND.flatMap((pattern) => spans(pattern, text)).flatMap((claim) =>
      next(text, claim, addresses, isClause),
    ),
    ...spans(FAILED_START, text).flatMap((claim) =>
      next(text, claim, addresses, (gap, address) => isLink(gap) && !hasReason(text, address)),
    ),
    ...spans(NONE_FREE, text).flatMap((claim) => next(text, claim, addresses, isClause)),
    ...addresses.filter(
      (address) => BEHIND_FAILED.test(behind(text, address)) && BEFORE_FAILED.test(ahead(text, address)),
    ),
  ];
}

/** `3000`, `3001` and `3002` of one list are in use together. */
function withSiblings(
  text: string,
  hits: ReadonlySet<BindAddress>,
  all: readonly BindAddress[],
): Set<BindAddress> {
  const found = new Set(hits);
  const grow = (list: readonly BindAddress[]) => {
    list.forEach((address, index) => {
      const neighbour = list[index - 1];
      if (!neighbour || !found.has(neighbour) || address.kind !== neighbour.kind) return;
      const between = text.slice(
        Math.min(address.end, neighbour.end),
        Math.max(address.start, neighbour.start),
      );
      if (/^(?:\s?[,/&]\s?(?:and |or )?| and | or | & )["']?$/.test(between)) found.add(address);
    });
  };
  grow(all);
  grow([...all].reverse());
  return found;
}

/** The addresses that the line says are in use, left to right. */
export function addressesInUse(text: string, all: readonly BindAddress[]): BindAddress[] {
  const addresses = all.filter((address) => isAddress(text, address) && !isElsewhere(text, address));
  if (addresses.length === 0) return [];
  const isSure = ({ start }: Span) =>
    FAILURE.test(text) || !UNSURE_BEFORE.test(text.slice(Math.max(0, start - NEAR), start));
  const explicit = spans(IN_USE, text).filter(
    ({ start, end }) => !DENIED.test(text) || /in.?use|allocated|usage|taken/i.test(text.slice(start, end)),
  );
  const hits = new Set<BindAddress>(explicit.filter(isSure).flatMap((claim) => nearest(claim, addresses)));
  if (!DENIED.test(text)) {
    for (const address of addresses.filter((each) => isSure(each) && stateBehind(text, each)))
      hits.add(address);
    for (const claim of BEFORE.flatMap((pattern) => spans(pattern, text)).filter(isSure)) {
      for (const address of next(text, claim, addresses, (gap) => isLink(gap))) hits.add(address);
    }
    for (const claim of spans(STOP, text)) {
      for (const address of next(text, claim, addresses, (gap) => isLink(gap))) hits.add(address);
    }
  }
  if (hits.size === 0) for (const address of failed(text, addresses).filter(isSure)) hits.add(address);
  const found = withSiblings(text, hits, all);
  return all.filter((address) => found.has(address));
}
