import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { EXIT, withoutAnswer } from '../../../src/cli/exitCode';
import { outputTo, writeFailure } from '../../../src/cli/output';

const failing = (code: string): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: no`), { code })),
  });

describe('a standard stream of the command line', () => {
  it('passes on what is written', async () => {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        done();
      },
    });
    const output = outputTo(stream);
    output.write('a\n');
    assert.equal(await writeFailure(stream, output), undefined);
    assert.equal(written.join(''), 'a\n');
  });

  for (const code of ['ENOSPC', 'EIO', 'EBADF']) {
    it(`says why nothing more can be written: ${code}`, async () => {
      const stream = failing(code);
      const output = outputTo(stream);
      output.write('a\n');
      output.write('b\n');
      const failure = await writeFailure(stream, output);
      assert.match(String(failure), new RegExp(code));
      output.write('c\n');
      assert.equal(output.ended.aborted, true);
    });
  }

  it('takes it for an end, not a failure, that the reader has gone', async () => {
    const stream = failing('EPIPE');
    const output = outputTo(stream);
    output.write('a\n');
    assert.equal(await writeFailure(stream, output), undefined);
    assert.equal(output.ended.aborted, true);
  });

  it('does not throw what a stream throws at once', async () => {
    const stream = new Writable();
    stream.write = () => {
      throw new Error('ENOSPC');
    };
    const output = outputTo(stream);
    output.write('a\n');
    assert.match(String(await writeFailure(stream, output)), /ENOSPC/);
  });

  it('is no success where its answer did not arrive, and keeps what went wrong otherwise', () => {
    assert.equal(withoutAnswer(EXIT.done), EXIT.couldNotLook);
    assert.equal(withoutAnswer(EXIT.nothingThere), EXIT.couldNotLook);
    assert.equal(withoutAnswer(EXIT.refused), EXIT.refused);
    assert.equal(withoutAnswer(EXIT.stillHeld), EXIT.stillHeld);
  });
});
