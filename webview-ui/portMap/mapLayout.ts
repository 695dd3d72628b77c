import { type Place } from '../../src/core/listing/place';
import type { PortMap, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import { columnPitch, type Metrics, processHeight } from './metrics';
import { placed, type Placement, type Room, stacked } from './placement';
import type { Item, Link, Ranking } from './ranking';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The places of a map, from which the next starts. */
export interface MapPlacement {
  readonly origins: Placement;
  /** The places of each origin's processes, by name and number, so that a restarted process finds its own again. */
  readonly processes: ReadonlyMap<string, Placement>;
}

export const NO_PLACEMENT: MapPlacement = { origins: new Map(), processes: new Map() };

/** A map in pixels. The first column begins at 0; processes that call from outside stand left of it. */
export interface MapLayout {
  readonly placement: MapPlacement;
  readonly bands: ReadonlyMap<Place, Box>;
  readonly origins: ReadonlyMap<string, Box>;
  readonly processes: ReadonlyMap<string, Box>;
  /** Where a line meets a listener: its left end. */
  readonly chips: ReadonlyMap<string, Point>;
  readonly bounds: Box;
}

/** An origin may be this many columns wide where it has many processes. */
const MAX_ORIGIN_COLUMNS = 3;

/** The layout of one origin's processes. */
interface Inside {
  readonly origin: PortMapOrigin;
  readonly placement: Placement;
  readonly span: number;
  readonly height: number;
  /** Each process's column and upper edge within its origin. */
  readonly spots: ReadonlyMap<string, { readonly column: number; readonly top: number }>;
}

export function layOut(
  { origins, calls }: PortMap,
  previous: MapPlacement,
  metrics: Metrics,
  room: Room,
  rank: Ranking,
): MapLayout {
  const processOf = new Map<string, string>();
  const originOf = new Map<string, string>();
  for (const origin of origins) {
    for (const process of origin.processes) {
      originOf.set(process.key, origin.key);
      for (const { key } of process.listeners) processOf.set(key, process.key);
    }
  }
  const links = calls.flatMap(({ from, to }): Link[] => {
    const called = processOf.get(to);
    return called === undefined ? [] : [[from, called]];
  });
  const insides = origins.map((origin) =>
    insideOf(origin, links, previous.processes.get(origin.key) ?? new Map(), metrics, room, rank),
  );
  const originLinks = distinct(
    links.flatMap(([from, to]): Link[] => {
      const [a, b] = [originOf.get(from), originOf.get(to)];
      return a === undefined || b === undefined || a === b ? [] : [[a, b]];
    }),
  );
  const items = insides.map(({ origin, span, height }) => ({
    key: origin.key,
    span,
    height,
    band: origin.band,
  }));
  const edges = new Map(origins.map(({ key, edge }) => [key, edge]));
  const inner = items.filter(({ key }) => edges.get(key) === null);
  const columns = Math.max(1, room.columns - (origins.some(({ edge }) => edge === 'in') ? 1 : 0));
  const slots = placed(inner, originLinks, previous.origins, { ...room, columns }, rank);
  const all = withEdges(slots, items, edges, originLinks, room);
  return {
    placement: {
      origins: slots,
      processes: remembered(previous.processes, insides),
    },
    ...drawn(insides, items, all, metrics),
  };
}

/** Origins gone as long as these are forgotten, with the places in them. */
const MAX_REMEMBERED = 500;

function remembered(
  previous: MapPlacement['processes'],
  insides: readonly Inside[],
): MapPlacement['processes'] {
  const all = new Map(previous);
  for (const { origin, placement } of insides) {
    all.delete(origin.key);
    all.set(origin.key, placement);
  }
  return new Map([...all].slice(-Math.max(MAX_REMEMBERED, insides.length)));
}

function insideOf(
  origin: PortMapOrigin,
  links: readonly Link[],
  previous: Placement,
  metrics: Metrics,
  room: Room,
  rank: Ranking,
): Inside {
  const names = slotNames(origin.processes);
  const itemOf = (process: PortMapProcess): Item => ({
    key: names.get(process.key) ?? process.key,
    span: 1,
    height: processHeight(process, metrics),
    band: '',
  });
  const items = origin.processes.map(itemOf);
  const own = distinct(
    links.flatMap(([from, to]): Link[] => {
      const [a, b] = [names.get(from), names.get(to)];
      return a === undefined || b === undefined || a === b ? [] : [[a, b]];
    }),
  );
  const total = items.reduce((sum, { height }) => sum + height + metrics.processGap, 0);
  const columns = Math.min(
    MAX_ORIGIN_COLUMNS,
    Math.max(1, Math.ceil(total / Math.max(room.height * 0.7, 1))),
  );
  const placement = placed(items, own, previous, { columns, height: room.height }, rank);
  const { tops, bottoms } = stacked(items, placement, metrics.processGap);
  const used = items.map(({ key }) => placement.get(key)?.column ?? 0);
  const first = Math.min(...used);
  const spots = new Map(
    origin.processes.map(({ key }) => {
      const name = names.get(key) ?? key;
      return [key, { column: (placement.get(name)?.column ?? 0) - first, top: tops.get(name) ?? 0 }];
    }),
  );
  return {
    origin,
    placement,
    span: Math.max(...used) - first + 1,
    height: metrics.originHead + Math.max(...bottoms.values()) - metrics.processGap + metrics.originPad,
    spots,
  };
}

/** What a process is called in its origin, by process key: its name, and its number among those of that name. */
function slotNames(processes: readonly PortMapProcess[]): Map<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    processes.map(({ key, name }) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [key, `${count} ${name}`];
    }),
  );
}

function distinct(links: readonly Link[]): Link[] {
  return [...new Map(links.map((link) => [JSON.stringify(link), link])).values()];
}

/**
 * Processes that call from outside stand left of everything. Outside servers stand right of all that call, in a column
 * of their own where the last one is full and there is room for another.
 */
function withEdges(
  slots: Placement,
  items: readonly Item[],
  edges: ReadonlyMap<string, PortMapOrigin['edge']>,
  links: readonly Link[],
  room: Room,
): Placement {
  const all = new Map(slots);
  const inner = items.filter(({ key }) => edges.get(key) === null);
  const outer = items.filter(({ key }) => edges.get(key) === 'out');
  const callers = new Set(links.filter(([, to]) => edges.get(to) === 'out').map(([from]) => from));
  const first = Math.min(0, ...inner.map(({ key }) => slots.get(key)?.column ?? 0));
  let last = Math.max(
    0,
    ...inner.map(({ key, span }) => {
      const slot = slots.get(key);
      if (!slot) return 0;
      return callers.has(key) ? slot.column + span : slot.joined ? slot.column + span - 1 : 0;
    }),
  );
  const insides = items.filter(({ key }) => edges.get(key) === 'in');
  const height = outer.reduce(
    (sum, item) => sum + item.height,
    stacked(inner, slots, 0).bottoms.get(last) ?? 0,
  );
  if (height > room.height && last + 1 - first + Math.sign(insides.length) < room.columns) last++;
  for (const { key, span } of insides) all.set(key, { column: first - span, order: Infinity, joined: true });
  for (const { key } of outer) all.set(key, { column: last, order: Infinity, joined: true });
  return all;
}

function drawn(
  insides: readonly Inside[],
  items: readonly Item[],
  slots: Placement,
  metrics: Metrics,
): Omit<MapLayout, 'placement'> {
  const pitch = columnPitch(metrics);
  const bands = new Map<Place, Box>();
  const origins = new Map<string, Box>();
  const processes = new Map<string, Box>();
  const chips = new Map<string, Point>();
  const columns = items.flatMap(({ key, span }) => {
    const column = slots.get(key)?.column ?? 0;
    return [column, column + span];
  });
  const left = Math.min(...columns, 0) * pitch;
  const right = Math.max(...columns, 1) * pitch - metrics.columnGap;
  let y = 0;
  for (const band of new Set(insides.map(({ origin }) => origin.band))) {
    const top = y + metrics.bandHead;
    const { tops, bottoms } = stacked(
      items.filter((item) => item.band === band),
      slots,
      metrics.rowGap,
    );
    for (const inside of insides) {
      if (inside.origin.band !== band) continue;
      const { key } = inside.origin;
      const box = {
        x: (slots.get(key)?.column ?? 0) * pitch,
        y: top + (tops.get(key) ?? 0),
        width: inside.span * pitch - metrics.columnGap,
        height: inside.height,
      };
      origins.set(key, box);
      placeProcesses(inside, box, metrics, processes, chips);
    }
    const bottom = top + Math.max(...bottoms.values()) - metrics.rowGap;
    bands.set(band, { x: left, y, width: right - left, height: bottom - y });
    y = bottom + metrics.bandGap;
  }
  const bounds = { x: left, y: 0, width: right - left, height: Math.max(0, y - metrics.bandGap) };
  return { bands, origins, processes, chips, bounds };
}

function placeProcesses(
  { origin, spots }: Inside,
  box: Box,
  metrics: Metrics,
  processes: Map<string, Box>,
  chips: Map<string, Point>,
): void {
  for (const process of origin.processes) {
    const { column, top } = spots.get(process.key) ?? { column: 0, top: 0 };
    const x = box.x + column * columnPitch(metrics) + metrics.chipSide;
    const y = box.y + metrics.originHead + top;
    const width = metrics.originWidth - metrics.chipSide - metrics.originPad;
    processes.set(process.key, { x, y, width, height: processHeight(process, metrics) });
    process.listeners.forEach(({ key }, index) =>
      chips.set(key, {
        x: x - metrics.chipOut,
        y: y + metrics.processHead + (index + 0.5) * metrics.listener,
      }),
    );
  }
}
