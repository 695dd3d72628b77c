import type { State } from '../../../core/socket/socket';
import type { TableRow } from '../tableRow';
import { UNIX_TYPES, unixName } from '../unixTable';
import { type Answer, eachAttribute, valueAt } from './answer';
import type { RowDecoder } from './diagTable';
import { AF_UNIX } from './netlink';

// <linux/unix_diag.h>
export const UDIAG_SHOW_NAME = 0x01;
export const UDIAG_SHOW_PEER = 0x04;
export const UDIAG_SHOW_RQLEN = 0x10;
/** Since Linux 5.3; older kernels pass over it. */
export const UDIAG_SHOW_UID = 0x40;
const UNIX_DIAG_NAME = 0;
const UNIX_DIAG_PEER = 2;
/** struct unix_diag_rqlen: u32 udiag_rqueue, udiag_wqueue. Of a listener the connections that wait and the backlog. */
const UNIX_DIAG_RQLEN = 4;
const UNIX_DIAG_UID = 7;

// struct unix_diag_msg: u8 udiag_family, udiag_type, udiag_state, pad; u32 udiag_ino, udiag_cookie[2].
const TYPE = 1;
const STATE = 2;
const INO = 4;
const COOKIE = 8;
const LENGTH = 16;

/** Offsets for decoders that read other attributes of the same message. */
export const UNIX_DIAG_MESSAGE = { INO, LENGTH };

/** TCP's numbers: include/net/tcp_states.h. */
const STATES: Readonly<Record<number, State>> = { 1: 'ESTABLISHED', 7: 'UNCONN', 10: 'LISTEN' };

/** sun_path is 108 bytes, and the kernel ends a path of 108 with a NUL of its own. */
const LONGEST_NAME = 109;

/**
 * Words that a row is made of: type, state and which attributes came, inode, peer, queues, uid, length of the name, and
 * the name.
 */
const NAME_WORD = 7;
const WIDTH = NAME_WORD + 28;

export class UnixDecoder implements RowDecoder {
  readonly width = WIDTH;
  readonly cookieAt = COOKIE;
  readonly messageLength = LENGTH;
  readonly version = 0;
  #name = 0;
  #nameEnd = 0;
  #peer = 0;
  #rqlen = 0;
  #uid = 0;

  blank(): void {
    // The kernel gave every attribute.
  }

  isListener({ u8 }: Answer, at: number): boolean {
    return STATES[u8[at + STATE] ?? 0] === 'LISTEN';
  }

  words(answer: Answer, at: number, end: number, words: Int32Array, to: number): boolean {
    const { u8, i32 } = answer;
    const type = u8[at + TYPE] ?? 0;
    const state = u8[at + STATE] ?? 0;
    if (u8[at] !== AF_UNIX || !UNIX_TYPES[type] || !STATES[state]) return false;
    if (!this.#attributes(answer, at + LENGTH, end)) return false;

    const length = this.#nameEnd - this.#name;
    const told = (this.#rqlen === 0 ? 0 : 1) | (this.#uid === 0 ? 0 : 2);
    words[to] = type | (state << 8) | (told << 16);
    words[to + 1] = i32[(at + INO) >> 2] ?? 0;
    words[to + 2] = valueAt(i32, this.#peer);
    words[to + 3] = valueAt(i32, this.#rqlen);
    words[to + 4] = this.#rqlen === 0 ? 0 : valueAt(i32, this.#rqlen + 4);
    words[to + 5] = valueAt(i32, this.#uid);
    words[to + 6] = length;
    const nameWords = (length + 3) >> 2;
    for (let i = 0; i < nameWords; i++) words[to + NAME_WORD + i] = i32[(this.#name >> 2) + i] ?? 0;
    words.fill(0, to + NAME_WORD + nameWords, to + WIDTH);
    return true;
  }

  row(answer: Answer, at: number): TableRow {
    const peer = this.#peer === 0 ? 0 : answer.u32(this.#peer);
    const type = UNIX_TYPES[answer.u8[at + TYPE] ?? 0] ?? 'stream';
    return {
      protocol: 'unix',
      family: 'unix',
      type,
      state: STATES[answer.u8[at + STATE] ?? 0] ?? 'UNCONN',
      local: this.#local(answer),
      remote: peer === 0 ? null : { inode: peer },
      recvQueue: this.#rqlen === 0 ? null : answer.u32(this.#rqlen),
      sendQueue: this.#rqlen === 0 ? null : answer.u32(this.#rqlen + 4),
      inode: answer.u32(at + INO),
      uid: this.#uid === 0 ? null : answer.u32(this.#uid),
    };
  }

  /** Finds where the values of this message's attributes are; 0 for an attribute that did not come. */
  #attributes(answer: Answer, from: number, end: number): boolean {
    this.#name = this.#nameEnd = this.#peer = this.#rqlen = this.#uid = 0;
    let fits = true;
    const whole = eachAttribute(answer, from, end, (type, at, valueEnd) => {
      const length = valueEnd - at;
      if (type === UNIX_DIAG_NAME) {
        this.#name = at;
        this.#nameEnd = valueEnd;
        if (length > LONGEST_NAME) fits = false;
      } else if (type === UNIX_DIAG_PEER && length >= 4) this.#peer = at;
      else if (type === UNIX_DIAG_RQLEN && length >= 8) this.#rqlen = at;
      else if (type === UNIX_DIAG_UID && length >= 4) this.#uid = at;
    });
    return whole && fits;
  }

  /** sun_path as it was bound: an abstract name begins with a NUL, a path ends with one. */
  #local({ u8 }: Answer): TableRow['local'] {
    if (this.#nameEnd === this.#name) return null;
    const abstract = u8[this.#name] === 0;
    const from = abstract ? this.#name + 1 : this.#name;
    const to = !abstract && u8[this.#nameEnd - 1] === 0 ? this.#nameEnd - 1 : this.#nameEnd;
    return unixName(Buffer.from(u8.buffer, u8.byteOffset + from, to - from), abstract);
  }
}
