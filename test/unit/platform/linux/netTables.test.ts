import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '../../../../src/core/snapshot/reading';
import { parseInetTable } from '../../../../src/platform/linux/inetTable';
import { InterfaceNames } from '../../../../src/platform/linux/interfaceNames';
import { NetTables } from '../../../../src/platform/linux/netTables';
import { parsePacketTable } from '../../../../src/platform/linux/packetTable';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { parseUnixTable } from '../../../../src/platform/linux/unixTable';
import { inetTable, packetTable, type UnixRow, unixTable } from '../../../support/linux/procText';

const LISTENING = 0x10000;

const unix = (inode: number, flags = LISTENING): UnixRow => ({
  flags,
  type: 1,
  state: flags === 0 ? 3 : 1,
  inode,
  name: Buffer.from(`/run/${inode}`),
});

/** More than one page of them, so that a read may have missed some. */
const crowd = Array.from({ length: 100 }, (_, i) => unix(1000 + i));

describe('NetTables', () => {
  let root: string;
  let tables: NetTables;
  const put = (file: string, content: Buffer | string): void =>
    writeFileSync(join(root, 'net', file), content);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'net-'));
    mkdirSync(join(root, 'net'));
    put('tcp', inetTable([], false, 16));
    put('udp', inetTable([], false, 16));
    put('unix', unixTable([], 16));
    tables = new NetTables(new ProcFs(root), 'net', false);
  });
  afterEach(() => {
    tables.close();
    rmSync(root, { recursive: true });
  });

  const inodesOf = (scope: Scope): [shown: (number | null)[], doubtful: (number | null)[]] => {
    const { rows, doubtful } = tables.read(scope);
    return [rows.map(({ inode }) => inode), doubtful.map(({ inode }) => inode)];
  };

  it('asks about a Unix socket that a table of several pages no longer shows, until nobody holds it', () => {
    put('unix', unixTable([...crowd, unix(1), unix(2, 0)], 16));
    assert.equal(inodesOf('all')[0].length, 102);
    put('unix', unixTable([...crowd, unix(2, 0)], 16));
    const { doubtful } = tables.read('all');
    assert.deepEqual(
      doubtful.map(({ inode }) => inode),
      [1],
    );
    tables.keep(doubtful);
    assert.deepEqual(inodesOf('listeners')[1], [1]);
    assert.deepEqual(inodesOf('listeners')[1], []);
  });

  it('does not take what a look at listeners leaves out for closed', () => {
    put('unix', unixTable([...crowd, unix(1), unix(2, 0)], 16));
    inodesOf('all');
    assert.deepEqual(inodesOf('listeners')[1], []);
    put('unix', unixTable([...crowd, unix(1)], 16));
    assert.deepEqual(inodesOf('listeners')[1], []);
    assert.deepEqual(inodesOf('all')[1], [2]);
  });

  it('believes a table of one page', () => {
    put('unix', unixTable([unix(1)], 16));
    inodesOf('all');
    put('unix', unixTable([], 16));
    assert.deepEqual(inodesOf('all'), [[], []]);
  });

  it('reads the protocols that are asked for, and no others', () => {
    const { method, blank } = tables.read('all', new Set(['raw', 'unix'] as const));
    assert.deepEqual(method, { raw: 'none', unix: 'proc' });
    assert.equal(blank, false);
  });
});

describe('InterfaceNames', () => {
  it('are read when one is asked for, and anew when told so: an interface may be renamed', () => {
    const root = mkdtempSync(join(tmpdir(), 'names-'));
    try {
      mkdirSync(join(root, 'net'));
      const put = (...names: string[]): void =>
        writeFileSync(
          join(root, 'net/dev_mcast'),
          names.map((name, i) => `${i + 1}    ${name}            1     0     333300000001\n`).join(''),
        );
      const fs = new ProcFs(root);
      const names = new InterfaceNames(fs, 'net');
      put('lo', 'eth0');
      names.refresh();
      assert.equal(fs.counts.opens, 0);
      const version = names.versionFor(2);
      assert.equal(names.of(2), 'eth0');
      assert.equal(names.of(9), 'if9');
      const { opens } = fs.counts;
      assert.equal(names.of(9), 'if9');
      assert.equal(fs.counts.opens, opens);

      put('lo', 'eth0', 'eth1');
      names.refresh();
      assert.equal(names.of(3), 'eth1');
      assert.equal(names.versionFor(2), version, 'a new interface changes no row');
      put('lo', 'wan0', 'eth1');
      names.refresh();
      assert.equal(names.of(2), 'wan0');
      assert.notEqual(names.versionFor(2), version);
      assert.equal(names.versionFor(0), 0);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('the parsers of /proc', () => {
  const MEGABYTES = 8 << 20;
  const parsers: Readonly<Record<string, (table: Buffer) => { rows: readonly unknown[]; strange: number }>> =
    {
      inet: (table) => parseInetTable(table, { protocol: 'tcp', family: 'ipv4', bigEndian: false }),
      unix: (table) => parseUnixTable(table),
      packet: (table) => parsePacketTable(table, String),
    };

  for (const [name, parse] of Object.entries(parsers)) {
    it(`take a line of megabytes for no row (${name})`, () => {
      for (const byte of ['0', 'F', ' ', ':', '\0', '/', '@']) {
        const { rows, strange } = parse(
          Buffer.concat([Buffer.from('header\n'), Buffer.alloc(MEGABYTES, byte)]),
        );
        assert.deepEqual([rows.length, strange], [0, 1], JSON.stringify(byte));
      }
      const { rows, strange } = parse(Buffer.alloc(1 << 20, '\n'));
      assert.deepEqual([rows.length, strange], [0, (1 << 20) - 1]);
    });
  }

  it('read tables of 100,000 rows', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => i + 1);
    const inet = inetTable(
      many.map((inode) => ({
        local: [127, 0, inode >> 16, 1],
        localPort: inode & 0xffff,
        remote: [0, 0, 0, 0],
        remotePort: 0,
        state: 10,
        sendQueue: 0,
        recvQueue: 0,
        uid: 1000,
        inode,
      })),
      false,
      16,
    );
    assert.deepEqual(
      parseInetTable(inet, { protocol: 'tcp', family: 'ipv4', bigEndian: false }).rows.map(
        ({ inode }) => inode,
      ),
      many,
    );
    assert.deepEqual(
      parseUnixTable(
        unixTable(
          many.map((inode) => unix(inode)),
          16,
        ),
      ).rows.map(({ inode }) => inode),
      many,
    );
    const packets = many.map((inode) => ({ type: 3, protocol: 3, index: 1, recvQueue: 0, uid: 0, inode }));
    assert.equal(parsePacketTable(packetTable(packets, 16), String).rows.length, many.length);
  });
});
