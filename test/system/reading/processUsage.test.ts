import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { processUsage } from '../../../src/platform/processUsage';
import { skip } from '../../support/skip';

describe('what a process uses', () => {
  it('is told of this one, and of none that is not there', async function () {
    if (spawnSync('ps', ['-p', '1']).error) skip(this, 'there is no ps');
    const usage = await processUsage(process.pid);
    assert.ok(usage);
    assert.ok((usage.cpu ?? 0) >= 0 && (usage.memory ?? 0) < 100 && usage.machineMemory > 2 ** 20);
    assert.equal(await processUsage(2 ** 31 - 1), undefined);
  });
});
