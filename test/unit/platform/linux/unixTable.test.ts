import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseUnixTable } from '../../../../src/platform/linux/unixTable';
import { recording } from '../../../support/fixtures';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { linesOf, mutated, randomTable } from '../../../support/linux/hostileBytes';
import { type UnixRow, unixTable } from '../../../support/linux/procText';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const AT = 0x40;

const names = fc.oneof(
  fc
    .constantFrom('/run/x.sock', '/a b', '/a\nb', '/a\n\n', 'x\n', '\0abs', '\0', '\0@at', '\0a\0b', '\0\n')
    .map((name) => Buffer.from(name)),
  fc.uint8Array({ minLength: 1, maxLength: 108 }).map((bytes) => Buffer.from(bytes)),
);

/** What can't be told from the text is left out: a path that begins with `@`, and NULs in a path, which end it. */
const printable = (name: Buffer): boolean => name[0] !== AT && (name[0] === 0 || !name.includes(0));

const row: fc.Arbitrary<UnixRow> = fc.record({
  flags: fc.constantFrom(0, 0x10000),
  type: fc.constantFrom(1, 2, 5),
  state: fc.constantFrom(1, 2, 3),
  inode: fc.nat(0xffffffff),
  name: fc.option(names.filter(printable), { nil: undefined }),
});

const tables = fc
  .tuple(fc.uniqueArray(row, { maxLength: 12, selector: ({ inode }) => inode }), fc.constantFrom(8, 16))
  .map(([rows, pointer]) => ({ rows, table: unixTable(rows, pointer) }));

/** `St` of a connection that waits to be accepted: it has no row. */
const WAITING = 2;

/** Bytes that a name is read back as: NULs in an abstract name print as `@`. */
const printed = (name: Buffer): Buffer =>
  name[0] === 0 ? Buffer.from(name.subarray(1).map((byte) => (byte === 0 ? AT : byte))) : name;

describe('parseUnixTable', () => {
  it('reads a listener, an unnamed pair and an abstract name', () => {
    const bytes = Buffer.from(`Num       RefCount Protocol Flags    Type St Inode Path
000000000dc81ead: 00000002 00000000 00010000 0005 01 23456 /run/my server.sock
00000000170e8291: 00000003 00000000 00000000 0001 03  1186
00000000170e8292: 00000002 00000000 00000000 0002 01  1187 @/tmp/.X11-unix/X0
`);
    assert.deepEqual(
      parseUnixTable(bytes).rows.map(({ type, state, local, inode }) => ({ type, state, local, inode })),
      [
        { type: 'seqpacket', state: 'LISTEN', local: { path: '/run/my server.sock' }, inode: 23456 },
        { type: 'stream', state: 'ESTABLISHED', local: null, inode: 1186 },
        { type: 'dgram', state: 'UNCONN', local: { abstract: '/tmp/.X11-unix/X0' }, inode: 1187 },
      ],
    );
  });

  it('reads every row back, with any name and both pointer widths (pitfalls 3, 17)', () => {
    fc.assert(
      fc.property(tables, ({ rows: all, table }) => {
        const rows = all.filter(({ flags, state }) => flags !== 0 || state !== WAITING);
        const parsed = parseUnixTable(table);
        assert.equal(parsed.strange, 0);
        assert.equal(parsed.rows.length, rows.length);
        for (const [index, expected] of rows.entries()) {
          const { local, inode, state } = parsed.rows[index]!;
          assert.equal(inode, expected.inode);
          assert.equal(state === 'LISTEN', expected.flags !== 0);
          if (!expected.name) {
            assert.equal(local, null);
            continue;
          }
          assert.ok(local && ('path' in local || 'abstract' in local));
          assert.equal('abstract' in local, expected.name[0] === 0);
          const text = 'path' in local ? local.path : local.abstract;
          const bytes = local.bytes === undefined ? Buffer.from(text) : Buffer.from(local.bytes, 'base64');
          assert.deepEqual(bytes, printed(expected.name));
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('invents no row and never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.oneof(randomTable, mutated(tables.map(({ table }) => table))), (table) => {
        const { rows, strange } = parseUnixTable(table);
        assert.ok(rows.length + strange <= linesOf(table));
        for (const { inode } of rows) assert.ok(Number.isSafeInteger(inode));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('counts the connections that wait for each listener, unless two bear one name', () => {
    const name = (text: string): Buffer => Buffer.from(text);
    const listener = { flags: 0x10000, type: 1, state: 1 };
    const waiting = { flags: 0, type: 1, state: WAITING, inode: 0 };
    const table = unixTable(
      [
        { ...listener, inode: 1, name: name('/a\nb') },
        { ...waiting, name: name('/a\nb') },
        { ...waiting, name: name('/a\nb') },
        { ...listener, inode: 2, name: name('/quiet') },
        { ...listener, inode: 3, name: name('/twice') },
        { ...listener, inode: 4, name: name('/twice') },
        { ...waiting, name: name('/twice') },
      ],
      16,
    );
    for (const only of [undefined, 'LISTEN' as const]) {
      const { rows } = parseUnixTable(table, only);
      assert.deepEqual(
        rows.map(({ inode, recvQueue }) => [inode, recvQueue]),
        [
          [1, 2],
          [2, 0],
          [3, null],
          [4, null],
        ],
      );
    }
  });

  it('takes nothing for a row that lacks a column', () => {
    const header = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
    for (const line of [
      '0000: 00000002 00000000 00010000 0001 01 23456 /run/x.sock',
      '000000000dc81ead: 00000002 00000000 00010000 0001 01 /run/x.sock',
      '000000000dc81ead: 00000002 00000000 00010000 0001 01 ',
      '000000000dc81ead: 00000002 00000000 00010000 0001 01 234x6 /run/x.sock',
      '000000000dc81ead: 00000002 00000000 00010000 0009 01 23456 /run/x.sock',
    ]) {
      assert.deepEqual(parseUnixTable(Buffer.from(`${header}${line}\n`)), { rows: [], strange: 1 }, line);
    }
  });

  it('takes no line for a part of a name that is too long to have one', () => {
    const { table } = {
      table: unixTable([{ flags: 0, type: 1, state: 1, inode: 7, name: Buffer.from('/x') }], 16),
    };
    const { rows, strange } = parseUnixTable(Buffer.concat([table, Buffer.alloc(200, 'y')]));
    assert.deepEqual(
      rows.map(({ local }) => local),
      [{ path: '/x' }],
    );
    assert.equal(strange, 1);
  });

  it('agrees with the recordings', function () {
    const jc = (name: string): Buffer => readFileSync(recording(this, 'jc', 'linux-proc', name));
    const expected = JSON.parse(jc('net_unix.json').toString()) as {
      Inode: number;
      Path?: string;
      Flags: string;
    }[];
    const { rows, strange } = parseUnixTable(jc('net_unix'));
    assert.equal(strange, 0);
    assert.deepEqual(
      rows.map(({ inode, local, state }) => ({ inode, local, listens: state === 'LISTEN' })),
      expected.map(({ Inode, Path, Flags }) => ({
        inode: Inode,
        local:
          Path === undefined ? null : Path.startsWith('@') ? { abstract: Path.slice(1) } : { path: Path },
        listens: Flags === '00010000',
      })),
    );
    assert.equal(parseUnixTable(readFileSync(recording(this, 'prometheus-procfs', 'unix'))).rows.length, 5);
  });
});
