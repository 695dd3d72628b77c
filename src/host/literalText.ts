/**
 * For notifications, dialogs and input boxes, where VS Code draws `[text](command:…)` as a link that runs: a zero-width
 * space keeps a name from being one.
 */
export const literalMessage = (text: string): string => text.replaceAll('](', ']\u200b(');

/** For labels of picks, where VS Code draws `$(name)` as an icon. */
export const literalLabel = (text: string): string =>
  text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');

/**
 * For `appendText`, which escapes Markdown's own signs and still leaves links: `<command:…>`, `https://…`, `www.…` and
 * `a@b` become live when they are drawn. A word joiner (U+2060), which is not seen, breaks each. `appendText` also turns
 * every blank into one that never wraps: a zero-width space behind each lets lines break between words.
 */
export const literalMarkdown = (text: string): string =>
  text
    .replace(/<(?=[a-z])/gi, '<\u2060')
    .replace(/(?<=\bwww)\.|(?<=:)\/\/|@/gi, '\u2060$&\u2060')
    .replaceAll(' ', ' \u200b');
