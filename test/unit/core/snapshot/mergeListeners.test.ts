import assert from 'node:assert/strict';
import { mergeListeners } from '../../../../src/core/snapshot/mergeListeners';
import type { Reading } from '../../../../src/core/snapshot/reading';
import { diffReadings, isEmptyReadingDiff } from '../../../../src/core/snapshot/readingDiff';
import type { Socket } from '../../../../src/core/socket/socket';
import { aProcess, aReading, aSocket } from '../../../support/snapshots/snapshots';

const tcp = aSocket({ inode: 1 });
const connection = aSocket({
  inode: 2,
  state: 'ESTABLISHED',
  remote: { address: '127.0.0.1', port: 50_000 },
  owners: [100, 200],
});
const udp = aSocket({
  inode: 3,
  protocol: 'udp',
  type: 'dgram',
  state: 'UNCONN',
  local: { address: '0.0.0.0', port: 5353 },
});
const elsewhere = aSocket({ inode: 4, netns: 2, id: 'tcp:2:4' });
const unix = aSocket({ inode: 5, protocol: 'unix', family: 'unix', local: { path: '/run/x.sock' } });
const node = aProcess();
const client = aProcess({ pid: 200, startTime: '5000', name: 'curl' });

const METHOD = { tcp: 'sock_diag', udp: 'sock_diag', unix: 'sock_diag' } as const;
const machine = { hostname: 'box', platform: 'linux', method: METHOD, uid: 1000, netns: 1 };
const whole = aReading([tcp, connection, udp, elsewhere, unix], [node, client], { machine });

/** A listener scan that comes after a full scan. */
const quick = (sockets: readonly Socket[], given: Partial<Reading> = {}): Reading =>
  aReading(sockets, [aProcess()], { scope: 'listeners', machine, takenAt: whole.takenAt + 200, ...given });

const rows = ({ reading }: { reading: Reading }): readonly Socket[] => reading.sockets;

describe('mergeListeners', () => {
  it('is the very same picture where listeners are as they were, but for moment and clock', () => {
    const later = quick([{ ...tcp }, { ...udp }, { ...unix }], { clock: { now: '10020', perSecond: 100 } });
    const { reading, settled } = mergeListeners(whole, later);
    assert.equal(reading.sockets, whole.sockets);
    assert.equal(reading.processes, whole.processes);
    assert.equal(reading.scope, 'all');
    assert.equal(reading.takenAt, later.takenAt);
    assert.equal(reading.clock.now, '10020');
    assert.equal(settled, true);
    assert.equal(isEmptyReadingDiff(diffReadings(whole, reading)), true);
  });

  it('has the new listener and its process, has not the closed one, and leaves connections alone', () => {
    const opened = aSocket({ inode: 6, owners: [300] });
    const newcomer = aProcess({ pid: 300 });
    const later = aReading([udp, unix, opened], [newcomer], { scope: 'listeners', machine });
    const merged = mergeListeners(whole, later);
    assert.deepEqual(rows(merged), [connection, udp, elsewhere, unix, opened]);
    assert.equal(merged.reading.processes.get(300), newcomer);
    // It still holds the connection.
    assert.equal(merged.reading.processes.get(100), node);
    assert.equal(merged.settled, true);
  });

  it('shows a changed listener as it is now', () => {
    const busy = { ...tcp, recvQueue: 3, owners: [100, 101] };
    assert.deepEqual(rows(mergeListeners(whole, quick([busy, udp, unix])))[0], busy);
  });

  it('keeps a UDP listener that was not found, which may just have been connected, and is not settled', () => {
    const merged = mergeListeners(whole, quick([tcp, unix]));
    assert.deepEqual(rows(merged), whole.sockets);
    assert.equal(merged.settled, false);
  });

  it('keeps what the look at listeners could not have found: other namespaces, unreadable tables', () => {
    const blind = quick([tcp, udp], { machine: { ...machine, method: { ...METHOD, unix: 'none' } } });
    assert.deepEqual(rows(mergeListeners(whole, blind)), whole.sockets);
    const less = { tcp: METHOD.tcp, udp: METHOD.udp };
    const without = quick([tcp, udp], { machine: { ...machine, method: less } });
    assert.deepEqual(rows(mergeListeners(whole, without)), whole.sockets);
  });

  it('turns a connection that has become a listener into one', () => {
    const bound = aSocket({ inode: 9, state: 'CLOSE' });
    const before = aReading([bound], [node], { machine });
    const listening = { ...bound, state: 'LISTEN' as const };
    assert.deepEqual(rows(mergeListeners(before, quick([listening]))), [listening]);
  });

  it('never gives an old connection to a new process with the same pid', () => {
    const reborn = aProcess({ startTime: '9000', name: 'python3' });
    const own = aSocket({ inode: 7, state: 'ESTABLISHED', owners: [100] });
    const before = aReading([connection, own], [node, client], { machine });
    const later = aReading([tcp], [reborn], { scope: 'listeners', machine });
    const merged = mergeListeners(before, later);
    assert.deepEqual(
      rows(merged).map(({ id, owners }) => [id, owners]),
      [
        [connection.id, [200]],
        [tcp.id, [100]],
      ],
    );
    assert.equal(merged.reading.processes.get(100), reborn);
    assert.equal(merged.settled, false);
  });
});
