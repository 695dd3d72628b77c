/** A word that says a secret follows, wherever in it that stands: `PGPASSWORD`, `-DdbPassword`, `clientSecret`. */
const SECRET_PART =
  /passw(?:or)?d|pass(?:phrase|code)|pswd|secret(?!ar|ion|iv)|api_?key|credential|requirepass|auth_?(?:key|token)|priv_?key|mnemonic|passwort|kennwort|contrase[nñ]a|пароль/;

/** Words that say so only by themselves: `DB_PASS`, `MYSQL_PWD`; but not `bypass`, `cwd`. */
const SECRET_WORD = new Set(
  (
    'pass pwd pw psw psk token bearer authorization cookie dsn masterauth hmac jwt otp totp passkey creds senha ' +
    'signature sas'
  ).split(' '),
);

/** `--api-key`, `ACCESS_KEY`, `AccountKey`. */
const SECRET_KEY = new Set(
  (
    'access account admin app auth deploy encryption hmac host-key jwt license master private project secret sentry ' +
    'service session shared signing storage stripe webhook write'
  ).split(' '),
);

/** `SMTPPASS`, `dbpass`; these words end so too, and hold none. */
const ENDS_IN_PASS = new Set(
  'askpass bypass compass encompass keypass multipass overpass surpass trespass twopass underpass'.split(' '),
);

/** What stands last in a name that is about the secret, and is not the secret: `--password-file`, `TOKEN_TTL`. */
const ABOUT = new Set(
  (
    'age agent alg algorithm arn audience backend bucket budget cache class cmd column command count counts domain ' +
    'duration enabled disabled encoder endpoint endpoints env envvar expiration expires expiry field file files folder ' +
    'dir directory format generator group header helper helpers hint host http httponly index input interval issuer jar ' +
    'length lifetime limit limits location manager max min mode model name names namespace path period plugin policy ' +
    'port prefix prompt protocol provider ref reference regex required role rotation samesite scope scopes script ' +
    'secure server service size source ssl stdin storage store strategy style suffix through timeout ttl type ' +
    'unit uri url urls user username validity var variable version window'
  ).split(' '),
);

/** What stands first in a name of a switch: `--with-credentials`, `NO_PASSWORD`. */
const SWITCH = new Set(
  'allow ask disable enable generate has hide is no print prompt show single skip two use with without'.split(
    ' ',
  ),
);

/** Marks in the texts of language models, before `token`: `--eos-token`. */
const TEXT_MARK = new Set('bos cls end eos mask next pad sep start stop unk'.split(' '));

/** The longest name looked at; longer runs before a `=` are data. */
export const LONGEST_NAME = 64;

/** `clientSecret` → client, secret; `DB_PASS` → db, pass. */
const wordsOf = (name: string): string[] =>
  name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .toLowerCase()
    .split(/[-_.:/]/)
    .filter((word) => word !== '');

function isSecretWord(word: string, before: string | undefined): boolean {
  if (word === 'key') return SECRET_KEY.has(before ?? '');
  return SECRET_WORD.has(word) || (word.endsWith('pass') && word.length > 4 && !ENDS_IN_PASS.has(word));
}

/** A first look, since most names hold no such word. */
const MAY_BE =
  /pass|pw|ps[kw]|secret|token|key|cred|auth|cookie|dsn|bearer|jwt|otp|hmac|mnemonic|sas|sig|salt|seed|code|pin|private|senha|kennwort|contrase|пароль|^[pk]$/i;

/** Whether the value of an option, variable, property or header of that name is a secret, as far as the name tells. */
export function namesSecret(name: string): boolean {
  if (!MAY_BE.test(name.slice(0, LONGEST_NAME))) return false;
  const words = wordsOf(name);
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (ABOUT.has(last) || (words.length > 1 && SWITCH.has(first))) return false;
  const before = words.at(-2) ?? '';
  if (last === 'token' && TEXT_MARK.has(before)) return false;
  const joined = words.join('');
  if (SECRET_PART.test(words.join('_')) || SECRET_PART.test(joined)) return true;
  return joined.endsWith('token') || words.some((word, index) => isSecretWord(word, words[index - 1]));
}

/** Names whose value is a secret only where it looks like one: `KEY`, `--key`, `STRIPE_KEY`, `_auth`, `salt`, `?sig=`. */
export function mayNameSecret(name: string): boolean {
  if (!MAY_BE.test(name.slice(0, LONGEST_NAME))) return false;
  const words = wordsOf(name);
  return /^(?:key|auth|salt|seed|sig|signature|code|pin|private|p|k)$/.test(words.at(-1) ?? '');
}

/** Twelve characters and more of small and capital letters and digits in turn, as keys and generated passwords are. */
export function looksRandom(text: string): boolean {
  if (text.length < 10 || text.length > 4096 || /[^\w!#$%&*+.,=^~@-]/.test(text.slice(0, 200))) return false;
  const head = text.slice(0, 64);
  if (/^[\da-f]{32,}$/i.test(head)) return true;
  const turns = head.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
  return /[a-z]/.test(head) && /[A-Z]/.test(head) && turns >= 2;
}

const SWITCHED =
  /^(?:true|false|yes|no|on|off|none|null|undefined|auto|always|never|required|optional|default)$/i;
/** `$TOKEN`, `${TOKEN}`, `%TOKEN%`, `<token>`: where a secret will be put, not the secret. */
const PLACEHOLDER =
  /^(?:\$\{?[A-Z_][A-Z\d_]{0,63}\}?|%[A-Z_][A-Z\d_]{0,63}%|<[a-z][\w -]{0,40}>|\$\{\{?[^{}]{1,80}\}\}?)$/;
const ABSOLUTE = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])/;
const FILE = /\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|toml|ini|conf|env|pub|gpg|asc)$/i;

/**
 * Whether a value is no secret although its name sounds like one: a switch, a variable, the path of a key's file, the
 * shell's own folder.
 */
export function isHarmless(name: string, value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, '');
  if (bare === '' || SWITCHED.test(bare) || PLACEHOLDER.test(bare)) return true;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (ABSOLUTE.test(bare) && words.length === 1 && last === 'pwd') return true;
  if (last === 'pass' && /^[12]$/.test(bare)) return true; // of an encoder
  if (last === 'secret' && /^(?:id|source|type)=/.test(bare)) return true; // a build's, by its file
  const ofFile = /key$|credentials?$|jwt|cookie/.test(last);
  return ofFile && (FILE.test(bare) || (ABSOLUTE.test(bare) && !looksRandom(bare.replace(/[/\\]/g, ''))));
}
