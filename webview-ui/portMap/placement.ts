import type { Item, Link, Ranking } from './ranking';

/** The place of an item in columns, before it is laid out in pixels. */
export interface Slot {
  readonly column: number;
  /** Sorts the items of one column: the lower order stands above. */
  readonly order: number;
  /** Whether it was placed by its calls. */
  readonly joined: boolean;
}

export type Placement = ReadonlyMap<string, Slot>;

export interface Room {
  /** How many columns are seen at once. */
  readonly columns: number;
  /** Pixels that a column may be high before it is worth another. */
  readonly height: number;
}

/** Places of items long gone are forgotten beyond this many. */
const MAX_REMEMBERED = 500;

/**
 * A place for every item. What has one keeps it, with two exceptions: an item that had no calls and now has one goes
 * where its calls run to the right; and with the first call of all the map is laid out again. What is gone keeps its
 * place as long as it is remembered: a server that restarts comes back to where it was.
 */
export function placed(
  items: readonly Item[],
  links: readonly Link[],
  previous: Placement,
  room: Room,
  rank: Ranking,
): Placement {
  const known = new Set(items.map(({ key }) => key));
  const real = links.filter(([from, to]) => from !== to && known.has(from) && known.has(to));
  const joined = new Set(real.flat());
  const wasJoined = [...previous.values()].some((slot) => slot.joined);
  return joined.size > 0 && !wasJoined
    ? laidOut(items, real, joined, room, rank)
    : addedTo(previous, items, real, joined, room);
}

/** From nothing: who calls on the left, in ranks; then what has no calls, wherever a column is lowest. */
function laidOut(
  items: readonly Item[],
  links: readonly Link[],
  joined: ReadonlySet<string>,
  room: Room,
  rank: Ranking,
): Placement {
  const inside = items.filter(({ key }) => joined.has(key));
  const ranks = rank(inside, links);
  const rankOf = (item: Item) => ranks.get(item.key) ?? { column: 0, y: 0 };
  const sorted = [...inside].sort(
    (a, b) =>
      rankOf(a).y - a.height / 2 - (rankOf(b).y - b.height / 2) || rankOf(a).column - rankOf(b).column,
  );
  const columns = spread(sorted, (item) => rankOf(item).column, room);
  const inOrder = (ordered: readonly Item[]): Map<string, Slot> =>
    new Map(ordered.map(({ key }, order) => [key, { column: columns.get(key) ?? 0, order, joined: true }]));
  // The layered order is as good upside down; but not where everything is moved up as far as it goes.
  const candidates = [sorted, [...sorted].reverse()].map(inOrder);
  const [best] = candidates
    .map((slots) => ({ slots, climb: climbOf(links, inside, slots) }))
    .sort((a, b) => a.climb - b.climb);
  const slots = best?.slots ?? new Map<string, Slot>();
  return addedTo(slots, items, links, joined, room);
}

/** How many pixels all calls together go up or down. */
function climbOf(links: readonly Link[], items: readonly Item[], slots: Placement): number {
  const { tops } = stacked(items, slots, 0);
  return links.reduce((sum, [from, to]) => sum + Math.abs((tops.get(from) ?? 0) - (tops.get(to) ?? 0)), 0);
}

/** A rank higher than the room is dealt out to several columns, as long as there are any. */
function spread(sorted: readonly Item[], rankOf: (item: Item) => number, room: Room): Map<string, number> {
  const last = Math.max(...sorted.map((item) => rankOf(item) + item.span - 1));
  const ranks = Array.from({ length: last + 1 }, (_, rank) => sorted.filter((item) => rankOf(item) === rank));
  const heights = ranks.map((items) => items.reduce((sum, { height }) => sum + height, 0));
  const shares = ranks.map(() => 1);
  const share = (rank: number): number => (heights[rank] ?? 0) / (shares[rank] ?? 1);
  for (let free = room.columns - ranks.length; free > 0; free--) {
    const highest = ranks.map((_, rank) => rank).sort((a, b) => share(b) - share(a))[0] ?? 0;
    if (share(highest) <= room.height || (shares[highest] ?? 1) >= (ranks[highest]?.length ?? 1)) break;
    shares[highest] = (shares[highest] ?? 1) + 1;
  }
  const columns = new Map<string, number>();
  let first = 0;
  ranks.forEach((items, rank) => {
    let above = 0;
    for (const { key, height } of items) {
      const within = Math.min(
        Math.floor((above + height / 2) / Math.max(1, share(rank))),
        (shares[rank] ?? 1) - 1,
      );
      columns.set(key, first + within);
      above += height;
    }
    first += shares[rank] ?? 1;
  });
  return columns;
}

function addedTo(
  previous: Placement,
  items: readonly Item[],
  links: readonly Link[],
  joined: ReadonlySet<string>,
  room: Room,
): Placement {
  const slots = new Map(previous);
  const byKey = new Map(items.map((item) => [item.key, item]));
  const unplaced = new Set<string>();
  for (const { key } of items) {
    const slot = slots.get(key);
    if (!slot || (joined.has(key) && !slot.joined)) {
      slots.delete(key);
      unplaced.add(key);
    }
  }
  let order = Math.max(-1, ...[...slots.values()].map((slot) => slot.order));

  // Those with a call to what has a place, until none is left; then one of the rest, and theirs again.
  const toPlace = items.filter(({ key }) => unplaced.has(key) && joined.has(key));
  while (toPlace.length > 0) {
    const at = Math.max(
      0,
      toPlace.findIndex(({ key }) => hasPlacedNeighbour(key, links, slots)),
    );
    const [item] = toPlace.splice(at, 1) as [Item];
    slots.set(item.key, { column: columnBeside(item, links, slots, byKey), order: ++order, joined: true });
  }
  for (const item of items) {
    if (slots.has(item.key)) continue;
    slots.set(item.key, { column: lowestColumn(item, items, slots, room), order: ++order, joined: false });
  }
  return remembered(slots, byKey);
}

const hasPlacedNeighbour = (key: string, links: readonly Link[], slots: Placement): boolean =>
  links.some(([from, to]) => (from === key && slots.has(to)) || (to === key && slots.has(from)));

/** The column right of those that call it; or else left of those that it calls. */
function columnBeside(
  item: Item,
  links: readonly Link[],
  slots: Placement,
  byKey: ReadonlyMap<string, Item>,
): number {
  const right = links.flatMap(([from, to]) => {
    const caller = to === item.key ? slots.get(from) : undefined;
    return caller ? [caller.column + (byKey.get(from)?.span ?? 1)] : [];
  });
  if (right.length > 0) return Math.max(...right);
  const left = links.flatMap(([from, to]) => {
    const called = from === item.key ? slots.get(to) : undefined;
    return called ? [called.column - item.span] : [];
  });
  return left.length > 0 ? Math.min(...left) : 0;
}

function lowestColumn(item: Item, items: readonly Item[], slots: Placement, room: Room): number {
  const within = items.filter(({ key, band }) => band === item.band && slots.has(key));
  const columns = [...slots.values()].map(({ column }) => column);
  const first = Math.min(0, ...columns);
  const last = Math.max(first + room.columns - item.span, first);
  const { bottoms } = stacked(within, slots, 0);
  let best = first;
  let lowest = Infinity;
  for (let column = first; column <= last; column++) {
    const bottom = Math.max(...range(column, item.span).map((each) => bottoms.get(each) ?? 0));
    if (bottom < lowest) [best, lowest] = [column, bottom];
  }
  return best;
}

const range = (first: number, length: number): number[] =>
  Array.from({ length }, (_, index) => first + index);

export interface Stack {
  /** The upper edge of each item, in pixels. */
  readonly tops: ReadonlyMap<string, number>;
  /** Where the next item of a column would begin. */
  readonly bottoms: ReadonlyMap<number, number>;
}

/** Items one below the other, each as high up as what is above it lets it. All must have a slot. */
export function stacked(items: readonly Item[], slots: Placement, gap: number): Stack {
  const tops = new Map<string, number>();
  const bottoms = new Map<number, number>();
  const orderOf = ({ key }: Item): number => slots.get(key)?.order ?? 0;
  for (const item of [...items].sort((a, b) => orderOf(a) - orderOf(b))) {
    const columns = range(slots.get(item.key)?.column ?? 0, item.span);
    const top = Math.max(...columns.map((column) => bottoms.get(column) ?? 0));
    tops.set(item.key, top);
    for (const column of columns) bottoms.set(column, top + item.height + gap);
  }
  return { tops, bottoms };
}

function remembered(slots: Map<string, Slot>, here: ReadonlyMap<string, unknown>): Placement {
  let excess = slots.size - here.size - MAX_REMEMBERED;
  for (const key of slots.keys()) {
    if (excess <= 0) break;
    if (!here.has(key)) {
      slots.delete(key);
      excess--;
    }
  }
  return slots;
}
