import type { Translate } from '../../src/core/text/translate';
import { TIMELINE_MS } from '../../src/core/timeline/timeline';
import type { Watched } from '../../src/core/watch/watched';

const MINUTE = 60_000;

/** Shorter stretches without watching are only the time between two scans, in milliseconds. */
const BLINK = 5000;

/** What a strip can reach back, in milliseconds; the last is all that is remembered. */
const REACHES: readonly number[] = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, TIMELINE_MS];

/** The least that shows all there is to tell, in milliseconds: a strip of half an hour is empty for its first minutes. */
export function reachOf(watched: readonly Watched[], end: number): number {
  const since = watched[0]?.[0] ?? end;
  return REACHES.find((reach) => end - since <= reach) ?? TIMELINE_MS;
}

/** How far the strip reaches back, `Last 5 minutes`. */
export const reachTitle = (reach: number, t: Translate): string =>
  reach <= MINUTE ? t('Last minute') : t('Last {0} minutes', reach / MINUTE);

interface Tick {
  /** Milliseconds before the strip's end. */
  readonly ago: number;
  readonly label: string;
}

/** A few, evenly: `−4 min` to `−1 min`. */
export function ticksOf(reach: number, t: Translate): Tick[] {
  const parts = reach <= 2 * MINUTE ? 4 : reach < TIMELINE_MS ? 5 : 6;
  return Array.from({ length: parts - 1 }, (_, n) => {
    const ago = reach - (reach / parts) * (n + 1);
    const whole = reach > 2 * MINUTE;
    return { ago, label: whole ? t('−{0} min', ago / MINUTE) : t('−{0} s', ago / 1000) };
  });
}

/** The stretches of a strip in which nothing was watched. The strip ends at `end` and is `reach` milliseconds long. */
export function darkness(watched: readonly Watched[], end: number, reach: number): Watched[] {
  const dark: Watched[] = [];
  let at = end - reach;
  for (const [from, to] of watched) {
    if (from - at > BLINK) dark.push([at, from]);
    at = Math.max(at, to);
  }
  if (end - at > BLINK) dark.push([at, end]);
  return dark;
}

/** Where a time stands on a strip that ends at `end`: a part of its width, negative before its beginning. */
export const placeOf = (time: number, end: number, reach: number): number => 1 - (end - time) / reach;

/** A share of 1 as CSS writes it, `12.500%`. */
export const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;
