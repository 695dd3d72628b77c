import type { BootClock, Process, ProcessIdentity } from '../../core/snapshot/process';
import { sameValue } from '../../core/values/sameValue';
import type { Access } from './access';
import { inTime, newTurn } from './inTurn';
import {
  parseCgroup,
  parseCommand,
  parseEnvironment,
  parseStat,
  type ProcessStat,
  standsFarBehind,
  withoutLongArguments,
} from './processFiles';
import { errnoOf, isExhausted, isRefusal, type ProcFs } from './procFs';
import type { UserNames } from './userNames';

/** The most bytes of a command line that are read first; it can be megabytes long. */
const COMMAND_BYTES = 4096;
/** How much of a command line is read where the program stands far behind. */
const LONG_COMMAND_BYTES = 65_536;
/** A dozen hierarchies, each with a path of up to 1 KB as containers nest them. */
const CGROUP_BYTES = 16_384;
const ENVIRONMENT_BYTES = 65_536;

/** Up to this age, in seconds, a process is read at each scan: it may be about to become another program. */
const YOUNG_SECONDS = 3;

/** Everything that is known is read again within this many milliseconds of scanning. */
const RENEWED_MS = 30_000;

interface Known {
  readonly process: Process;
  /** The command line as it was read. */
  readonly commandBytes: Buffer;
  /** proc_pid_stat(5): who shares a session shares its terminal, and that has one foreground group. */
  readonly session: number;
}

/**
 * The processes that are asked for, and their ancestors, kept from look to look. exec(2), setuid(2), chdir(2) and titles
 * change them under the same identity, so they are read again: the young at each look, the others where something shows
 * that they did something, and in turn. Executable, control group and environment only for another program.
 */
export class ProcessTable {
  readonly #known = new Map<number, Known>();
  readonly #young = new Set<number>();
  readonly #turn = newTurn();
  /** The pids in the order of their turns; built again where a process has come or gone. */
  #order: readonly number[] | undefined;
  /** The pids that this scan has read already. */
  #read = new Set<number>();
  #revision = 0;
  /** How many names the name service had given when they were last taken over. */
  #learned = 0;
  #cutShort = false;
  readonly #fs: ProcFs;
  readonly #access: Access;
  readonly #users: UserNames;

  constructor(fs: ProcFs, access: Access, users: UserNames) {
    this.#fs = fs;
    this.#access = access;
    this.#users = users;
  }

  /** A number that changes whenever anything known of the processes changes. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether a process could not be read for want of descriptors, since the last call. */
  takeCutShort(): boolean {
    const taken = this.#cutShort;
    this.#cutShort = false;
    return taken;
  }

  /**
   * Begins a scan: forgets processes that have ended, and reads again those that may have changed. These are the
   * `stirred` ones, the young, the children of the ended, and of the others those whose turn has come after `passedMs`.
   */
  renew(clock: BootClock, ended: readonly number[], stirred: Iterable<number>, passedMs: number): void {
    this.#read = new Set();
    const sessions = new Set<number>();
    const parents = new Set(ended);
    for (const pid of ended) {
      const known = this.#known.get(pid);
      if (!known) continue;
      sessions.add(known.session);
      this.#forget(pid);
    }
    const due = new Set(inTime(this.#turn, (this.#order ??= [...this.#known.keys()]), passedMs, RENEWED_MS));
    for (const pid of stirred) if (this.#known.has(pid)) due.add(pid);
    for (const pid of this.#young) due.add(pid);
    if (ended.length > 0) {
      for (const [pid, { process, session }] of this.#known) {
        if (parents.has(process.ppid) || sessions.has(session)) due.add(pid);
      }
    }
    for (const pid of due) this.#readAnew(pid);
    for (const pid of this.#young) {
      const known = this.#known.get(pid);
      if (!known || !isYoung(known.process, clock)) this.#young.delete(pid);
    }
  }

  /** The processes of `pids` that still live, and their ancestors as far as they can be seen. New ones are read now. */
  of(pids: Iterable<number>, clock: BootClock): Map<number, Process> {
    const found = new Map<number, Process>();
    for (const asked of pids) {
      for (let pid = asked; pid > 0 && !found.has(pid);) {
        const known = this.#known.get(pid) ?? this.#readAnew(pid);
        if (!known) break;
        if (this.#read.has(pid) && isYoung(known.process, clock)) this.#young.add(pid);
        found.set(pid, known.process);
        pid = known.process.ppid;
      }
    }
    return found;
  }

  /** Takes over names that the name service has given since this was last called; tells whether there are any. */
  nameUsers(): boolean {
    if (this.#users.learned === this.#learned) return false;
    this.#learned = this.#users.learned;
    for (const [pid, known] of this.#known) {
      const { uid, user } = known.process;
      const name = uid === null || user !== null ? null : this.#users.nameOf(uid);
      if (name === null) continue;
      this.#known.set(pid, { ...known, process: { ...known.process, user: name } });
      this.#revision++;
    }
    return true;
  }

  /** `undefined`: it has ended, or it is kept out of sight. */
  identify(pid: number): ProcessIdentity | undefined {
    const stat = this.#stat(pid);
    return stat && { pid, startTime: stat.startTime };
  }

  #readAnew(pid: number): Known | undefined {
    if (this.#read.has(pid)) return this.#known.get(pid);
    this.#read.add(pid);
    const before = this.#known.get(pid);
    let now: Known | undefined;
    try {
      now = this.#readOne(pid, before);
    } catch (error) {
      if (!isExhausted(errnoOf(error))) throw error;
      this.#cutShort = true;
      return before;
    }
    if (now === before) return before;
    if (!now) {
      this.#forget(pid);
      return undefined;
    }
    this.#known.set(pid, now);
    if (!before) this.#order = undefined;
    this.#revision++;
    const { tpgid } = now.process;
    if (before?.process.tpgid !== tpgid && tpgid !== null) this.#readSession(now);
    return now;
  }

  /** A terminal has one foreground group: who was in its session before this one knows an older. */
  #readSession({ session, process }: Known): void {
    for (const [pid, other] of [...this.#known]) {
      if (other.session === session && other.process.tpgid !== process.tpgid) this.#readAnew(pid);
    }
  }

  #forget(pid: number): void {
    if (this.#known.delete(pid)) {
      this.#revision++;
      this.#order = undefined;
    }
    this.#young.delete(pid);
  }

  #readOne(pid: number, before: Known | undefined): Known | undefined {
    const stat = this.#stat(pid);
    const uid = this.#fs.lstat(String(pid))?.uid;
    if (!stat || uid === undefined) return undefined;
    const zombie = stat.state === 'Z';
    const at = zombie && stat.threads > 1 ? this.#threadLeft(pid) : String(pid);
    const commandBytes = this.#commandLine(`${at}/cmdline`);
    if (!commandBytes) return undefined;

    const { name, ppid, startTime, session } = stat;
    const identity = { pid, startTime };
    const mayLook =
      (!zombie || at !== String(pid)) &&
      this.#access.mayTry(
        pid,
        () => uid,
        () => startTime,
      );
    // State and threads change from moment to moment: they are no part of who it is.
    const changing = {
      ppid,
      pgrp: processGroup(stat.pgrp),
      tpgid: processGroup(stat.tpgid),
      cwd: mayLook ? this.#link(identity, `${at}/cwd`) : null,
    };
    if (
      before?.process.startTime === startTime &&
      before.process.name === name &&
      before.process.uid === uid &&
      before.commandBytes.equals(commandBytes)
    ) {
      const process = { ...before.process, ...changing };
      return before.session === session && sameValue(process, before.process)
        ? before
        : { ...before, session, process };
    }
    const command = parseCommand(commandBytes);
    const bytes = Buffer.from(commandBytes);
    return {
      commandBytes: bytes,
      session,
      process: {
        pid,
        startTime,
        name,
        command,
        uid,
        user: this.#users.nameOf(uid),
        exe: mayLook ? this.#link(identity, `${at}/exe`) : null,
        cgroup: this.#cgroup(`${at}/cgroup`),
        environment: mayLook ? this.#environment(identity, `${at}/environ`) : null,
        ...changing,
      },
    };
  }

  #commandLine(path: string): Buffer | undefined {
    const first = this.#start(path, COMMAND_BYTES);
    if (!first || first.length < COMMAND_BYTES || !standsFarBehind(first)) return first;
    const more = this.#start(path, LONG_COMMAND_BYTES);
    return more && withoutLongArguments(more);
  }

  #stat(pid: number): ProcessStat | undefined {
    const bytes = this.#start(`${String(pid)}/stat`, COMMAND_BYTES);
    return bytes && parseStat(bytes);
  }

  #start(path: string, limit: number): Buffer | undefined {
    try {
      return this.#fs.readStart(path, limit);
    } catch (error) {
      // The process has ended, or hidepid=1 refuses: either way it cannot be seen.
      if (isExhausted(errnoOf(error))) throw error;
      return undefined;
    }
  }

  /** The folder of a thread that goes on after the first one has ended; the process's own where no other is found. */
  #threadLeft(pid: number): string {
    try {
      const threads = this.#fs.readdir(`${String(pid)}/task`).filter((thread) => thread !== String(pid));
      const last = threads.at(-1);
      return last === undefined ? String(pid) : `${String(pid)}/task/${last}`;
    } catch (error) {
      if (isExhausted(errnoOf(error))) throw error;
      return String(pid);
    }
  }

  #cgroup(path: string): string | null {
    const bytes = this.#start(path, CGROUP_BYTES);
    return bytes ? parseCgroup(bytes) : null;
  }

  #environment(process: ProcessIdentity, path: string): Readonly<Record<string, string>> | null {
    try {
      return parseEnvironment(this.#fs.readStart(path, ENVIRONMENT_BYTES));
    } catch (error) {
      this.#refused(process, error);
      return null;
    }
  }

  /** `null` also for a zombie or a kernel thread, which have no such link. */
  #link(process: ProcessIdentity, path: string): string | null {
    try {
      return this.#fs.readlink(path);
    } catch (error) {
      this.#refused(process, error);
      return null;
    }
  }

  #refused(process: ProcessIdentity, error: unknown): void {
    const errno = errnoOf(error);
    if (isExhausted(errno)) throw error;
    if (isRefusal(errno)) this.#access.refused(process);
  }
}

/** 0: a kernel thread's, or one led from outside this pid namespace; to kill(2) that would be oneself. -1: no terminal. */
const processGroup = (group: number): number | null => (group > 0 ? group : null);

const isYoung = ({ startTime }: ProcessIdentity, { now, perSecond }: BootClock): boolean =>
  Number(now) - Number(startTime) < YOUNG_SECONDS * perSecond;
