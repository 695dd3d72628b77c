import type { InetEndpoint, Protocol, RawEndpoint, State } from '../../core/socket/socket';
import { ipv4Text, ipv6WordsText, networkOrder } from './addressText';
import { Columns } from './columns';
import { DATAGRAM_STATES, TCP_STATES } from './inetStates';
import { eachRow, type ParsedTable, type TableRow } from './tableRow';

export type InetProtocol = Exclude<Protocol, 'packet' | 'unix'>;

export interface InetLayout {
  readonly protocol: InetProtocol;
  readonly family: 'ipv4' | 'ipv6';
  /** The kernel prints each 32-bit word of an address as its own integer: on big-endian machines in network order. */
  readonly bigEndian: boolean;
}

/**
 * /proc/net/{tcp,udp,udplite,raw,icmp} and their v6 sisters: proc_net(5), net/ipv4/tcp_ipv4.c get_tcp4_sock(),
 * net/ipv4/udp.c udp4_format_sock(). Columns after the inode (pointers, whose width differs) are left alone.
 *
 *     sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *      0: 0100007F:0BB8 00000000:0000 0A 00000000:00000001 00:00000000 00000000  1000        0 123456 1 0000…
 *
 * With `only`, rows in other states are passed over before anything is made of them.
 */
export function parseInetTable(table: Buffer, layout: InetLayout, only?: State): ParsedTable {
  const states = layout.protocol === 'tcp' ? TCP_STATES : DATAGRAM_STATES;
  const columns = new Columns(table);
  const rows: TableRow[] = [];
  let strange = 0;

  eachRow(table, (from, to) => {
    columns.row(from, to);
    columns.decimal();
    columns.expect(': ');
    const local = endpoint(columns, layout);
    columns.expect(' ');
    const remote = endpoint(columns, layout);
    columns.expect(' ');
    const state = states[columns.hex(2)];
    if (columns.ok && state && only !== undefined && state !== only) return;

    columns.expect(' ');
    const sendQueue = columns.hex(8);
    columns.expect(':');
    const recvQueue = columns.hex(8);
    columns.expect(' ');
    columns.hexRun();
    columns.expect(':');
    columns.hexRun();
    columns.expect(' ');
    columns.hexRun();
    columns.expect(' ');
    const uid = columns.decimal();
    columns.expect(' ');
    columns.decimal();
    columns.expect(' ');
    const inode = columns.decimal();
    columns.boundary();
    if (!columns.ok || !state) {
      strange++;
      return;
    }
    rows.push({
      protocol: layout.protocol,
      family: layout.family,
      type: layout.protocol === 'tcp' ? 'stream' : layout.protocol === 'raw' ? 'raw' : 'dgram',
      state,
      local: named(local, layout, local.port),
      // A raw socket's peer has no number of its own: the protocol is the socket's.
      remote: isNobody(remote) ? null : named(remote, layout, local.port),
      recvQueue,
      // Of a listener this column says nothing; the backlog is not in this table.
      sendQueue: state === 'LISTEN' ? null : sendQueue,
      inode,
      // The kernel prints 0 for what has no socket file any more or yet, and that is not root.
      uid: inode === 0 ? null : uid,
    });
  });
  return { rows, strange };
}

interface Words {
  readonly words: readonly number[];
  readonly port: number;
}

function endpoint(columns: Columns, layout: InetLayout): Words {
  const words: number[] = [];
  for (let left = layout.family === 'ipv4' ? 1 : 4; left > 0; left--) {
    words.push(networkOrder(columns.hex(8), layout.bigEndian));
  }
  columns.expect(':');
  return { words, port: columns.hex(4) };
}

const isNobody = ({ words, port }: Words): boolean => port === 0 && words.every((word) => word === 0);

function named({ words, port }: Words, layout: InetLayout, protocol: number): InetEndpoint | RawEndpoint {
  const address = layout.family === 'ipv4' ? ipv4Text(words[0] ?? 0) : ipv6WordsText(words);
  return layout.protocol === 'raw' ? { address, protocol } : { address, port };
}
