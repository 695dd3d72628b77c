import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LivePortMap } from '../../../src/core/portMap/livePortMap';
import type { PortMap } from '../../../src/core/portMap/portMap';
import { type Box, layOut, type MapLayout, NO_PLACEMENT } from '../../../webview-ui/portMap/mapLayout';
import { metricsAt } from '../../../webview-ui/portMap/metrics';
import { rankByDagre } from '../../../webview-ui/portMap/ranking';
import { routesOf } from '../../../webview-ui/portMap/routes';
import { MARGIN } from '../../../webview-ui/portMap/viewport';
import { walkOf } from '../../../webview-ui/portMap/walk';
import { FUZZ_RUNS } from '../../support/fuzzRuns';
import type { ChartWorld } from '../../support/snapshots/chartWorld';
import { twelveProcesses } from '../../support/snapshots/mapWorlds';
import { aCall, anOrigin, aPortMap, aProcess } from '../../support/snapshots/portMaps';
import { shopWorld } from '../../support/snapshots/shopWorld';

const METRICS = metricsAt(13);
/** The map's part of a window of 1280 by 800, beside the inspector and above the timeline, at the smallest legible scale. */
const ROOM = { columns: 6, height: 620 };

const layoutOf = (portMap: PortMap, previous = NO_PLACEMENT): MapLayout =>
  layOut(portMap, previous, METRICS, ROOM, rankByDagre);

const portMapOfWorld = ({ rows, processes, origins, folders }: ChartWorld): PortMap =>
  new LivePortMap({
    rows: new Map(rows.map((row) => [row.id, row])),
    processes: new Map(processes.map((process) => [process.key, process])),
    origins: new Map(origins.map((origin) => [origin.id, origin])),
    folders,
  }).picture(new Set()).portMap;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const anyPortMap = fc
  .tuple(
    fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 25 }),
  )
  .map(([shapes, ends]) => {
    const origins = shapes.map((ports, o) =>
      anOrigin(
        `o${o}`,
        ports.map((count, p) =>
          aProcess(
            `o${o}p${p}`,
            Array.from({ length: count }, (_, n) => n),
          ),
        ),
        { band: o % 4 === 3 ? 'system' : 'workspace', edge: o === 6 ? 'in' : o === 7 ? 'out' : null },
      ),
    );
    const processes = origins.flatMap((origin) => origin.processes);
    const deps = processes.flatMap(({ listeners }) => listeners);
    const calls = ends.flatMap(([from, to]) => {
      const [caller, listener] = [processes[from % processes.length], deps[to % Math.max(1, deps.length)]];
      return caller && listener ? [aCall(caller.key, listener.key, 2)] : [];
    });
    return aPortMap(origins, [...new Map(calls.map((call) => [call.key, call])).values()]);
  });

/** Every tenth of every curve of an SVG path of cubic ones. */
function pointsOn(path: string): { x: number; y: number }[] {
  const numbers = path
    .split(/[MC ]/)
    .filter((text) => text !== '')
    .map(Number);
  const at = (index: number): { x: number; y: number } => ({
    x: numbers[2 * index]!,
    y: numbers[2 * index + 1]!,
  });
  const points: { x: number; y: number }[] = [];
  for (let index = 0; index + 3 < numbers.length / 2; index += 3) {
    const [a, b, c, d] = [at(index), at(index + 1), at(index + 2), at(index + 3)];
    for (let t = 0; t <= 1; t += 0.1) {
      const mix = (axis: 'x' | 'y') =>
        (1 - t) ** 3 * a[axis] +
        3 * (1 - t) ** 2 * t * b[axis] +
        3 * (1 - t) * t * t * c[axis] +
        t ** 3 * d[axis];
      points.push({ x: mix('x'), y: mix('y') });
    }
  }
  return points;
}

describe('the map laid out', () => {
  it('lets no two boxes overlap, and each lie within what holds it', () => {
    fc.assert(
      fc.property(anyPortMap, (portMap) => {
        const { origins, processes, chips, bounds } = layoutOf(portMap);
        for (const boxes of [[...origins.values()], [...processes.values()]]) {
          boxes.forEach((box, index) => {
            assert.ok(boxes.slice(index + 1).every((other) => !overlap(box, other)));
            assert.ok(overlap(box, bounds));
          });
        }
        for (const { key, processes: within } of portMap.origins) {
          const outer = origins.get(key)!;
          for (const process of within) {
            const box = processes.get(process.key)!;
            assert.ok(box.x > outer.x && box.x + box.width <= outer.x + outer.width);
            assert.ok(box.y > outer.y && box.y + box.height <= outer.y + outer.height);
            for (const listener of process.listeners) {
              const chip = chips.get(listener.key)!;
              assert.ok(chip.x < box.x && chip.y > box.y && chip.y < box.y + box.height);
            }
          }
        }
      }),
      { numRuns: Math.ceil(FUZZ_RUNS / 20) },
    );
  });

  it('shows 12 processes and 30 listeners whole, legibly, in a window of 1280 by 800', () => {
    const { bounds } = layoutOf(portMapOfWorld(twelveProcesses()));
    assert.ok(bounds.width * 0.85 <= 980 - 32, `${bounds.width} wide`);
    assert.ok(bounds.height * 0.85 <= 606 - 32, `${bounds.height} high`);
  });

  it('reads web → api → database from left to right', () => {
    const portMap = portMapOfWorld(shopWorld());
    const { processes } = layoutOf(portMap);
    const left = (name: string): number => {
      const process = portMap.origins.flatMap((each) => each.processes).find((each) => each.name === name);
      return processes.get(process?.key ?? '')!.x;
    };
    const way = ['Chrome', 'vite', 'node server.js', 'postgres 16'].map(left);
    assert.deepEqual(
      way,
      [...way].sort((a, b) => a - b),
    );
    assert.equal(new Set(way).size, way.length);
  });

  it('gives a restarted process the place it had', () => {
    const portMap = (pid: string): PortMap =>
      aPortMap([
        anOrigin('t', [aProcess('1', [80], 'a'), aProcess(pid, [90], 'b'), aProcess('3', [99], 'c')]),
      ]);
    const before = layoutOf(portMap('2'));
    const after = layoutOf(
      portMap('77'),
      layoutOf(aPortMap([anOrigin('t', [aProcess('1', [80], 'a')])]), before.placement).placement,
    );
    assert.deepEqual(after.processes.get('77'), before.processes.get('2'));
  });
});

describe('lines of the map', () => {
  it('run from the caller’s right edge to the listener’s left end, across no process', () => {
    for (const world of [shopWorld(), twelveProcesses()]) {
      const portMap = portMapOfWorld(world);
      const layout = layoutOf(portMap);
      const routes = routesOf(portMap, layout, METRICS);
      assert.equal(routes.size, portMap.calls.length);
      for (const { key, from, to } of portMap.calls) {
        const points = pointsOn(routes.get(key)!.path);
        const box = layout.processes.get(from)!;
        const chip = layout.chips.get(to)!;
        assert.equal(points[0]?.x, box.x + box.width);
        assert.deepEqual(
          [points.at(-1)!.x, points.at(-1)!.y].map((each) => Math.round(each)),
          [chip.x, chip.y].map((each) => Math.round(each)),
        );
        for (const [process, other] of layout.processes) {
          const crossed = points.filter(
            ({ x, y }) =>
              x > other.x + 1 &&
              x < other.x + other.width - 1 &&
              y > other.y + 1 &&
              y < other.y + other.height - 1,
          );
          assert.deepEqual(crossed, [], `${from} → ${to} crosses ${process}`);
        }
      }
    }
  });

  it('cross no heading of an origin, not even of the one they go into', () => {
    const portMap = aPortMap(
      [
        anOrigin('second', [aProcess('1', [3001])]),
        anOrigin('servers', [aProcess('2', [3000]), aProcess('3', [4000]), aProcess('4', [5000])]),
      ],
      [aCall('1', '3:4000'), aCall('2', '3:4000'), aCall('3', '4:5000')],
    );
    const layout = layoutOf(portMap);
    for (const { path } of routesOf(portMap, layout, METRICS).values()) {
      for (const { x, y } of pointsOn(path)) {
        for (const origin of layout.origins.values()) {
          const heading = { ...origin, height: METRICS.originHead };
          assert.ok(!overlap({ x, y, width: 0, height: 0 }, heading), path);
        }
      }
    }
  });

  it('have their numbers beside each other, and on no process', () => {
    const portMap = portMapOfWorld(shopWorld());
    const layout = layoutOf(portMap);
    const labels = [...routesOf(portMap, layout, METRICS).values()].map(({ label: { x, y } }) => ({
      x: x - 8,
      y: y - 7,
      width: 16,
      height: 14,
    }));
    labels.forEach((label, index) => {
      for (const other of [...labels.slice(index + 1), ...layout.processes.values()]) {
        assert.ok(!overlap(label, other));
      }
    });
  });

  it('go around where they must go back', () => {
    const portMap = aPortMap(
      [
        anOrigin('a', [aProcess('1', [80])]),
        anOrigin('b', [aProcess('2', [90])]),
        anOrigin('c', [aProcess('3', [99])]),
      ],
      [aCall('1', '2:90'), aCall('2', '3:99'), aCall('3', '1:80')],
    );
    const layout = layoutOf(portMap);
    for (const { path } of routesOf(portMap, layout, METRICS).values()) {
      for (const { x, y } of pointsOn(path)) {
        assert.ok(x > -MARGIN + 2 && x < layout.bounds.width + MARGIN - 2, `${x} is in sight`);
        for (const box of layout.processes.values()) {
          assert.ok(!overlap({ x, y, width: 0, height: 0 }, { ...box, x: box.x + 1, width: box.width - 2 }));
        }
      }
    }
  });
});

describe('walking the map', () => {
  const portMap = portMapOfWorld(shopWorld());
  const layout = layoutOf(portMap);
  const walk = walkOf(portMap, layout);
  const processes = portMap.origins.flatMap((origin) => origin.processes);
  const keyOf = (name: string): string => processes.find((process) => process.name === name)!.key;
  const listenerOf = (name: string, port: number): string =>
    processes.find((process) => process.name === name)!.listeners.find((each) => each.port === port)!.key;

  it('reaches everything, each origin before its processes, each process before its listeners', () => {
    const all = portMap.origins.flatMap(({ key, processes: within }) => [
      key,
      ...within.flatMap((process) => [process.key, ...process.listeners.map((each) => each.key)]),
    ]);
    assert.deepEqual([...walk.order].sort(), all.sort());
    const at = (key: string): number => walk.order.indexOf(key);
    for (const { key, processes: within } of portMap.origins) {
      for (const process of within) {
        assert.ok(at(key) < at(process.key));
        assert.ok(process.listeners.every((listener) => at(process.key) < at(listener.key)));
      }
    }
  });

  it('follows the calls to the right, and back to the left', () => {
    assert.equal(walk.right(keyOf('Chrome')), listenerOf('vite', 5173));
    assert.equal(walk.right(listenerOf('vite', 5173)), listenerOf('node server.js', 3000));
    assert.equal(walk.right(listenerOf('node server.js', 3000)), listenerOf('postgres 16', 5432));
    assert.equal(walk.left(listenerOf('postgres 16', 5432)), keyOf('node server.js'));
    assert.equal(walk.left(keyOf('node server.js')), keyOf('vite'));
    assert.equal(walk.right(listenerOf('postgres 16', 5432)), undefined);
  });

  it('goes out of what nobody calls, and into an origin', () => {
    const [first] = walk.order;
    assert.ok(first !== undefined);
    assert.equal(walk.right(first), keyOf('Chrome'));
    assert.equal(walk.left(keyOf('Chrome')), first);
    assert.equal(walk.origin(first, -1), undefined);
    assert.notEqual(walk.origin(first, 1), undefined);
  });
});
