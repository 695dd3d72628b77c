import { ipv6Text } from '../../../core/socket/addresses';
import type { InetEndpoint, State } from '../../../core/socket/socket';
import { DATAGRAM_STATES, TCP_STATES } from '../inetStates';
import type { InterfaceNames } from '../interfaceNames';
import type { TableRow } from '../tableRow';
import { type Answer, eachAttribute } from './answer';
import type { RowDecoder } from './diagTable';
import { AF_INET, AF_INET6 } from './netlink';

/** INET_DIAG_SKV6ONLY, u8; of IPv6 sockets in LISTEN and CLOSE. */
const INET_DIAG_SKV6ONLY = 11;
const UNSAID = 0;
const NO = 1;
const YES = 2;

// struct inet_diag_msg, <linux/inet_diag.h>: u8 idiag_family, idiag_state, idiag_timer, idiag_retrans; inet_diag_sockid;
// u32 idiag_expires, idiag_rqueue, idiag_wqueue, idiag_uid, idiag_inode. The sockid: be16 idiag_sport, idiag_dport;
// be32 idiag_src[4], idiag_dst[4]; u32 idiag_if, idiag_cookie[2].
const STATE = 1;
const TIMER = 2;
const RETRANS = 3;
const SPORT = 4;
const DPORT = 6;
const SRC = 8;
const DST = 24;
const IF = 40;
const COOKIE = 44;
const EXPIRES = 52;
const RQUEUE = 56;
const WQUEUE = 60;
const UID = 64;
const INODE = 68;
const LENGTH = 72;

/** Words that a row is made of: family and state; ports, addresses and interface (SPORT to IF); RQUEUE to INODE; the rest. */
const WIDTH = 16;
const SOCKID_WORDS = 10;

/** The sockets of TCP, UDP and UDP-Lite, of one IP version or both. Timers are passed over: they are different at every look. */
export class InetDecoder implements RowDecoder {
  readonly width = WIDTH;
  readonly cookieAt = COOKIE;
  readonly messageLength = LENGTH;
  readonly #protocol: 'tcp' | 'udp' | 'udplite';
  readonly #names: InterfaceNames;
  readonly #states: readonly (State | undefined)[];
  readonly #listening: State;
  #v6only = UNSAID;

  constructor(protocol: 'tcp' | 'udp' | 'udplite', names: InterfaceNames) {
    this.#protocol = protocol;
    this.#names = names;
    this.#states = protocol === 'tcp' ? TCP_STATES : DATAGRAM_STATES;
    this.#listening = protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
  }

  get version(): number {
    return this.#names.version;
  }

  blank({ u8, i32 }: Answer, at: number): void {
    u8[at + TIMER] = u8[at + RETRANS] = i32[(at + EXPIRES) >> 2] = 0;
  }

  isListener(answer: Answer, at: number): boolean {
    return this.#states[answer.u8[at + STATE] ?? 0] === this.#listening;
  }

  words(answer: Answer, at: number, end: number, words: Int32Array, to: number): boolean {
    const { u8, i32 } = answer;
    const family = u8[at] ?? 0;
    const state = u8[at + STATE] ?? 0;
    if ((family !== AF_INET && family !== AF_INET6) || !this.#states[state]) return false;
    this.#v6only = UNSAID;
    const whole = eachAttribute(answer, at + LENGTH, end, (type, value, valueEnd) => {
      if (type === INET_DIAG_SKV6ONLY && valueEnd > value) this.#v6only = u8[value] ? YES : NO;
    });
    if (!whole) return false;

    words[to] = family | (state << 8);
    const sockid = (at + SPORT) >> 2;
    for (let i = 0; i < SOCKID_WORDS; i++) words[to + 1 + i] = i32[sockid + i] ?? 0;
    const queues = (at + RQUEUE) >> 2;
    for (let i = 0; i < 4; i++) words[to + 1 + SOCKID_WORDS + i] = i32[queues + i] ?? 0;
    words[to + WIDTH - 1] = (this.#names.versionFor(answer.u32(at + IF)) << 2) | this.#v6only;
    return true;
  }

  row(answer: Answer, at: number): TableRow {
    const { u8 } = answer;
    const family = u8[at] === AF_INET ? 'ipv4' : 'ipv6';
    const state = this.#states[u8[at + STATE] ?? 0] ?? 'CLOSE';
    const inode = answer.u32(at + INODE);
    const index = answer.u32(at + IF);
    const scope = index === 0 ? undefined : this.#names.of(index);
    return {
      protocol: this.#protocol,
      family,
      type: this.#protocol === 'tcp' ? 'stream' : 'dgram',
      state,
      local: this.#local(answer, at, family, scope),
      remote: remote(answer, at, family, scope),
      // tcp_diag_get_info(): of a listener the connections that wait and the backlog.
      recvQueue: answer.u32(at + RQUEUE),
      sendQueue: answer.u32(at + WQUEUE),
      inode,
      // 0 is printed for what has no socket file any more or yet, and that is not root.
      uid: inode === 0 ? null : answer.u32(at + UID),
    };
  }

  #local(answer: Answer, at: number, family: 'ipv4' | 'ipv6', scope: string | undefined): InetEndpoint {
    const local = { address: addressText(answer.u8, at + SRC, family), port: beWord(answer.u8, at + SPORT) };
    const v6only = local.address === '::' && this.#v6only !== UNSAID ? this.#v6only === YES : undefined;
    // Apart, because a spread costs more than all the rest.
    if (scope === undefined) return v6only === undefined ? local : { ...local, v6only };
    return v6only === undefined ? { ...local, scope } : { ...local, scope, v6only };
  }
}

/** `null` where it has no peer. The interface is that of the local end, where the address means nothing without one. */
function remote(
  { u8 }: Answer,
  at: number,
  family: 'ipv4' | 'ipv6',
  scope: string | undefined,
): InetEndpoint | null {
  const address = addressText(u8, at + DST, family);
  const port = beWord(u8, at + DPORT);
  if (port === 0 && (address === '0.0.0.0' || address === '::')) return null;
  return scope !== undefined && isLinkLocal(address) ? { address, port, scope } : { address, port };
}

/** Addresses and ports are in network order, an IPv4 address in the first word. */
function addressText(bytes: Uint8Array, at: number, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv4') return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((offset) => beWord(bytes, at + offset));
  return ipv6Text(groups);
}

const beWord = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** fe80::/10 and multicast of the link, RFC 4291 §2.5.6 and §2.7. */
const isLinkLocal = (address: string): boolean => /^(fe[89ab]|ff.2)/.test(address);
