/**
 * Control characters, the marks that turn the direction of text or have no width, line separators, lone surrogates, and
 * the private use area: what would act on a terminal, or hide, instead of being read.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from the system made fit to be shown on one line: `a\nb`, `\u{1b}[2J`. */
export const visibleText = (text: string): string =>
  text.replace(
    UNSEEN,
    (character) => SHORT[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
