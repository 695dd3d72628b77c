import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameValue } from '../../../../src/core/values/sameValue';

const value = fc.jsonValue({ maxDepth: 3 });

describe('sameValue', () => {
  it('agrees with deepStrictEqual on all plain values', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(value, value),
          value.map((one) => [one, structuredClone(one)] as const),
        ),
        ([a, b]) => {
          let same = true;
          try {
            assert.deepStrictEqual(a, b);
          } catch {
            same = false;
          }
          assert.equal(sameValue(a, b), same);
          assert.equal(sameValue(b, a), same);
        },
      ),
    );
  });

  it('tells a key that is missing from one that is undefined, and lists from objects', () => {
    assert.equal(sameValue({ a: undefined }, {}), false);
    assert.equal(sameValue({}, { a: undefined }), false);
    assert.equal(sameValue({ a: undefined }, { b: undefined }), false);
    assert.equal(sameValue([], {}), false);
    assert.equal(sameValue({ 0: 1 }, [1]), false);
    assert.equal(sameValue({ toString: 1 }, {}), false);
  });
});
