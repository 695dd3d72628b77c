import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Scope } from '../../../../src/core/snapshot/reading';
import type { Socket } from '../../../../src/core/socket/socket';
import { type Ownership, type Part, SocketTable } from '../../../../src/platform/linux/socketTable';
import type { TableRow } from '../../../../src/platform/linux/tableRow';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';

const row = (inode: number, port: number, state: 'LISTEN' | 'ESTABLISHED', recvQueue = 0): TableRow => ({
  protocol: 'tcp',
  family: 'ipv4',
  type: 'stream',
  state,
  local: { address: '127.0.0.1', port },
  remote: state === 'LISTEN' ? null : { address: '127.0.0.2', port: 1 },
  recvQueue,
  sendQueue: 0,
  inode,
  uid: 1000,
});

/** Few inodes and ports, so that rows come back, change, and share an inode. */
const anyRow = fc
  .tuple(
    fc.nat(5),
    fc.integer({ min: 3000, max: 3003 }),
    fc.constantFrom('LISTEN' as const, 'ESTABLISHED' as const),
    fc.nat(1),
  )
  .map((parts) => row(...parts));

const pidsOf = (owners: ReadonlyMap<number, readonly number[]>): Ownership => ({
  of: ({ inode }) => owners.get(inode ?? 0) ?? [],
  mayDiffer: () => true,
});

const look = (
  table: SocketTable,
  scope: Scope,
  parts: readonly Part[],
  owners: Ownership,
): readonly Socket[] => table.make(scope, table.see(scope, parts), owners);

const byId = (sockets: readonly Socket[]): Map<string, Socket> =>
  new Map(sockets.map((socket) => [socket.id, socket]));

describe('SocketTable', () => {
  it('makes what a new one makes, after any history, and keeps what is the same', () => {
    const part = fc.record({ rows: fc.array(anyRow, { maxLength: 8 }), netns: fc.constantFrom(1, 2) });
    const step = fc.record({
      scope: fc.constantFrom('listeners' as const, 'all' as const),
      parts: fc.array(part, { minLength: 1, maxLength: 2 }),
      /** How many of the rows of the look before stay the same objects, as a source does that remembers them. */
      kept: fc.nat(8),
      owners: fc.array(fc.tuple(fc.nat(5), fc.uniqueArray(fc.integer({ min: 2, max: 4 }))), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (history) => {
        const table = new SocketTable();
        let before: readonly TableRow[] = [];
        let last = new Map<string, Socket>();
        for (const { scope, parts, kept, owners } of history) {
          const [first, ...others] = parts;
          const seen: Part[] = [
            { rows: [...before.slice(0, kept), ...first!.rows], netns: first!.netns },
            ...others,
          ];
          before = seen[0]!.rows;
          const ownership = pidsOf(new Map(owners));
          const made = look(table, scope, seen, ownership);
          const anew = look(new SocketTable(), scope, seen, ownership);
          assert.deepEqual(byId(made), byId(anew));
          assert.equal(made.length, anew.length, 'each once');
          for (const socket of made) {
            const known = last.get(socket.id);
            if (isDeepStrictEqual(socket, known)) assert.equal(socket, known, 'the same is the same object');
          }
          assert.equal(look(table, scope, seen, ownership), made, 'and so is their list');
          last = scope === 'all' ? byId(made) : new Map([...last, ...byId(made)]);
          if (scope === 'listeners') {
            for (const [id, { exposure }] of last)
              if (exposure !== null && !byId(made).has(id)) last.delete(id);
          }
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('says which inodes came and went since the last look of the same scope', () => {
    const table = new SocketTable();
    const nobody = pidsOf(new Map());
    const first = [
      { netns: 1, rows: [row(1, 3000, 'LISTEN'), row(2, 3001, 'ESTABLISHED'), row(0, 3002, 'ESTABLISHED')] },
    ];
    const all = table.see('all', first);
    assert.deepEqual([all.opened, all.closed, all.listeners], [[1, 2], [], [1]]);
    table.make('all', all, nobody);
    const listeners = table.see('listeners', first);
    assert.deepEqual([listeners.opened, [...listeners.inodes]], [[1], [[1, 1000]]]);
    table.make('listeners', listeners, nobody);
    const next = table.see('all', [
      { netns: 1, rows: [row(2, 3001, 'ESTABLISHED'), row(3, 3003, 'LISTEN')] },
    ]);
    assert.deepEqual([next.opened, next.closed], [[3], [1]]);
    // What was seen and not made of is seen again.
    assert.deepEqual(table.see('all', [{ netns: 1, rows: [row(3, 3003, 'LISTEN')] }]).opened, [3]);
  });

  it('leaves out what it is told to, and has it back when that is over', () => {
    const table = new SocketTable();
    const parts = [{ netns: 1, rows: [row(1, 3000, 'LISTEN'), row(2, 3001, 'LISTEN')] }];
    const all: Ownership = { of: () => [], mayDiffer: () => true };
    const some: Ownership = { of: ({ inode }) => (inode === 1 ? undefined : []), mayDiffer: () => true };
    assert.deepEqual(
      [some, all, some, all].map((ownership) => look(table, 'listeners', parts, ownership).length),
      [1, 2, 1, 2],
    );
  });
});
