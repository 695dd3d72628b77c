import type { SocketType } from '../../core/socket/socket';
import { Columns } from './columns';
import { eachRow, type ParsedTable, type TableRow } from './tableRow';

const SOCK_DGRAM = 2;

/** The others, SOCK_RAW (3) and the old SOCK_PACKET (10), see the frame whole. */
export const packetType = (type: number): SocketType => (type === SOCK_DGRAM ? 'dgram' : 'raw');

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
      type: packetType(type),
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
