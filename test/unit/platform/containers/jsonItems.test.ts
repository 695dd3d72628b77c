import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonItems } from '../../../../src/platform/containers/jsonItems';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';

const BOUNDS = { maxBytes: 1 << 20, maxItems: 1000 };

async function* inChunks(text: string, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length)
    yield await Promise.resolve(bytes.subarray(at, at + length));
}

async function read(text: string, length = 65_536, bounds = BOUNDS): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of jsonItems(inChunks(text, length), bounds)) items.push(item);
  return items;
}

describe('jsonItems', () => {
  it('gives what JSON.parse gives, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 50 }), async (list, length) => {
        const text = ` ${JSON.stringify(list)}`;
        assert.deepEqual(await read(text, length), JSON.parse(text));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('gives no item of what is not a list of JSON', async () => {
    for (const text of ['{"a":[1]}', '7', 'null', '"[1]"', 'hello', ']']) {
      await assert.rejects(read(text), text);
    }
    for (const text of ['', '[', '[1', '[1,', '[{"a":'])
      await assert.rejects(read(text), /ends before/, text);
    for (const text of ['[1}', '[1] 2', '[nul]']) await assert.rejects(read(text), text);
  });

  it('stops at its bounds', async () => {
    await assert.rejects(read(`["${'x'.repeat(2 << 20)}"]`), /longer than 1048576 bytes/);
    await assert.rejects(read(`[${'{},'.repeat(2000)}{}]`), /longer than 1000 items/);
    assert.equal((await read(`[${'{},'.repeat(999)}{}]`)).length, 1000);
  });

  it('is not troubled by deep nesting', async () => {
    const text = `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`;
    assert.equal((await read(text)).length, 1);
  });
});
