// Sockets that stay among others that come and go, in a namespace of its own, read by sock_diag and from /proc in turn.
// Prints how many rows were alike, one protocol a line; ends with an error where one method misses what the other shows,
// or says something else about it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Protocol } from '../../../src/core/socket/socket';
import { LinuxTables } from '../../../src/platform/linux/linuxTables';
import { ProcFs } from '../../../src/platform/linux/procFs';
import type { TableRow } from '../../../src/platform/linux/tableRow';
import { abstract, ANY6, ipv4, ipv6, LOOPBACK6, packet } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';
import { setUp } from './libc';
import type { Held } from './order';

const LOOKS = 15;
const STAYING = 80;
const LO = 1;
const BACKLOG = 17;

/** What /proc can know: no backlog, no IPv6-only flag, no interface, no queues, peer or uid of Unix sockets; NUL looks like `@`. */
function asProcSays(row: TableRow): TableRow {
  const listens = row.state === 'LISTEN';
  if (row.protocol === 'unix') {
    const local =
      row.local && 'abstract' in row.local
        ? { abstract: row.local.abstract.replaceAll('\0', '@') }
        : row.local;
    return {
      ...row,
      local,
      remote: null,
      recvQueue: listens ? row.recvQueue : null,
      sendQueue: null,
      uid: null,
    };
  }
  if (row.protocol === 'packet' || !row.local || !('port' in row.local)) return row;
  const { address, port } = row.local;
  return { ...row, local: { address, port }, sendQueue: listens ? null : row.sendQueue };
}

/** Each once: rows of a torn table may be there twice, and what is doubtful is still held. */
const byInode = (rows: readonly TableRow[]): Map<number | null, TableRow> =>
  new Map(rows.map((row) => [row.inode, row]));

async function main(): Promise<void> {
  setUp('lo');
  writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0');
  const kinds = ['udp', 'unix', 'tcp'] as const;
  const [staying, ...moving] = await Promise.all([Holder.start(), ...kinds.map(() => Holder.start())]);
  const diag = new LinuxTables({ fs: new ProcFs() });
  const proc = new LinuxTables({ fs: new ProcFs(), method: 'proc' });
  try {
    const held: Held[] = [];
    const local4 = ipv4('127.0.0.1');
    const server = await staying.open({ domain: 'inet6', type: 'stream', bind: ipv6(ANY6), listen: BACKLOG });
    const unixServer = await staying.open({
      domain: 'unix',
      type: 'stream',
      bind: abstract('a\0b'),
      listen: BACKLOG,
    });
    const only6 = await staying.open({ domain: 'inet6', type: 'dgram', bind: ipv6(ANY6), v6only: true });
    const lent = await staying.open({ domain: 'packet', type: 'raw', bind: packet(LO, 0x0800) });
    held.push(server, unixServer, only6, lent);
    for (let left = STAYING; left > 0; left--) {
      held.push(await staying.open({ domain: 'inet', type: 'dgram', bind: local4 }));
      held.push(
        await staying.open({
          domain: 'inet6',
          type: 'dgram',
          bind: ipv6(LOOPBACK6),
          connect: ipv6(LOOPBACK6, 9),
        }),
      );
      held.push(await staying.open({ domain: 'inet', type: 'stream', bind: local4, listen: 5 }));
      held.push(...(await staying.pair('stream')));
    }
    // Left in the backlogs.
    held.push(
      await staying.open({ domain: 'inet', type: 'stream', connect: ipv4('127.0.0.1', server.port) }),
    );
    held.push(await staying.open({ domain: 'unix', type: 'stream', connect: abstract('a\0b') }));
    const bound = await staying.open({ domain: 'inet', type: 'stream', bind: local4 });
    const pair = await staying.pair('seqpacket');

    for (const [index, holder] of moving.entries())
      await holder.ask({ do: 'churn', sockets: 20, kind: kinds[index]! });

    const alike = new Map<Protocol, number>();
    for (let look = 0; look < LOOKS; look++) {
      const byDiag = diag.read('all');
      const byProc = proc.read('all');
      assert.equal(byDiag.method.tcp, 'sock_diag');
      assert.equal(byProc.method.tcp, 'proc');
      const exact = byInode(byDiag.rows.filter(({ protocol }) => protocol !== 'unix'));
      const theirs = byInode([...byDiag.rows, ...byDiag.doubtful]);
      const ours = byInode([...byProc.rows, ...byProc.doubtful]);
      for (const { inode } of held) {
        const row = theirs.get(inode);
        assert.ok(row, `sock_diag misses ${inode} in look ${look}`);
        assert.ok(row.protocol === 'unix' || exact.has(inode), `sock_diag is not exact about ${inode}`);
        const other = ours.get(inode);
        assert.ok(other, `/proc misses ${inode} in look ${look}`);
        // A packet socket hears what the others send: what waits there grows between the two looks.
        const queued = row.protocol === 'packet' ? { recvQueue: null } : {};
        assert.deepEqual({ ...asProcSays(row), ...queued }, { ...other, ...queued });
        alike.set(row.protocol, (alike.get(row.protocol) ?? 0) + 1);
      }
      // What a look at listeners shows is what waits in a look at everything.
      const listeners = byInode(diag.read('listeners').rows);
      for (const { inode } of held) {
        const row = theirs.get(inode);
        const waits = row?.state === 'LISTEN' || (row?.protocol === 'udp' && row.state === 'UNCONN');
        assert.equal(listeners.get(inode), waits ? row : undefined);
      }
    }

    const seen = byInode(diag.read('all').rows);
    const row = (socket: Held): TableRow => seen.get(socket.inode) ?? assert.fail(`no ${socket.inode}`);
    assert.deepEqual(row(server).local, { address: '::', port: server.port, v6only: false });
    assert.deepEqual([row(server).recvQueue, row(server).sendQueue], [1, BACKLOG]);
    assert.deepEqual(row(only6).local, { address: '::', port: only6.port, v6only: true });
    assert.deepEqual([row(unixServer).recvQueue, row(unixServer).sendQueue], [1, BACKLOG]);
    assert.deepEqual(row(unixServer).local, { abstract: 'a\0b' });
    assert.deepEqual(row(pair[0]).remote, { inode: pair[1].inode });
    assert.deepEqual(row(pair[1]).remote, { inode: pair[0].inode });
    assert.deepEqual(row(lent).local, { interface: 'lo', protocol: 0x0800 });
    const taken = row(bound);
    assert.deepEqual([taken.state, taken.local], ['CLOSE', { address: '127.0.0.1', port: bound.port }]);
    assert.ok(!byInode(proc.read('all').rows).has(bound.inode));
    for (const [protocol, count] of alike) console.log(`${protocol}: ${count} rows alike`);
  } finally {
    diag.close();
    proc.close();
    await Promise.all([staying, ...moving].map((holder) => holder.stop()));
  }
}

agreed(main);
