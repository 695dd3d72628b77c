import assert from 'node:assert/strict';
import { isInside } from '../../../../src/core/text/paths';

describe('isInside', () => {
  it('takes a folder and what lies in it', () => {
    for (const path of ['/ws', '/ws/a', '/ws/a/../b', '/ws/./a', '/ws//a', '/ws/..a', '/ws/a/..']) {
      assert.equal(isInside(path, '/ws'), true, path);
    }
    assert.equal(isInside('C:\\ws\\a', 'C:\\ws'), true);
    assert.equal(isInside('/a', '/'), true);
  });

  it('takes nothing that leads out of it', () => {
    for (const path of [
      '/ws/../etc',
      '/ws/a/../../etc',
      '/wsx',
      '/w',
      '/ws/..',
      '/ws/./../x',
      '/ws/../wsx',
    ]) {
      assert.equal(isInside(path, '/ws'), false, path);
    }
    assert.equal(isInside('C:\\ws\\..\\etc', 'C:\\ws'), false);
  });
});
