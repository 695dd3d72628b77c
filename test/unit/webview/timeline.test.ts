import assert from 'node:assert/strict';
import { english } from '../../../src/core/text/translate';
import type { Episode } from '../../../src/core/timeline/timeline';
import { type Lane, lanesOf } from '../../../webview-ui/timeline/lanes';
import { storyOf } from '../../../webview-ui/timeline/story';
import { darkness, placeOf, reachOf, reachTitle, ticksOf } from '../../../webview-ui/timeline/strip';
import { NOW } from '../../support/snapshots/chartWorld';

const SECOND = 1000;

/** Times are seconds before now. */
const episode = (
  from: number,
  to: number | null,
  given: Partial<Episode> & { pid?: number } = {},
): Episode => {
  const { pid = 100, ...more } = given;
  return {
    id: from,
    socketId: `tcp:1:${from}`,
    protocol: 'tcp',
    port: 3000,
    address: '127.0.0.1',
    exposure: 'machine',
    holder: { key: `${pid}:1`, pid, name: 'node', place: 'workspace', origin: null },
    absentAt: NOW - from * SECOND - 250,
    openedAt: NOW - from * SECOND,
    closed: to === null ? null : { seenAt: NOW - to * SECOND, at: NOW - to * SECOND + 250 },
    ...more,
  };
};

const only = (...episodes: Episode[]): Lane => {
  const [lane, ...others] = lanesOf(episodes);
  assert.ok(lane && others.length === 0, 'one line');
  return lane;
};

describe('the lines of the timeline', () => {
  it('are one for each port of each program, by port', () => {
    const vite = { key: '9:1', pid: 9, name: 'vite', place: 'workspace' as const, origin: null };
    const lanes = lanesOf([
      episode(50, null, { port: 8080 }),
      episode(40, 30, { holder: vite }),
      episode(20, null),
      episode(60, null, { protocol: 'unix', port: null, address: '/run/x.sock' }),
    ]);
    assert.deepEqual(
      lanes.map(({ name, holder }) => `${name} ${holder}`),
      ['3000 node', '3000 vite', '8080 node', 'x.sock node'],
    );
  });

  it('show one process’s addresses together, open to the widest', () => {
    const { spans } = only(episode(60, 10), episode(59, null, { address: '::', exposure: 'everyone' }));
    assert.equal(spans.length, 1);
    const [span] = spans;
    assert.deepEqual(span?.socketIds, ['tcp:1:60', 'tcp:1:59']);
    assert.equal(span.exposure, 'everyone');
    assert.equal(span.to, null);
  });

  it('keep processes apart, and times apart', () => {
    const { spans } = only(episode(60, 40), episode(30, 20), episode(10, null, { pid: 101 }));
    assert.deepEqual(
      spans.map(({ pid }) => pid),
      [100, 100, 101],
    );
  });
});

describe('the strip of the timeline', () => {
  const MINUTES = 60 * SECOND;
  const since = (minutes: number): number => reachOf([[NOW - minutes * MINUTES, NOW]], NOW) / MINUTES;

  it('reaches back no further than it takes to show all that was watched', () => {
    assert.equal(reachOf([], NOW) / MINUTES, 1);
    assert.deepEqual([1, 1.1, 2, 5, 5.1, 10, 11, 30, 90].map(since), [1, 2, 2, 5, 10, 10, 30, 30, 30]);
  });

  it('has a few ticks, in seconds where it is short, and a title', () => {
    const labels = (minutes: number): string[] =>
      ticksOf(minutes * MINUTES, english).map(({ label }) => label);
    assert.deepEqual(labels(1), ['−45 s', '−30 s', '−15 s']);
    assert.deepEqual(labels(2), ['−90 s', '−60 s', '−30 s']);
    assert.deepEqual(labels(5), ['−4 min', '−3 min', '−2 min', '−1 min']);
    assert.deepEqual(labels(30), ['−25 min', '−20 min', '−15 min', '−10 min', '−5 min']);
    assert.deepEqual(
      [1, 2].map((minutes) => reachTitle(minutes * MINUTES, english)),
      ['Last minute', 'Last 2 minutes'],
    );
  });

  it('has its places and its darkness by its own reach', () => {
    const begin = NOW - MINUTES;
    assert.equal(placeOf(begin, NOW, 5 * MINUTES), 0.8);
    assert.deepEqual(darkness([[begin, NOW]], NOW, 5 * MINUTES), [[NOW - 5 * MINUTES, begin]]);
  });
});

describe('the story of a line', () => {
  const story = (...episodes: Episode[]): string => storyOf(only(...episodes), english);
  const evenly = (count: number, every: number, last: number | null): Episode[] =>
    Array.from({ length: count }, (_, n) => {
      const from = (count - n) * every;
      return episode(from, n === count - 1 ? last : from - every + 2, { pid: 100 + n });
    });

  it('is silent where nothing is strange', () => {
    assert.equal(story(episode(600, null)), '');
    assert.equal(story(episode(600, 300)), '');
    assert.equal(story(episode(600, 300), episode(290, null, { pid: 101 })), '');
  });

  it('tells the beat of what restarts by the clock', () => {
    assert.equal(story(...evenly(8, 20, null)), 'restarted every 20 s');
  });

  it('counts where there is no beat', () => {
    const uneven = [
      episode(1000, 900),
      episode(890, 300, { pid: 2 }),
      episode(290, 280, { pid: 3 }),
      episode(270, null, { pid: 4 }),
    ];
    assert.equal(story(...uneven), 'restarted 3 times');
  });

  it('tells that it stayed away', () => {
    assert.equal(story(...evenly(3, 20, 10)), 'ended 3 times, then stayed away');
  });
});
