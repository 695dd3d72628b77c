import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChartRow } from '../../../src/core/chart/chart';
import { type Cells, COLUMN_IDS } from '../../../webview-ui/table/columns';
import { entriesOf, groupId } from '../../../webview-ui/table/entries';
import { GROUPING_IDS } from '../../../webview-ui/table/grouping';
import { nearestLeft } from '../../../webview-ui/table/nearestLeft';
import { RowOrder } from '../../../webview-ui/table/rowOrder';
import { walk } from '../../../webview-ui/table/walk';
import { aListener, aProcess } from '../../support/snapshots/chartWorld';

const holders = [aProcess(1, 'b'), aProcess(2, 'a'), aProcess(3, 'C')];
const cellsOf = (row: ChartRow): Cells => ({
  row,
  lead: holders.find(({ key }) => key === row.owners[0]),
  origin: undefined,
});
const listener = (inode: number, port: number | null, given: Partial<ChartRow> = {}): ChartRow =>
  aListener(inode, port, holders[inode % 3] ?? null, given);
const inodes = (order: RowOrder): (number | null)[] => order.ordered.map(({ row }) => row.inode);

const someRow = fc
  .record({
    inode: fc.integer({ min: 1, max: 30 }),
    port: fc.option(fc.integer({ min: 1, max: 4 })),
    recvQueue: fc.option(fc.integer({ min: 0, max: 2 })),
    state: fc.constantFrom('LISTEN' as const, 'ESTABLISHED' as const),
  })
  .map(({ inode, port, ...given }) => listener(inode, port, { ...given, listens: given.state === 'LISTEN' }));

describe('the order of rows', () => {
  const rows = [listener(1, 8080), listener(2, null, { address: '/run/x.sock' }), listener(3, 22)];

  it('is by what the column says; what has nothing there is last both ways', () => {
    const order = new RowOrder({ column: 'port', descending: false }, 'none', cellsOf);
    order.arrange(rows);
    assert.deepEqual(inodes(order), [3, 1, 2]);
    const silent = [
      listener(1, 1, { recvQueue: null }),
      listener(2, 2, { recvQueue: 1 }),
      listener(3, 3, { recvQueue: 5 }),
    ];
    order.arrange(silent, { column: 'recvQueue', descending: true });
    assert.deepEqual(inodes(order), [3, 2, 1]);
    order.arrange(silent, { column: 'recvQueue', descending: false });
    assert.deepEqual(inodes(order), [2, 3, 1]);
  });

  it('does not care for capital letters', () => {
    const order = new RowOrder({ column: 'process', descending: false }, 'none', cellsOf);
    order.arrange([listener(1, 1), listener(2, 2), listener(3, 3)]);
    assert.deepEqual(inodes(order), [1, 3, 2]); // a, b, C
  });

  it('after any change is as if all had been arranged anew', () => {
    fc.assert(
      fc.property(
        fc.array(someRow),
        fc.array(fc.record({ put: fc.array(someRow), drop: fc.array(fc.integer({ min: 1, max: 30 })) })),
        fc.constantFrom(...COLUMN_IDS),
        fc.constantFrom(...GROUPING_IDS),
        fc.boolean(),
        (first, steps, column, grouping, descending) => {
          const known = new Map(first.map((row) => [row.id, row]));
          const order = new RowOrder({ column, descending }, grouping, cellsOf);
          order.arrange(known.values());
          for (const { put, drop } of steps) {
            const stale = new Set<string>();
            for (const inode of drop) {
              const id = `tcp:1:${inode}`;
              known.delete(id);
              stale.add(id);
            }
            for (const row of put) {
              known.set(row.id, row);
              stale.add(row.id);
            }
            order.update(stale, known);
            const anew = new RowOrder({ column, descending }, grouping, cellsOf);
            anew.arrange(known.values());
            assert.deepEqual(order.ordered, anew.ordered);
          }
        },
      ),
    );
  });
});

describe('the lines of the table', () => {
  const order = new RowOrder({ column: 'port', descending: false }, 'process', cellsOf);
  order.arrange([listener(1, 3000), listener(4, 80), listener(2, 22)]);
  const all = (): boolean => true;

  it('are heads with a count, each above its rows', () => {
    const { entries, rows } = entriesOf(order.ordered, all, true, new Set());
    assert.equal(rows, 3);
    assert.deepEqual(
      entries.map(({ row, group }) => group?.count ?? row.port),
      [2, 80, 3000, 1, 22],
    );
  });

  it('leave out the rows of a folded group, which still counts them', () => {
    const folded = new Set([groupId(order.ordered[0]?.group ?? null)]);
    const { entries, rows } = entriesOf(order.ordered, all, true, folded);
    assert.equal(rows, 3);
    assert.deepEqual(
      entries.map(({ row, group }) => group ?? row.port),
      [{ count: 2, open: false }, { count: 1, open: true }, 22],
    );
  });

  it('are only of what passes; a group of nothing has no head', () => {
    const { entries, rows } = entriesOf(order.ordered, ({ port }) => port === 22, true, new Set());
    assert.equal(rows, 1);
    assert.equal(entries.length, 2);
  });
});

describe('where the focus goes when its row has gone', () => {
  const before = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  for (const [vanished, left, to] of [
    ['b', 'acd', 'c'],
    ['b', 'ad', 'd'],
    ['d', 'abc', 'c'],
    ['a', '', undefined],
    ['x', 'abcd', undefined],
  ] as const) {
    it(`is ${to ?? 'nowhere'} from ${vanished} where ${left || 'nothing'} is left`, () => {
      assert.equal(
        nearestLeft(vanished, before, (id) => left.includes(id)),
        to,
      );
    });
  }
});

describe('walking by keys', () => {
  const press = (key: string, given: Partial<Parameters<typeof walk>[0]> = {}) =>
    walk({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...given }, 5, 10, 4);

  it('goes line by line, page by page, to the ends, and not beyond', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    assert.deepEqual(
      keys.map((key) => press(key)?.to),
      [4, 6, 1, 9, 0, 9],
    );
    assert.equal(walk({ key: 'PageDown', shiftKey: false, ctrlKey: false, metaKey: false }, 8, 10, 4)?.to, 9);
    assert.equal(walk({ key: 'ArrowUp', shiftKey: false, ctrlKey: false, metaKey: false }, 0, 10, 4)?.to, 0);
    assert.equal(press('a'), undefined);
    assert.equal(press('toString'), undefined);
  });

  it('selects one, a range with Shift, nothing with Ctrl', () => {
    assert.equal(press('ArrowDown')?.select, 'one');
    assert.equal(press('ArrowDown', { shiftKey: true })?.select, 'range');
    assert.equal(press('ArrowDown', { ctrlKey: true })?.select, 'none');
  });
});
