import type { PortMap } from '../../src/core/portMap/portMap';
import type { Box, MapLayout, Point } from './mapLayout';
import { columnPitch, type Metrics } from './metrics';

/** The line of one call, ready to be drawn. */
export interface Route {
  /** The `d` of an SVG path. */
  readonly path: string;
  /** Middle of the label, which says the number of connections. */
  readonly label: Point;
}

/** Pixels that a line keeps from a box, and from the next line in the same passage. */
const CLEAR = 5;
const APART = 4;

/** Half the width and height, in pixels, that a label is taken to have. */
const LABEL: Point = { x: 11, y: 8 };

/** Upper and lower edge, in pixels. */
type Span = readonly [top: number, bottom: number];

/** A cubic Bézier curve: start, two control points, end. */
type Curve = readonly [Point, Point, Point, Point];

/**
 * A line for every call: from its process's right edge to the listener's left end, through the passages between boxes
 * and never across one. Where it must go back to the left, it goes around.
 */
export function routesOf(
  { origins, calls }: PortMap,
  layout: MapLayout,
  metrics: Metrics,
): Map<string, Route> {
  const passages = new Passages(layout, metrics);
  const processOf = new Map<string, string>();
  const originOf = new Map<string, string>();
  for (const { key: origin, processes } of origins) {
    for (const { key, listeners } of processes) {
      originOf.set(key, origin);
      for (const listener of listeners) processOf.set(listener.key, key);
    }
  }
  const ends = calls.flatMap(({ key, from, to }) => {
    const box = layout.processes.get(from);
    const end = layout.chips.get(to);
    const called = processOf.get(to);
    if (!box || !end || called === undefined) return [];
    const open = new Set([originOf.get(from), originOf.get(called)].filter((each) => each !== undefined));
    return [{ key, from, box, end, open }];
  });
  // Lines that leave a process leave it in the order of where they go, so that they do not cross at once.
  ends.sort((a, b) => a.end.y - b.end.y || a.end.x - b.end.x);
  const leaving = new Map<string, number>();
  const count = new Map<string, number>();
  for (const { from } of ends) count.set(from, (count.get(from) ?? 0) + 1);

  const curves = new Map<string, Curve[]>();
  for (const { key, from, box, end, open } of ends) {
    const index = leaving.get(from) ?? 0;
    leaving.set(from, index + 1);
    const step = Math.min(9, (box.height - 24) / Math.max(1, (count.get(from) ?? 1) - 1));
    const start = { x: box.x + box.width, y: box.y + 16 + index * step };
    curves.set(key, passages.curves(start, end, open));
  }
  return labelled(curves, [...layout.processes.values()]);
}

/** Where lines can pass a column: between its boxes. */
class Passages {
  readonly #layout: MapLayout;
  readonly #metrics: Metrics;
  /** The titles of the bands, and what is above the map. */
  readonly #headings: readonly Span[];
  /** The stretches of each column that lines pass already. */
  readonly #taken = new Map<number, readonly number[]>();

  constructor(layout: MapLayout, metrics: Metrics) {
    this.#layout = layout;
    this.#metrics = metrics;
    this.#headings = [...layout.bands.values()].map(({ y }, index) => [
      index === 0 ? -Infinity : y,
      y + metrics.bandHead - 3 * CLEAR,
    ]);
  }

  /** @param open origins that the line leaves or enters: only their headings and processes are in its way */
  curves(start: Point, end: Point, open: ReadonlySet<string>): Curve[] {
    const { columnGap, originWidth, chipSide, originPad } = this.#metrics;
    const pitch = columnPitch(this.#metrics);
    const from = Math.floor(start.x / pitch);
    const to = Math.floor(end.x / pitch);
    const forward = to > from;
    const between = forward ? range(from + 1, to) : range(to, from + 1).reverse();
    const points: Point[] = [start];
    between.forEach((column, index) => {
      const wanted = start.y + ((end.y - start.y) * (index + 1)) / (between.length + 1);
      const y = this.#passage(column, wanted, open);
      const left = { x: column * pitch - (forward ? 0 : columnGap / 4), y };
      const right = { x: column * pitch + originWidth + (forward ? 0 : columnGap / 4), y };
      points.push(...(forward ? [left, right] : [right, left]));
    });
    points.push(end);
    return points.slice(1).map((point, index) => {
      const last = points[index] ?? start;
      // Along a column the line is straight; out of a box, between columns and into a chip it swings.
      const straight = index % 2 === 1 && index < points.length - 2;
      // Back around the first column it stays within the map's margin.
      const least = (chipSide + originPad) / (forward ? 1 : 2);
      const reach = straight ? 0 : Math.max(Math.abs(point.x - last.x) / 2, least);
      const out = forward || index === 0 ? reach : straight ? 0 : -reach;
      const into = forward || index === points.length - 2 ? -reach : straight ? 0 : reach;
      return [last, { x: last.x + out, y: last.y }, { x: point.x + into, y: point.y }, point];
    });
  }

  /** The free height in that column that is nearest to the one wanted, and not taken by another line. */
  #passage(column: number, wanted: number, open: ReadonlySet<string>): number {
    const blocked = [
      ...this.#headings,
      ...this.#obstacles(column, open).map(({ y, height }): Span => [y - CLEAR, y + height + CLEAR]),
    ];
    const taken = this.#taken.get(column) ?? [];
    const isFree = (y: number): boolean =>
      !blocked.some(([top, bottom]) => y > top && y < bottom) &&
      !taken.some((other) => Math.abs(other - y) < APART - 0.01);
    // In a passage that is full, lines lie on each other rather than on a box.
    const edges = [wanted, ...blocked.flat()];
    const beside = taken.flatMap((y) => [y - APART, y + APART]);
    const nearest = (from: readonly number[]): number | undefined =>
      [...from].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
    const y =
      nearest([...edges, ...beside].filter(isFree)) ??
      nearest(edges.filter((each) => !blocked.some(([top, bottom]) => each > top && each < bottom))) ??
      wanted;
    this.#taken.set(column, [...taken, y]);
    return y;
  }

  #obstacles(column: number, open: ReadonlySet<string>): Box[] {
    const pitch = columnPitch(this.#metrics);
    const left = column * pitch;
    const right = left + this.#metrics.originWidth;
    const crosses = ({ x, width }: Box): boolean => x < right && x + width > left;
    const { origins, processes } = this.#layout;
    const closed = [...origins].filter(([key]) => !open.has(key)).map(([, box]) => box);
    const inOpen = [...open].flatMap((key) => {
      const origin = origins.get(key);
      if (!origin) return [];
      const heading = { ...origin, height: this.#metrics.originHead };
      return [heading, ...[...processes.values()].filter((box) => inside(box, origin))];
    });
    return [...closed, ...inOpen].filter(crosses);
  }
}

const inside = (box: Box, outer: Box): boolean =>
  box.x >= outer.x && box.y >= outer.y && box.x < outer.x + outer.width && box.y < outer.y + outer.height;

const range = (first: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);

/** Where along a line its label may stand, the best place first. */
const ALONG: readonly number[] = [0.5, 0.35, 0.65, 0.25, 0.75];

function labelled(curves: ReadonlyMap<string, readonly Curve[]>, boxes: readonly Box[]): Map<string, Route> {
  const taken: Box[] = [...boxes];
  const routes = new Map<string, Route>();
  for (const [key, line] of curves) {
    const places = line.flatMap((curve) => ALONG.map((t) => at(curve, t)));
    const label = places.find((place) => !taken.some((box) => overlaps(labelBox(place), box))) ?? places[0];
    if (!label) continue;
    taken.push(labelBox(label));
    routes.set(key, { path: pathOf(line), label });
  }
  return routes;
}

const labelBox = ({ x, y }: Point): Box => ({
  x: x - LABEL.x,
  y: y - LABEL.y,
  width: 2 * LABEL.x,
  height: 2 * LABEL.y,
});

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function at([a, b, c, d]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (axis: 'x' | 'y'): number =>
    u * u * u * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t * t * t * d[axis];
  return { x: mix('x'), y: mix('y') };
}

function pathOf(line: readonly Curve[]): string {
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const [first] = line;
  if (!first) return '';
  return `M${text(first[0])}${line.map(([, b, c, d]) => `C${text(b)} ${text(c)} ${text(d)}`).join('')}`;
}
