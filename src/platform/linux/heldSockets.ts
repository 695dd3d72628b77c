import type { Access } from './access';
import type { DescriptorLinks, Descriptors, Glance } from './descriptorLinks';
import { parseStat } from './processFiles';
import type { ProcessTable } from './processTable';
import { errnoOf, isExhausted, isGone, type ProcFs, rethrowUnlessErrno } from './procFs';
import { leadsTo, ThreadDescriptors } from './threadDescriptors';

/** The descriptors that a process had open when they were last read. */
interface Seen extends Descriptors {
  /**
   * The folder that is glanced at: `81243/fd`; where the first thread has ended, another's: `81243/task/81250/fd`; of
   * a process that refuses `81243`, which even hidepid=1 shows.
   */
  readonly at: string;
  readonly refused: boolean;
  /** Sockets of threads with a table of their own (unshare(2), CLONE_FILES), with their links: `81243/task/81250/fd/3`. */
  readonly ofThreads?: ReadonlyMap<number, string>;
}

/** The same sockets, and those that threads have in descriptor tables of their own. */
function withFound(seen: Seen, found: ReadonlyMap<number, string>): Seen {
  const ofThreads = new Map(
    [...found].filter(([inode]) => !seen.sockets.has(inode) || seen.ofThreads?.has(inode)),
  );
  if (ofThreads.size === 0) return seen;
  const sockets = new Map(seen.sockets);
  for (const inode of ofThreads.keys()) sockets.set(inode, -1);
  return { ...seen, sockets, ofThreads };
}

const NONE: ReadonlyMap<number, number> = new Map();

/**
 * The sockets that processes have open, by what their descriptors said when they were last read. Whether a process is
 * to be read again shows at a glance: from kernel 6.2 on the size of its descriptors' folder is their count (before
 * that it is 0, and the folder is listed for it).
 */
export class HeldSockets {
  readonly #seen = new Map<number, Seen>();
  readonly #holders = new Map<number, readonly number[]>();
  #moved = new Set<number>();
  #ended: number[] = [];
  #refused = 0;
  #revision = 0;
  #cutShort = false;
  /** Could not be read for want of descriptors, when last tried. */
  readonly #unread = new Set<number>();
  #sized: boolean | undefined;
  readonly #fs: ProcFs;
  readonly #links: DescriptorLinks;
  readonly #access: Access;
  readonly #processes: ProcessTable;
  readonly #threads: ThreadDescriptors;

  constructor(fs: ProcFs, links: DescriptorLinks, access: Access, processes: ProcessTable) {
    this.#fs = fs;
    this.#links = links;
    this.#access = access;
    this.#processes = processes;
    this.#threads = new ThreadDescriptors(fs, links);
  }

  /** Processes that may not be looked into. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether a process could not be read for want of descriptors, since the last call. */
  takeCutShort(): boolean {
    const taken = this.#cutShort;
    this.#cutShort = false;
    return taken;
  }

  /** A number that changes whenever the holders of a socket change. */
  get revision(): number {
    return this.#revision;
  }

  /** The processes that have been read, or were tried. */
  pids(): Iterable<number> {
    return this.#seen.keys();
  }

  knows(pid: number): boolean {
    return this.#seen.has(pid);
  }

  /** The pids that hold it, in order; `undefined` where no process is known to. */
  holdersOf(inode: number): readonly number[] | undefined {
    return this.#holders.get(inode);
  }

  holdsAny(pid: number): boolean {
    return (this.#seen.get(pid)?.sockets.size ?? 0) > 0;
  }

  refuses(pid: number): boolean {
    return this.#seen.get(pid)?.refused === true;
  }

  /** Sockets whose holders have changed since {@link takeMoved}. */
  get moved(): ReadonlySet<number> {
    return this.#moved;
  }

  takeMoved(): ReadonlySet<number> {
    const taken = this.#moved;
    this.#moved = new Set();
    return taken;
  }

  /** Processes that have been forgotten since this was last asked. */
  takeEnded(): readonly number[] {
    const taken = this.#ended;
    this.#ended = [];
    return taken;
  }

  /** Whether a process may have opened or closed a descriptor since it was read, or is another one now. */
  hasStirred(pid: number): boolean {
    const seen = this.#seen.get(pid);
    if (!seen || this.#unread.has(pid)) return true;
    const now = this.#links.glance(seen.at);
    if (now?.ino !== seen.ino || now.uid !== seen.uid) return true;
    if (seen.refused) return false;
    if (this.#hasSizes) return now.size !== seen.count;
    try {
      return this.#fs.readdir(seen.at).length !== seen.count;
    } catch (error) {
      // The process has just ended, or this process has no descriptor left to read with.
      rethrowUnlessErrno(error);
      return true;
    }
  }

  /** Whether the process still has the socket at the descriptor where it was found. */
  stillHolds(pid: number, inode: number): boolean {
    const seen = this.#seen.get(pid);
    const descriptor = seen?.sockets.get(inode);
    if (!seen || descriptor === undefined) return false;
    const link = seen.ofThreads?.get(inode) ?? `${seen.at}/${String(descriptor)}`;
    return leadsTo(this.#links, link, inode);
  }

  /** Reads a process's threads as well, within the given bound, for what its own table does not have. Gives the number read. */
  readThreads(pid: number, atMost: number): number {
    const seen = this.#seen.get(pid);
    if (!seen || seen.refused) return 0;
    const { read, found } = this.#threads.read(pid, seen, atMost);
    if (found.size > 0) this.#put(pid, withFound(seen, new Map([...(seen.ofThreads ?? []), ...found])));
    return read;
  }

  /** Reads all descriptors of a process again. */
  read(pid: number): void {
    try {
      const seen = this.#look(pid);
      this.#unread.delete(pid);
      const before = this.#seen.get(pid);
      if (seen && before?.ofThreads && before.ino === seen.ino && !seen.refused) {
        this.#put(pid, withFound(seen, this.#threads.left(before.ofThreads)));
      } else if (seen) this.#put(pid, seen);
      else this.forget(pid);
    } catch (error) {
      if (!isExhausted(errnoOf(error))) throw error;
      // What was known of the process stays, and the next scan that compares it reads it.
      this.#cutShort = true;
      this.#unread.add(pid);
    }
  }

  /** Drops what is known of a process that has ended. */
  forget(pid: number): void {
    this.#unread.delete(pid);
    const seen = this.#seen.get(pid);
    if (!seen) return;
    this.#seen.delete(pid);
    this.#ended.push(pid);
    if (seen.refused) this.#refused--;
    for (const inode of seen.sockets.keys()) this.#removeHolder(inode, pid);
  }

  /** Reads the open descriptors of a process; `undefined` where it has ended. */
  #look(pid: number): Seen | undefined {
    let process: Glance | undefined;
    const mayTry = this.#access.mayTry(
      pid,
      () => (process = this.#links.glance(String(pid)))?.uid,
      () => this.#processes.identify(pid)?.startTime,
    );
    const refusal = (): Seen | undefined => {
      process ??= this.#links.glance(String(pid));
      return process && { ...process, at: String(pid), count: 0, sockets: NONE, refused: true };
    };
    if (!mayTry) return refusal();
    try {
      const seen = this.#open(`${String(pid)}/fd`);
      return seen.count === 0 ? (this.#openOfThread(pid) ?? seen) : seen;
    } catch (error) {
      if (isExhausted(errnoOf(error))) throw error;
      if (isGone(errnoOf(error))) return undefined;
      const thread = this.#openOfThread(pid);
      if (thread) return thread;
      // The folder may be listed (CAP_DAC_OVERRIDE) where each link is refused; one refusal speaks for all.
      const identity = this.#processes.identify(pid);
      if (identity) this.#access.refused(identity);
      return refusal();
    }
  }

  /**
   * A process goes on after its first thread has ended, which then has nothing open, and whose folder is root's: the
   * others still have.
   */
  #openOfThread(pid: number): Seen | undefined {
    for (const thread of this.#threadsLeft(pid)) {
      try {
        return this.#open(`${String(pid)}/task/${thread}/fd`);
      } catch (error) {
        // This one has ended too.
        if (isExhausted(errnoOf(error))) throw error;
      }
    }
    return undefined;
  }

  /** The other threads of a process whose first thread has ended: their descriptors are still open. */
  #threadsLeft(pid: number): string[] {
    try {
      const stat = parseStat(this.#fs.readStart(`${String(pid)}/stat`));
      if (stat?.state !== 'Z' || stat.threads < 2) return [];
      return this.#fs.readdir(`${String(pid)}/task`).filter((thread) => thread !== String(pid));
    } catch (error) {
      // The process has ended meanwhile, or hidepid=1 refuses.
      if (isExhausted(errnoOf(error))) throw error;
      return [];
    }
  }

  #open(at: string): Seen {
    const found = this.#links.read(at);
    const count = this.#hasSizes ? found.size : found.count;
    return { ...found, at, count, refused: false };
  }

  #note(inode: number): void {
    this.#moved.add(inode);
    this.#revision++;
  }

  get #hasSizes(): boolean {
    // This process has something open: where that does not show, no count does.
    return (this.#sized ??= (this.#links.glance('self/fd')?.size ?? 0) > 0);
  }

  #put(pid: number, seen: Seen): void {
    const before = this.#seen.get(pid);
    this.#seen.set(pid, seen);
    this.#refused += Number(seen.refused) - Number(before?.refused ?? false);
    for (const inode of before?.sockets.keys() ?? []) {
      if (!seen.sockets.has(inode)) this.#removeHolder(inode, pid);
    }
    let alone: readonly number[] | undefined;
    for (const inode of seen.sockets.keys()) {
      if (before?.sockets.has(inode)) continue;
      const others = this.#holders.get(inode);
      this.#holders.set(inode, others ? [...others, pid].sort((a, b) => a - b) : (alone ??= [pid]));
      this.#note(inode);
    }
  }

  #removeHolder(inode: number, pid: number): void {
    const left = this.#holders.get(inode)?.filter((other) => other !== pid) ?? [];
    if (left.length > 0) this.#holders.set(inode, left);
    else this.#holders.delete(inode);
    this.#note(inode);
  }
}
