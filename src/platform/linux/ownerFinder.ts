import type { Access } from './access';
import { socketInode } from './processFiles';
import type { ProcessTable } from './processTable';
import { errnoOf, isGone, type ProcFs } from './procFs';
import type { TimeSlices } from './timeSlices';

export interface Holders {
  /** Every process that has the socket open, in the order of the pids. */
  readonly byInode: ReadonlyMap<number, readonly number[]>;
  /** Processes that refused. */
  readonly refused: number;
}

/** Finds who holds a socket, in the descriptors of every process that may be looked into. */
export class OwnerFinder {
  readonly #fs: ProcFs;
  readonly #access: Access;
  readonly #processes: ProcessTable;

  constructor(fs: ProcFs, access: Access, processes: ProcessTable) {
    this.#fs = fs;
    this.#access = access;
    this.#processes = processes;
  }

  async find(inodes: ReadonlySet<number>, pids: readonly number[], slices: TimeSlices): Promise<Holders> {
    const byInode = new Map<number, number[]>();
    let refused = 0;
    const search = async (among: readonly number[]): Promise<void> => {
      for (const pid of among) {
        if (!this.#searchOne(pid, inodes, byInode)) refused++;
        if (slices.due) await slices.pass();
      }
    };
    await search(pids);
    if (byInode.size < inodes.size) {
      // What nobody holds may have moved on meanwhile, to a process that started after the list was made.
      const known = new Set(pids);
      await search(this.#fs.pids().filter((pid) => !known.has(pid)));
    }
    return { byInode, refused };
  }

  /** `false`: refused. */
  #searchOne(pid: number, inodes: ReadonlySet<number>, byInode: Map<number, number[]>): boolean {
    let gone = false;
    const uid = (): number | undefined => {
      const owner = this.#fs.lstat(String(pid))?.uid;
      gone = owner === undefined;
      return owner;
    };
    if (!this.#access.mayTry(pid, uid, () => this.#processes.identify(pid)?.startTime)) return gone;
    const folder = `${pid}/fd`;
    try {
      for (const descriptor of this.#fs.readdir(folder)) {
        const inode = this.#inodeOf(`${folder}/${descriptor}`);
        if (inode === undefined || !inodes.has(inode)) continue;
        const holders = byInode.get(inode);
        if (!holders) byInode.set(inode, [pid]);
        // The same socket on two descriptors of one process is one owner.
        else if (holders.at(-1) !== pid) holders.push(pid);
      }
      return true;
    } catch (error) {
      if (isGone(errnoOf(error))) return true;
      // The folder may be listed (CAP_DAC_OVERRIDE) where each link is refused; one refusal speaks for all.
      const identity = this.#processes.identify(pid);
      if (identity) this.#access.refused(identity);
      return false;
    }
  }

  /** By readlink(2), never stat(2), which follows the link and can hang on a dead mount. `undefined`: no socket. */
  #inodeOf(path: string): number | undefined {
    try {
      return socketInode(this.#fs.readlink(path));
    } catch (error) {
      // Closed since its folder was read.
      if (isGone(errnoOf(error))) return undefined;
      throw error;
    }
  }
}
