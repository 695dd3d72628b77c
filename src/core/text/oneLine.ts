import { visibleText } from './visibleText';

/** Text from the system, fit to stand inside a sentence of ours: visible, on one line, at most `limit` characters long. */
export function oneLine(text: string, limit = 200): string {
  const seen = visibleText(text.slice(0, limit + 1));
  if (seen.length <= limit) return seen;
  const cut = seen.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
