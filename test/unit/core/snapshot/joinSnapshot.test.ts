import assert from 'node:assert/strict';
import { type Joined, joining, joinSnapshot } from '../../../../src/core/snapshot/joinSnapshot';
import type { Process } from '../../../../src/core/snapshot/process';
import type { Reading, Scope } from '../../../../src/core/snapshot/reading';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { NO_WORKSPACE, type Workspace } from '../../../../src/core/snapshot/workspace';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const plain = (given: Partial<Process> = {}): Process => aProcess(given);

const reading = (sockets: readonly Socket[], processes: readonly Process[]): Reading => {
  const { takenAt, scope, machine, clock, cost, gaps } = aSnapshot([], []);
  return {
    ...{ takenAt, scope, machine, clock, cost, gaps, sockets },
    processes: new Map(processes.map((process) => [process.pid, process])),
  };
};

const shop: Workspace = { ...NO_WORKSPACE, folders: [{ name: 'shop', path: '/srv' }] };

function join(given: Reading, workspace: Workspace, before?: Joined): Joined & { steps: number } {
  const known = new Map(before && [[before.reading.scope, before]]);
  const steps = joining(given, workspace, english, known);
  for (let count = 1; ; count++) {
    const step = steps.next();
    if (step.done) return { ...step.value, steps: count };
  }
}

describe('joinSnapshot', () => {
  const shell = plain({ pid: 50, name: 'bash', cwd: '/' });
  const node = plain({ ppid: 50 });
  const other = plain({ pid: 60, cwd: '/elsewhere' });

  it('joins what came from where, as in one go', () => {
    const given = reading([aSocket()], [shell, node]);
    const { snapshot } = join(given, shop);
    assert.deepEqual(snapshot, joinSnapshot(given, shop, english));
    assert.equal(snapshot.processes.get(100)?.origin?.kind, 'folder');
    assert.equal(snapshot.processes.get(50)?.origin, null);
  });

  it('shares both maps with the snapshot before where nothing differs, whoever made the objects', () => {
    const before = join(reading([aSocket()], [shell, node]), shop);
    const again = join(structuredClone(reading([aSocket()], [shell, node])), shop, before);
    assert.equal(again.snapshot.sockets, before.snapshot.sockets);
    assert.equal(again.snapshot.processes, before.snapshot.processes);
  });

  it('shares every row and process that is the same, and only those', () => {
    const before = join(reading([aSocket({ inode: 1 }), aSocket({ inode: 2 })], [shell, node, other]), shop);
    const now = reading(
      [aSocket({ inode: 1 }), aSocket({ inode: 2, recvQueue: 9 })],
      [shell, { ...node, cwd: '/' }, other],
    );
    const { snapshot } = join(now, shop, before);
    assert.equal(snapshot.sockets.get('tcp:1:1'), before.snapshot.sockets.get('tcp:1:1'));
    assert.equal(snapshot.sockets.get('tcp:1:2')?.recvQueue, 9);
    assert.equal(snapshot.processes.get(60), before.snapshot.processes.get(60));
    assert.equal(snapshot.processes.get(100)?.origin, null);
  });

  it('asks anew where an ancestor changed, though the process itself did not', () => {
    const workspace: Workspace = {
      ...shop,
      folders: [],
      terminals: [{ id: '1', name: 'web', pid: 50, command: null }],
    };
    const before = join(reading([], [plain({ pid: 50, name: 'bash', cwd: '/a' }), node]), workspace);
    assert.equal(before.snapshot.processes.get(100)?.origin?.name, 'web');
    // The shell has ended, and its number is no longer named.
    const { snapshot } = join(reading([], [node]), workspace, before);
    assert.equal(snapshot.processes.get(100)?.origin, null);
  });

  it('asks anew for everybody where the workspace is another', () => {
    const given = reading([], [shell, node]);
    const before = join(given, NO_WORKSPACE);
    assert.equal(before.snapshot.processes.get(100)?.origin, null);
    assert.equal(join(given, shop, before).snapshot.processes.get(100)?.origin?.kind, 'folder');
  });

  it('takes many small steps for many rows, and one where nothing is new', () => {
    const sockets = Array.from({ length: 20_000 }, (_, inode) => aSocket({ inode: inode + 1 }));
    const processes = Array.from({ length: 2000 }, (_, index) => plain({ pid: index + 1, ppid: 0 }));
    const given = reading(sockets, processes);
    const before = join(given, shop);
    assert.ok(before.steps > 150, `${before.steps} steps`);
    const again = join({ ...given, takenAt: given.takenAt + 1 }, shop, before);
    assert.equal(again.steps, 1);
    assert.equal(again.snapshot.sockets, before.snapshot.sockets);
  });

  it('shares with the snapshot of the other scope what its own does not have', () => {
    const known = new Map<Scope, Joined>();
    const listeners = { ...reading([aSocket({ inode: 1 })], [shell, node]), scope: 'listeners' as const };
    const whole = reading(
      [aSocket({ inode: 1 }), aSocket({ inode: 2, state: 'ESTABLISHED' })],
      [shell, node, other],
    );
    const take = (given: Reading): Snapshot => {
      const snapshot = joinSnapshot(given, shop, english, known);
      known.set(given.scope, { reading: given, workspace: shop, rows: snapshot.sockets, snapshot });
      return snapshot;
    };
    const first = take(listeners);
    const second = take(structuredClone(whole));
    assert.equal(second.sockets.get('tcp:1:1'), first.sockets.get('tcp:1:1'));
    assert.equal(second.processes.get(100), first.processes.get(100));
    const busy = [aSocket({ inode: 1, recvQueue: 1 })];
    const third = take({ ...listeners, sockets: busy });
    const fourth = take({ ...whole, sockets: structuredClone(busy) });
    assert.equal(fourth.sockets.get('tcp:1:1'), third.sockets.get('tcp:1:1'));
  });
});
