import assert from 'node:assert/strict';
import { unixFile } from '../../../../src/platform/linux/unixFile';
import { runInNamespaces } from '../../../support/world/runInNamespaces';

describe('unixFile', () => {
  it('finds the socket whose file a path leads to, on tmpfs, overlays and btrfs where they mount', async function () {
    this.timeout(60_000);
    const printed = await runInNamespaces(this, 'unixFiles');
    assert.match(printed, /^tried: the folder for temporary files, tmpfs/m, printed);
    assert.match(printed, /^agreed$/m);
  });

  it('is unclear, not missing, where the system does not answer in time', async () => {
    const facts = await unixFile({ text: '/proc/self/exe' }, [], {
      boundFiles: () => assert.fail('nothing is compared'),
      timeLimit: () => Promise.resolve(undefined),
    });
    assert.equal(facts.kind, 'unclear');
  });

  it('compares nothing where the kernel cannot be asked', async () => {
    const facts = await unixFile({ text: '/proc/self/exe' }, [process.pid, 0], {
      boundFiles: () => undefined,
      timeLimit: () => new Promise(() => undefined),
    });
    assert.equal(facts.isFile.size, 0);
    assert.deepEqual(
      [...facts.seesSame],
      [
        [process.pid, true],
        [0, null],
      ],
    );
  });
});
