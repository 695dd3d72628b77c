import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';
import { Answer } from './answer';
import {
  AF_NETLINK,
  align,
  MSG_DONTWAIT,
  MSG_TRUNC,
  NETLINK_SOCK_DIAG,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HDRLEN,
  NLMSG_OVERRUN,
  SOCK_CLOEXEC,
  SOCK_RAW,
} from './netlink';
import type { NetlinkCalls } from './netlinkCalls';
import type { DiagRequest } from './requests';

/** `refused`: the kernel will answer the same next time. Otherwise it was not to be had just now. */
export interface NoAnswer {
  readonly refused: boolean;
  /** `EPERM`, or `interrupted`, `cut short`. */
  readonly reason: string;
}

/** Never more than that at once: net/netlink/af_netlink.c netlink_dump() puts at most 32 KB together. */
const PAGE = 65536;

/** Two million sockets; more is no answer. */
const LARGEST_ANSWER = 1 << 28;

/** What a page says: something changed meanwhile; no other page follows; it belongs to an earlier question. */
const INTR = 1;
const LAST = 2;
const STALE = 4;

/** How often a dump is asked for that was interrupted or cut short. */
const TRIES = 3;

const { EAGAIN, EBADF, EBUSY, EINTR, EMFILE, ENFILE, ENOBUFS, ENOMEM } = constants.errno;

/** Errors that say nothing about the next time. */
const PASSING: ReadonlySet<number> = new Set([EAGAIN, EBADF, EBUSY, EINTR, EMFILE, ENFILE, ENOBUFS, ENOMEM]);

/**
 * A socket of NETLINK_SOCK_DIAG: sock_diag(7), netlink(7). Opened at the first question and kept; the kernel has answered
 * when send(2) returns, so that nothing here ever waits.
 */
export class DiagSocket {
  readonly #calls: NetlinkCalls;
  readonly #onDescriptor: (descriptor: number | undefined) => void;
  readonly #largest: number;
  readonly #answer = new Answer(PAGE);
  #descriptor: number | undefined;
  #sequence = 0;

  /** `onDescriptor` hears of every socket that is opened, and `undefined` once it is closed; `largest`: bytes of an answer. */
  constructor(
    calls: NetlinkCalls,
    onDescriptor: (descriptor: number | undefined) => void,
    largest = LARGEST_ANSWER,
  ) {
    this.#calls = calls;
    this.#largest = largest;
    this.#onDescriptor = onDescriptor;
  }

  /** All that the kernel says to a request, valid until the next one. */
  dump(request: DiagRequest): Answer | NoAnswer {
    let failure: NoAnswer = INTERRUPTED;
    for (let left = TRIES; left > 0; left--) {
      const result = this.#try(request);
      if (result instanceof Answer || result.refused) return result;
      failure = result;
    }
    return failure;
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    this.#calls.close(this.#descriptor);
    this.#descriptor = undefined;
    this.#onDescriptor(undefined);
  }

  #try(request: DiagRequest): Answer | NoAnswer {
    this.#sequence = (this.#sequence + 1) & 0x7fffffff;
    request.sequence(this.#sequence);
    this.#descriptor ??= this.#open();
    if (this.#descriptor === undefined) return this.#failed();
    for (;;) {
      if (this.#calls.send(this.#descriptor, request.bytes, request.bytes.length, 0) >= 0) break;
      if (this.#calls.errno() !== EINTR) return this.#dropped(this.#failed());
    }
    const result = this.#receive(this.#descriptor);
    // What is left of a dump that was broken off would be in the way of the next; one that was refused has ended.
    return result instanceof Answer || result === INTERRUPTED || result.refused
      ? result
      : this.#dropped(result);
  }

  #open(): number | undefined {
    const descriptor = this.#calls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (descriptor < 0) return undefined;
    this.#onDescriptor(descriptor);
    return descriptor;
  }

  #receive(descriptor: number): Answer | NoAnswer {
    const answer = this.#answer;
    answer.length = 0;
    answer.pages = 0;
    let interrupted = false;
    for (;;) {
      if (answer.u8.length - answer.length < PAGE) {
        if (answer.length >= this.#largest) return CUT_SHORT;
        answer.grow(answer.u8.length * 2);
      }
      const room = answer.u8.subarray(answer.length);
      // With MSG_TRUNC the length is the message's, not that of the part which fitted.
      const got = this.#calls.recv(descriptor, room, PAGE, MSG_TRUNC | MSG_DONTWAIT);
      if (got < 0) {
        if (this.#calls.errno() === EINTR) continue;
        return this.#failed();
      }
      if (got < NLMSG_HDRLEN || got > PAGE) return CUT_SHORT;
      const page = this.#page(answer, got);
      if (page === STALE) continue;
      answer.length += align(got);
      answer.pages++;
      if (typeof page === 'object') return page;
      if (page & INTR) interrupted = true;
      if (page & LAST) return interrupted ? INTERRUPTED : answer;
    }
  }

  /** The headers of one page: whether it is the last one; or what is wrong with it. */
  #page(answer: Answer, got: number): number | NoAnswer {
    const end = answer.length + got;
    let at = answer.length;
    let result = 0;
    while (at + NLMSG_HDRLEN <= end) {
      const length = answer.u32(at);
      if (length < NLMSG_HDRLEN || at + length > end) return CUT_SHORT;
      if (answer.u32(at + 8) !== this.#sequence) return STALE;
      answer.i32[(at + 8) >> 2] = 0; // the same in the answer to the same question
      if ((answer.u16[(at >> 1) + 3] ?? 0) & NLM_F_DUMP_INTR) result |= INTR;
      const type = answer.u16[(at >> 1) + 2];
      if (type === NLMSG_OVERRUN) return CUT_SHORT;
      if (type === NLMSG_ERROR || type === NLMSG_DONE) {
        // Both may carry an errno, negative: what has no diag module says ENOENT by NLMSG_DONE, as if it had no sockets.
        const errno = length >= NLMSG_HDRLEN + 4 ? -(answer.i32[(at + NLMSG_HDRLEN) >> 2] ?? 0) : 0;
        if (errno > 0) return noAnswer(errno);
        if (type === NLMSG_DONE) return result | LAST;
      }
      at += align(length);
    }
    return at < end ? CUT_SHORT : result;
  }

  #failed(): NoAnswer {
    return noAnswer(this.#calls.errno());
  }

  #dropped(result: NoAnswer): NoAnswer {
    this.close();
    return result;
  }
}

const noAnswer = (errno: number): NoAnswer => ({
  refused: !PASSING.has(errno),
  reason: getSystemErrorName(-errno),
});

const INTERRUPTED: NoAnswer = { refused: false, reason: 'interrupted' };
const CUT_SHORT: NoAnswer = { refused: false, reason: 'cut short' };
