import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/core/snapshot/snapshot';
import { english } from '../../../src/core/text/translate';
import type { Watched } from '../../../src/core/watch/watched';
import { TimelineKeeper, type TimelineSource } from '../../../src/memory/timelineKeeper';
import { aProcess, aSnapshot, aSocket } from '../../support/snapshots/snapshots';

/** What a monitor would tell, told by the test. */
class Source implements TimelineSource {
  watched: Watched | undefined;
  scanned: Parameters<TimelineSource['onDidScan']>[0] = () => undefined;
  spanEnded: Parameters<TimelineSource['onDidEndSpan']>[0] = () => undefined;

  onDidScan(listener: typeof this.scanned) {
    this.scanned = listener;
    return { dispose: () => (this.scanned = () => undefined) };
  }

  onDidEndSpan(listener: typeof this.spanEnded) {
    this.spanEnded = listener;
    return { dispose: () => (this.spanEnded = () => undefined) };
  }

  scan(snapshot: Snapshot, confirmedAt = 0): void {
    const since = this.watched?.[0] ?? snapshot.takenAt;
    this.watched = [since, snapshot.takenAt];
    this.scanned({ snapshot, confirmedAt });
  }
}

function stage() {
  const source = new Source();
  return { source, keeper: new TimelineKeeper(source, english) };
}

describe('the keeper of the timeline', () => {
  it('takes listeners only, of scans of either kind', () => {
    const { source, keeper } = stage();
    const connection = aSocket({ inode: 8, state: 'ESTABLISHED' });
    source.scan(aSnapshot([aSocket(), connection], [aProcess()], { takenAt: 1000 }));
    source.scan(aSnapshot([], [], { takenAt: 2000, scope: 'listeners' }));
    assert.deepEqual(
      keeper.timeline.episodes.map(({ port, holder, closed }) => [port, holder?.name, closed?.at]),
      [[3000, 'node server.js', 2000]],
    );
  });

  it('does not take a system that shows nothing for one where everything has closed', () => {
    const { source, keeper } = stage();
    source.scan(aSnapshot([aSocket()], [aProcess()], { takenAt: 1000 }));
    source.scan(
      aSnapshot([], [], { takenAt: 2000, gaps: [{ kind: 'unsupported', subject: 'system', count: 1 }] }),
    );
    assert.equal(keeper.timeline.episodes[0]?.closed, null);
  });

  it('says since when it was watched, up to the last scan, also of those that told nothing', () => {
    const { source, keeper } = stage();
    source.scan(aSnapshot([aSocket()], [aProcess()], { takenAt: 1000 }));
    const { episodes } = keeper.timeline;
    source.watched = [1000, 61_000];
    assert.deepEqual([keeper.timeline.at, keeper.timeline.watched], [61_000, [[1000, 61_000]]]);
    assert.equal(keeper.timeline.episodes, episodes);
  });

  it('keeps a span that is over beside the one that has begun', () => {
    const { source, keeper } = stage();
    source.scan(aSnapshot([aSocket()], [aProcess()], { takenAt: 1000 }));
    source.watched = undefined;
    source.spanEnded([1000, 31_000]);
    source.scan(aSnapshot([], [], { takenAt: 90_000 }), 31_000);
    assert.deepEqual(keeper.timeline.watched, [
      [1000, 31_000],
      [90_000, 90_000],
    ]);
    assert.deepEqual(keeper.timeline.episodes[0]?.closed, { seenAt: 31_000, at: 90_000 });
  });

  it('hears nothing more once disposed of', () => {
    const { source, keeper } = stage();
    keeper.dispose();
    source.scan(aSnapshot([aSocket()], [aProcess()], { takenAt: 1000 }));
    assert.equal(keeper.timeline.episodes.length, 0);
  });
});
