import assert from 'node:assert/strict';
import { Arrangement } from '../../../webview-ui/portMap/arrangement';
import { metricsAt } from '../../../webview-ui/portMap/metrics';
import { aCall, anOrigin, aPortMap, aProcess } from '../../support/snapshots/portMaps';

const METRICS = metricsAt(13);
const web = anOrigin('web', [aProcess('vite', [5173])]);
const api = anOrigin('api', [aProcess('node', [3000, 9229])]);
const call = aCall('vite', 'node:3000');
const before = aPortMap([web, api], [call]);

const SIZE = { width: 1280, height: 800 };

describe('the arrangement of the map', () => {
  it('is the same object while only names and numbers differ', () => {
    const arrangement = new Arrangement(METRICS, () => SIZE);
    const first = arrangement.of(before);
    const busier = aPortMap(
      [{ ...web, label: 'Terminal shop' }, api],
      [{ ...call, connections: call.connections + 7 }],
    );
    assert.equal(arrangement.of(busier), first);
  });

  it('takes in what is new, and leaves what has its place there', () => {
    const arrangement = new Arrangement(METRICS, () => SIZE);
    const first = arrangement.of(before);
    const worker = anOrigin('worker', [aProcess('worker', [])]);
    const late = aCall('worker', 'node:3000');
    const another = [
      [aPortMap([web, api, worker], [call, late]), 'worker'],
      [
        aPortMap([web, anOrigin('api', [aProcess('node', [3000, 9229]), aProcess('tsc', [])])], [call]),
        'tsc',
      ],
    ] as const;
    for (const [portMap, key] of another) {
      const { layout } = arrangement.of(portMap);
      assert.ok(layout.origins.has(key) || layout.processes.has(key), key);
      assert.deepEqual(layout.origins.get('web'), first.layout.origins.get('web'));
      assert.deepEqual(layout.chips.get('node:3000'), first.layout.chips.get('node:3000'));
    }
  });

  it('draws a new line between what was there', () => {
    const arrangement = new Arrangement(METRICS, () => SIZE);
    assert.equal(arrangement.of(aPortMap([web, api])).routes.size, 0);
    assert.deepEqual([...arrangement.of(before).routes.keys()], [call.key]);
  });

  it('is made anew for a window of another size, or when asked', () => {
    let viewport = SIZE;
    const arrangement = new Arrangement(METRICS, () => viewport);
    const wide = arrangement.of(before);
    viewport = { width: 400, height: 300 };
    const narrow = arrangement.of(before);
    assert.ok(narrow.layout.bounds.width < wide.layout.bounds.width);
    arrangement.forget();
    assert.notEqual(arrangement.of(before), narrow);
  });

  it('does not widen and narrow everything each time something comes and goes at the limit', () => {
    const arrangement = new Arrangement(METRICS, () => SIZE);
    const crowd = Array.from({ length: 40 }, (_, n) =>
      anOrigin(`o${n}`, [aProcess(`p${n}`, [8000 + n, 9000 + n])]),
    );
    const widthOf = (count: number) =>
      arrangement.of(aPortMap(crowd.slice(0, count))).layout.origins.get('o0')?.width ?? 0;
    const wide = widthOf(1);
    const limit = crowd.findIndex((_, n) => widthOf(n + 1) < wide);
    assert.ok(limit > 1, 'so many do not fit wide');
    assert.ok(widthOf(limit) < wide, 'one fewer would, but the next may be back at any time');
    assert.equal(widthOf(1), wide, 'alone it has room to spare');
  });
});
