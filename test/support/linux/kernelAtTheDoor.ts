import { constants } from 'node:os';
import type { NetlinkCalls } from '../../../src/platform/linux/sockDiag/netlinkCalls';
import { numbered } from './netlinkMessages';

/** What a request asks for. */
export interface Asked {
  /** AF_INET, AF_INET6, AF_UNIX, AF_PACKET; 0 for TCP of both. */
  readonly family: number;
  readonly protocol: number;
  readonly states: number;
}

/** A page of messages, or the errno with which recv(2) fails. */
export type Page = Buffer | number;

/** Answers system calls as a test says: the place where a test can be the kernel. */
export class KernelRecorder implements NetlinkCalls {
  /** Every request that was sent. */
  readonly asked: Asked[] = [];
  readonly open = new Set<number>();
  #pages: Page[] = [];
  #errno = 0;
  #next = 100;
  readonly #answer: (asked: Asked) => readonly Page[];
  readonly #refuseSocket: () => number;

  /** `refuseSocket`: the errno of socket(2), 0 for none. */
  constructor(answer: (asked: Asked) => readonly Page[], refuseSocket: () => number = () => 0) {
    this.#answer = answer;
    this.#refuseSocket = refuseSocket;
  }

  socket(): number {
    const errno = this.#refuseSocket();
    if (errno > 0) return this.#fail(errno);
    this.open.add(++this.#next);
    return this.#next;
  }

  send(descriptor: number, bytes: Uint8Array, length: number): number {
    if (!this.open.has(descriptor)) return this.#fail(constants.errno.EBADF);
    const words = new Uint32Array(bytes.slice(0, length).buffer);
    const isTcp = new Uint16Array(words.buffer)[2] === 18;
    const asked = isTcp
      ? { family: 0, protocol: 6, states: words[17]! }
      : { family: bytes[16]!, protocol: bytes[17]!, states: words[5]! };
    this.asked.push(asked);
    this.#pages = this.#answer(asked).map((page) =>
      typeof page === 'number' ? page : numbered(page, words[2]!),
    );
    return length;
  }

  recv(descriptor: number, buffer: Uint8Array, length: number): number {
    if (!this.open.has(descriptor)) return this.#fail(constants.errno.EBADF);
    const page = this.#pages.shift() ?? constants.errno.EAGAIN;
    if (typeof page === 'number') return this.#fail(page);
    buffer.set(page.subarray(0, length));
    // As with MSG_TRUNC.
    return page.length;
  }

  close(descriptor: number): number {
    return this.open.delete(descriptor) ? 0 : this.#fail(constants.errno.EBADF);
  }

  errno(): number {
    return this.#errno;
  }

  #fail(errno: number): number {
    this.#errno = errno;
    return -1;
  }
}
