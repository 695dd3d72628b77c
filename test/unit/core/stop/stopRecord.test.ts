import assert from 'node:assert/strict';
import { planStop } from '../../../../src/core/stop/planStop';
import {
  describeRecord,
  parseRecords,
  recordOf,
  type StopRecord,
  withRecord,
} from '../../../../src/core/stop/stopRecord';
import { english } from '../../../../src/core/text/translate';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const facts = { words: LINUX_WORDS, protection: new Map(), reaches: () => false, descendants: () => [] };

function aRecord(given: Partial<StopRecord> = {}): StopRecord {
  const snapshot = aSnapshot([aSocket()], [aProcess()]);
  const plan = planStop(snapshot, { sockets: ['tcp:1:7'] }, facts, english);
  assert.ok(plan.kind === 'plan');
  return { ...recordOf(plan, 1000, false, english), ...given };
}

describe('the journal of what was stopped', () => {
  it('says what, when, how and what came of it', () => {
    const done = aRecord({
      signals: [
        { pid: 100, signal: 'SIGTERM', at: 1001 },
        { pid: 101, signal: 'SIGKILL', at: 1002 },
      ],
      outcome: 'freed',
      sentence: 'node server.js (100) has ended. 127.0.0.1:3000/tcp is free.',
    });
    assert.deepEqual(describeRecord(done, '20:00', english), [
      '20:00  node server.js (100), 127.0.0.1:3000/tcp',
      'Asks it to end (SIGTERM).',
      'Signals: SIGTERM to 100, SIGKILL to 101.',
      'node server.js (100) has ended. 127.0.0.1:3000/tcp is free.',
    ]);
  });

  it('says that no signal was sent, and who told the end', () => {
    const lines = describeRecord(aRecord({ confirmedBy: 'onDidEndTask', outcome: 'freed' }), '', english);
    assert.deepEqual(lines.slice(2, 4), ['No signal was sent.', 'Its end was reported by onDidEndTask.']);
  });

  it('says so where the window closed before its end was known', () => {
    assert.match(describeRecord(aRecord(), '', english).at(-1)!, /^The outcome is not known/);
  });

  it('holds each stop once, the newest last, and no more than a hundred', () => {
    const begun = aRecord();
    const ended = { ...begun, outcome: 'freed' } as const;
    assert.deepEqual(withRecord(withRecord([], begun), ended), [ended]);
    let records: StopRecord[] = [];
    for (let at = 0; at < 150; at++) records = withRecord(records, aRecord({ at }));
    assert.deepEqual([records.length, records[0]?.at, records.at(-1)?.at], [100, 50, 149]);
  });

  it('reads back what was kept, and nothing else', () => {
    const kept = aRecord({ signals: [{ pid: 100, signal: 'SIGTERM', at: 1 }], outcome: 'held' });
    assert.deepEqual(parseRecords(JSON.parse(JSON.stringify([kept]))), [kept]);
    for (const wrong of [
      undefined,
      null,
      'x',
      {},
      [null],
      [{}],
      [{ ...kept, at: '1' }],
      [{ ...kept, signals: [1] }],
    ]) {
      assert.deepEqual(parseRecords(wrong), [], JSON.stringify(wrong));
    }
  });
});
