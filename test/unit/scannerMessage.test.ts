import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffReadings, type ReadingDiff } from '../../src/core/snapshot/readingDiff';
import { decodeReadingDiff, encodeReadingDiff, type Part } from '../../src/platform/scanner/scannerMessage';
import { snapshot } from '../support/snapshots/arbitrarySnapshot';
import { aProcess, aSnapshot, aSocket } from '../support/snapshots/snapshots';

function decode(parts: readonly Part[]): { diff: ReadingDiff; steps: number } {
  const steps = decodeReadingDiff(parts);
  for (let count = 1; ; count++) {
    const step = steps.next();
    if (step.done) return { diff: step.value, steps: count };
  }
}

describe('what the worker answers', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(snapshot, snapshot, fc.boolean(), (one, other, first) => {
        const reading = ({ sockets, ...rest }: typeof one) => ({ ...rest, sockets: [...sockets.values()] });
        const { takenAt, scope, clock, cost, machine, gaps, ...lists } = diffReadings(
          first ? undefined : reading(one),
          reading(other),
        );
        const diff = { takenAt, scope, clock, cost, machine, gaps, ...lists };
        assert.deepEqual(decode(encodeReadingDiff(diff)).diff, diff);
      }),
    );
  });

  it('arrives as it was sent, whatever names and command lines are', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, fc.array(text), text, (path, command, name) => {
        const { takenAt, scope, machine, clock, cost, gaps } = aSnapshot([], []);
        const process = aProcess({ command, name });
        const sockets = [aSocket({ protocol: 'unix', local: { path } })];
        const reading = { takenAt, scope, machine, clock, cost, gaps, sockets };
        const diff = diffReadings(undefined, { ...reading, processes: new Map([[100, process]]) });
        assert.deepEqual(decode(encodeReadingDiff(diff)).diff, diff);
      }),
    );
  });

  it('is cut into parts of bounded length, none of which holds its reader for long', () => {
    const { takenAt, scope, machine, clock, cost, gaps } = aSnapshot([], []);
    const sockets = Array.from({ length: 20_000 }, (_, inode) => aSocket({ inode }));
    const command = ['x'.repeat(4096)];
    const process = aProcess({ command });
    const processes = new Map(Array.from({ length: 500 }, (_, pid) => [pid, { ...process, pid }]));
    const diff = diffReadings(undefined, { takenAt, scope, machine, clock, cost, gaps, sockets, processes });
    const parts = encodeReadingDiff(diff);
    assert.ok(Math.max(...parts.map(({ length }) => length)) < 40_000);
    const { diff: again, steps } = decode(parts);
    assert.equal(again.opened.length, 20_000);
    assert.equal(again.processes.length, 500);
    assert.equal(steps, parts.length);
  });
});
