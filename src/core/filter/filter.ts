import { placeText } from '../chart/chart';
import type { Exposure } from '../socket/socket';
import { describeExposure } from '../text/describe';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { FilterRow, FilterSubject } from './filterSubject';
import { FILTER_TESTS, type FilterTest } from './filterTests';

export interface Filter {
  /** The whole text, unchanged. */
  readonly text: string;
  /** The tests; a row is shown if it passes all of them. */
  readonly terms: readonly FilterTest[];
  /** What of it could not be understood and is left out, a sentence each. */
  readonly problems: readonly string[];
  /** What is left out in silence while a person types, a sentence each: one who sends a whole filter wants to be told. */
  readonly leftOut: readonly string[];
}

/** Nobody types more than this. */
const LONGEST = 1000;
const MOST_TERMS = 50;

/**
 * Words that must all be found, and `port:3000`, `state:established` and so on (`FILTER_TESTS`). Several values with
 * commas (`port:80,443,3000-3999`): one of them. `-` before a term: not that. Quotes keep blanks, commas and a
 * leading `-` together: `"-x"`, `name:"my server"`. What makes no sense is left out and named in `problems`; a term
 * that is not finished (`port:`), and what is beyond the bounds, is left out and named in `leftOut`.
 */
export function parseFilter(typed: string, t: Translate): Filter {
  const terms: FilterTest[] = [];
  const problems: string[] = [];
  const leftOut: string[] = [];
  const reach = exposureWords(t);
  const tokens = tokensOf(typed.slice(0, LONGEST));
  if (typed.length > LONGEST) leftOut.push(t('The filter is longer than 1,000 characters.'));
  if (tokens.length > MOST_TERMS) leftOut.push(t('The filter has more than 50 terms.'));
  for (const token of tokens.slice(0, MOST_TERMS)) {
    const term = parseTerm(token, reach, t);
    if (typeof term === 'string') problems.push(term);
    else if (term) terms.push(token.negated ? (subject) => !term(subject) : term);
    else leftOut.push(t('“{0}” says nothing to look for.', oneLine(token.text, 40)));
  }
  return { text: typed, terms, problems, leftOut };
}

/** Whether everything that the filter says holds. */
export const matchesFilter = ({ terms }: Filter, subject: FilterSubject): boolean =>
  terms.every((term) => term(subject));

interface Token {
  readonly negated: boolean;
  /** Before the colon, lower case; `undefined`: a plain word. */
  readonly key: string | undefined;
  /** Between the commas. Of a plain word just the word. */
  readonly values: readonly string[];
  /** The term, unchanged but for its leading `-`. */
  readonly text: string;
}

/** Blanks part tokens, and commas values, but not inside quotes; a quote that is not closed goes to the end. */
function tokensOf(typed: string): Token[] {
  const tokens: Token[] = [];
  // Each alternative begins with another character than the one before can end with: linear.
  for (const [raw] of typed.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/g)) {
    const negated = raw.length > 1 && raw.startsWith('-');
    const text = negated ? raw.slice(1) : raw;
    const key = /^([a-z]+):/i.exec(text)?.[1];
    const values = key === undefined ? [unquoted(text)] : valuesOf(text.slice(key.length + 1));
    tokens.push({ negated, key: key?.toLowerCase(), values, text });
  }
  return tokens;
}

const unquoted = (text: string): string => text.replaceAll('"', '');

const valuesOf = (list: string): string[] =>
  [...list.matchAll(/(?:"[^"]*(?:"|$)|[^,"])+/g)]
    .map(([value]) => unquoted(value))
    .filter((value) => value !== '');

/** What the term tests; a sentence where it makes no sense; `undefined` where it is not finished. */
function parseTerm(
  { key, values, text }: Token,
  reach: Reach,
  t: Translate,
): FilterTest | string | undefined {
  const make = key === undefined ? undefined : FILTER_TESTS.get(key);
  if (!make) {
    const word = unquoted(text).toLowerCase();
    if (word === '' || word === '-') return undefined;
    // `localhost:3000` and `http://…` are words; `prot:udp` was meant to be more.
    if (key === undefined || /^(?:\d|\/\/)/.test(values[0] ?? '')) return wordTest(word, reach);
    if (values.length === 0) return undefined;
    return t('There is no “{0}:”. There are {1}.', oneLine(key, 40), [...FILTER_TESTS.keys()].join(', '));
  }
  const tests: FilterTest[] = [];
  for (const value of values) {
    const test = make(value.toLowerCase());
    if (!test.known)
      return t('“{0}:” does not know “{1}”. {2}', key ?? '', oneLine(value, 40), test.expected(t));
    tests.push(test.known);
  }
  if (tests.length === 0) return undefined;
  return tests.length === 1 ? tests[0] : (subject) => tests.some((test) => test(subject));
}

/** The texts that the tree and the table show for an exposure, in the person's language too. */
type Reach = Readonly<Record<Exposure, string>>;

const exposureWords = (t: Translate): Reach => ({
  machine: `machine\n${describeExposure('machine', t).toLowerCase()}`,
  network: `network\n${describeExposure('network', t).toLowerCase()}`,
  everyone: `everyone\n${describeExposure('everyone', t).toLowerCase()}`,
});

/** Looked for in everything that a row shows. */
function wordTest(word: string, reach: Reach): FilterTest {
  const reachable = new Set((Object.keys(reach) as Exposure[]).filter((each) => reach[each].includes(word)));
  return ({ row, origin, holders, wordsOf = rowWords }) =>
    holders.some(({ words }) => words.includes(word)) ||
    wordsOf(row).includes(word) ||
    (origin !== undefined && (origin.words.includes(word) || origin.folder.includes(word))) ||
    (row.exposure !== null && reachable.has(row.exposure));
}

/** Both ends, kind and state, a line each, in lower case: what the row itself shows. */
export function rowWords(row: FilterRow): string {
  const far = row.remoteAddress === '' ? '' : placeText(row.remoteAddress, row.remotePort);
  const kind = row.protocol === 'unix' ? `unix ${row.type}` : row.protocol;
  return `${placeText(row.address, row.port)}\n${far}\n${kind}\n${row.state}\n${row.service ?? ''}\n${row.user ?? ''}`.toLowerCase();
}
