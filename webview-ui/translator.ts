import { english, type Translate } from '../src/core/text/translate';

/** Looks the English text up among the host's translations; what has none stays English. */
export function translator(texts: readonly (readonly [string, string])[]): Translate {
  const translations = new Map(texts);
  return (message, ...args) => english(translations.get(message) ?? message, ...args);
}
