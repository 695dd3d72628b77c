import { TIMELINE_MS, type Watched } from '../../src/core/timeline/timeline';

/** Shorter stretches in which nobody looked are between two looks, in milliseconds. */
const BLINK = 5000;

/** Stretches of the last half hour in which nobody looked. */
export function darkness(watched: readonly Watched[], end: number): Watched[] {
  const dark: Watched[] = [];
  let at = end - TIMELINE_MS;
  for (const [from, to] of watched) {
    if (from - at > BLINK) dark.push([at, from]);
    at = Math.max(at, to);
  }
  if (end - at > BLINK) dark.push([at, end]);
  return dark;
}

/** Where a time stands on a strip that ends at `end`: a part of its width. */
export const placeOf = (time: number, end: number): number => 1 - (end - time) / TIMELINE_MS;

/** For a style. */
export const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;
