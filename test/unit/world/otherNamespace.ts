// Holders in two network namespaces, and probes that look from this one: as their user, and as another.
import assert from 'node:assert/strict';
import { LinuxProc } from '../../../src/platform/linux/linuxProc';
import { ipv4, unixPath } from './address';
import { agreed } from './agreed';
import { setUp } from './libc';
import { NOBODY, usersHere } from './users';
import { Holder } from './holder';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

agreed(async () => {
  setUp('lo');
  const folder = mkdtempSync(join(tmpdir(), 'netns-'));
  const here = await Holder.start();
  const there = await Holder.start(['unshare', '--net']);
  const probe = new LinuxProc();
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

    assert.deepEqual((await probe.read('listeners')).gaps, [], 'nobody has looked for others yet');
    const all = await probe.read('all');
    assert.deepEqual(all.gaps, []);
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
    assert.deepEqual(listeners.gaps, [{ kind: 'truncated', subject: 'namespaces', count: 1 }]);

    // Somebody else may see that there is another namespace, and no more.
    if (usersHere() > NOBODY) {
      process.setegid!(NOBODY);
      process.seteuid!(NOBODY);
      const foreign = new LinuxProc();
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
