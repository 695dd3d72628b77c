import type { InterfaceNames } from '../interfaceNames';
import { packetType } from '../packetTable';
import type { TableRow } from '../tableRow';
import { type Answer, eachAttribute, valueAt } from './answer';
import type { RowDecoder } from './diagTable';
import { AF_PACKET } from './netlink';

// <linux/packet_diag.h>
export const PACKET_SHOW_INFO = 0x01;
export const PACKET_SHOW_MEMINFO = 0x10;
/** struct packet_diag_info: u32 pdi_index, … */
const PACKET_DIAG_INFO = 0;
const PACKET_DIAG_UID = 5;
/** u32[], the first SK_MEMINFO_RMEM_ALLOC, <linux/sock_diag.h>. */
const PACKET_DIAG_MEMINFO = 6;

// struct packet_diag_msg: u8 pdiag_family, pdiag_type; u16 pdiag_num (host order); u32 pdiag_ino, pdiag_cookie[2].
const TYPE = 1;
const NUM = 2;
const INO = 4;
const COOKIE = 8;
const LENGTH = 16;

/**
 * Words that a row is made of: type, protocol and which attributes came, inode, interface and the version of its name,
 * uid, bytes to read.
 */
const WIDTH = 6;

export class PacketDecoder implements RowDecoder {
  readonly width = WIDTH;
  readonly cookieAt = COOKIE;
  readonly messageLength = LENGTH;
  readonly #names: InterfaceNames;
  #info = 0;
  #uid = 0;
  #meminfo = 0;

  constructor(names: InterfaceNames) {
    this.#names = names;
  }

  get version(): number {
    return this.#names.version;
  }

  blank(): void {
    // The kernel gave every attribute.
  }

  isListener(): boolean {
    return false;
  }

  words(answer: Answer, at: number, end: number, words: Int32Array, to: number): boolean {
    this.#info = this.#uid = this.#meminfo = 0;
    const whole = eachAttribute(answer, at + LENGTH, end, (type, value, valueEnd) => {
      if (valueEnd - value < 4) return;
      if (type === PACKET_DIAG_INFO) this.#info = value;
      else if (type === PACKET_DIAG_UID) this.#uid = value;
      else if (type === PACKET_DIAG_MEMINFO) this.#meminfo = value;
    });
    // Without this attribute it is not known which interface the socket hears.
    if (answer.u8[at] !== AF_PACKET || !whole || this.#info === 0) return false;
    const { i32 } = answer;
    const told = (this.#uid === 0 ? 0 : 1) | (this.#meminfo === 0 ? 0 : 2);
    words[to] = (answer.u8[at + TYPE] ?? 0) | ((answer.u16[(at + NUM) >> 1] ?? 0) << 8) | (told << 24);
    words[to + 1] = i32[(at + INO) >> 2] ?? 0;
    words[to + 2] = valueAt(i32, this.#info);
    words[to + 3] = this.#names.versionFor(answer.u32(this.#info));
    words[to + 4] = valueAt(i32, this.#uid);
    words[to + 5] = valueAt(i32, this.#meminfo);
    return true;
  }

  row(answer: Answer, at: number): TableRow {
    const index = answer.u32(this.#info);
    return {
      protocol: 'packet',
      family: 'packet',
      type: packetType(answer.u8[at + TYPE] ?? 0),
      state: 'UNCONN',
      local: {
        interface: index === 0 ? null : this.#names.of(index),
        protocol: answer.u16[(at + NUM) >> 1] ?? 0,
      },
      remote: null,
      recvQueue: this.#meminfo === 0 ? null : answer.u32(this.#meminfo),
      sendQueue: null,
      inode: answer.u32(at + INO),
      uid: this.#uid === 0 ? null : answer.u32(this.#uid),
    };
  }
}
