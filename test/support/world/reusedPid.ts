// A pid that comes back: forced by way of ns_last_pid in a pid namespace of its own.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Process } from '../../../src/core/snapshot/process';
import { Access } from '../../../src/platform/linux/access';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ProcessTable } from '../../../src/platform/linux/processTable';
import { ProcFs } from '../../../src/platform/linux/procFs';
import { UserNames } from '../../../src/platform/linux/userNames';
import { ipv4 } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';
import { setUp } from './libc';

const start = async (): Promise<ChildProcess> => {
  const child = spawn('cat', ['-u'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  return child;
};

const end = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

/** Calls back with a new process of that pid, until it says that it has seen what it wanted. */
async function reuse(pid: number, seen: (child: ChildProcess) => Promise<boolean>): Promise<void> {
  for (let tries = 200; tries > 0; tries--) {
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1));
    const child = await start();
    const done = child.pid === pid && (await seen(child));
    await end(child);
    if (done) return;
  }
  assert.fail('the pid never came back');
}

/** No look in between, and the newcomer is the same in all but its start. */
async function factsOfAnother(): Promise<void> {
  const table = new ProcessTable(new ProcFs(), new Access(process.geteuid!(), true), new UserNames());
  const clock = { now: '0', perSecond: 100 };
  const look = (of: number): Process | undefined => {
    table.renew(clock, [], [of], 0);
    return table.of([of], clock).get(of);
  };
  const first = await start();
  const pid = first.pid!;
  const before = look(pid)!;
  assert.deepEqual(before.command, ['cat', '-u']);
  await end(first);
  await reuse(pid, () => {
    const after = look(pid)!;
    const startTime = table.identify(pid)?.startTime;
    // Within one tick of the clock the two can't be told apart.
    if (startTime === before.startTime) return Promise.resolve(false);
    assert.equal(after.startTime, startTime);
    assert.deepEqual(after.command, before.command);
    return Promise.resolve(true);
  });
  assert.equal(look(pid), undefined);
}

/** One owner of two ends, and its pid goes to a process that holds nothing. */
async function ownerThatIsNone(method: 'sock_diag' | 'proc'): Promise<void> {
  const holder = await Holder.start();
  let now = 0;
  const probe = new LinuxProbe({ method, now: () => now });
  try {
    const listener = await holder.open({
      domain: 'inet',
      type: 'stream',
      bind: ipv4('127.0.0.1'),
      listen: 1,
    });
    const [connection] = await holder.pair('stream');
    for (const [held, scope] of [
      [listener, 'listeners'],
      [connection, 'all'],
    ] as const) {
      const pid = await holder.share(held);
      const owners = async (): Promise<unknown> =>
        (await probe.read(scope)).sockets.find(({ inode }) => inode === held.inode)?.owners;
      assert.deepEqual(await owners(), [holder.pid, pid]);
      process.kill(pid, 'SIGKILL');
      const seen = async (): Promise<boolean> => {
        // Listeners are followed at each look, the rest is compared within eight seconds.
        if (held === connection) now += 8000;
        assert.deepEqual(await owners(), [holder.pid]);
        return true;
      };
      await reuse(pid, seen);
    }
  } finally {
    probe.dispose();
    await holder.stop();
  }
}

agreed(async () => {
  setUp('lo');
  await factsOfAnother();
  for (const method of ['sock_diag', 'proc'] as const) await ownerThatIsNone(method);
});
