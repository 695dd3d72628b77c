import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RealPaths } from '../../../src/host/workspace/realPaths';
import { realPath } from '../../../src/platform/realPath';

describe('RealPaths', () => {
  let base: string;

  beforeEach(() => {
    base = realpathSync.native(mkdtempSync(join(tmpdir(), 'real-')));
    mkdirSync(join(base, 'code/shop'), { recursive: true });
    symlinkSync('code/shop', join(base, 'shop'));
    symlinkSync('code', join(base, 'work'));
  });

  afterEach(() => rmSync(base, { recursive: true }));

  for (const opened of ['shop', 'work/shop'])
    it(`tells once where ${opened} is, opened through a link`, async () => {
      let told = 0;
      const known = new Promise<RealPaths>((resolve) => {
        const paths = new RealPaths(realPath, () => {
          told++;
          resolve(paths);
        });
        assert.equal(paths.of(join(base, opened)), undefined, 'nobody waits for it');
        assert.equal(paths.of(join(base, opened)), undefined);
      });
      assert.equal((await known).of(join(base, opened)), join(base, 'code/shop'));
      assert.equal(told, 1);
    });

  it('says nothing of a folder that has no other path, or is not there', async () => {
    const linked = join(base, 'shop');
    const plain = join(base, 'code/shop');
    const missing = join(base, 'none');
    const paths = await new Promise<RealPaths>((resolve) => {
      const asked = new RealPaths(realPath, () => resolve(asked));
      for (const path of [plain, missing, linked]) asked.of(path);
    });
    assert.equal(paths.of(plain), undefined);
    assert.equal(paths.of(missing), undefined);
  });
});
