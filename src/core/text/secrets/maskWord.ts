import { holdsPrivateKey, maskKeys } from './keyShapes';
import { MASK } from './mask';
import { isHarmless, LONGEST_NAME, looksRandom, mayNameSecret, namesSecret } from './secretNames';
import { maskUrls } from './secretUrls';

const NAME_END = /[\p{L}\p{N}_.-]{1,64}["']?$/u;
const SIGNS = new Set(['=', ':', '＝', '：']);

export interface Pair {
  readonly nameStart: number;
  /** Where the value begins, after `=` or `:`. */
  readonly value: number;
}

/** Characters of a value that are looked at to judge it. */
const JUDGED = 200;

/** Whether what such a name has is a secret. */
export function isSecret(name: string, value: string): boolean {
  if (namesSecret(name)) return !isHarmless(name, value);
  return mayNameSecret(name) && looksRandom(value.replace(/^base64:/, ''));
}

/** The next `name=value` or `name:value` whose value is a secret. */
export function nextSecretPair(text: string, from: number): Pair | undefined {
  for (let at = from; at < text.length; at++) {
    if (!SIGNS.has(text[at] ?? '') || text.startsWith('://', at)) continue;
    const before = text.slice(Math.max(from, at - LONGEST_NAME - 1), at);
    const name = NAME_END.exec(before)?.[0];
    if (name === undefined) continue;
    const bare = name.replace(/^-+D?|["']$/g, '');
    if (!namesSecret(bare) && !mayNameSecret(bare)) continue;
    const value = /^\s?["']?([^\s&;"']*)/.exec(text.slice(at + 1, at + 1 + JUDGED))?.[1] ?? '';
    // A value that is still to come, or is quoted with blanks, is judged by its name alone.
    const isOpen = value === '' && namesSecret(bare);
    if (isOpen || isSecret(bare, value)) return { nameStart: at - name.length, value: at + 1 };
  }
  return undefined;
}

export interface MaskedWord {
  readonly text: string;
  /** A quoted secret began here and goes on in the next word, up to this. */
  readonly open: string | undefined;
}

const inner = (text: string): string => maskKeys(maskUrls(text));

/** Replaces the secrets inside one word by the mask. */
export function maskWord(word: string): MaskedWord {
  const unquotedEnd = /[\s&;"']/g;
  let masked = '';
  let from = 0;
  for (let pair = nextSecretPair(word, from); pair; pair = nextSecretPair(word, from)) {
    const opened = word.startsWith('$(', pair.value) ? '$(' : (word[pair.value] ?? '');
    const quote = ['"', "'", '`', '$('].includes(opened) ? opened : '';
    const closing = quote === '$(' ? ')' : quote;
    const start = pair.value + quote.length;
    unquotedEnd.lastIndex = start;
    const end = quote ? word.indexOf(closing, start) : (unquotedEnd.exec(word)?.index ?? -1);
    masked += word.slice(from, start);
    if (end !== start && start < word.length) masked += MASK;
    if (end < 0) return { text: inner(masked), open: closing || undefined };
    from = end;
  }
  return { text: inner(masked + word.slice(from)), open: undefined };
}

/** One argument without blanks, or a text whose whole end is a secret: `--password=my secret`, `X-Api-Key: …`. */
export function maskWhole(argument: string): string | undefined {
  if (holdsPrivateKey(argument)) return MASK;
  // An option's name may be longer than what is looked at before each sign.
  const long = /^-{1,2}([^\s=:]{65,400})=/.exec(argument.slice(0, 500));
  if (long?.[1] !== undefined && namesSecret(long[1])) return argument.slice(0, long[0].length) + MASK;
  const pair = nextSecretPair(argument, 0);
  if (pair?.nameStart !== 0) return undefined;
  const head = argument.slice(0, pair.value);
  const value = argument.slice(pair.value);
  const blank = value.startsWith(' ') ? ' ' : '';
  return value.trim() === '' ? argument : `${head}${blank}${MASK}`;
}
