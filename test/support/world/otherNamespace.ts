// Holders in two network namespaces, and probes that look from this one: as their user, and as another.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ipv4, unixPath } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';
import { setUp } from './libc';
import { NOBODY, usersHere } from './users';

agreed(async () => {
  setUp('lo');
  const folder = mkdtempSync(join(tmpdir(), 'netns-'));
  const here = await Holder.start();
  const there = await Holder.start(['unshare', '--net']);
  const method = process.argv[2] as 'sock_diag' | 'proc';
  const probe = new LinuxProbe({ method });
  try {
    const near = await here.open({ domain: 'inet', type: 'stream', bind: ipv4('0.0.0.0'), listen: 1 });
    const far = await there.open({
      domain: 'inet',
      type: 'stream',
      bind: ipv4('0.0.0.0', near.port),
      listen: 1,
    });
    const farUnix = await there.open({ domain: 'unix', type: 'dgram', bind: unixPath(join(folder, 'far')) });
    const name = (pid: number | string): number =>
      Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/net`))![0]);

    const leftOut = [{ kind: 'truncated', subject: 'namespaces', count: 1 }];
    assert.deepEqual((await probe.read('listeners')).gaps, leftOut, 'the first look says so');
    const all = await probe.read('all');
    // Its standard streams were made on this side. By the text of /proc/net/unix alone they are not proven to be its own.
    const unproven = all.gaps.filter(({ detail }) => detail === 'unproven');
    assert.deepEqual(
      all.gaps.filter((gap) => !unproven.includes(gap)),
      [],
    );
    assert.equal(unproven.length, method === 'proc' ? 1 : 0);
    assert.equal(all.machine.netns, name('self'));
    const found = (inode: number): unknown => {
      const socket = all.sockets.find((each) => each.inode === inode);
      return socket && { netns: socket.netns, owners: socket.owners };
    };
    assert.deepEqual(found(near.inode), { netns: name('self'), owners: [here.pid] });
    assert.deepEqual(found(far.inode), { netns: name(there.pid), owners: [there.pid] });
    assert.deepEqual(found(farUnix.inode), { netns: name(there.pid), owners: [there.pid] });

    const listeners = await probe.read('listeners');
    assert.ok(!listeners.sockets.some(({ inode }) => inode === far.inode));
    assert.deepEqual(listeners.gaps, leftOut);

    // A table of several pages is read until it is complete, and from then on once, while no row of it is missing.
    const reads = async (): Promise<number> => {
      await probe.read('all');
      const { reads: before } = probe.counts;
      await probe.read('all');
      return probe.counts.reads - before;
    };
    const before = await reads();
    for (let left = 60; left > 0; left--) {
      await there.open({ domain: 'inet', type: 'dgram', bind: ipv4('0.0.0.0') });
    }
    const further = (await reads()) - before;
    assert.ok(further >= 1 && further <= 3, `${further} further reads for 60 rows`);
    const kept = readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`));
    assert.ok(!kept.some((link) => link.includes(`/${there.pid}/`)), 'nothing keeps the namespace alive');

    // Somebody else may see that there is another namespace, and no more.
    if (usersHere() > NOBODY) {
      process.setegid!(NOBODY);
      process.seteuid!(NOBODY);
      const foreign = new LinuxProbe({ method });
      const refused = await foreign.read('all');
      foreign.dispose();
      process.seteuid!(0);
      assert.ok(refused.sockets.some(({ inode }) => inode === near.inode));
      assert.ok(!refused.sockets.some(({ inode }) => inode === far.inode));
      assert.deepEqual(refused.gaps[0], { kind: 'permission', subject: 'namespaces', count: 1 });
    }
  } finally {
    probe.dispose();
    await Promise.all([here.stop(), there.stop()]);
    rmSync(folder, { recursive: true });
  }
});

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // The one that the folder was read by.
    return '';
  }
}
