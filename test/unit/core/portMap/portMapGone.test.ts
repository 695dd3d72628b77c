import assert from 'node:assert/strict';
import { EMPTY_PORT_MAP } from '../../../../src/core/portMap/portMap';
import { keysOf, withGone } from '../../../../src/core/portMap/portMapGone';
import { aCall, anOrigin, aPortMap, aProcess } from '../../../support/snapshots/portMaps';

const always = (): boolean => true;

describe('what has gone from the map', () => {
  const web = aProcess('1', [5173], 'vite');
  const api = aProcess('2', [3000, 9229], 'api');
  const before = aPortMap([anOrigin('a', [web]), anOrigin('b', [api])]);

  it('stays in its place as long as it lingers, then leaves', () => {
    const now = aPortMap([anOrigin('b', [aProcess('2', [3000], 'api')])]);
    assert.deepEqual(keysOf(withGone(before, now, always)), keysOf(before));
    assert.deepEqual(
      withGone(before, now, always).origins.map(({ key }) => key),
      ['a', 'b'],
    );
    assert.deepEqual(
      withGone(before, now, () => false),
      now,
    );
  });

  it('keeps the lines to it meanwhile', () => {
    const call = aCall('1', '2:3000', 3);
    const now = aPortMap([anOrigin('a', [web])]);
    assert.deepEqual(withGone({ ...before, calls: [call] }, now, always).calls, [call]);
    assert.deepEqual(withGone({ ...before, calls: [call] }, { ...before, calls: [] }, always).calls, []);
  });

  it('gives way at once to a new process of its name', () => {
    const now = aPortMap([anOrigin('a', [aProcess('9', [5173], 'vite')]), anOrigin('b', [api])]);
    assert.deepEqual(keysOf(withGone(before, now, always)), keysOf(now));
  });

  it('is not seen off where everything changes at once', () => {
    const many = aPortMap(Array.from({ length: 40 }, (_, n) => anOrigin(`o${n}`, [aProcess(`${n}`, [n])])));
    assert.deepEqual(withGone(many, EMPTY_PORT_MAP, always), EMPTY_PORT_MAP);
  });
});
