import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffSnapshots, isEmpty } from '../../../../src/core/snapshot/diff';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { applyDiff } from '../../../support/snapshots/applyDiff';
import { snapshot } from '../../../support/snapshots/arbitrarySnapshot';

describe('diff', () => {
  it('is exact: applied one after the other to the first snapshot, diffs give the last', () => {
    fc.assert(
      fc.property(fc.array(snapshot, { minLength: 2, maxLength: 6 }), (history) => {
        let rebuilt = history[0]!;
        for (const [index, next] of history.entries()) {
          if (index > 0) rebuilt = applyDiff(rebuilt, diffSnapshots(history[index - 1]!, next));
          assert.deepEqual(rebuilt, next);
        }
      }),
    );
  });

  it('is empty between a snapshot and itself, whatever the clock and the cost', () => {
    fc.assert(
      fc.property(snapshot, fc.nat(), (one, takenAt) => {
        const later = structuredClone({ ...one, takenAt, cost: { cpuMs: -1, wallMs: -1 } });
        assert.equal(isEmpty(diffSnapshots(one, later)), true);
      }),
    );
  });

  it('never calls a difference in what is shown empty', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (one, other) => {
        const shown = ({ sockets, processes, gaps, scope, folders, machine }: Snapshot): object => ({
          ...{ sockets, processes, gaps, scope, folders, machine },
        });
        let same = true;
        try {
          assert.deepEqual(shown(one), shown(other));
        } catch {
          same = false;
        }
        assert.equal(isEmpty(diffSnapshots(one, other)), same);
      }),
    );
  });

  it('never names one socket as both opened and changed', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (one, other) => {
        const { opened, changed, closed } = diffSnapshots(one, other);
        const ids = [...opened, ...changed].map(({ id }) => id).concat(closed);
        assert.equal(new Set(ids).size, ids.length);
      }),
    );
  });
});
