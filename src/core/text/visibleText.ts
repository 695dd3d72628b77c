/**
 * Control characters, the marks that turn the direction of text, line separators, lone surrogates, the private use area,
 * and what a font draws as nothing (fillers, joiners, variation selectors, the empty Braille cell): what would act on a
 * terminal, or hide, instead of being read. Of combining marks a letter has a few; more are stacked to smear a line.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]|(?<=\p{M}{4})\p{M}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const spelledOut = (character: string): string =>
  SHORT[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text from the system made fit to be shown on one line: `a\nb`, `\u{1b}[2J`. A text of blanks alone is spelled out. */
export const visibleText = (text: string): string =>
  text.trim() === '' ? text.replace(/[^]/gu, spelledOut) : text.replace(UNSEEN, spelledOut);
