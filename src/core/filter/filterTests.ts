import { placeText } from '../chart/chart';
import { EXPOSURES, FAMILIES, PROTOCOLS, SOCKET_TYPES, STATES } from '../socket/socket';
import type { Translate } from '../text/translate';
import { type FilterHolder, type FilterSubject, originsOf } from './filterSubject';

export type FilterTest = (subject: FilterSubject) => boolean;

/** What a value stands for; without a test, what would have been one. */
interface Meaning {
  readonly known: FilterTest | undefined;
  expected(t: Translate): string;
}

/** Takes a value in lower case. */
type Make = (value: string) => Meaning;

const meaning = (known: FilterTest | undefined, expected: (t: Translate) => string): Meaning => ({
  known,
  expected,
});

/** Reads one number or a range: `3000`, `3000-3999`. */
function range(value: string, max: number): ((number: number) => boolean) | undefined {
  const [, low, high] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(value) ?? [];
  if (low === undefined) return undefined;
  const [from, to] = [Number(low), Number(high ?? low)];
  return from > to || to > max ? undefined : (number) => number >= from && number <= to;
}

/** An exact name, or all that begin so: `state:fin`. Hyphens and underscores are the same: `time-wait`. */
function named<T extends string>(words: readonly T[], valueOf: (subject: FilterSubject) => T | null): Make {
  const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_]/g, '');
  return (value) => {
    const asked = plain(value);
    const exact = words.filter((word) => plain(word) === asked);
    const meant = new Set(exact.length > 0 ? exact : words.filter((word) => plain(word).startsWith(asked)));
    const test: FilterTest = (subject) => {
      const found = valueOf(subject);
      return found !== null && meant.has(found);
    };
    return meaning(meant.size > 0 && asked !== '' ? test : undefined, (t) =>
      t('There are {0}.', words.map((word) => word.toLowerCase()).join(', ')),
    );
  };
}

const anything = (test: (value: string, subject: FilterSubject) => boolean): Make => {
  return (value) => meaning((subject) => test(value, subject), String);
};

const held = (test: (value: string, holder: FilterHolder) => boolean): Make =>
  anything((value, { holders }) => holders.some((holder) => test(value, holder)));

const MAX_PORT = 65_535;
/** Windows counts to 2^32. */
const MAX_PID = 2 ** 32;

const port: Make = (value) => {
  const among = range(value, MAX_PORT);
  const test: FilterTest | undefined =
    among &&
    (({ row }) =>
      (row.port !== null && among(row.port)) || (row.remotePort !== null && among(row.remotePort)));
  return meaning(test, (t) => t('A port is a number up to {0}, or two with a hyphen between.', MAX_PORT));
};

const pid: Make = (value) => {
  const among = range(value, MAX_PID);
  return meaning(among && (({ holders }) => holders.some((holder) => among(holder.pid))), (t) =>
    t('A process has a number.'),
  );
};

/** One end: a number or two are ports, anything else a part of its text. */
const end =
  (endOf: (row: FilterSubject['row']) => { readonly address: string; readonly port: number | null }): Make =>
  (value) => {
    const among = range(value, MAX_PORT);
    const test: FilterTest = ({ row }) => {
      const there = endOf(row);
      if (among && there.port !== null && among(there.port)) return true;
      if (there.address === '') return false;
      return placeText(there.address, among ? null : there.port)
        .toLowerCase()
        .includes(value);
    };
    return meaning(test, String);
  };

const own = end(({ address, port: number }) => ({ address, port: number }));
const far = end(({ remoteAddress, remotePort }) => ({ address: remoteAddress, port: remotePort }));

/** Matches `me`, a user's name, or a uid. A socket without a known process is matched by its own user. */
const user = anything((value, { row, holders, uid }) => {
  const users: readonly { readonly uid: number | null; readonly user: string | null }[] =
    holders.length > 0 ? holders : [row];
  return users.some((each) =>
    value === 'me'
      ? uid !== null && each.uid === uid
      : each.user?.toLowerCase() === value || (each.uid !== null && String(each.uid) === value),
  );
});

/** `web`, `terminal`; `none`: started elsewhere. */
const origin = anything((value, subject) => {
  const origins = originsOf(subject);
  return value === 'none' ? origins.length === 0 : origins.some(({ words }) => words.includes(value));
});

const folder = anything((value, subject) => originsOf(subject).some((each) => each.folder.includes(value)));

const protocol = named(PROTOCOLS, ({ row }) => row.protocol);

/** The words that can stand before a colon, in the order in which an error message lists them. */
export const FILTER_TESTS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['port', port],
  ['state', named(STATES, ({ row }) => row.state)],
  ['proto', protocol],
  ['protocol', protocol],
  ['user', user],
  ['pid', pid],
  ['name', held((value, { names }) => names.includes(value))],
  ['command', held((value, { command }) => command.includes(value))],
  ['origin', origin],
  ['folder', folder],
  ['exposure', named(EXPOSURES, ({ row }) => row.exposure)],
  ['address', own],
  ['remote', far],
  ['family', named(FAMILIES, ({ row }) => row.family)],
  ['type', named(SOCKET_TYPES, ({ row }) => row.type)],
  ['service', anything((value, { row }) => row.service?.toLowerCase().includes(value) ?? false)],
]);
