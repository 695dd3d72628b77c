import type { Koffi } from '../koffi';
import type { DescriptorLinks, Descriptors, Glance } from './descriptorLinks';
import { isGone, type ProcFs } from './procFs';

/** asm/unistd_64.h, asm-generic/unistd.h; a C library may lack wrappers of these names. */
const SYSTEM_CALLS: ReadonlyMap<string, { readonly getdents64: number; readonly statx: number }> = new Map([
  ['x64', { getdents64: 217, statx: 332 }],
  ['arm64', { getdents64: 61, statx: 291 }],
]);

/** Stands for the current folder in openat(2), linux/fcntl.h. */
const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;

/** linux/stat.h: what of `struct statx` is wanted, and where it is. */
const STATX_UID_INO_SIZE = 0x008 | 0x100 | 0x200;
const STX_UID = 20;
const STX_INO = 32;
const STX_SIZE = 40;
const STATX_BYTES = 256;

/** asm-generic/fcntl.h: O_RDONLY | O_CLOEXEC */
const FLAGS = 0o2000000;

/** Names of the errors that callers ask for, asm-generic/errno-base.h. */
const ERRNO: ReadonlyMap<number, string> = new Map([
  [1, 'EPERM'],
  [2, 'ENOENT'],
  [3, 'ESRCH'],
  [13, 'EACCES'],
  [23, 'ENFILE'],
  [24, 'EMFILE'],
]);

/** `struct linux_dirent64`, getdents(2): d_ino (8), d_off (8), d_reclen (2), d_type (1), d_name with its NUL. */
const D_RECLEN = 16;
const D_NAME = 19;

const ZERO = 0x30;
const NINE = 0x39;
/** How a link to a socket begins, `socket:[123456]`. */
const SOCKET = Buffer.from('socket:[');
const CLOSING_BRACKET = 0x5d;
/** The most digits of an inode: a number holds them exactly. */
const DIGITS = 15;

interface Calls {
  open(path: string, flags: number): number;
  close(descriptor: number): number;
  statx(number: number, folder: number, path: string, flags: number, mask: number, into: Uint8Array): number;
  getdents(number: number, descriptor: number, buffer: Uint8Array, size: number): number;
  readlink(path: string, buffer: Uint8Array, size: number): number;
  readlinkat(folder: number, name: Uint8Array, buffer: Uint8Array, size: number): number;
}

/**
 * Reads the links with the C library's calls, relative to the open folder and without a string for each link. This
 * costs half of what Node's calls do, and a first scan is little else.
 */
export class NativeDescriptorLinks implements DescriptorLinks {
  /** `undefined`: not on this processor, or a sandbox (seccomp(2)) or an old kernel has not these calls. */
  static on(koffi: Koffi, fs: ProcFs, processor: string = process.arch): NativeDescriptorLinks | undefined {
    const numbers = SYSTEM_CALLS.get(processor);
    if (!numbers) return undefined;
    try {
      const links = new NativeDescriptorLinks(koffi, fs, numbers);
      return links.read('self/fd').count > 0 && links.glance('self/fd') ? links : undefined;
    } catch {
      // Node's own calls answer as well, or say why not.
      return undefined;
    }
  }

  readonly #entries = Buffer.alloc(32_768);
  readonly #name = Buffer.alloc(32);
  readonly #link = Buffer.alloc(64);
  readonly #status = Buffer.alloc(STATX_BYTES);
  readonly #calls: Calls;
  readonly #koffi: Koffi;
  readonly #fs: ProcFs;
  readonly #numbers: { readonly getdents64: number; readonly statx: number };

  private constructor(
    koffi: Koffi,
    fs: ProcFs,
    numbers: { readonly getdents64: number; readonly statx: number },
  ) {
    const libc = koffi.load(null);
    this.#calls = {
      open: libc.func('int open(const char *, int)') as Calls['open'],
      close: libc.func('int close(int)') as Calls['close'],
      getdents: libc.func('long syscall(long, int, void *, unsigned int)') as Calls['getdents'],
      statx: libc.func('long syscall(long, int, const char *, int, unsigned int, void *)') as Calls['statx'],
      // koffi knows no ssize_t; on Linux it is as wide as a long.
      readlink: libc.func('long readlink(const char *, void *, size_t)') as Calls['readlink'],
      readlinkat: libc.func('long readlinkat(int, const void *, void *, size_t)') as Calls['readlinkat'],
    };
    this.#koffi = koffi;
    this.#fs = fs;
    this.#numbers = numbers;
  }

  read(folder: string): Descriptors {
    this.#fs.counts.readdirs++;
    // Before it is opened, which in this process's own folder is one more.
    const glance = this.#statx(`${this.#fs.root}/${folder}`);
    if (!glance) throw this.#error(folder);
    const opened = this.#calls.open(`${this.#fs.root}/${folder}`, FLAGS);
    if (opened < 0) throw this.#error(folder);
    try {
      const sockets = new Map<number, number>();
      let count = 0;
      for (;;) {
        const length = this.#calls.getdents(
          this.#numbers.getdents64,
          opened,
          this.#entries,
          this.#entries.length,
        );
        if (length < 0) throw this.#error(folder);
        if (length === 0) return { ...glance, count, sockets };
        for (let at = 0; at < length; at += this.#entries.readUInt16LE(at + D_RECLEN)) {
          const descriptor = this.#takeName(at + D_NAME);
          // `.` and `..`
          if (descriptor === undefined) continue;
          count++;
          const inode = this.#inode(
            this.#calls.readlinkat(opened, this.#name, this.#link, this.#link.length),
            folder,
          );
          if (inode !== undefined) sockets.set(inode, descriptor);
        }
      }
    } finally {
      this.#calls.close(opened);
    }
  }

  glance(path: string): Glance | undefined {
    this.#fs.counts.stats++;
    return this.#statx(`${this.#fs.root}/${path}`);
  }

  inodeAt(path: string): number | undefined {
    const length = this.#calls.readlink(`${this.#fs.root}/${path}`, this.#link, this.#link.length);
    return this.#inode(length, path);
  }

  #statx(path: string): Glance | undefined {
    const into = this.#status;
    const { statx } = this.#numbers;
    if (this.#calls.statx(statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_UID_INO_SIZE, into) < 0) {
      return undefined;
    }
    return {
      ino: into.readUIntLE(STX_INO, 6),
      uid: into.readUInt32LE(STX_UID),
      size: into.readUInt32LE(STX_SIZE),
    };
  }

  /** Copies an entry's name, with its NUL, to where readlinkat(2) is to find it. */
  #takeName(from: number): number | undefined {
    let descriptor = 0;
    for (let at = 0; at < this.#name.length; at++) {
      const byte = this.#entries[from + at] ?? 0;
      this.#name[at] = byte;
      if (byte === 0) return descriptor;
      if (byte < ZERO || byte > NINE) return undefined;
      descriptor = descriptor * 10 + byte - ZERO;
    }
    return undefined;
  }

  /** The inode in the link that was just read, `socket:[123456]`. */
  #inode(length: number, path: string): number | undefined {
    this.#fs.counts.readlinks++;
    if (length < 0) {
      const error = this.#error(path);
      // Closed since its folder was read.
      if (isGone(error.code)) return undefined;
      throw error;
    }
    const link = this.#link;
    const end = length - 1;
    if (link[end] !== CLOSING_BRACKET || end === SOCKET.length || end > SOCKET.length + DIGITS)
      return undefined;
    for (let at = 0; at < SOCKET.length; at++) if (link[at] !== SOCKET[at]) return undefined;
    let inode = 0;
    for (let at = SOCKET.length; at < end; at++) {
      const digit = (link[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return undefined;
      inode = inode * 10 + digit;
    }
    return inode;
  }

  #error(path: string): Error & { code: string } {
    const number = this.#koffi.errno();
    const code = ERRNO.get(number) ?? `errno ${String(number)}`;
    return Object.assign(new Error(`${code}: ${path}`), { code });
  }
}
