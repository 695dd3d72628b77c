import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { NO_PICTURE, pictureAfter } from '../../../../src/core/snapshot/watchedSnapshot';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const tcp = aSocket({ inode: 1 });
const connection = aSocket({
  inode: 2,
  state: 'ESTABLISHED',
  remote: { address: '127.0.0.1', port: 50_000 },
});
const whole = aSnapshot([tcp, connection], [aProcess()]);
const quick = (given: Partial<Snapshot> = {}): Snapshot =>
  aSnapshot([tcp], [aProcess()], { scope: 'listeners', ...given });

describe('pictureAfter', () => {
  it('shows what a look said, and of one at everything nothing to who watches listeners', () => {
    const listeners = pictureAfter(NO_PICTURE, quick(), 'listeners');
    assert.equal(listeners.shown?.scope, 'listeners');
    assert.equal(pictureAfter(listeners, whole, 'listeners').shown, undefined);
    assert.equal(pictureAfter(NO_PICTURE, whole, 'all').shown, whole);
    const early = quick();
    assert.equal(pictureAfter(NO_PICTURE, early, 'all').shown, early);
  });

  it('merges listeners into everything, once for looks that say the same', () => {
    const first = quick();
    const merged = pictureAfter(pictureAfter(NO_PICTURE, whole, 'all'), first, 'all');
    assert.deepEqual([...merged.shown!.sockets.keys()].sort(), [...whole.sockets.keys()].sort());
    const again = pictureAfter(merged, { ...first, takenAt: first.takenAt + 200 }, 'all');
    assert.equal(again.shown?.takenAt, first.takenAt + 200);
    // Of a second merging there would be another.
    assert.equal(again.shown.socketOrigins, merged.shown!.socketOrigins);
    const closed = pictureAfter(again, quick({ sockets: new Map() }), 'all');
    assert.deepEqual([...closed.shown!.sockets.keys()], [connection.id]);
  });

  it('forgets everything where only listeners are watched any more', () => {
    const before = pictureAfter(NO_PICTURE, whole, 'all');
    const narrow = pictureAfter(before, quick(), 'listeners');
    assert.equal(pictureAfter(narrow, quick(), 'all').shown?.scope, 'listeners');
  });
});
