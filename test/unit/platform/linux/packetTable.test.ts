import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseInterfaceNames } from '../../../../src/platform/linux/interfaceNames';
import { parsePacketTable } from '../../../../src/platform/linux/packetTable';
import { recording } from '../../../support/fixtures';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { linesOf, mutated, randomTable } from '../../../support/linux/hostileBytes';
import { type PacketRow, packetTable } from '../../../support/linux/procText';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const row: fc.Arbitrary<PacketRow> = fc.record({
  type: fc.constantFrom(2, 3, 10),
  protocol: fc.nat(0xffff),
  index: fc.nat(99999),
  recvQueue: fc.nat(0xffffffff),
  uid: fc.nat(0xffffffff),
  inode: fc.nat(0xffffffff),
});

const tables = fc
  .tuple(fc.array(row, { maxLength: 12 }), fc.constantFrom(8, 16))
  .map(([rows, pointer]) => ({ rows, table: packetTable(rows, pointer) }));

describe('parsePacketTable', () => {
  it('reads every row back, in both pointer widths (pitfall 17)', () => {
    fc.assert(
      fc.property(tables, ({ rows, table }) => {
        const parsed = parsePacketTable(table, (index) => `name${index}`);
        assert.equal(parsed.strange, 0);
        assert.deepEqual(
          parsed.rows.map(({ type, local, recvQueue, uid, inode }) => ({
            type,
            local,
            recvQueue,
            uid,
            inode,
          })),
          rows.map(({ type, index, protocol, recvQueue, uid, inode }) => ({
            type: type === 2 ? 'dgram' : 'raw',
            local: { interface: index === 0 ? null : `name${index}`, protocol },
            recvQueue,
            uid,
            inode,
          })),
        );
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('invents no row and never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.oneof(randomTable, mutated(tables.map(({ table }) => table))), (table) => {
        const { rows, strange } = parsePacketTable(table, String);
        assert.ok(rows.length + strange <= linesOf(table));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('agrees with the recording', function () {
    const { rows } = parsePacketTable(
      readFileSync(recording(this, 'jc', 'linux-proc', 'net_packet')),
      () => 'ens33',
    );
    assert.deepEqual(rows, [
      {
        protocol: 'packet',
        family: 'packet',
        type: 'raw',
        state: 'UNCONN',
        local: { interface: 'ens33', protocol: 0x88cc },
        remote: null,
        recvQueue: 0,
        sendQueue: null,
        inode: 34754,
        uid: 101,
      },
    ]);
  });
});

describe('parseInterfaceNames', () => {
  it('takes the names from both tables and leaves their groups alone', () => {
    const igmp =
      'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n';
    const devices =
      '2    ifb0            1     0     333300000001\n14   wlan0           1     0     01005e000001\n';
    assert.deepEqual(
      [...parseInterfaceNames(devices, igmp)],
      [
        [2, 'ifb0'],
        [14, 'wlan0'],
        [1, 'lo'],
      ],
    );
  });
});
