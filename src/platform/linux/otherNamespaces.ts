import type { Access } from './access';
import { inTime, newTurn } from './inTurn';
import { NetTables } from './netTables';
import { namespaceInode } from './processFiles';
import type { ProcessTable } from './processTable';
import { errnoOf, isGone, isRefusal, type ProcFs, rethrowUnlessErrno } from './procFs';
import type { Tables, TablesRead } from './tables';

/**
 * Every process is asked again for its namespace within this many milliseconds, since unshare(2) and setns(2) move it.
 */
const ASKED_MS = 30_000;

/** After this many milliseconds without a full scan, a listener scan asks for namespaces by itself. */
const COUNTED_MS = 300_000;

export interface OtherNamespace extends TablesRead {
  readonly netns: number;
  readonly tables: Tables;
}

export interface Elsewhere {
  readonly read: readonly OtherNamespace[];
  /** How many more there are: those of other users, whose name is not told. */
  readonly refused: number;
}

export interface OtherNamespacesOptions {
  readonly fs: ProcFs;
  readonly access: Access;
  readonly processes: ProcessTable;
  /** The inode that names one's own. */
  readonly own: number;
  readonly bigEndian: boolean;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
}

/**
 * The network namespaces that are not our own, found through the processes that live in them. The link that names a
 * namespace is refused across users. The inode of the table's file still shows that it is another one: the kernel gives
 * each namespace a new inode and hides it from nobody. Nothing of a namespace is kept open, since that would keep it
 * alive.
 */
export class OtherNamespaces {
  /** The namespace of each process that may be asked, by pid. */
  readonly #named = new Map<number, number>();
  /**
   * For processes of other users, by pid: the inode of the table's file. `undefined` under hidepid, and for a zombie,
   * which has left its namespaces.
   */
  readonly #nameless = new Map<number, number | undefined>();
  readonly #tables = new Map<number, { readonly pid: number; readonly tables: Tables }>();
  readonly #turn = newTurn();
  /** When processes were last asked; never at first. */
  #askedAt = -Infinity;
  #listed: readonly number[] = [];
  #members = new Map<number, number[]>();
  #refused = 0;
  readonly #fs: ProcFs;
  readonly #access: Access;
  readonly #processes: ProcessTable;
  readonly #own: number;
  readonly #bigEndian: boolean;
  readonly #now: () => number;

  constructor({ fs, access, processes, own, bigEndian, now }: OtherNamespacesOptions) {
    this.#fs = fs;
    this.#access = access;
    this.#processes = processes;
    this.#own = own;
    this.#bigEndian = bigEndian;
    this.#now = now;
  }

  /**
   * How many there are, for a look that does not go there: as of the last one that did. Where none has, each process is
   * asked once for its namespace, and again only after a long time.
   */
  count(pids: readonly number[]): number {
    if (this.#now() - this.#askedAt >= COUNTED_MS) this.#sort(pids, []);
    return this.#members.size + this.#refused;
  }

  /** `doubted`: processes that may have moved since they were asked. Calls `turn` before each namespace. */
  async look(
    pids: readonly number[],
    doubted: Iterable<number>,
    turn: () => Promise<void>,
  ): Promise<Elsewhere> {
    this.#sort(pids, doubted);
    const read: OtherNamespace[] = [];
    let refused = this.#refused;
    for (const [netns, members] of this.#members) {
      await turn();
      const namespace = this.#read(netns, members);
      if (namespace) read.push(namespace);
      else refused++;
    }
    for (const netns of this.#tables.keys()) if (!this.#members.has(netns)) this.#tables.delete(netns);
    return { read, refused };
  }

  /**
   * Whether a process or one of its threads lives in that namespace. Where the system does not tell (the process has just
   * ended, or this kernel has no such namespaces) it counts as living there.
   */
  isIn(pid: number, netns: number | null): boolean {
    if (this.#named.get(pid) === netns) return true;
    const name = this.#nameOf(String(pid));
    if (netns === null || name === undefined || name === netns) return true;
    return this.#threadsOf(pid).some((thread) => this.#nameOf(`${String(pid)}/task/${thread}`) === netns);
  }

  #sort(pids: readonly number[], doubted: Iterable<number>): void {
    const now = this.#now();
    const due = new Set(inTime(this.#turn, pids, now - this.#askedAt, ASKED_MS));
    this.#askedAt = now;
    for (const pid of doubted) due.add(pid);
    let moved = false;
    if (pids !== this.#listed) {
      this.#listed = pids;
      const listed = new Set(pids);
      for (const known of [this.#named, this.#nameless]) {
        for (const pid of known.keys()) if (!listed.has(pid)) moved = known.delete(pid);
      }
      for (const pid of pids) if (!this.#named.has(pid) && !this.#nameless.has(pid)) due.add(pid);
    }
    for (const pid of due) if (this.#ask(pid)) moved = true;
    if (moved) this.#count();
  }

  /** Asks for a process's namespace; returns whether it has changed. */
  #ask(pid: number): boolean {
    const mayTry = this.#access.mayTry(
      pid,
      () => this.#fs.lstat(String(pid))?.uid,
      () => this.#processes.identify(pid)?.startTime,
    );
    const name = mayTry ? this.#nameOf(String(pid)) : undefined;
    if (name === undefined) {
      const table = this.#tableOf(pid);
      const same = this.#nameless.has(pid) && this.#nameless.get(pid) === table;
      this.#named.delete(pid);
      this.#nameless.set(pid, table);
      return !same;
    }
    const same = this.#named.get(pid) === name;
    this.#nameless.delete(pid);
    this.#named.set(pid, name);
    return !same;
  }

  #count(): void {
    this.#members = new Map();
    for (const [pid, netns] of this.#named) {
      if (netns === this.#own) continue;
      const members = this.#members.get(netns);
      if (members) members.push(pid);
      else this.#members.set(netns, [pid]);
    }
    const told = new Set([undefined, this.#fs.lstat('self/net/unix')?.ino]);
    const untold = new Set(this.#nameless.values());
    if (untold.size > 0)
      for (const [first] of this.#members.values()) told.add(first && this.#tableOf(first));
    this.#refused = [...untold].filter((table) => !told.has(table)).length;
  }

  /** Reads a namespace through the member it was read through before, or else through the first that still lives. */
  #read(netns: number, members: readonly number[]): OtherNamespace | undefined {
    const before = this.#tables.get(netns);
    for (const pid of new Set([...(before ? [before.pid] : []), ...members])) {
      if (this.#nameOf(String(pid)) !== netns) continue;
      const tables =
        before?.pid === pid ? before.tables : new NetTables(this.#fs, `${String(pid)}/net`, this.#bigEndian);
      const read = tables.read('all');
      tables.close();
      if (read.blank) continue;
      this.#tables.set(netns, { pid, tables });
      return { ...read, netns, tables };
    }
    return undefined;
  }

  /** `at`: `81243`, or of a thread `81243/task/81250`. */
  #nameOf(at: string): number | undefined {
    try {
      return namespaceInode(this.#fs.readlink(`${at}/ns/net`));
    } catch (error) {
      // Refused, or ended.
      rethrowUnlessErrno(error);
      return undefined;
    }
  }

  #threadsOf(pid: number): string[] {
    try {
      return this.#fs.readdir(`${String(pid)}/task`);
    } catch (error) {
      // Refused, or ended.
      rethrowUnlessErrno(error);
      return [];
    }
  }

  #tableOf(pid: number): number | undefined {
    try {
      return this.#fs.lstat(`${String(pid)}/net/unix`)?.ino;
    } catch (error) {
      if (!isGone(errnoOf(error)) && !isRefusal(errnoOf(error))) throw error;
      return undefined;
    }
  }
}
