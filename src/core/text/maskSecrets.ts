import type { Process } from '../snapshot/process';
import { oneLine } from './oneLine';
import { baseName } from './paths';
import { shellWord } from './shellWord';

const MASK = '•••';

/** A name that says a secret follows, wherever the word stands in it: `PGPASSWORD`, `-DdbPassword`, `clientSecret`. */
const SECRET_PART = ['password', 'passwd', 'passphrase', 'secret', 'apikey', 'credential', 'requirepass'];
/** Words that say so only by themselves: `DB_PASS`, `MYSQL_PWD`; but not `bypass`, `cwd`. */
const SECRET_WORD = new Set([
  'pass',
  'pwd',
  'token',
  'bearer',
  'authorization',
  'cookie',
  'dsn',
  'masterauth',
]);
/** `--api-key`, `ACCESS_KEY`, `AccountKey`. */
const SECRET_KEY = new Set([
  'api',
  'access',
  'account',
  'auth',
  'encryption',
  'license',
  'master',
  'private',
  'session',
  'shared',
  'signing',
]);
/** `--password-file`, `TOKEN_TTL`: about the secret, not the secret. */
const NOT_THE_SECRET = new Set(['file', 'path', 'dir', 'stdin', 'length', 'ttl', 'expiry', 'type', 'policy']);

/** The longest name looked at; longer runs before a `=` are data. */
const LONGEST_NAME = 64;

function namesSecret(name: string): boolean {
  const words = name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .toLowerCase()
    .split(/[-_.]/)
    .filter((word) => word !== '');
  if (NOT_THE_SECRET.has(words.at(-1) ?? '')) return false;
  const joined = words.join('');
  return (
    SECRET_PART.some((part) => joined.includes(part)) ||
    joined.endsWith('token') ||
    words.some(
      (word, index) => SECRET_WORD.has(word) || (word === 'key' && SECRET_KEY.has(words[index - 1] ?? '')),
    )
  );
}

/** Short options whose value is a secret, by program; the value follows or is stuck on (`-pSECRET`). */
const SECRET_OPTIONS = new Map<string, { stuck?: string; next?: string; userPassword?: string }>(
  Object.entries({
    // mysql(1): `-p` with a space asks for the password, what follows is the database.
    ...Object.fromEntries(
      ['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mariadb', 'mariadb-dump', 'mariadb-admin'].map(
        (program) => [program, { stuck: '-p' }],
      ),
    ),
    sshpass: { stuck: '-p', next: '-p' },
    mongo: { stuck: '-p', next: '-p' },
    mongosh: { stuck: '-p', next: '-p' },
    'redis-cli': { next: '-a' },
    sqlcmd: { stuck: '-P', next: '-P' },
    ldapsearch: { stuck: '-w', next: '-w' },
    'docker login': { stuck: '-p', next: '-p' },
    'podman login': { stuck: '-p', next: '-p' },
    curl: { stuck: '-u', next: '-u', userPassword: '--user' },
    wget: { userPassword: '--user' },
  }),
);

/** What services' own keys begin with, and the least length of the whole. */
const KEY_SHAPES: readonly (readonly [prefix: string, length: number])[] = [
  ['AKIA', 20], // AWS access key, long-term and temporary
  ['ASIA', 20],
  ['ghp_', 20], // GitHub: personal, OAuth, user, server, refresh, fine-grained
  ['gho_', 20],
  ['ghu_', 20],
  ['ghs_', 20],
  ['ghr_', 20],
  ['github_pat_', 20],
  ['glpat-', 20], // GitLab
  ['xoxb-', 20], // Slack
  ['xoxp-', 20],
  ['xapp-', 20],
  ['sk-', 20], // OpenAI, Anthropic
  ['sk_live_', 20], // Stripe
  ['sk_test_', 20],
  ['rk_live_', 20],
  ['AIza', 35], // Google
  ['npm_', 30],
  ['pypi-', 30],
  ['hf_', 20],
  ['dop_v1_', 30],
  ['SG.', 30],
];

const isKey = (run: string): boolean =>
  KEY_SHAPES.some(([prefix, length]) => run.startsWith(prefix) && run.length >= length) ||
  // A JSON web token (RFC 7519): three base64url parts, the first of which begins with `{"`.
  (run.startsWith('eyJ') && run.split('.', 3).length === 3);

const maskKeys = (word: string): string => word.replace(/[\w.-]+/g, (run) => (isKey(run) ? MASK : run));

/** `scheme://user:password@host`: keeps the user. A password with a `/` in it is no URL's, and is masked all the same. */
function maskUrls(word: string): string {
  const lastSign = word.lastIndexOf('@');
  const separator = /[/?#]/g;
  let masked = '';
  let from = 0;
  for (
    let at = word.indexOf('://');
    at >= 0 && at < lastSign;
    at = word.indexOf('://', Math.max(at + 1, from))
  ) {
    const start = at + 3;
    separator.lastIndex = start;
    const authority = word.slice(start, separator.exec(word)?.index ?? word.length);
    const colon = authority.search(/[:@]/);
    if (authority[colon] !== ':') continue;
    const sign = authority.lastIndexOf('@');
    const isPort = /^\d+$/.test(authority.slice(colon + 1));
    if (sign < 0 && isPort) continue;
    masked += `${word.slice(from, start + colon + 1)}${MASK}`;
    from = sign < 0 ? lastSign : start + sign;
  }
  return masked + word.slice(from);
}

const NAME_END = /[\w.-]{1,64}["']?$/;

interface Pair {
  readonly nameStart: number;
  /** Where the value begins, after `=` or `:`. */
  readonly value: number;
}

/** The next `name=value` or `name:value` whose name says a secret follows. */
function nextSecretPair(text: string, from: number): Pair | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '=' && text[at] !== ':') continue;
    if (text.startsWith('://', at)) continue;
    const before = text.slice(Math.max(from, at - LONGEST_NAME - 1), at);
    const name = NAME_END.exec(before)?.[0];
    if (name === undefined) continue;
    if (namesSecret(name.replace(/^-+D?|["']$/g, ''))) return { nameStart: at - name.length, value: at + 1 };
  }
  return undefined;
}

/** Masks inside one word. `open`: a quoted secret began here and goes on in the next word, up to that quote. */
function maskWord(word: string): { text: string; open: string | undefined } {
  const unquotedEnd = /[\s&;"']/g;
  let masked = '';
  let from = 0;
  for (let pair = nextSecretPair(word, from); pair; pair = nextSecretPair(word, from)) {
    const opened = word[pair.value];
    const quote = opened === '"' || opened === "'" ? opened : '';
    const start = pair.value + quote.length;
    unquotedEnd.lastIndex = start;
    const end = quote ? word.indexOf(quote, start) : (unquotedEnd.exec(word)?.index ?? -1);
    masked += word.slice(from, start);
    if (end !== start && start < word.length) masked += MASK;
    if (end < 0) return { text: maskKeys(maskUrls(masked)), open: quote || undefined };
    from = end;
  }
  return { text: maskKeys(maskUrls(masked + word.slice(from))), open: undefined };
}

const SCHEMES = new Set(['bearer', 'basic', 'digest', 'token', 'negotiate']);

/** Whether the word is an option or a header's name whose value is the next word. */
const announcesSecret = (word: string): boolean =>
  (/^-{1,2}[\w.-]{1,64}$/.test(word) && namesSecret(word)) ||
  (/^["']?[\w.-]{1,64}["']?[:=]$/.test(word) && namesSecret(word.replace(/["':=]/g, ''))) ||
  /^["']?bearer$/i.test(word);

const isLongOption = (word: string): boolean => /^--[a-z][a-z-]{0,64}(=|$)/.test(word);

/** Masks a run of words: a shell's `-c` text, a title that a process gave itself, a header. */
function maskWords(text: string): string {
  let secretNext = false;
  let open: string | undefined;
  return text
    .split(/(\s+)/)
    .map((word, index) => {
      if (index % 2 === 1 || word === '') return word;
      if (open !== undefined) {
        const end = word.indexOf(open);
        if (end < 0) return MASK;
        const after = word.slice(end);
        open = undefined;
        return `${MASK}${after}`;
      }
      if (secretNext && !isLongOption(word)) {
        secretNext = SCHEMES.has(word.toLowerCase());
        if (secretNext) return word;
        const quote = /^["']/.exec(word)?.[0];
        if (quote !== undefined && !word.includes(quote, 1)) open = quote;
        return MASK;
      }
      secretNext = announcesSecret(word);
      const masked = maskWord(word);
      open = masked.open;
      return masked.text;
    })
    .join('');
}

function maskArgument(argument: string): string {
  if (argument.includes('PRIVATE KEY-----')) return MASK;
  // `--password=…`, `API_KEY=…`, `X-Api-Key: …`: the rest of the argument is the secret, blanks and all.
  const pair = nextSecretPair(argument, 0);
  if (pair?.nameStart === 0) {
    const head = argument.slice(0, pair.value);
    const value = argument.slice(pair.value);
    const blank = value.startsWith(' ') ? ' ' : '';
    return value.trim() === '' ? argument : `${head}${blank}${MASK}`;
  }
  return /\s/.test(argument) ? maskWords(argument) : maskWord(argument).text;
}

/** The command with passwords, tokens and keys replaced by `•••`. Better one mask too many than a secret shown. */
export function maskSecrets(command: readonly string[]): string[] {
  const program = baseName(command[0] ?? '');
  const { stuck, next, userPassword } =
    SECRET_OPTIONS.get(program) ?? SECRET_OPTIONS.get(`${program} ${command[1] ?? ''}`) ?? {};
  let secretNext = false;
  return command.map((argument, index) => {
    if (index === 0 && command.length > 1) return maskKeys(argument);
    if (secretNext && !isLongOption(argument)) {
      secretNext = false;
      return MASK;
    }
    secretNext =
      argument === next || argument === userPassword || (announcesSecret(argument) && !/\s/.test(argument));
    if (secretNext) return argument;
    if (stuck !== undefined && argument.startsWith(stuck) && argument.length > stuck.length) {
      return `${stuck}${MASK}`;
    }
    return maskArgument(argument);
  });
}

/** Characters of a command line shown; the system's own limit is far higher. */
const LONGEST_LINE = 4096;

/** The command as one line: masked, quoted as a shell wants it where needed, at most 4 KB; `[name]` where it has none. */
export function commandLine(process: Process): string {
  const [first, ...rest] = maskSecrets(process.command);
  if (first === undefined) return `[${oneLine(process.name)}]`;
  // A title that the process gave itself is one argument with blanks: `postgres: checkpointer`.
  const line = rest.length === 0 ? first : [first, ...rest].map(shellWord).join(' ');
  return oneLine(line, LONGEST_LINE);
}
