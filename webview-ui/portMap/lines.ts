import type { PortMapCall } from '../../src/core/portMap/portMap';
import type { Look } from './mark';
import type { Route } from './routes';

const SVG = 'http://www.w3.org/2000/svg';

/** The largest number that is written on a line: more digits say no more. */
const MOST_TOLD = 999;

type LineStyle = Pick<Look, 'related' | 'pointed' | 'dim' | 'gone'>;

/** Beyond this many lines, each steps back, and tells its number only when it is asked for. */
const BUSY = 32;

interface Line {
  readonly group: SVGGElement;
  readonly path: SVGPathElement;
  readonly plate: SVGRectElement;
  readonly label: SVGTextElement;
}

/** Draws the calls below the processes: one line each, with its number of connections; the more, the thicker. */
export class Lines {
  readonly element = document.createElementNS(SVG, 'svg');
  readonly #lines = new Map<string, Line>();

  constructor() {
    this.element.setAttribute('class', 'lines');
    this.element.setAttribute('aria-hidden', 'true');
  }

  draw(
    calls: readonly PortMapCall[],
    routes: ReadonlyMap<string, Route>,
    lookOf: (call: PortMapCall) => LineStyle,
  ): void {
    this.element.classList.toggle('busy', calls.length > BUSY);
    const here = new Set<string>();
    for (const call of calls) {
      const route = routes.get(call.key);
      if (!route) continue;
      here.add(call.key);
      const line = this.#lines.get(call.key) ?? this.#made(call.key);
      draw(line, call, route);
      this.look(call.key, lookOf(call));
    }
    for (const [key, { group }] of this.#lines) {
      if (here.has(key)) continue;
      group.remove();
      this.#lines.delete(key);
    }
  }

  look(key: string, { related, pointed, dim, gone }: LineStyle): void {
    const { classList } = this.#lines.get(key)?.group ?? {};
    classList?.toggle('related', related);
    classList?.toggle('pointed', pointed);
    classList?.toggle('dim', dim);
    classList?.toggle('gone', gone);
  }

  #made(key: string): Line {
    const [group, path, plate, label] = [
      document.createElementNS(SVG, 'g'),
      document.createElementNS(SVG, 'path'),
      document.createElementNS(SVG, 'rect'),
      document.createElementNS(SVG, 'text'),
    ];
    group.setAttribute('class', 'line');
    group.dataset['key'] = key;
    group.append(path, plate, label);
    this.element.append(group);
    const line = { group, path, plate, label };
    this.#lines.set(key, line);
    return line;
  }
}

function draw({ group, path, plate, label }: Line, { connections }: PortMapCall, route: Route): void {
  set(path, 'd', route.path);
  // 1, 2, 4, 8… connections: 1.25, 1.6, 1.95… up to 3 pixels.
  set(path, 'stroke-width', Math.min(3, 1.25 + 0.35 * Math.log2(Math.max(1, connections))).toFixed(2));
  const several = connections > 1;
  group.classList.toggle('several', several);
  if (!several) return;
  const text = connections > MOST_TOLD ? `${MOST_TOLD}+` : String(connections);
  const width = 8 + 7 * text.length;
  set(plate, 'x', (route.label.x - width / 2).toFixed(1));
  set(plate, 'y', (route.label.y - 8).toFixed(1));
  set(plate, 'width', String(width));
  set(plate, 'height', '16');
  set(plate, 'rx', '8');
  set(label, 'x', route.label.x.toFixed(1));
  set(label, 'y', (route.label.y + 4).toFixed(1));
  if (label.textContent !== text) label.textContent = text;
}

function set(node: SVGElement, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
