import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isAwaited,
  markEnded,
  MOST_REMEMBERED,
  recalled,
  remember,
} from '../../../../src/core/origins/memory';
import type { Origin } from '../../../../src/core/origins/origin';
import { aWorkspace } from '../../../support/snapshots/originWorld';
import { aProcess } from '../../../support/snapshots/snapshots';

const terminal = (id: number): Origin => ({
  ...{ kind: 'terminal', id: `terminal:${id}`, name: 'web', folder: null },
  evidence: ['because'],
});
const workspace = aWorkspace({ terminals: [{ id: '30', name: 'web', pid: 30, command: null }] });
const server = aProcess({ pid: 40, startTime: '1', origin: terminal(30) });

describe('what is remembered of origins', () => {
  it('learns from what lives only, and is the same where nothing is news', () => {
    const memory = remember(
      new Map(),
      [server, aProcess({ pid: 50, origin: terminal(31) }), aProcess()],
      workspace,
    );
    assert.deepEqual([...memory.keys()], ['40:1']);
    assert.equal(remember(memory, [server], workspace), memory);
  });

  it('learns nothing of a session that has only joined a process', () => {
    const session = {
      id: 's',
      name: 'Attach',
      configuration: 'Attach',
      folder: null,
      processes: [],
      port: null,
    };
    const joined = aProcess({ origin: { ...terminal(0), kind: 'debug', id: 'debug:s' } });
    const attached = aWorkspace({ debugSessions: [{ ...session, attached: true }] });
    const launched = aWorkspace({ debugSessions: [{ ...session, attached: false }] });
    assert.equal(remember(new Map(), [joined], attached).size, 0);
    assert.equal(remember(new Map(), [joined], launched).size, 1);
  });

  it('forgets the oldest', () => {
    const many = Array.from({ length: MOST_REMEMBERED + 5 }, (_, pid) => aProcess({ ...server, pid }));
    const memory = remember(new Map(), many, workspace);
    assert.equal(memory.size, MOST_REMEMBERED);
    assert.ok(!memory.has('4:1') && memory.has('5:1'));
  });

  it('marks what has ended once, and takes that back when it lives again', () => {
    const memory = remember(new Map(), [server], workspace);
    const ended = markEnded(memory, (id) => id === 'terminal:30', 7);
    assert.equal(ended.get('40:1')?.endedAt, 7);
    assert.equal(
      markEnded(ended, () => true, 8),
      ended,
    );
    assert.equal(
      markEnded(memory, () => false, 8),
      memory,
    );
    assert.equal(remember(ended, [server], workspace).get('40:1')?.endedAt, null);
  });

  it('awaits only what runs, and whose terminal is not back', () => {
    const memory = remember(new Map(), [server], workspace);
    const running = new Map([[40, server]]);
    assert.equal(isAwaited(memory, running, new Set()), true);
    assert.equal(isAwaited(memory, running, new Set(['terminal:30'])), false);
    assert.equal(isAwaited(memory, new Map([[40, { ...server, startTime: '2' }]]), new Set()), false);
    assert.equal(
      isAwaited(
        markEnded(memory, () => true, 7),
        running,
        new Set(),
      ),
      false,
    );
  });

  it('is recalled as it was, but for what ended in the reload itself', () => {
    const memory = remember(new Map(), [server], workspace);
    const stored = (endedAt: number): unknown =>
      JSON.parse(JSON.stringify([...markEnded(memory, () => true, endedAt).values()]));
    assert.equal(recalled(stored(100), 101).get('40:1')?.endedAt, 100);
    assert.deepEqual(recalled(stored(100), 100), memory);
  });

  it('is recalled from anything without an error', () => {
    const json = fc.jsonValue();
    fc.assert(fc.property(fc.oneof(json, fc.array(json)), (stored) => recalled(stored, 0) instanceof Map));
  });
});
