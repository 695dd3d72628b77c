/**
 * How the map is panned and zoomed: a point of the map shows at `x + scale * point.x`, `y + scale * point.y`, in pixels of its
 * window.
 */
export interface Sight {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The smallest and the largest scale. */
export const MIN_SCALE = 0.25;
export const MAX_SCALE = 2;

/** @param kept of unknown origin; `undefined` where it does not say how the map was panned and zoomed */
export function sightFrom(kept: unknown): Sight | undefined {
  const { x, y, scale } = Object(kept) as Readonly<Record<string, unknown>>;
  const numbers = typeof x === 'number' && typeof y === 'number' && typeof scale === 'number';
  return numbers && Number.isFinite(x + y) && scale >= MIN_SCALE && scale <= MAX_SCALE
    ? { x, y, scale }
    : undefined;
}
