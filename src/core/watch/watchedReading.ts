import { mergeListeners } from '../snapshot/mergeListeners';
import type { Reading, Scope } from '../snapshot/reading';

/** The reading that the views show, and the scans that it is made of. */
export interface WatchedReading {
  /** The reading to publish; `undefined`: the last scan found more than is watched, and what was published stays. */
  readonly told: Reading | undefined;
  /** The last full scan, while everything is watched. */
  readonly full: Reading | undefined;
  /** The listener scan that was merged into it; `undefined`: one scan is all there is. */
  readonly listeners: Reading | undefined;
  /** Whether merging left nothing in doubt that a full scan would settle. */
  readonly settled: boolean;
}

export const NOTHING_WATCHED: WatchedReading = {
  ...{ told: undefined, full: undefined, listeners: undefined },
  settled: true,
};

/** What to publish after another scan. While only listeners are watched, only listeners are published. */
export function watchedAfter(before: WatchedReading, scan: Reading, watched: Scope): WatchedReading {
  if (watched === 'listeners') {
    return { ...NOTHING_WATCHED, told: scan.scope === 'listeners' ? scan : undefined };
  }
  const full = scan.scope === 'all' ? scan : before.full;
  if (!full || full === scan) return { ...NOTHING_WATCHED, full, told: scan };
  const { told, listeners } = before;
  if (told && listeners && before.full === full && foundTheSame(scan, listeners)) {
    const { takenAt, clock } = scan;
    return { ...before, listeners: scan, told: { ...told, takenAt, clock } };
  }
  const { reading, settled } = mergeListeners(full, scan);
  return { full, listeners: scan, told: reading, settled };
}

const foundTheSame = (a: Reading, b: Reading): boolean =>
  a.sockets === b.sockets && a.processes === b.processes;
