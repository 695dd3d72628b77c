import assert from 'node:assert/strict';
import type { Reading } from '../../../../src/core/snapshot/reading';
import { NOTHING_WATCHED, watchedAfter } from '../../../../src/core/watch/watchedReading';
import { aProcess, aReading, aSocket } from '../../../support/snapshots/snapshots';

const tcp = aSocket({ inode: 1 });
const connection = aSocket({
  inode: 2,
  state: 'ESTABLISHED',
  remote: { address: '127.0.0.1', port: 50_000 },
});
const full = aReading([tcp, connection], [aProcess()]);
const listeners = (given: Partial<Reading> = {}): Reading =>
  aReading([tcp], [aProcess()], { scope: 'listeners', ...given });
const ids = (reading: Reading | undefined) => reading?.sockets.map(({ id }) => id).sort();

describe('watchedAfter', () => {
  it('tells what a scan found, and nothing of a full one where listeners alone are watched', () => {
    const narrow = watchedAfter(NOTHING_WATCHED, listeners(), 'listeners');
    assert.equal(narrow.told?.scope, 'listeners');
    assert.equal(watchedAfter(narrow, full, 'listeners').told, undefined);
    assert.equal(watchedAfter(NOTHING_WATCHED, full, 'all').told, full);
    const early = listeners();
    assert.equal(watchedAfter(NOTHING_WATCHED, early, 'all').told, early);
  });

  it('merges listeners into a full scan, once for scans that found the same', () => {
    const first = listeners({ sockets: [{ ...tcp, recvQueue: 1 }] });
    const merged = watchedAfter(watchedAfter(NOTHING_WATCHED, full, 'all'), first, 'all');
    assert.deepEqual(ids(merged.told), ids(full));
    const again = watchedAfter(merged, { ...first, takenAt: first.takenAt + 200 }, 'all');
    assert.equal(again.told?.takenAt, first.takenAt + 200);
    // A second merge would make another list.
    assert.equal(again.told.sockets, merged.told!.sockets);
    const closed = watchedAfter(again, listeners({ sockets: [] }), 'all');
    assert.deepEqual(ids(closed.told), [connection.id]);
  });

  it('forgets the full scan where listeners alone are watched any more', () => {
    const before = watchedAfter(NOTHING_WATCHED, full, 'all');
    const narrow = watchedAfter(before, listeners(), 'listeners');
    assert.equal(watchedAfter(narrow, listeners(), 'all').told?.scope, 'listeners');
  });
});
