import { compareRows, type ChartProcess, type ChartRow } from '../src/core/chartRows';
import type { ChartDiff, ChartSnapshot } from '../src/protocol';

/** What the host has told so far. */
export interface Listing {
  /** Milliseconds since the epoch by the machine's clock. */
  readonly at: number;
  /** By socket id, in the order in which they are shown. */
  readonly rows: ReadonlyMap<string, ChartRow>;
  readonly processes: ReadonlyMap<string, ChartProcess>;
}

export const EMPTY_LISTING: Listing = { at: 0, rows: new Map(), processes: new Map() };

/** The listing after that message. */
export function listingAfter(before: Listing, message: ChartSnapshot | ChartDiff): Listing {
  const { rows, processes } = message.type === 'snapshot' && message.first ? EMPTY_LISTING : before;
  const added = message.type === 'snapshot' ? message.rows : [...message.opened, ...message.changed];
  const closed = new Set(message.type === 'diff' ? message.closed : []);
  const ended = new Set(message.type === 'diff' ? message.ended : []);
  return {
    at: message.at,
    rows: new Map(
      [...new Map([...rows, ...byKey(added, ({ id }) => id)])]
        .filter(([id]) => !closed.has(id))
        .sort(([, a], [, b]) => compareRows(a, b)),
    ),
    processes: new Map(
      [...processes, ...byKey(message.processes, ({ key }) => key)].filter(([key]) => !ended.has(key)),
    ),
  };
}

const byKey = <T>(items: readonly T[], keyOf: (item: T) => string): [string, T][] =>
  items.map((item) => [keyOf(item), item]);

/**
 * Which of the rows that are still there stands nearest to where a vanished one stood: the next, else the last one
 * before it.
 */
export function nearestLeft(
  vanished: string,
  before: readonly string[],
  isLeft: (id: string) => boolean,
): string | undefined {
  const at = before.indexOf(vanished);
  return before.slice(at + 1).find(isLeft) ?? before.slice(0, Math.max(at, 0)).findLast(isLeft);
}
