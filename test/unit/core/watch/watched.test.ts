import assert from 'node:assert/strict';
import { spanAfter, type Watched } from '../../../../src/core/watch/watched';

const spans = (intervalMs: number | null, ...moments: readonly number[]): Watched[] => {
  const all: Watched[] = [];
  for (const at of moments) {
    const last = all.at(-1);
    const next = spanAfter(last, at, intervalMs);
    if (next[0] === last?.[0]) all.pop();
    all.push(next);
  }
  return all;
};

describe('a span of watching', () => {
  it('goes on from scan to scan, those after an event among them, and begins again after a gap', () => {
    assert.deepEqual(spans(null, 1000, 2000, 4000, 60_000, 90_000, 91_000), [
      [1000, 4000],
      [60_000, 60_000],
      [90_000, 91_000],
    ]);
  });

  it('has no gap where the interval itself is long and a scan is late', () => {
    assert.deepEqual(spans(60_000, 0, 60_000, 180_000), [[0, 180_000]]);
    assert.equal(spans(200, 0, 3000).length, 2);
  });

  it('never goes back with the clock', () => {
    assert.deepEqual(spans(200, 5000, 4000, 5100), [[5000, 5100]]);
  });
});
