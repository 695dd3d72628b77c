import assert from 'node:assert/strict';
import fc from 'fast-check';
import { english } from '../../../../src/core/text/translate';
import { pastOwners } from '../../../../src/core/timeline/pastOwners';
import { Sightings } from '../../../../src/core/timeline/sightings';
import {
  EMPTY_TIMELINE,
  episodesOn,
  MOST_EPISODES,
  MOST_SPANS,
  type Sighting,
  type Timeline,
  TIMELINE_MS,
  timelineAfter,
  timelineAt,
  withSpan,
} from '../../../../src/core/timeline/timeline';
import type { Watched } from '../../../../src/core/watch/watched';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const sighting = (socketId: string, key: string | null = '1:1', port = 3000): Sighting => ({
  socketId,
  protocol: 'tcp',
  port,
  address: '127.0.0.1',
  exposure: 'machine',
  holder:
    key === null
      ? null
      : { key, pid: Number(key.split(':')[0]), name: `p${key}`, place: 'workspace', origin: null },
  holders: key === null ? [] : [key],
});

/** The timeline after looks at these moments, each of which saw that. */
const after = (...looks: readonly (readonly [at: number, ...sightings: readonly Sighting[]])[]): Timeline =>
  looks.reduce(
    (timeline, [at, ...sightings]) => timelineAfter(timeline, { at, confirmedAt: 0, sightings }),
    EMPTY_TIMELINE,
  );

const times = ({ episodes }: Timeline): (number | null)[][] =>
  episodes.map(({ absentAt, openedAt, closed }) => [
    absentAt,
    openedAt,
    closed?.seenAt ?? null,
    closed?.at ?? null,
  ]);

describe('the timeline', () => {
  it('tells what was there at first from what opened later, and when what closed was last seen', () => {
    const [a, b] = [sighting('a'), sighting('b')];
    assert.deepEqual(times(after([1000, a], [2000, a, b], [3000, b])), [
      [null, 1000, 2000, 3000],
      [1000, 2000, null, null],
    ]);
  });

  it('makes a new episode of a socket that another process holds now', () => {
    const timeline = after([1000, sighting('a', '1:1')], [2000, sighting('a', '2:5')]);
    assert.deepEqual(
      timeline.episodes.map(({ holder, closed }) => [holder?.key, closed?.at]),
      [
        ['1:1', 2000],
        ['2:5', undefined],
      ],
    );
  });

  it('goes on with a holder that cannot be seen for once, that another leads now, or that is seen at last', () => {
    const shared = { ...sighting('a', '2:5'), holders: ['2:5', '1:1'] };
    const keys = (timeline: Timeline) => timeline.episodes.map(({ holder }) => holder?.key);
    assert.deepEqual(keys(after([1000, sighting('a')], [2000, sighting('a', null)])), ['1:1']);
    assert.deepEqual(keys(after([1000, sighting('a')], [2000, shared])), ['1:1']);
    assert.deepEqual(keys(after([1000, sighting('a', null)], [2000, sighting('a')])), ['1:1']);
  });

  it('says when what is new came by the last scan that found nothing, not by the last that was told', () => {
    const first = after([1000, sighting('a')]);
    const timeline = timelineAfter(first, { at: 601_000, confirmedAt: 600_800, sightings: [sighting('b')] });
    assert.deepEqual(times(timeline), [
      [null, 1000, 600_800, 601_000],
      [600_800, 601_000, null, null],
    ]);
  });

  it('tells when somebody watched: spans that go on, and points where that was one scan', () => {
    const spans: readonly Watched[] = [
      [1000, 1000],
      [1000, 2000],
      [1000, 4000],
      [60_000, 60_000],
      [90_000, 91_000],
      [90_000, 90_500],
    ];
    assert.deepEqual(spans.reduce(withSpan, EMPTY_TIMELINE).watched, [
      [1000, 4000],
      [60_000, 60_000],
      [90_000, 91_000],
    ]);
  });

  it('forgets what closed half an hour ago, and nothing that is open', () => {
    const timeline = after(
      [1000, sighting('old'), sighting('gone')],
      [2000, sighting('old')],
      [3000 + TIMELINE_MS, sighting('old')],
    );
    const closed = after([1000, sighting('old'), sighting('gone')], [2000, sighting('old')]);
    assert.equal(timelineAt(closed, 2000 + TIMELINE_MS).episodes, closed.episodes);
    assert.deepEqual(timelineAt(closed, 2001 + TIMELINE_MS).episodes, timeline.episodes);
    assert.deepEqual(
      timeline.episodes.map(({ socketId }) => socketId),
      ['old'],
    );
    const span: Watched = [3000 + TIMELINE_MS, 3000 + TIMELINE_MS];
    assert.deepEqual(withSpan(withSpan(timeline, [1000, 2000]), span).watched, [span]);
  });

  it('stays the same list while nothing happens', () => {
    const before = after([1000, sighting('a')]);
    assert.equal(
      timelineAfter(before, { at: 2000, confirmedAt: 0, sightings: [sighting('a')] }).episodes,
      before.episodes,
    );
  });

  it('keeps its bound, and says nothing wrong about what there was no room for', () => {
    const all = Array.from({ length: MOST_EPISODES + 10 }, (_, at) => sighting(String(at)));
    const full = after([1000, ...all]);
    assert.equal(full.episodes.length, MOST_EPISODES);
    assert.equal(full.beyond.size, 10);
    // Room comes, but what was left out is not new.
    const later = timelineAfter(full, { at: 2000, confirmedAt: 0, sightings: all.slice(5) });
    assert.equal(later.episodes.length, MOST_EPISODES);
    assert.equal(later.episodes.filter(({ openedAt }) => openedAt === 2000).length, 0);
    const next = timelineAfter(later, {
      at: 3000,
      confirmedAt: 0,
      sightings: [...all.slice(5), sighting('new')],
    });
    assert.equal(next.episodes.length, MOST_EPISODES);
    assert.equal(next.episodes.at(-1)?.socketId, 'new');
  });

  const look = fc.record({
    back: fc.integer({ min: -5000, max: 10_000 }),
    wait: fc.oneof(fc.nat(3000), fc.integer({ min: -5000, max: 20 * 60_000 })),
    sockets: fc.uniqueArray(fc.record({ id: fc.nat(6), pid: fc.option(fc.nat(2)) }), {
      selector: ({ id }) => id,
    }),
  });

  it('loses no close, is ordered, and never overlaps, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 25 }), (looks) => {
        let timeline = EMPTY_TIMELINE;
        let at = 1_000_000;
        for (const { wait, back, sockets } of looks) {
          at += wait;
          const before = timeline;
          const sightings = sockets.map(({ id, pid }) =>
            sighting(String(id), pid === null ? null : `${pid}:1`, id),
          );
          timeline = withSpan(timelineAfter(before, { at, confirmedAt: at - back, sightings }), [at, at]);

          const there = new Set(sightings.map(({ socketId }) => socketId));
          const open = timeline.episodes.filter(({ closed }) => !closed);
          assert.deepEqual(new Set(open.map(({ socketId }) => socketId)), there, 'open is what is there');
          assert.equal(open.length, there.size, 'each once');
          for (const { id, closed } of before.episodes) {
            const now = timeline.episodes.find((each) => each.id === id);
            if (closed) assert.deepEqual(now?.closed ?? closed, closed, 'what has closed stays so');
            else assert.ok(now, 'what was open is open, or has just closed');
          }
          assertOrdered(timeline);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  function assertOrdered({ episodes, watched, at }: Timeline): void {
    let last = 0;
    for (const { id, absentAt, openedAt, closed } of episodes) {
      assert.ok(id > last, 'by id');
      last = id;
      assert.ok((absentAt ?? openedAt) <= openedAt && openedAt <= at);
      if (closed) assert.ok(openedAt <= closed.seenAt && closed.seenAt <= closed.at && closed.at <= at);
    }
    let end = -Infinity;
    for (const [from, to] of watched) {
      assert.ok(end <= from && from <= to && to <= at);
      end = to;
    }
    assert.ok(episodes.length <= MOST_EPISODES && watched.length <= MOST_SPANS);
  }
});

describe('who owned a port', () => {
  const options = { t: english, timeText: (ms: number) => `${ms / 1000}s` };
  const said = (timeline: Timeline): string => pastOwners(timeline, 3000, null, options).sentence;
  const whole = (timeline: Timeline): Timeline => ({
    ...timeline,
    watched: [[timeline.at - TIMELINE_MS, timeline.at]],
  });

  it('is who holds it, and who did before', () => {
    const timeline = after(
      [1000],
      [2000, sighting('a', '1:1')],
      [4000],
      [5000, sighting('b', '2:1'), sighting('c', '3:1', 9999)],
      [6000, sighting('b', '2:1')],
    );
    assert.equal(
      said(whole(timeline)),
      'p2:1 (pid 2) holds port 3000, since 5s. Before that it was p1:1 (pid 1), since 2s, until 4s (seen for 0 s).',
    );
    assert.deepEqual(
      episodesOn(timeline, 3000).map(({ socketId }) => socketId),
      ['b', 'a'],
    );
    assert.deepEqual(episodesOn(timeline, 3000, 'udp'), []);
  });

  it('is not said to the second where nobody looked', () => {
    const timeline = withSpan(
      after([1000, sighting('a', '1:1')], [2000, sighting('a', '1:1')], [600_000]),
      [1000, 2000],
    );
    assert.equal(
      said(timeline),
      'p1:1 (pid 1) held port 3000, since before 1s, until between 2s and 600s (seen for 1 s). ' +
        'Portolan looked for 1 s of the last 30 min.',
    );
  });

  it('is nobody that was seen', () => {
    assert.equal(
      said(withSpan(after([1000], [2000]), [1000, 2000])),
      'Nobody was seen listening on port 3000 in the last 30 min. Portolan looked for 1 s of the last 30 min.',
    );
  });
});

describe('the sightings of a snapshot', () => {
  it('are the same objects where nothing has changed', () => {
    const sightings = new Sightings(english);
    const snapshot = aSnapshot([aSocket()], [aProcess()]);
    assert.equal(sightings.of(snapshot)[0], sightings.of({ ...snapshot, takenAt: 7 })[0]);
  });
});
