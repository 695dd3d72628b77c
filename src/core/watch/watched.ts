/** A span that was scanned without a gap, in milliseconds since the epoch; one scan alone is a point. */
export type Watched = readonly [from: number, to: number];

/** Scans that are at most this far apart, in milliseconds, are one span: the follow-ups of an event are. */
const SHORTEST_GAP_MS = 2500;

/** A timer of a busy machine is late: this many intervals without a scan are no gap yet. */
const LATENESS = 2.5;

/**
 * The span that a scan belongs to: the last one, made longer, or a new one after a gap. `intervalMs` is the time
 * between two planned scans; `null`: none are planned.
 */
export function spanAfter(last: Watched | undefined, at: number, intervalMs: number | null): Watched {
  const longest = Math.max(SHORTEST_GAP_MS, LATENESS * (intervalMs ?? 0));
  if (!last || at - last[1] > longest) return [at, at];
  return [last[0], Math.max(last[1], at)];
}
