import fc from 'fast-check';

const NEWLINE = 0x0a;

export const linesOf = (bytes: Buffer): number => bytes.filter((byte) => byte === NEWLINE).length + 1;

/** Bytes out of nowhere, and bytes that look much like a table. */
export const randomTable = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .string({ unit: fc.constantFrom(...Array.from('0123456789ABCDEFabcdef: \n@/-')), maxLength: 2000 })
    .map((text) => Buffer.from(text)),
);

/** A table in which some bytes were changed, cut out or put in. */
export const mutated = (tables: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      tables,
      fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.uint8Array({ minLength: 1, maxLength: 4 })), {
        minLength: 1,
        maxLength: 8,
      }),
    )
    .map(([table, changes]) => {
      let bytes = table;
      for (const [position, cut, put] of changes) {
        const at = position % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
      }
      return bytes;
    });
