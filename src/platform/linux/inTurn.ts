/** The state of a rotation through a list. */
export interface Turn {
  at: number;
  /** The part of an item that time has made due, below 1. */
  owed: number;
}

export const newTurn = (): Turn => ({ at: 0, owed: 0 });

/** The next `count` of a list that changes little from one turn to the next; all of it, in order, where that is fewer. */
export function inTurn<T>(turn: Turn, items: readonly T[], count: number): T[] {
  if (count >= items.length) return [...items];
  const from = turn.at % items.length;
  turn.at = from + count;
  return [...items.slice(from, from + count), ...items.slice(0, Math.max(0, from + count - items.length))];
}

/** The items whose turn has come after `passedMs`, where each gets one turn in `periodMs`. */
export function inTime<T>(turn: Turn, items: readonly T[], passedMs: number, periodMs: number): T[] {
  if (items.length === 0) return [];
  turn.owed = Math.min(items.length, turn.owed + (items.length * passedMs) / periodMs);
  const count = Math.floor(turn.owed);
  turn.owed -= count;
  return count === 0 ? [] : inTurn(turn, items, count);
}
