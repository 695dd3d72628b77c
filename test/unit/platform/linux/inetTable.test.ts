import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { normalizeAddress } from '../../../../src/core/socket/addresses';
import { ipv4Text, ipv6WordsText } from '../../../../src/platform/linux/addressText';
import { type InetLayout, parseInetTable } from '../../../../src/platform/linux/inetTable';
import { recording } from '../../../support/fixtures';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { linesOf, mutated, randomTable } from '../../../support/linux/hostileBytes';
import { type InetRow, inetTable } from '../../../support/linux/procText';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const layout = (family: 'ipv4' | 'ipv6', bigEndian = false): InetLayout => ({
  protocol: 'tcp',
  family,
  bigEndian,
});

const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x7f000001, 0xffffffff), fc.nat(0xffffffff));

const row = (family: 'ipv4' | 'ipv6'): fc.Arbitrary<InetRow> => {
  const bytes = family === 'ipv4' ? 4 : 16;
  const address = fc.oneof(
    fc.array(fc.nat(255), { minLength: bytes, maxLength: bytes }),
    fc.constant(Array<number>(bytes).fill(0)),
  );
  return fc.record({
    local: address,
    localPort: fc.nat(65535),
    remote: address,
    remotePort: fc.nat(65535),
    state: fc.integer({ min: 1, max: 12 }),
    sendQueue: fc.nat(0xffffffff),
    recvQueue: fc.nat(0xffffffff),
    uid: fc.nat(0xffffffff),
    inode: fc.nat(0xffffffff),
  });
};

/** Written by core's reader of addresses, which shares no code with the parser under test. */
const text = (bytes: readonly number[]): string =>
  normalizeAddress(
    bytes.length === 4
      ? bytes.join('.')
      : Array.from({ length: 8 }, (_, at) => ((bytes[2 * at]! << 8) | bytes[2 * at + 1]!).toString(16)).join(
          ':',
        ),
  )!;

const tables = fc
  .tuple(fc.constantFrom('ipv4', 'ipv6'), fc.boolean(), fc.constantFrom(8, 16))
  .chain(([family, bigEndian, pointer]) =>
    fc
      .array(row(family), { maxLength: 12 })
      .map((rows) => ({ family, bigEndian, rows, table: inetTable(rows, bigEndian, pointer) })),
  );

describe('parseInetTable', () => {
  it('reads a listener, and a connection', () => {
    const bytes = Buffer.from(
      `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 123456 1 000000006d9a5a6b 100 0 0 10 0
   1: 0100007F:0BB8 0200007F:C001 01 00000010:00000005 02:000A7B4C 00000000  1000        0 123457 1 000000006d9a5a6b 20 4 30 10 -1
`,
    );
    assert.deepEqual(parseInetTable(bytes, layout('ipv4')), {
      strange: 0,
      rows: [
        {
          protocol: 'tcp',
          family: 'ipv4',
          type: 'stream',
          state: 'LISTEN',
          local: { address: '127.0.0.1', port: 3000 },
          remote: null,
          recvQueue: 3,
          sendQueue: null,
          inode: 123456,
          uid: 1000,
        },
        {
          protocol: 'tcp',
          family: 'ipv4',
          type: 'stream',
          state: 'ESTABLISHED',
          local: { address: '127.0.0.1', port: 3000 },
          remote: { address: '127.0.0.2', port: 49153 },
          recvQueue: 5,
          sendQueue: 16,
          inode: 123457,
          uid: 1000,
        },
      ],
    });
  });

  it('reads every row back that the kernel could print, in both byte orders and pointer widths (pitfall 17)', () => {
    fc.assert(
      fc.property(tables, ({ family, bigEndian, rows, table }) => {
        const parsed = parseInetTable(table, layout(family, bigEndian));
        assert.equal(parsed.strange, 0);
        assert.equal(parsed.rows.length, rows.length);
        for (const [index, expected] of rows.entries()) {
          const found = parsed.rows[index]!;
          const nobody = expected.remotePort === 0 && expected.remote.every((byte) => byte === 0);
          assert.deepEqual(found.local, { address: text(expected.local), port: expected.localPort });
          assert.deepEqual(
            found.remote,
            nobody ? null : { address: text(expected.remote), port: expected.remotePort },
          );
          assert.equal(found.state === 'LISTEN', expected.state === 10);
          assert.equal(found.recvQueue, expected.recvQueue);
          assert.equal(found.sendQueue, expected.state === 10 ? null : expected.sendQueue);
          assert.equal(found.inode, expected.inode);
          assert.equal(found.uid, expected.inode === 0 ? null : expected.uid);
        }
        assert.deepEqual(
          parseInetTable(table, layout(family, bigEndian), 'LISTEN').rows,
          parsed.rows.filter(({ state }) => state === 'LISTEN'),
        );
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('invents no row and never throws, whatever the bytes are', () => {
    const bytes = fc.oneof(randomTable, mutated(tables.map(({ table }) => table)));
    fc.assert(
      fc.property(bytes, fc.constantFrom('ipv4', 'ipv6'), fc.boolean(), (table, family, bigEndian) => {
        const { rows, strange } = parseInetTable(table, layout(family, bigEndian));
        assert.ok(rows.length + strange <= linesOf(table));
        for (const { local, inode } of rows) {
          assert.ok(local && 'port' in local && local.port >= 0 && local.port <= 65535);
          assert.equal(normalizeAddress(local.address), local.address);
          assert.ok(Number.isSafeInteger(inode));
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('keeps every other row when one is broken', () => {
    fc.assert(
      fc.property(
        tables,
        fc.nat(),
        fc.constantFrom('x', '\0', 'ÿ', ''),
        ({ family, bigEndian, rows, table }, at, put) => {
          fc.pre(rows.length > 0);
          const lines = table.toString('latin1').split('\n');
          const broken = 1 + (at % rows.length);
          // Within the columns up to the addresses, where each byte counts.
          lines[broken] = lines[broken]!.slice(0, 7) + put + lines[broken]!.slice(8);
          const { rows: left, strange } = parseInetTable(
            Buffer.from(lines.join('\n'), 'latin1'),
            layout(family, bigEndian),
          );
          const all = parseInetTable(table, layout(family, bigEndian)).rows;
          assert.equal(strange, 1);
          assert.deepEqual(left, all.toSpliced(broken - 1, 1));
        },
      ),
      { numRuns: Math.ceil(FUZZ_RUNS / 4) },
    );
  });

  it('agrees with the recordings', function () {
    const jc = (name: string): Buffer => readFileSync(recording(this, 'jc', 'linux-proc', name));
    const expected = JSON.parse(jc('net_tcp.json').toString()) as Record<string, unknown>[];
    const { rows, strange } = parseInetTable(jc('net_tcp'), layout('ipv4'));
    assert.deepEqual(
      rows.map(({ local, inode, recvQueue }) => ({ ...local, inode, recvQueue })),
      expected.map((entry) => ({
        address: entry['local_address'],
        port: entry['local_port'],
        inode: entry['inode'],
        recvQueue: Number(`0x${String(entry['rx_queue'])}`),
      })),
    );
    const lines = jc('net_tcp').toString().trimEnd().split('\n').length;
    assert.equal(rows.length + strange, lines - 1);

    const wsl = parseInetTable(
      readFileSync(recording(this, 'microsoft-vscode-wsl2', 'proc_net_tcp6')),
      layout('ipv6'),
    );
    assert.equal(wsl.strange, 0);
    assert.ok(
      wsl.rows.some(
        ({ remote }) => remote && 'address' in remote && remote.address.startsWith('::ffff:172.23.'),
      ),
    );
    const udp6 = parseInetTable(readFileSync(recording(this, 'prometheus-procfs', 'udp6')), {
      ...layout('ipv6'),
      protocol: 'udp',
    });
    assert.deepEqual(
      udp6.rows.map(({ state, local, inode }) => ({ state, local, inode })),
      [
        { state: 'UNCONN', local: { address: '::', port: 5355 }, inode: 21040 },
        { state: 'UNCONN', local: { address: 'fe80::56e1:adff:fe7c:6609', port: 51073 }, inode: 11337031 },
      ],
    );
  });
});

describe('addresses as text', () => {
  it('are what inet_ntop(3) writes', () => {
    assert.equal(ipv4Text(0x7f000001), '127.0.0.1');
    assert.equal(ipv6WordsText([0, 0, 0, 0]), '::');
    assert.equal(ipv6WordsText([0, 0, 0, 1]), '::1');
    assert.equal(ipv6WordsText([0, 0, 0xffff, 0x7f000001]), '::ffff:127.0.0.1');
    assert.equal(ipv6WordsText([0x20010db8, 0, 0x00010000, 1]), '2001:db8::1:0:0:1');
    assert.equal(ipv6WordsText([0xfe800000, 0, 0, 0]), 'fe80::');
    assert.equal(ipv6WordsText([0x00010000, 0x00020003, 0x00040005, 0x00060007]), '1:0:2:3:4:5:6:7');
  });

  it('are the one text that core knows of each address', () => {
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const address = ipv6WordsText([a, b, c, d]);
        assert.equal(normalizeAddress(address), address);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});
