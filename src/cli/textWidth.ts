/** Marks that sit on the character before them, and joiners. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\u200c\u200d]$/u;
/** Scripts that terminals draw two cells wide (East Asian Width W and F), and pictures. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]$/u;

const characterWidth = (character: string): number => {
  if (character <= '~') return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
};

/** Cells that a terminal needs for the text, which has no control characters in it. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text, or as much of it as fits with an ellipsis. */
export function cutToWidth(text: string, limit: number): string {
  if (textWidth(text) <= limit) return text;
  let width = 1; // the ellipsis
  let cut = '';
  for (const character of text) {
    width += characterWidth(character);
    if (width > limit) break;
    cut += character;
  }
  return `${cut}…`;
}
