import {
  AF_PACKET,
  AF_UNIX,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_HDRLEN,
  SOCK_DIAG_BY_FAMILY,
  TCPDIAG_GETSOCK,
} from './netlink';

/** A netlink message to sock_diag, to be sent again and again. */
export class DiagRequest {
  readonly bytes: Uint8Array;
  readonly #i32: Int32Array;

  /** `payload` is a multiple of 4 bytes long. */
  constructor(payload: Uint8Array, type = SOCK_DIAG_BY_FAMILY) {
    const buffer = new ArrayBuffer(NLMSG_HDRLEN + payload.length);
    this.bytes = new Uint8Array(buffer);
    this.bytes.set(payload, NLMSG_HDRLEN);
    this.#i32 = new Int32Array(buffer);
    this.#i32[0] = buffer.byteLength;
    new Uint16Array(buffer).set([type, NLM_F_REQUEST | NLM_F_DUMP], 2);
  }

  /** nlmsg_seq, by which the answer is known. */
  sequence(value: number): void {
    this.#i32[2] = value;
  }
}

/**
 * struct inet_diag_req_v2, <linux/inet_diag.h>: `u8 sdiag_family, sdiag_protocol, idiag_ext, pad; u32 idiag_states;` then
 * the inet_diag_sockid (48 bytes) of one socket, left empty for all.
 *
 * @param states a bit for each state, by its number
 */
export function inetRequest(family: number, protocol: number, states: number): DiagRequest {
  const payload = new Uint8Array(56);
  payload.set([family, protocol]);
  new Int32Array(payload.buffer)[1] = states;
  return new DiagRequest(payload);
}

/**
 * struct inet_diag_req, <linux/inet_diag.h>: `u8 idiag_family, idiag_src_len, idiag_dst_len, idiag_ext;` the sockid (48
 * bytes); `u32 idiag_states, idiag_dbs`. The question of old, for TCP only, which is answered for both IP versions at once:
 * net/ipv4/inet_diag.c inet_diag_dump_compat(). So the socket hash, a million buckets on large machines, is walked once.
 */
export function tcpRequest(states: number): DiagRequest {
  const payload = new Uint8Array(60);
  new Int32Array(payload.buffer)[13] = states;
  return new DiagRequest(payload, TCPDIAG_GETSOCK);
}

/** struct unix_diag_req, <linux/unix_diag.h>: `u8 sdiag_family, sdiag_protocol; u16 pad; u32 udiag_states, udiag_ino, udiag_show, udiag_cookie[2]`. */
export function unixRequest(states: number, show: number): DiagRequest {
  const payload = new Uint8Array(24);
  payload[0] = AF_UNIX;
  new Int32Array(payload.buffer).set([states, 0, show], 1);
  return new DiagRequest(payload);
}

/** struct packet_diag_req, <linux/packet_diag.h>: `u8 sdiag_family, sdiag_protocol; u16 pad; u32 pdiag_ino, pdiag_show, pdiag_cookie[2]`. */
export function packetRequest(show: number): DiagRequest {
  const payload = new Uint8Array(20);
  payload[0] = AF_PACKET;
  new Int32Array(payload.buffer)[2] = show;
  return new DiagRequest(payload);
}
