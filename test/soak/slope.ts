/**
 * The median of the slopes between any two values (Theil and Sen), which single values far off do not move; against
 * `performance.now()`; 0 where there are fewer than two.
 */
export function slopePerMinute(points: readonly { readonly at: number; readonly value: number }[]): number {
  const slopes = points.flatMap((from, index) =>
    points.slice(index + 1).map((to) => ((to.value - from.value) / (to.at - from.at)) * 60_000),
  );
  slopes.sort((a, b) => a - b);
  const middle = slopes.length / 2;
  return ((slopes[Math.floor(middle)] ?? 0) + (slopes[Math.ceil(middle) - 1] ?? 0)) / 2;
}
