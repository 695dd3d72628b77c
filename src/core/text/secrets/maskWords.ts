import { MASK } from './mask';
import { maskWord } from './maskWord';
import { isHarmless, looksRandom, mayNameSecret, namesSecret } from './secretNames';
import { ProgramReader } from './secretOptions';

/** How surely the next word is a secret. */
type Expected =
  /** The name of an option or header says so. */
  | { readonly by: 'name'; readonly name: string }
  /** The program says so whose option it is. */
  | { readonly by: 'program' }
  /** A name and a secret: `me:SECRET`. */
  | { readonly by: 'pair' }
  /** Only if it looks like one. */
  | { readonly by: 'looks' };

const SCHEMES = new Set(['bearer', 'basic', 'digest', 'token', 'negotiate']);
const isLongOption = (word: string): boolean => /^--[a-z][a-z-]{0,64}(=|$)/.test(word);

/** Options that programs use for passwords, and for much else. */
const SHORT = /^-(?:p|P|k|K|w|a|A|u|U|pw|key|t)$/;

function announced(word: string, before: string): Expected | undefined {
  const option = /^(?:-{1,2}|\/)([\p{L}\p{N}_.-]{1,64})$/u.exec(word)?.[1];
  const sign = /^(?:=|:=|=>)$/.test(word) ? before : /^(.{0,200}?)["']?(?:=>|:=|[:=＝：])$/.exec(word)?.[1];
  const name = option ?? /([\p{L}\p{N}_.-]{1,64})["']?$/u.exec(sign?.slice(-66) ?? '')?.[1];
  if (name !== undefined && namesSecret(name)) return { by: 'name', name };
  if (/^["']?bearer$/i.test(word)) return { by: 'name', name: 'bearer' };
  if (name === 'auth') return { by: 'pair' };
  if (SHORT.test(word) || (name !== undefined && mayNameSecret(name))) return { by: 'looks' };
  return /^[\w.:/@-]{4,80}$/.test(word) && namesSecret(word) ? { by: 'looks' } : undefined;
}

/** `8080:80`, `127.0.0.1:8080:80`: published, and no password. */
const PORTS = /^(?:[\d.]{7,15}:)?\d{1,5}(?::\d{1,5})+(?:\/(?:tcp|udp))?$/;
/** openssl(1): where the passphrase is read from. */
const SOURCE = /^(?:file|env|fd):|^stdin$/;

function isExpected(expected: Expected, word: string): boolean {
  if (isLongOption(word)) return false;
  switch (expected.by) {
    case 'name':
      return !isHarmless(expected.name, word);
    case 'program':
      return !isHarmless('', word) && !PORTS.test(word) && !SOURCE.test(word);
    case 'pair':
      return (
        looksRandom(word) ||
        (/^[^:%,=]{0,80}[:%,=]./.test(word) && !/^[a-z]+:\/\/|^[A-Za-z]:\\/.test(word) && !PORTS.test(word))
      );
    case 'looks':
      return looksRandom(word) || looksRandom(/^[\w.-]{1,40}[:,%](.{8,})$/.exec(word)?.[1] ?? '');
  }
}

/** Goes from word to word, of a command or of a shell's text, and knows what is expected next. */
export class WordMask {
  readonly #program = new ProgramReader();
  #expected: Expected | undefined;
  #before = '';

  /** `undefined`: nothing about the word's place says that it is a secret; it may hold one. */
  take(word: string): string | undefined {
    const found = this.#program.take(word);
    const expected = this.#expected;
    const before = this.#before;
    this.#before = word;
    if (expected && isExpected(expected, word)) {
      // `Authorization: Bearer SECRET`: the scheme stays.
      this.#expected = SCHEMES.has(word.toLowerCase()) && expected.by === 'name' ? expected : undefined;
      return this.#expected ? word : MASK;
    }
    if (found === 'word') return isHarmless('', word) ? word : MASK;
    if (found && typeof found === 'object') return `${found.stuck}${MASK}`;
    this.#expected =
      found === 'next' ? { by: 'program' } : found === 'pair' ? { by: 'pair' } : announced(word, before);
    return undefined;
  }
}

/** What is handed to a program's standard input as its password. */
const PIPED =
  /\|\s{0,4}(?:sudo\s[^|]{0,40}(?:-S|--stdin)|chpasswd|passwd\s[^|]{0,40}--stdin|[^|]{1,200}--pass(?:word)?-stdin)/;

/** Masks a run of words: a shell's `-c` text, a title that a process gave itself, a header. */
export function maskWords(text: string, program = ''): string {
  const mask = new WordMask();
  mask.take(program);
  const isPiped = PIPED.test(text.slice(0, 2000));
  let echoed = false;
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
      if (echoed && word !== '|') return word.startsWith('-') ? word : MASK;
      echoed = isPiped && /(?:^|[;&(])(?:echo|printf)$/.test(word);
      const whole = mask.take(word);
      if (whole === MASK) {
        const quote = /^["']/.exec(word)?.[0];
        if (quote !== undefined && !word.includes(quote, 1)) open = quote;
      }
      if (whole !== undefined) return whole;
      const masked = maskWord(word);
      open = masked.open;
      return masked.text;
    })
    .join('');
}
