// The kernel's own print formats, for tables that this machine can't print: other byte orders, other pointers.

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

export interface InetRow {
  /** 4 or 16 bytes as on the wire. */
  readonly local: readonly number[];
  readonly localPort: number;
  readonly remote: readonly number[];
  readonly remotePort: number;
  readonly state: number;
  readonly sendQueue: number;
  readonly recvQueue: number;
  readonly uid: number;
  readonly inode: number;
}

/** Each 32-bit word of the address, read from memory as this byte order reads it. */
const words = (bytes: readonly number[], bigEndian: boolean): string => {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) text += hex(view.getUint32(at, !bigEndian), 8);
  return text;
};

/** net/ipv4/tcp_ipv4.c get_tcp4_sock(), net/ipv6/tcp_ipv6.c get_tcp6_sock(); UDP and raw differ behind the inode only. */
export function inetTable(rows: readonly InetRow[], bigEndian: boolean, pointerDigits: number): Buffer {
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const lines = rows.map((row, index) => {
    const line =
      `${String(index).padStart(4)}: ${words(row.local, bigEndian)}:${hex(row.localPort, 4)} ` +
      `${words(row.remote, bigEndian)}:${hex(row.remotePort, 4)} ${hex(row.state, 2)} ` +
      `${hex(row.sendQueue, 8)}:${hex(row.recvQueue, 8)} 02:000A7B4C 00000000 ` +
      `${String(row.uid).padStart(5)} ${'0'.padStart(8)} ${row.inode} 1 ${'0'.padStart(pointerDigits, '0')} 20 4 30 10 -1`;
    return row.local.length === 4 ? line.padEnd(149) : line;
  });
  return Buffer.from([header, ...lines, ''].join('\n'), 'latin1');
}

export interface UnixRow {
  readonly flags: number;
  readonly type: number;
  readonly state: number;
  readonly inode: number;
  /** The name as sun_path has it: a leading NUL makes it abstract. `undefined` for an unnamed socket. */
  readonly name: Buffer | undefined;
}

/** net/unix/af_unix.c unix_seq_show(). */
export function unixTable(rows: readonly UnixRow[], pointerDigits: number): Buffer {
  const lines = rows.map((row, index) => {
    const columns =
      `${(0xc0de + index).toString(16).padStart(pointerDigits, '0')}: 00000002 00000000 ${hex(row.flags, 8)} ` +
      `${hex(row.type, 4)} ${hex(row.state, 2)} ${String(row.inode).padStart(5)}`;
    if (!row.name) return Buffer.from(`${columns}\n`);
    const printed = Buffer.from(row.name);
    if (row.name[0] === 0)
      for (const [at, byte] of row.name.entries()) printed[at] = byte === 0 ? 0x40 : byte;
    return Buffer.concat([Buffer.from(`${columns} `), printed, Buffer.from('\n')]);
  });
  return Buffer.concat([Buffer.from('Num       RefCount Protocol Flags    Type St Inode Path\n'), ...lines]);
}

export interface PacketRow {
  readonly type: number;
  readonly protocol: number;
  readonly index: number;
  readonly recvQueue: number;
  readonly uid: number;
  readonly inode: number;
}

/** net/packet/af_packet.c packet_seq_show(). */
export function packetTable(rows: readonly PacketRow[], pointerDigits: number): Buffer {
  const lines = rows.map(
    (row) =>
      `${'c0de'.padStart(pointerDigits, '0')} ${'3'.padEnd(6)} ${String(row.type).padEnd(4)} ` +
      `${row.protocol.toString(16).padStart(4, '0')}   ${String(row.index).padEnd(5)} 1 ` +
      `${String(row.recvQueue).padEnd(6)} ${String(row.uid).padEnd(6)} ${String(row.inode).padEnd(6)}`,
  );
  return Buffer.from(['sk       RefCnt Type Proto  Iface R Rmem   User   Inode', ...lines, ''].join('\n'));
}
