import { closeSync, existsSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';

/** System calls made, by kind; `stats` counts lstat(2) and access(2), `lists` the listings of /proc itself. */
export interface ReadCounts {
  lists: number;
  opens: number;
  reads: number;
  readlinks: number;
  readdirs: number;
  stats: number;
}

/** The code of a failed call (`ENOENT`, `EACCES`, …); anything else that was thrown is thrown on. */
export function errnoOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** Throws on what is not the failure of a system call, such as a mistake of ours. */
export function rethrowUnlessErrno(error: unknown): void {
  errnoOf(error);
}

/** Whether an error says that a process ended while it was being read: its files are gone, or an open one has lost it. */
export const isGone = (errno: string): boolean => errno === 'ENOENT' || errno === 'ESRCH';

/** Whether the kernel refused because the process belongs to another user. */
export const isRefusal = (errno: string): boolean => errno === 'EACCES' || errno === 'EPERM';

/** Whether this process or the machine has no descriptor left: the error says nothing about the file. */
export const isExhausted = (errno: string): boolean => errno === 'EMFILE' || errno === 'ENFILE';

/**
 * A whole table fits into several reads of a page each. A read shorter than this is the last one: the kernel fills its
 * page until the next row does not fit, and no row is longer than 256 bytes. The read that would return 0 is worth
 * saving, because it walks the whole socket hash again.
 */
const FULL_READ = 4096 - 256;

/** Room that is always left for the next read: the largest page of any kernel, so that no read is cut by the buffer. */
const ROOM = 65536;

const NINE = 0x39;

/**
 * Every look at /proc goes through here, and is counted. Synchronous: promises cost 3 to 5 times as much CPU here.
 * Paths are relative to `root`. All methods throw Node's error with its `code` where nothing else is said.
 */
export class ProcFs {
  readonly counts: ReadCounts = { lists: 0, opens: 0, reads: 0, readlinks: 0, readdirs: 0, stats: 0 };
  readonly #kept = new Map<string, number>();
  #buffer = Buffer.allocUnsafe(ROOM);

  constructor(readonly root = '/proc') {}

  /** The descriptor of a file, to be closed with {@link close}. */
  open(path: string): number {
    this.counts.opens++;
    return openSync(`${this.root}/${path}`, 'r');
  }

  close(descriptor: number): void {
    closeSync(descriptor);
  }

  /**
   * The whole of an open table from its start, and how many reads it took. The bytes are valid until the next call:
   * all reads share one buffer.
   */
  readTable(descriptor: number): { bytes: Buffer; reads: number } {
    let length = 0;
    let reads = 0;
    for (;;) {
      if (this.#buffer.length - length < ROOM) {
        const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
        this.#buffer.copy(larger, 0, 0, length);
        this.#buffer = larger;
      }
      this.counts.reads++;
      reads++;
      const got = readSync(descriptor, this.#buffer, length, this.#buffer.length - length, length);
      length += got;
      if (got < FULL_READ) return { bytes: this.#buffer.subarray(0, length), reads };
    }
  }

  /** The whole of a file that is not kept open; valid until the next call. */
  readFile(path: string): Buffer {
    const descriptor = this.open(path);
    try {
      return this.readTable(descriptor).bytes;
    } finally {
      closeSync(descriptor);
    }
  }

  /** The first `limit` bytes of a small file (at most 64 KB); valid until the next call. */
  readStart(path: string, limit = 4096): Buffer {
    const descriptor = this.open(path);
    try {
      this.counts.reads++;
      return this.#buffer.subarray(0, readSync(descriptor, this.#buffer, 0, Math.min(limit, ROOM), 0));
    } finally {
      closeSync(descriptor);
    }
  }

  /**
   * Does the same as {@link readStart}, but leaves the file open until {@link closeKept}: for files that each scan
   * reads.
   */
  readKept(path: string): Buffer {
    let descriptor = this.#kept.get(path);
    if (descriptor === undefined) {
      descriptor = this.open(path);
      this.#kept.set(path, descriptor);
    }
    this.counts.reads++;
    return this.#buffer.subarray(0, readSync(descriptor, this.#buffer, 0, ROOM, 0));
  }

  closeKept(): void {
    for (const descriptor of this.#kept.values()) closeSync(descriptor);
    this.#kept.clear();
  }

  readlink(path: string): string {
    this.counts.readlinks++;
    return readlinkSync(`${this.root}/${path}`);
  }

  readdir(path: string): string[] {
    this.counts.readdirs++;
    return readdirSync(`${this.root}/${path}`);
  }

  /** The processes that are listed, smallest number first (as text 10 would come before 2). */
  pids(): number[] {
    // No other name in /proc begins with a digit.
    this.counts.lists++;
    return readdirSync(this.root)
      .filter((name) => name.charCodeAt(0) <= NINE)
      .map(Number)
      .sort((a, b) => a - b);
  }

  exists(path: string): boolean {
    this.counts.stats++;
    return existsSync(`${this.root}/${path}`);
  }

  /** Owner, inode and size of a file; links are not followed. `undefined` where it does not exist. */
  lstat(path: string): { uid: number; ino: number; size: number } | undefined {
    this.counts.stats++;
    return lstatSync(`${this.root}/${path}`, { throwIfNoEntry: false });
  }
}
