import type { Scope } from '../../../core/snapshot/reading';
import type { Protocol } from '../../../core/socket/socket';
import type { InterfaceNames } from '../interfaceNames';
import type { SockstatName } from '../sockstat';
import type { TableRow } from '../tableRow';
import type { DiagSocket, NoAnswer } from './diagSocket';
import { type DiagRows, DiagTable } from './diagTable';
import { InetDecoder } from './inetDiag';
import { AF_INET, AF_INET6 } from './netlink';
import { PACKET_SHOW_INFO, PACKET_SHOW_MEMINFO, PacketDecoder } from './packetDiag';
import { inetRequest, packetRequest, tcpRequest, unixRequest } from './requests';
import { UDIAG_SHOW_NAME, UDIAG_SHOW_PEER, UDIAG_SHOW_RQLEN, UDIAG_SHOW_UID, UnixDecoder } from './unixDiag';

/** What sock_diag is asked for. Not raw and ICMP: many kernels have no diag module for them. */
export type DiagProtocol = Exclude<Protocol, 'icmp' | 'raw'>;

export const isDiagProtocol = (protocol: Protocol): protocol is DiagProtocol =>
  protocol !== 'icmp' && protocol !== 'raw';

/** Numbers of the protocols, netinet/in.h. */
const IPPROTO = { udp: 17, udplite: 136 } as const;

const SOCKSTAT_NAMES = {
  udp: { [AF_INET]: 'UDP', [AF_INET6]: 'UDP6' },
  udplite: { [AF_INET]: 'UDPLITE', [AF_INET6]: 'UDPLITE6' },
} as const;

/** Bits by state: include/net/tcp_states.h. */
const ALL = -1;
const LISTEN = 1 << 10;
const UNCONNECTED = 1 << 7;

const UNIX_SHOW = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID;

/** The socket tables through sock_diag(7). */
export class SockDiag {
  readonly #socket: DiagSocket;
  readonly #tables: Readonly<Record<DiagProtocol, readonly DiagTable[]>>;

  /** `hasNone`: whether the kernel counts no socket of that kind. Its hash is walked for a dump, however empty. */
  constructor(
    socket: DiagSocket,
    names: InterfaceNames,
    hasNone: (name: SockstatName) => boolean = () => false,
  ) {
    this.#socket = socket;
    const datagrams = (protocol: 'udp' | 'udplite'): DiagTable[] =>
      ([AF_INET, AF_INET6] as const).map(
        (family) =>
          new DiagTable({
            hasNone: () => hasNone(SOCKSTAT_NAMES[protocol][family]),
            decoder: new InetDecoder(protocol, names),
            requests: {
              listeners: inetRequest(family, IPPROTO[protocol], UNCONNECTED),
              all: inetRequest(family, IPPROTO[protocol], ALL),
            },
            mayMiss: 'any, between pages',
          }),
      );
    const packets = packetRequest(PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO);
    this.#tables = {
      tcp: [
        new DiagTable({
          decoder: new InetDecoder('tcp', names),
          requests: { listeners: tcpRequest(LISTEN), all: tcpRequest(ALL) },
          mayMiss: 'listeners, between pages',
        }),
      ],
      udp: datagrams('udp'),
      udplite: datagrams('udplite'),
      unix: [
        new DiagTable({
          decoder: new UnixDecoder(),
          requests: { listeners: unixRequest(LISTEN, UNIX_SHOW), all: unixRequest(ALL, UNIX_SHOW) },
          mayMiss: 'any',
        }),
      ],
      packet: [
        new DiagTable({
          decoder: new PacketDecoder(names),
          requests: { listeners: packets, all: packets },
          mayMiss: 'any, between pages',
        }),
      ],
    };
  }

  /** All of a protocol's tables, or none: half of one source and half of another would be neither's. */
  read(protocol: DiagProtocol, scope: Scope): DiagRows | NoAnswer {
    const lists: (readonly TableRow[])[] = [];
    const missing: TableRow[] = [];
    let strange = 0;
    for (const table of this.#tables[protocol]) {
      const rows = table.read(this.#socket, scope);
      if ('reason' in rows) return rows;
      lists.push(...rows.lists);
      missing.push(...rows.missing);
      strange += rows.strange;
    }
    return { lists, missing, strange };
  }

  keep(row: TableRow): void {
    if (row.protocol === 'unix') for (const table of this.#tables.unix) table.keep(row);
  }

  close(): void {
    this.#socket.close();
  }
}
