// A process that may have 64 descriptors open, and then none to spare.
import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { describeGap } from '../../../src/core/text/describe';
import { english } from '../../../src/core/text/translate';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ipv4 } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';
import { limitDescriptors, setUp } from './libc';

const LIMIT = 64;
const LISTENER = { domain: 'inet', type: 'stream', bind: ipv4('127.0.0.1'), listen: 1 } as const;

/** All that are left; gives them back. */
function takeAll(): () => void {
  const taken: number[] = [];
  for (;;) {
    try {
      taken.push(openSync('/dev/null', 'r'));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'EMFILE');
      return () => taken.splice(0).forEach((fd) => closeSync(fd));
    }
  }
}

agreed(async () => {
  setUp('lo');
  const holder = await Holder.start();
  const old = await holder.open(LISTENER);
  limitDescriptors(LIMIT, LIMIT);
  for (const method of ['sock_diag', 'proc'] as const) {
    const probe = new LinuxProbe({ method });
    const blind = new LinuxProbe({ method });
    try {
      const owners = async (inode: number): Promise<unknown> => {
        const { sockets, gaps } = await probe.read('listeners');
        return { owners: sockets.find((socket) => socket.inode === inode)?.owners, gaps };
      };
      const spare = await holder.open(LISTENER);
      assert.deepEqual((await probe.read('all')).gaps, []);
      assert.deepEqual(await owners(old.inode), { owners: [holder.pid], gaps: [] });

      const giveBack = takeAll();
      try {
        assert.deepEqual(
          await owners(old.inode),
          { owners: [holder.pid], gaps: [] },
          'nothing is to be opened',
        );
        // As many descriptors as before: it gives no sign that something was missed.
        await holder.close(spare);
        const held = await holder.open(LISTENER);
        const gap = { kind: 'truncated', subject: 'owners', count: 1, detail: 'EMFILE' } as const;
        assert.deepEqual(await owners(held.inode), { owners: null, gaps: [gap] });
        assert.match(describeGap(gap, english), /file descriptors/);
        await assert.rejects(blind.read('listeners'), { code: 'EMFILE' });
        giveBack();
        assert.deepEqual(await owners(held.inode), { owners: [holder.pid], gaps: [] });
        assert.deepEqual((await blind.read('all')).gaps, []);
      } finally {
        giveBack();
      }
    } finally {
      probe.dispose();
      blind.dispose();
    }
  }
  await holder.stop();
});
