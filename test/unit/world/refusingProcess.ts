// Processes that may not be looked into. This process gives up what root may do beyond an ordinary user, where it is root.
import assert from 'node:assert/strict';
import { LinuxProc } from '../../../src/platform/linux/linuxProc';
import { ipv4 } from './address';
import { agreed } from './agreed';
import { dropCapabilities } from './libc';
import { Holder } from './holder';

agreed(async () => {
  const mine = await Holder.start();
  const sealed = await Holder.start();
  const probe = new LinuxProc({ euid: process.geteuid!() });
  try {
    const open = await mine.open({ domain: 'inet', type: 'stream', bind: ipv4('0.0.0.0'), listen: 1 });
    const hidden = await sealed.open({ domain: 'inet', type: 'stream', bind: ipv4('0.0.0.0'), listen: 1 });
    await sealed.ask({ do: 'seal' });
    await mine.ask({ do: 'dropCapabilities' });
    dropCapabilities();

    const first = await probe.read('listeners');
    const owners = (inode: number): unknown => first.sockets.find((each) => each.inode === inode)?.owners;
    assert.deepEqual(owners(open.inode), [mine.pid]);
    assert.equal(owners(hidden.inode), null);
    assert.deepEqual(first.gaps, [{ kind: 'permission', subject: 'owners', count: 1, detail: 'root' }]);

    const before = { ...probe.counts };
    await probe.read('listeners');
    const second = { ...probe.counts };
    await mine.ask({ do: 'seal' });
    await probe.read('listeners');
    await probe.read('listeners');
    const fourth = { ...probe.counts };
    // /proc itself, twice where something is not found, and the folders of those who did not refuse.
    const folders = (from: typeof before, to: typeof before): number => to.readdirs - from.readdirs;
    assert.ok(folders(before, second) > 0);
    assert.equal(
      folders(second, fourth),
      2 * folders(before, second) - 1,
      'the new refusal was tried once, the old never',
    );
  } finally {
    probe.dispose();
    await Promise.all([mine.stop(), sealed.stop()]);
  }
});
