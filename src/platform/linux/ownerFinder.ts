import type { Scope } from '../../core/snapshot/reading';
import type { Access } from './access';
import type { HeldSockets } from './heldSockets';
import { inTime, inTurn, newTurn } from './inTurn';
import { linksOf, type ListenerLinks } from './listenerLinks';
import type { ProcessList } from './processList';
import type { TimeSlices } from './timeSlices';

/** Milliseconds within which every process is compared; after a pause of that length all are compared at once. */
const COMPARED_MS = 8000;

/** Milliseconds after which a listener scan asks for new processes though no socket is new: servers fork. */
const NEW_MS = 1000;

/** Milliseconds within which every process's descriptors are read again though nothing shows. */
const ANEW_MS = 300_000;

/**
 * Milliseconds for which a new process may still be between fork(2) and exec(2) and hold what it will close: each scan
 * compares it.
 */
const YOUNG_MS = 3000;

/**
 * Milliseconds after which a process that was new, or whose count of descriptors had changed, is read once more though the
 * count is the same: it may have been read while it had a file open, and have come to hold a socket since it closed that file.
 */
const SETTLED_MS = 1000;

/** How many threads are read in a full scan for listeners that no process's own table has. */
const THREADS_AT_ONCE = 1024;

/** How many descriptors of listeners are followed at a look: of those with several owners, and of the others. */
const SHARED_LINKS = 8;
const SINGLE_LINKS = 2;

/** The part of the tables that has to do with owners; only inodes of sockets that have one. */
export interface Sight {
  readonly scope: Scope;
  /** Every inode in sight, with the user its socket was made by; `null`: the source does not say. */
  readonly inodes: ReadonlyMap<number, number | null>;
  /** Inodes that the scan before, of the same scope, did not have. */
  readonly opened: Iterable<number>;
  /** Inodes that the scan before had and this one has not. */
  readonly closed: Iterable<number>;
  readonly listeners: readonly number[];
  /** The inodes that the tables still have. It is asked before all processes are searched, which costs more. */
  stillThere(inodes: ReadonlySet<number>): Iterable<number>;
}

export interface Found {
  /** Sockets whose holders have changed since the scan before. */
  readonly moved: ReadonlySet<number>;
  /** Processes whose descriptors were read: new, or up to something. */
  readonly read: ReadonlySet<number>;
  /** Processes that are no longer there. */
  readonly ended: readonly number[];
  /** Inodes that were in sight and went before anybody was found to hold them. */
  readonly vanished: ReadonlySet<number>;
}

/**
 * Keeps who holds a socket from look to look, and finds the holders of new ones in the order that costs least: new
 * processes; those that have just closed another socket (their count of descriptors may be what it was); those whose
 * count has changed; the rest. New ones and changed ones are all read, also where everything has been found: a fork and
 * a descriptor passed on (unix(7), SCM_RIGHTS) add an owner without adding a socket. Only the rest is left early.
 *
 * An owner that came or went without a sign (a descriptor passed to a process that closed another one meanwhile) is
 * noticed in turn: listeners' descriptors at every look, the rest a few at each.
 */
export class OwnerFinder {
  /** The processes that have closed a socket since they were read. */
  readonly #closers = new Set<number>();
  /** When each process that was not there at the first scan was first seen, in milliseconds. */
  readonly #young = new Map<number, number>();
  /** When processes were last read for a sign, in milliseconds: those that are to be read once more. */
  readonly #unsettled = new Map<number, number>();
  /** Inodes in the tables that no process we may look into holds: they are not searched for again. */
  readonly #unheld = new Set<number>();
  /** For each listener without an owner, the last process whose threads were read; Infinity: all have been read. */
  readonly #threadsSearched = new Map<number, number>();
  /** Whether the next look compares every process: somebody may have been about to hold what nobody held. */
  #compareAll = false;
  #listed: readonly number[] | undefined;
  #lookedAt = -Infinity;
  /** When new processes were last asked for. */
  #newAt = -Infinity;
  /** When the old were last compared in turn. */
  #comparedAt: number;
  #links: ListenerLinks = { listeners: [], revision: -1, shared: [], single: [] };
  #read = new Set<number>();
  readonly #turns = { compared: newTurn(), anew: newTurn(), shared: newTurn(), single: newTurn() };
  readonly #access: Access;
  readonly #held: HeldSockets;
  readonly #list: ProcessList;
  readonly #now: () => number;

  /** `now` in milliseconds, by a clock that never jumps. */
  constructor(access: Access, held: HeldSockets, list: ProcessList, now: () => number) {
    this.#access = access;
    this.#held = held;
    this.#list = list;
    this.#now = now;
    this.#comparedAt = now();
  }

  /** Processes that the last scan read. */
  get lastRead(): ReadonlySet<number> {
    return this.#read;
  }

  /** Asks those who held a socket whether they still do, now. */
  isStillHeld(inode: number): boolean {
    for (const pid of this.#held.holdersOf(inode) ?? []) {
      if (!this.#held.stillHolds(pid, inode)) this.#held.read(pid);
    }
    return this.#held.holdersOf(inode) !== undefined;
  }

  /** Looks for owners; a thorough scan reads every process again. */
  async look(sight: Sight, thorough: boolean, slices: TimeSlices): Promise<Found> {
    const now = this.#now();
    const compareAll = this.#compareAll || now - this.#lookedAt >= COMPARED_MS;
    this.#lookedAt = now;
    this.#compareAll = this.#listed === undefined;
    this.#read = new Set();

    for (const inode of sight.closed) {
      this.#unheld.delete(inode);
      for (const pid of this.#held.holdersOf(inode) ?? []) this.#closers.add(pid);
    }
    this.#follow(sight);
    await this.#readAll(this.#settledOnes(now), slices);
    await this.#compare(this.#youngOnes(now), now, slices);

    const anythingNew = this.#sought(sight).size > 0;
    if (thorough || compareAll || anythingNew || sight.scope === 'all' || now - this.#newAt >= NEW_MS) {
      await this.#readNew(now, slices);
    }
    if (thorough) await this.#readAll(this.#list.pids, slices);
    else if (compareAll || anythingNew) {
      if (anythingNew) await this.#readAll([...this.#closers], slices);
      await this.#compare(this.#list.pids, now, slices);
    } else {
      const { pids } = this.#list;
      const passed = now - this.#comparedAt;
      this.#comparedAt = now;
      await this.#compare(inTime(this.#turns.compared, pids, passed, COMPARED_MS), now, slices);
      await this.#readAll(inTime(this.#turns.anew, pids, passed, ANEW_MS), slices);
    }
    const vanished = await this.#searchRest(sight, now, slices);
    if (sight.scope === 'all') await this.#searchThreads(sight, slices);

    const moved = this.#held.takeMoved();
    for (const inode of moved) if (this.#held.holdersOf(inode)) this.#unheld.delete(inode);
    const ended = this.#held.takeEnded();
    for (const pid of ended) {
      this.#closers.delete(pid);
      this.#young.delete(pid);
      this.#unsettled.delete(pid);
    }
    return { moved, read: this.#read, ended, vanished };
  }

  /** Inodes of sockets that are new, or that their last holder let go, and that no known process holds. */
  #sought(sight: Sight): Set<number> {
    const sought = new Set<number>();
    const see = (inode: number): void => {
      if (this.#held.holdersOf(inode) || this.#unheld.has(inode) || !sight.inodes.has(inode)) return;
      sought.add(inode);
    };
    for (const inode of sight.opened) see(inode);
    for (const inode of this.#held.moved) see(inode);
    return sought;
  }

  /** Asks owners whether they still hold what they held; those that do not are read again. */
  #follow({ listeners }: Sight): void {
    if (this.#links.listeners !== listeners || this.#links.revision !== this.#held.revision) {
      this.#links = linksOf(listeners, this.#held);
    }
    // A listener whose only owner closed it is gone from the tables, unless it was passed on: the shared ones come first.
    const { shared, single } = this.#links;
    for (const { pid, inode } of [
      ...inTurn(this.#turns.shared, shared, SHARED_LINKS),
      ...inTurn(this.#turns.single, single, SINGLE_LINKS),
    ]) {
      if (!this.#read.has(pid) && !this.#held.stillHolds(pid, inode)) this.#readOne(pid);
    }
  }

  #youngOnes(now: number): number[] {
    const young = [...this.#young.keys()];
    for (const [pid, since] of this.#young) if (now - since >= YOUNG_MS) this.#young.delete(pid);
    return young;
  }

  #settledOnes(now: number): number[] {
    const settled: number[] = [];
    for (const [pid, since] of this.#unsettled) if (now - since >= SETTLED_MS) settled.push(pid);
    for (const pid of settled) this.#unsettled.delete(pid);
    return settled;
  }

  async #readNew(now: number, slices: TimeSlices): Promise<void> {
    this.#newAt = now;
    const pids = this.#list.read();
    if (pids === this.#listed) return;
    const listed = new Set(pids);
    for (const pid of this.#held.pids()) if (!listed.has(pid)) this.#held.forget(pid);
    const appeared = pids.filter((pid) => !this.#held.knows(pid));
    if (this.#listed) {
      for (const pid of appeared) {
        this.#young.set(pid, now);
        this.#unsettled.set(pid, now);
      }
    }
    this.#listed = pids;
    await this.#readAll(appeared, slices);
  }

  async #compare(pids: readonly number[], now: number, slices: TimeSlices): Promise<void> {
    for (const pid of pids) {
      if (!this.#read.has(pid) && this.#held.hasStirred(pid)) {
        this.#readOne(pid);
        this.#unsettled.set(pid, now);
      }
      if (slices.due) await slices.pass();
    }
  }

  async #readAll(pids: readonly number[], slices: TimeSlices): Promise<void> {
    for (const pid of pids) {
      if (!this.#read.has(pid)) this.#readOne(pid);
      if (slices.due) await slices.pass();
    }
  }

  #readOne(pid: number): void {
    this.#read.add(pid);
    this.#closers.delete(pid);
    this.#held.read(pid);
  }

  /** Processes that gave no sign, those first that hold sockets at all. Gives what is no longer there to be found. */
  async #searchRest(sight: Sight, now: number, slices: TimeSlices): Promise<ReadonlySet<number>> {
    // A socket without a holder may have moved on meanwhile, to a process that started after the list was made.
    if (this.#sought(sight).size > 0) await this.#readNew(now, slices);
    const sought = this.#sought(sight);
    const vanished = new Set<number>();
    if (sought.size === 0) return vanished;

    const rest = this.#list.pids.filter((pid) => !this.#read.has(pid) && !this.#held.refuses(pid));
    // Another user's socket is held by that user's processes, which may not be looked into.
    const hopeful = [...sought].filter((inode) => this.#access.reaches(sight.inodes.get(inode) ?? null));
    if (rest.length > 0 && hopeful.length > 0) {
      const still = new Set(sight.stillThere(sought));
      for (const inode of sought) if (!still.has(inode)) vanished.add(inode);
      const left = new Set(hopeful.filter((inode) => still.has(inode)));
      const holders = rest.filter((pid) => this.#held.holdsAny(pid));
      for (const pid of new Set([...holders, ...rest])) {
        if (left.size === 0) break;
        this.#readOne(pid);
        for (const inode of left) if (this.#held.holdersOf(inode)) left.delete(inode);
        if (slices.due) await slices.pass();
      }
    }
    for (const inode of sought) {
      if (vanished.has(inode) || this.#held.holdersOf(inode)) continue;
      this.#unheld.add(inode);
      this.#compareAll = true;
    }
    return vanished;
  }

  /**
   * A thread may have a table of its own, which the process's does not show: threads are read where a listener has no
   * owner, once for each. What is too much for one scan goes on in the next.
   */
  async #searchThreads({ listeners, inodes }: Sight, slices: TimeSlices): Promise<void> {
    const searched = this.#threadsSearched;
    for (const inode of searched.keys()) if (!inodes.has(inode)) searched.delete(inode);
    const isSought = (inode: number): boolean =>
      this.#unheld.has(inode) &&
      searched.get(inode) !== Infinity &&
      !this.#held.holdersOf(inode) &&
      this.#access.reaches(inodes.get(inode) ?? null);
    const sought = listeners.filter(isSought);
    let from = Math.min(...sought.map((inode) => searched.get(inode) ?? 0));
    let left = THREADS_AT_ONCE;
    for (const pid of this.#list.pids.filter((each) => each > from)) {
      if (left <= 0 || !sought.some(isSought)) break;
      left -= this.#held.readThreads(pid, left);
      from = pid;
      if (slices.due) await slices.pass();
    }
    if (left > 0) from = Infinity;
    for (const inode of sought) searched.set(inode, Math.max(from, searched.get(inode) ?? 0));
  }
}
