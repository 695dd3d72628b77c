import assert from 'node:assert/strict';
import { type Origin, ORIGIN_KINDS } from '../../../../src/core/origins/origin';
import { NO_WORKSPACE } from '../../../../src/core/snapshot/workspace';
import { startedByWorkspace } from '../../../../src/core/stop/startedByWorkspace';

const origin = (kind: Origin['kind'], folder: string | null): Origin => ({
  kind,
  id: `${kind}:1`,
  name: 'x',
  folder,
  evidence: [],
});

describe('startedByWorkspace', () => {
  it('is said of its tasks, terminals, sessions and leftovers, and of what was composed in its folders', () => {
    const own = (folder: string | null) =>
      ORIGIN_KINDS.filter((kind) => startedByWorkspace(origin(kind, folder), NO_WORKSPACE));
    assert.deepEqual(own(null), ['debug', 'task', 'terminal', 'orphan']);
    assert.deepEqual(own('/shop'), ['container', 'debug', 'task', 'terminal', 'orphan']);
    assert.equal(startedByWorkspace(null, NO_WORKSPACE), false);
  });

  it('is not said of what a session has only joined', () => {
    const session = { id: '1', name: 'x', configuration: 'x', folder: null, port: null, processes: [] };
    const workspace = (attached: boolean) => ({ ...NO_WORKSPACE, debugSessions: [{ ...session, attached }] });
    assert.equal(startedByWorkspace(origin('debug', '/shop'), workspace(true)), false);
    assert.equal(startedByWorkspace(origin('debug', '/shop'), workspace(false)), true);
  });
});
