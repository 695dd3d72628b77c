import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bootId } from '../../../../src/platform/linux/bootId';
import { ProcFs } from '../../../../src/platform/linux/procFs';

const ID = '13b8a0b1-4a5c-4c8e-9d0e-0f6a2b1c3d4e';

describe('bootId', () => {
  let root = '';
  const write = (text: string): ProcFs => {
    const file = join(root, 'sys/kernel/random/boot_id');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return new ProcFs(root);
  };
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'portolan-boot-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('is what the kernel says', () => assert.equal(bootId(write(`${ID}\n`)), ID));

  it('is unknown where /proc does not show it, or shows something else', () => {
    assert.equal(bootId(new ProcFs(root)), null);
    for (const text of ['', 'none\n', ID.slice(1), `${ID}${ID}`])
      assert.equal(bootId(write(text)), null, text);
  });
});
