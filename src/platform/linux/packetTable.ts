import { Columns } from './columns';
import { eachRow, type ParsedTable, type TableRow } from './tableRow';

/** SOCK_DGRAM; the others, SOCK_RAW (3) and the old SOCK_PACKET (10), see the frame whole. */
const SOCK_DGRAM = 2;

/**
 * /proc/net/packet: net/packet/af_packet.c packet_seq_show(). `Proto` is an EtherType, hexadecimal in host order;
 * `Iface` an interface index, 0 for all.
 *
 *     sk               RefCnt Type Proto  Iface R Rmem   User   Inode
 *     00000000c2a7d4b1 3      3    0003   2     1 0      0      34567
 */
export function parsePacketTable(table: Buffer, interfaceName: (index: number) => string): ParsedTable {
  const columns = new Columns(table);
  const rows: TableRow[] = [];
  let strange = 0;

  eachRow(table, (from, to) => {
    columns.row(from, to);
    const digits = columns.hexRun();
    if (digits !== 8 && digits !== 16) columns.ok = false;
    columns.expect(' ');
    columns.decimal();
    columns.expect(' ');
    const type = columns.decimal();
    columns.expect(' ');
    columns.blanks();
    const protocol = columns.hex(4);
    columns.expect(' ');
    const index = columns.decimal();
    columns.expect(' ');
    columns.decimal();
    columns.expect(' ');
    const recvQueue = columns.decimal();
    columns.expect(' ');
    const uid = columns.decimal();
    columns.expect(' ');
    const inode = columns.decimal();
    columns.boundary();
    if (!columns.ok) {
      strange++;
      return;
    }
    rows.push({
      protocol: 'packet',
      family: 'packet',
      type: type === SOCK_DGRAM ? 'dgram' : 'raw',
      state: 'UNCONN',
      local: { interface: index === 0 ? null : interfaceName(index), protocol },
      remote: null,
      recvQueue,
      sendQueue: null,
      inode,
      uid,
    });
  });
  return { rows, strange };
}

/**
 * Interface names by index, from /proc/net/igmp (`2\teth0      :     1      V3`, the interfaces that are up) and
 * /proc/net/dev_mcast (`2    eth0            1     0     333300000001`, most others). Unlike /sys/class/net, which shows
 * the namespace it was mounted in, these two are always of the namespace that is asked.
 */
export function parseInterfaceNames(...tables: readonly string[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const table of tables) {
    for (const line of table.split('\n')) {
      const match = /^(\d+)\s+([^\s:]{1,15})/.exec(line);
      if (match?.[1] !== undefined && match[2] !== undefined) names.set(Number(match[1]), match[2]);
    }
  }
  return names;
}
