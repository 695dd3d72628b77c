// /proc mounted with less in it. As root also hidepid, seen by a user to whom the processes do not belong.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Reading } from '../../../src/core/snapshot/reading';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { readStat } from '../../../src/platform/linux/liveProcess';
import { ipv4 } from './address';
import { Holder } from './holder';
import { setUp } from './libc';
import { NOBODY, usersHere } from './users';

async function look(method: 'sock_diag' | 'proc' = 'sock_diag'): Promise<Reading> {
  const probe = new LinuxProbe({ method });
  try {
    return await probe.read('listeners');
  } finally {
    probe.dispose();
  }
}

const mount = (options: string): void =>
  void execFileSync('mount', ['-t', 'proc', '-o', options, 'proc', '/proc'], { stdio: 'pipe' });

async function main(): Promise<void> {
  setUp('lo');
  const holder = await Holder.start();
  try {
    const held = await holder.open({ domain: 'inet', type: 'stream', bind: ipv4('127.0.0.1'), listen: 1 });
    const owners = (reading: Reading): unknown =>
      reading.sockets.find(({ inode }) => inode === held.inode)?.owners;
    assert.deepEqual(owners(await look()), [holder.pid]);

    mount('subset=pid');
    const subset = await look('proc');
    assert.deepEqual(subset.sockets, []);
    assert.deepEqual(subset.gaps, [
      { kind: 'unsupported', subject: 'system', count: 1, detail: 'tcp: ENOENT' },
    ]);
    assert.equal(subset.machine.method.tcp, 'none');
    // The kernel needs no /proc/net to answer.
    const asked = await look();
    assert.deepEqual(owners(asked), [holder.pid]);
    assert.deepEqual(asked.gaps, []);
    console.log('subset=pid: agreed');
    execFileSync('umount', ['/proc']);

    if (usersHere() <= NOBODY) {
      console.log('hidepid: no second user here to hide from');
      return;
    }
    // Any other user, with a /proc that hides nothing but what is in the processes.
    process.setegid!(NOBODY);
    process.seteuid!(NOBODY);
    for (const method of ['sock_diag', 'proc'] as const) {
      const asOther = await look(method);
      assert.equal(owners(asOther), null);
      assert.deepEqual(asOther.gaps, [{ kind: 'permission', subject: 'owners', count: 1 }]);
      assert.equal(asOther.processes.size, 0);
    }
    process.seteuid!(0);
    process.setegid!(0);
    console.log('another user: agreed');

    mount('hidepid=1');
    process.setgroups!([]);
    process.setegid!(NOBODY);
    process.seteuid!(NOBODY);
    const probe = new LinuxProbe();
    const listed = await probe.read('listeners');
    probe.dispose();
    assert.equal(owners(listed), null);
    assert.deepEqual(listed.gaps, [{ kind: 'permission', subject: 'owners', count: 1 }]);
    assert.equal(readStat(holder.pid), undefined);
    // This process's own, and once to see whether that works: nobody else's folder is tried.
    assert.ok(probe.counts.readdirs <= 2, String(probe.counts.readdirs));
    console.log('hidepid=1: agreed');

    process.seteuid!(0);
    mount('hidepid=2');
    process.setgid!(NOBODY);
    process.setuid!(NOBODY);
    const own = await once(createServer().listen(0, '127.0.0.1'), 'listening').then(() => look());
    assert.ok(own.sockets.some((socket) => String(socket.owners) === String(process.pid)));
    const hidden = await look();
    assert.equal(owners(hidden), null);
    assert.deepEqual(hidden.gaps, [{ kind: 'hidden', subject: 'owners', count: 1, detail: 'hidepid' }]);
    console.log('hidepid=2: agreed');
  } finally {
    await holder.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
