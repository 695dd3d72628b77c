import type { DescriptorLinks, Descriptors } from './descriptorLinks';
import { type ProcFs, rethrowUnlessErrno } from './procFs';

/** Sockets by inode, with a link that leads there: `81243/task/81250/fd/3`. */
export type ThreadSockets = ReadonlyMap<number, string>;

/**
 * The descriptor tables of threads. They share their process's, but for those that have made one of their own (unshare(2),
 * CLONE_FILES), which `/proc/<pid>/fd` does not show.
 */
export class ThreadDescriptors {
  readonly #fs: ProcFs;
  readonly #links: DescriptorLinks;

  constructor(fs: ProcFs, links: DescriptorLinks) {
    this.#fs = fs;
    this.#links = links;
  }

  /** What threads of a process have open that the process has not. Reads a bounded number of threads, and gives that number. */
  read(
    pid: number,
    { sockets }: Pick<Descriptors, 'sockets'>,
    atMost: number,
  ): { readonly read: number; readonly found: ThreadSockets } {
    const found = new Map<number, string>();
    const threads = this.#threadsOf(pid).slice(0, atMost);
    for (const thread of threads) {
      const at = `${String(pid)}/task/${thread}/fd`;
      for (const [inode, descriptor] of this.#socketsAt(at)) {
        if (!sockets.has(inode)) found.set(inode, `${at}/${String(descriptor)}`);
      }
    }
    return { read: threads.length, found };
  }

  /** What of it is still open there. */
  left(sockets: ThreadSockets): ThreadSockets {
    return new Map([...sockets].filter(([inode, link]) => leadsTo(this.#links, link, inode)));
  }

  /** All threads but the first, whose table is the process's. */
  #threadsOf(pid: number): readonly string[] {
    try {
      return this.#fs.readdir(`${String(pid)}/task`).filter((thread) => thread !== String(pid));
    } catch (error) {
      // The process has ended, or no descriptor is left to look with.
      rethrowUnlessErrno(error);
      return [];
    }
  }

  #socketsAt(folder: string): Descriptors['sockets'] {
    try {
      return this.#links.read(folder).sockets;
    } catch (error) {
      // The thread has ended, or no descriptor is left to look with.
      rethrowUnlessErrno(error);
      return new Map();
    }
  }
}

/** Whether the socket is still what a descriptor is. */
export function leadsTo(links: DescriptorLinks, link: string, inode: number): boolean {
  try {
    return links.inodeAt(link) === inode;
  } catch (error) {
    // Its process may no longer be looked into.
    rethrowUnlessErrno(error);
    return false;
  }
}
