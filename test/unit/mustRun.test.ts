import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { judged, ROWS } from '../mustRun';
import type { Report } from '../report';

const REPOSITORY = resolve(__dirname, '../..');

const report = (more: Partial<Report>): Report => ({
  passed: 1,
  failed: [],
  skipped: [],
  files: [],
  ...more,
});

const engine = {
  file: 'test/system/stopping/stoppingContainers.test.ts',
  title: 'stopping a container "before all" hook (skipped: no dockerd)',
};

describe('what must run', () => {
  it('fails what was skipped where it must run, and names it', () => {
    const { failed, skipped } = judged(report({ skipped: [engine] }), 'linux root');
    assert.equal(failed.length, 1);
    assert.ok(failed[0]!.startsWith(engine.title));
    assert.deepEqual(skipped, []);
  });

  it('leaves a skip where a reason is listed', () => {
    const { failed, skipped } = judged(report({ skipped: [engine] }), 'linux user');
    assert.deepEqual(failed, []);
    assert.deepEqual(skipped, [engine]);
  });

  it('goes by the row that fits best: one optional test does not excuse its file', () => {
    const file = 'test/unit/platform/linux/inetTable.test.ts';
    const recorded = { file, title: 'parseInetTable agrees with the recordings (skipped: none here)' };
    const other = { file, title: 'parseInetTable reads every row' };
    const { failed, skipped } = judged(report({ skipped: [recorded, other] }), 'linux user');
    assert.equal(failed.length, 1);
    assert.ok(failed[0]!.startsWith(other.title));
    assert.deepEqual(skipped, [recorded]);
    assert.deepEqual(judged(report({ skipped: [other] }), 'win32').failed, []);
  });

  it('fails a file of which no test ran', () => {
    const files = [
      { file: 'test/unit/protocol.test.ts', passed: 0 },
      { file: 'test/unit/monitor.test.ts', passed: 3 },
    ];
    const { failed } = judged(report({ files }), 'darwin');
    assert.equal(failed.length, 1);
    assert.match(failed[0]!, /^test\/unit\/protocol\.test\.ts\n/);
  });

  it('fails what nobody has listed', () => {
    const skipped = [{ file: 'test/elsewhere/new.test.ts', title: 'new' }];
    assert.equal(judged(report({ skipped }), 'win32').failed.length, 1);
  });

  it('lists files and folders that there are', () => {
    for (const { tests } of ROWS) assert.ok(existsSync(resolve(REPOSITORY, tests.split(' › ')[0]!)), tests);
  });
});
