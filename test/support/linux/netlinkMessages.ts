// Messages as the kernel's diag modules write them: net/ipv4/inet_diag.c, net/unix/diag.c, net/packet/diag.c.

const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_MULTI = 2;
export const NLM_F_DUMP_INTR = 16;

const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const be16 = (value: number): Buffer => Buffer.from([value >>> 8, value & 255]);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

/** A netlink message whose sequence number is filled in by {@link numbered}. */
export const message = (payload: Buffer, type = SOCK_DIAG_BY_FAMILY, flags = NLM_F_MULTI): Buffer =>
  padded(Buffer.concat([u32(16 + payload.length), u16(type, flags), u32(0, 4711), payload]));

/** Ends a dump, with an errno where it came to nothing. */
export const done = (errno = 0, flags = NLM_F_MULTI): Buffer =>
  message(Buffer.from(Int32Array.of(-errno).buffer), NLMSG_DONE, flags);

/** Refuses a request: the errno, and the header of what was asked. */
export const refused = (errno: number): Buffer =>
  message(Buffer.concat([Buffer.from(Int32Array.of(-errno).buffer), Buffer.alloc(16)]), NLMSG_ERROR, 0);

/** An attribute: its length without the padding. */
export const attribute = (type: number, value: Buffer): Buffer =>
  padded(Buffer.concat([u16(4 + value.length, type), value]));

/** Every header of a page gets the number of the request, as far as its lengths lead. */
export function numbered(page: Buffer, sequence: number): Buffer {
  const bytes = Buffer.from(page);
  const lengthAt = (at: number): number =>
    new Uint32Array(Uint8Array.from(bytes.subarray(at, at + 4)).buffer)[0]!;
  for (let at = 0; at + 16 <= bytes.length; at += Math.ceil(Math.max(16, lengthAt(at)) / 4) * 4) {
    u32(sequence).copy(bytes, at + 8);
  }
  return bytes;
}

export interface InetSocket {
  /** AF_INET or AF_INET6, with 4 or 16 bytes an address. */
  readonly family: 2 | 10;
  readonly state: number;
  readonly local: readonly number[];
  readonly localPort: number;
  readonly remote: readonly number[];
  readonly remotePort: number;
  readonly index: number;
  readonly cookie: readonly [number, number];
  readonly recvQueue: number;
  readonly sendQueue: number;
  readonly uid: number;
  readonly inode: number;
  readonly v6only: boolean | undefined;
  /** Timer, retransmissions and the time to the next: different at every look. */
  readonly timers: readonly [number, number, number];
}

export function inetMessage(socket: InetSocket): Buffer {
  const [timer, retrans, expires] = socket.timers;
  const address = (bytes: readonly number[]): Buffer =>
    Buffer.concat([Buffer.from(bytes), Buffer.alloc(12)], 16);
  const attributes = [
    // INET_DIAG_SHUTDOWN, INET_DIAG_SKV6ONLY, INET_DIAG_SOCKOPT
    attribute(8, Buffer.of(0)),
    ...(socket.v6only === undefined ? [] : [attribute(11, Buffer.of(socket.v6only ? 1 : 0))]),
    attribute(22, Buffer.of(0x80, 1)),
  ];
  return message(
    Buffer.concat([
      Buffer.of(socket.family, socket.state, timer, retrans),
      be16(socket.localPort),
      be16(socket.remotePort),
      address(socket.local),
      address(socket.remote),
      u32(
        socket.index,
        ...socket.cookie,
        expires,
        socket.recvQueue,
        socket.sendQueue,
        socket.uid,
        socket.inode,
      ),
      ...attributes,
    ]),
  );
}

export interface UnixSocket {
  readonly type: number;
  readonly state: number;
  readonly inode: number;
  readonly cookie: readonly [number, number];
  /** sun_path: a leading NUL is an abstract name; a path without the NUL that ends it. `undefined`: unnamed. */
  readonly name: Buffer | undefined;
  readonly peer: number | undefined;
  readonly queues: readonly [number, number];
  /** `undefined`: a kernel before 5.3. */
  readonly uid: number | undefined;
}

export function unixMessage(socket: UnixSocket): Buffer {
  const { name, peer, queues, uid } = socket;
  const path = name && (name[0] === 0 ? name : Buffer.concat([name, Buffer.of(0)]));
  return message(
    Buffer.concat([
      Buffer.of(1, socket.type, socket.state, 0),
      u32(socket.inode, ...socket.cookie),
      ...(path ? [attribute(0, path)] : []),
      ...(peer === undefined ? [] : [attribute(2, u32(peer))]),
      attribute(4, u32(...queues)),
      attribute(6, Buffer.of(0)),
      ...(uid === undefined ? [] : [attribute(7, u32(uid))]),
    ]),
  );
}

export interface PacketSocket {
  readonly type: number;
  readonly protocol: number;
  readonly inode: number;
  readonly cookie: readonly [number, number];
  readonly index: number;
  readonly uid: number;
  readonly recvQueue: number;
}

export const packetMessage = (socket: PacketSocket): Buffer =>
  message(
    Buffer.concat([
      Buffer.of(17, socket.type),
      u16(socket.protocol),
      u32(socket.inode, ...socket.cookie),
      attribute(0, u32(socket.index, 1, 0, 0, 0, 3)),
      attribute(5, u32(socket.uid)),
      attribute(6, u32(socket.recvQueue, 212992, 0, 212992, 0, 0, 0, 0, 0)),
    ]),
  );
