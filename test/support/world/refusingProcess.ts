// Processes that may not be looked into. This process gives up what root may do beyond an ordinary user, where it is root.
import assert from 'node:assert/strict';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ipv4 } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';
import { dropCapabilities } from './libc';
import { WatchedProcFs } from './watchedProcFs';

agreed(async () => {
  const mine = await Holder.start();
  const sealed = await Holder.start();
  const fs = new WatchedProcFs();
  const probe = new LinuxProbe({ euid: process.geteuid!(), fs, method: 'proc' });
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
    assert.deepEqual(first.gaps, [
      { kind: 'permission', subject: 'owners', count: 1, detail: 'CAP_SYS_PTRACE' },
    ]);

    const tried = (pid: number): number => fs.folders.filter((folder) => folder === `${pid}/fd`).length;
    assert.deepEqual([tried(mine.pid), tried(sealed.pid)], [1, 1]);
    await probe.read('listeners');
    assert.deepEqual([tried(mine.pid), tried(sealed.pid)], [1, 1], 'nothing new, so nobody is asked again');

    await mine.ask({ do: 'seal' });
    for (const scope of ['listeners', 'all', 'listeners', 'all'] as const) {
      const { sockets, gaps } = await probe.read(scope);
      assert.equal(sockets.find(({ inode }) => inode === open.inode)?.owners, null);
      assert.ok(gaps.some(({ kind }) => kind === 'permission'));
    }
    await probe.read('all', { thorough: true });
    assert.deepEqual(
      [tried(mine.pid), tried(sealed.pid)],
      [2, 1],
      'the new refusal was tried once, the old never',
    );
  } finally {
    probe.dispose();
    await Promise.all([mine.stop(), sealed.stop()]);
  }
});
