import { socketInode } from './processFiles';
import { errnoOf, isGone, isRefusal, type ProcFs } from './procFs';

/** Shows at a glance whether a folder of /proc is still the same one. */
export interface Glance {
  /** The inode. The kernel gives a process's folders new ones, so that a reused pid shows. */
  readonly ino: number;
  readonly uid: number;
  /** The size; for `/proc/<pid>/fd` the number of open descriptors from kernel 6.2 on, and 0 before. */
  readonly size: number;
}

/** The open descriptors of a process. */
export interface Descriptors extends Glance {
  /** How many descriptors are open, of any kind. */
  readonly count: number;
  /** Socket inodes, each with one of its descriptors. */
  readonly sockets: ReadonlyMap<number, number>;
}

/**
 * Reads `/proc/<pid>/fd`, by readlink(2), never stat(2), which follows the link and can hang on a dead mount. Throws an
 * error with a `code` as Node does.
 */
export interface DescriptorLinks {
  /** The glance is taken first: what is opened from then on makes the next one differ. */
  read(folder: string): Descriptors;
  /** `undefined` where no such file is there, or may be seen. */
  glance(path: string): Glance | undefined;
  /** The socket's inode; `undefined`: something else, or closed. */
  inodeAt(path: string): number | undefined;
}

const NO_SOCKETS: ReadonlyMap<number, number> = new Map();

/** Reads the links with Node's own calls, where the C library cannot be called. */
export class NodeDescriptorLinks implements DescriptorLinks {
  readonly #fs: ProcFs;

  constructor(fs: ProcFs) {
    this.#fs = fs;
  }

  read(folder: string): Descriptors {
    const { ino = 0, uid = 0, size = 0 } = this.glance(folder) ?? {};
    const descriptors = this.#fs.readdir(folder);
    let sockets: Map<number, number> | undefined;
    for (const descriptor of descriptors) {
      const inode = this.inodeAt(`${folder}/${descriptor}`);
      if (inode !== undefined) (sockets ??= new Map()).set(inode, Number(descriptor));
    }
    return { ino, uid, size, count: descriptors.length, sockets: sockets ?? NO_SOCKETS };
  }

  glance(path: string): Glance | undefined {
    try {
      const found = this.#fs.lstat(path);
      return found && { ino: found.ino, uid: found.uid, size: found.size };
    } catch (error) {
      const errno = errnoOf(error);
      if (isGone(errno) || isRefusal(errno)) return undefined;
      throw error;
    }
  }

  inodeAt(path: string): number | undefined {
    try {
      return socketInode(this.#fs.readlink(path));
    } catch (error) {
      // Closed since its folder was read.
      if (isGone(errnoOf(error))) return undefined;
      throw error;
    }
  }
}
