import type { Translate } from './translate';

/**
 * The first `atMost` of them, and how many more there are.
 *
 * @surface part
 */
export function listed(items: readonly string[], atMost: number, t: Translate): string {
  const named = items.slice(0, atMost).join(', ');
  return items.length > atMost ? t('{0} and {1} more', named, items.length - atMost) : named;
}
