import assert from 'node:assert/strict';
import { listenersOn } from '../../../../src/core/who/listenersOn';
import { aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

describe('listenersOn', () => {
  it('finds every listener on a port of this network namespace, and none of another', () => {
    const here = aSocket({ inode: 1 });
    const udp = aSocket({ inode: 2, protocol: 'udp', state: 'UNCONN', type: 'dgram' });
    const container = aSocket({ inode: 3, netns: 2 });
    const connected = aSocket({ inode: 4, state: 'ESTABLISHED' });
    const unknown = aSocket({ inode: 5, netns: null });
    const snapshot = aSnapshot([here, udp, container, connected, unknown], []);
    assert.deepEqual(listenersOn(3000, snapshot), [here, udp, unknown]);
    assert.deepEqual(listenersOn(3001, snapshot), []);
  });
});
