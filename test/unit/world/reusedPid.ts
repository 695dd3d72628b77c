// A pid that comes back: forced by way of ns_last_pid in a pid namespace of its own.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Access } from '../../../src/platform/linux/access';
import { ProcessTable } from '../../../src/platform/linux/processTable';
import { ProcFs } from '../../../src/platform/linux/procFs';
import { UserNames } from '../../../src/platform/linux/userNames';
import { agreed } from './agreed';

agreed(async () => {
  const table = new ProcessTable(new ProcFs(), new Access(process.geteuid!(), true), new UserNames());
  const start = async (): Promise<ChildProcess> => {
    const child = spawn('cat', ['-u'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    return child;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  const first = await start();
  const pid = first.pid!;
  const before = table.read([pid]).get(pid)!;
  assert.deepEqual(before.command, ['cat', '-u']);
  await end(first);

  // No look in between, and the newcomer is the same in all but its start.
  for (let tries = 200; tries > 0; tries--) {
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1));
    const second = await start();
    const after = second.pid === pid ? table.read([pid]).get(pid)! : undefined;
    const startTime = table.identify(pid)?.startTime;
    await end(second);
    // Within one tick of the clock the two can't be told apart.
    if (!after || startTime === before.startTime) continue;
    assert.equal(after.startTime, startTime);
    assert.deepEqual(after.command, before.command);
    assert.equal(table.read([pid]).size, 0);
    return;
  }
  assert.fail('the pid never came back');
});
