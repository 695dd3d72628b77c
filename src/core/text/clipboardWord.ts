import { shellWord } from './shellWord';
import { visibleText } from './visibleText';

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  '\\': '\\\\',
};

/** One UTF-8 byte after the other, as bash(1), zsh(1) and ksh(1) read them within `$'…'`. */
const bytesOf = (character: string): string =>
  encodeURIComponent(/\p{Cs}/u.test(character) ? '\ufffd' : character).replace(
    /%([\dA-F]{2})|[^]/g,
    (text, hex?: string) => `\\x${hex?.toLowerCase() ?? text.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/**
 * A word as a shell reads it back, such that nothing in it acts when it is pasted: control characters, which a terminal takes
 * for keys, and what is not seen are spelled out (`$'a\nb'`).
 */
export function clipboardWord(word: string): string {
  if (visibleText(word) === word) return shellWord(word);
  const spelled = Array.from(word, (character) => {
    const escape = ESCAPES[character];
    return escape ?? (visibleText(`x${character}`) === `x${character}` ? character : bytesOf(character));
  });
  return `$'${spelled.join('')}'`;
}
