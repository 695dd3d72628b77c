import { type Koffi, loadKoffi } from '../koffi';

/** asm-generic/unistd.h: the same on every processor that Node runs on. glibc has wrappers only since 2.36. */
const SYS_pidfd_send_signal = 424;
const SYS_pidfd_open = 434;

const POLLIN = 0x001;

/** <asm-generic/errno-base.h> */
const ERRNO = new Map([
  [1, 'EPERM'],
  [3, 'ESRCH'],
] as const);

/** A system call that failed, with the name of its error; `other` with its number. */
export interface Refused {
  readonly errno: 'EPERM' | 'ESRCH' | 'other';
  readonly number: number;
}

/** pidfd_open(2) and its kin. A descriptor stands for one process for good: its pid can come back, the descriptor does not follow. */
export interface Pidfds {
  open(pid: number): number | Refused;
  send(descriptor: number, signal: number): 0 | Refused;
  /** Whether the process has ended with all its threads; a zombie has. */
  hasEnded(descriptor: number): boolean;
  /** Waits up to `ms` milliseconds, on a thread of its own. */
  waitForEnd(descriptor: number, ms: number): Promise<void>;
}

/** `undefined`: koffi cannot be loaded here. */
export function pidfds(): Pidfds | undefined {
  const loaded = loadKoffi();
  return 'koffi' in loaded ? pidfdsOf(loaded.koffi) : undefined;
}

function pidfdsOf(koffi: Koffi): Pidfds {
  const libc = koffi.load(null);
  type Call = (...values: number[]) => number;
  type Poll = (request: Buffer, count: number, ms: number) => number;
  const syscall = libc.func('long syscall(long, long, long, long, long)') as unknown as Call;
  const poll = libc.func('int poll(uint8_t *, unsigned long, int)') as unknown as Poll & {
    async(...values: [...Parameters<Poll>, (error: unknown, ready: number) => void]): void;
  };
  const refused = (): Refused => {
    const number = koffi.errno();
    return { errno: ERRNO.get(number as 1 | 3) ?? 'other', number };
  };
  return {
    open(pid) {
      const descriptor = syscall(SYS_pidfd_open, pid, 0, 0, 0);
      return descriptor < 0 ? refused() : descriptor;
    },
    send(descriptor, signal) {
      return syscall(SYS_pidfd_send_signal, descriptor, signal, 0, 0) < 0 ? refused() : 0;
    },
    hasEnded: (descriptor) => poll(request(descriptor), 1, 0) > 0,
    waitForEnd: (descriptor, ms) =>
      new Promise((resolve) => {
        const asked = request(descriptor);
        // An interrupted or failed wait is a short one: whoever waits asks again.
        poll.async(asked, 1, ms, () => {
          asked.fill(0); // the kernel wrote into it until now: only what is named here is not collected before
          resolve();
        });
      }),
  };
}

/** `struct pollfd`: int fd; short events; short revents. */
function request(descriptor: number): Buffer {
  const words = new Int32Array([descriptor, 0]);
  new Int16Array(words.buffer)[2] = POLLIN;
  return Buffer.from(words.buffer);
}
