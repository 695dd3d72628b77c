import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Reading } from '../../../../src/core/snapshot/reading';
import { applyReadingDiff, diffReadings } from '../../../../src/core/snapshot/readingDiff';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { sameValue } from '../../../../src/core/values/sameValue';
import { snapshot } from '../../../support/snapshots/arbitrarySnapshot';

const readingOf = ({ takenAt, machine, clock, cost, gaps, sockets, processes }: Snapshot): Reading => ({
  ...{ takenAt, machine, clock, cost, gaps, processes },
  scope: 'all',
  sockets: [...sockets.values()],
});

/** Some of the rows in another order, as a kernel's hash may tell them. */
const reading = fc
  .tuple(snapshot.map(readingOf), fc.boolean())
  .map(([one, turned]): Reading => (turned ? { ...one, sockets: one.sockets.toReversed() } : one));

/** Sorted, since the order of rows and processes is not promised. */
const sorted = ({ sockets, processes, ...rest }: Reading): unknown => ({
  ...rest,
  sockets: sockets.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  processes: [...processes].sort(([a], [b]) => a - b),
});

describe('readingDiff', () => {
  it('is exact: applied one after the other to nothing, diffs give the last reading', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 6 }), (history) => {
        let before: Reading | undefined;
        let rebuilt: Reading | undefined;
        for (const next of history) {
          rebuilt = applyReadingDiff(rebuilt, diffReadings(before, next));
          before = next;
          assert.deepEqual(sorted(rebuilt), sorted(next));
        }
      }),
    );
  });

  it('keeps each row and process that is the same as it was: the object, and where all are, the list', () => {
    fc.assert(
      fc.property(reading, reading, (before, next) => {
        const rebuilt = applyReadingDiff(before, diffReadings(before, structuredClone(next)));
        const old = new Map(before.sockets.map((socket) => [socket.id, socket]));
        for (const socket of rebuilt.sockets) {
          const was = old.get(socket.id);
          assert.equal(socket === was, was !== undefined && sameValue(socket, was));
        }
        for (const [pid, process] of rebuilt.processes) {
          const was = before.processes.get(pid);
          assert.equal(process === was, was !== undefined && sameValue(process, was));
        }
        const again = applyReadingDiff(before, diffReadings(before, structuredClone(before)));
        assert.equal(again.sockets, before.sockets);
        assert.equal(again.processes, before.processes);
        assert.equal(again.machine, before.machine);
        assert.equal(again.gaps, before.gaps);
      }),
    );
  });

  it('names each row once, and nothing that did not happen', () => {
    fc.assert(
      fc.property(reading, reading, (before, next) => {
        const { opened, changed, closed } = diffReadings(before, next);
        const was = new Set(before.sockets.map(({ id }) => id));
        const is = new Set(next.sockets.map(({ id }) => id));
        const ids = [...opened, ...changed].map(({ id }) => id).concat(closed);
        assert.equal(new Set(ids).size, ids.length);
        assert.ok(opened.every(({ id }) => !was.has(id)));
        assert.ok(changed.every(({ id }) => was.has(id) && is.has(id)));
        assert.deepEqual(closed.toSorted(), [...was].filter((id) => !is.has(id)).sort());
      }),
    );
  });

  it('refuses to build on a reading that is not there', () => {
    fc.assert(
      fc.property(reading, (one) => {
        assert.throws(() => applyReadingDiff(undefined, diffReadings(one, one)), /no machine or no gaps/);
      }),
    );
  });
});
