/**
 * For notifications, dialogs and input boxes, where VS Code draws `[text](command:…)` as a link that runs: a zero-width
 * space keeps a name from being one.
 */
export const literalMessage = (text: string): string => text.replaceAll('](', ']\u200b(');

/** For labels of picks, where VS Code draws `$(name)` as an icon. */
export const literalLabel = (text: string): string =>
  text.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');

/**
 * For `appendText`, which turns every blank into one that never wraps: a zero-width space behind each lets lines break
 * between words.
 */
export const wrappingText = (text: string): string => text.replaceAll(' ', ' \u200b');
