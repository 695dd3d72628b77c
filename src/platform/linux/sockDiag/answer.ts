import {
  align,
  NLA_HDRLEN,
  NLA_TYPE_MASK,
  NLMSG_HDRLEN,
  SOCK_DIAG_BY_FAMILY,
  TCPDIAG_GETSOCK,
} from './netlink';

/**
 * Bytes as the kernel writes them: integers in this machine's order, which is that of typed arrays, each at a multiple
 * of its size. One grows and is used again for every dump.
 */
export class Answer {
  u8 = new Uint8Array();
  u16 = new Uint16Array();
  i32 = new Int32Array();
  /** How many bytes of it are messages. */
  length = 0;
  /** How many pages the answer came in: between two pages sockets come and go. */
  pages = 0;

  constructor(capacity: number) {
    this.grow(capacity);
  }

  /** Makes room, keeping what is there. */
  grow(capacity: number): void {
    const buffer = new ArrayBuffer(align(capacity));
    const larger = new Uint8Array(buffer);
    larger.set(this.u8.subarray(0, this.length));
    this.u8 = larger;
    this.u16 = new Uint16Array(buffer);
    this.i32 = new Int32Array(buffer);
  }

  /** An unsigned 32-bit integer, at a multiple of 4. */
  u32(at: number): number {
    return (this.i32[at >> 2] ?? 0) >>> 0;
  }

  /** A socket's `cookie[2]`, the same for as long as the socket lives: low half, high half, together below 2^53. */
  cookie(at: number): number {
    return this.u32(at) + (this.u32(at + 4) & 0x1fffff) * 2 ** 32;
  }
}

/** The value of an attribute; 0 where `at` is 0, which says that the row lacks the attribute. */
export const valueAt = (i32: Int32Array, at: number): number => (at === 0 ? 0 : (i32[at >> 2] ?? 0));

/**
 * Calls back with the bounds `[at, end)` of each socket's message, without its header. The lengths are those that
 * DiagSocket has checked; what does not fit ends the walk all the same.
 */
export function eachMessage(answer: Answer, message: (at: number, end: number) => void): void {
  let at = 0;
  while (at + NLMSG_HDRLEN <= answer.length) {
    const length = answer.u32(at);
    if (length < NLMSG_HDRLEN || at + length > answer.length) return;
    const type = answer.u16[(at >> 1) + 2];
    if (type === SOCK_DIAG_BY_FAMILY || type === TCPDIAG_GETSOCK) message(at + NLMSG_HDRLEN, at + length);
    at += align(length);
  }
}

/**
 * Calls back with each attribute's type and the bounds `[at, end)` of its value.
 *
 * @returns whether the attributes end where the message does
 */
export function eachAttribute(
  answer: Answer,
  from: number,
  end: number,
  attribute: (type: number, at: number, end: number) => void,
): boolean {
  let at = from;
  while (at + NLA_HDRLEN <= end) {
    const length = answer.u16[at >> 1] ?? 0;
    if (length < NLA_HDRLEN || at + length > end) return false;
    attribute((answer.u16[(at >> 1) + 1] ?? 0) & NLA_TYPE_MASK, at + NLA_HDRLEN, at + length);
    at += align(length);
  }
  return at >= end;
}
