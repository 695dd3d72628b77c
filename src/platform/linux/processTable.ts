import type { Process, ProcessIdentity } from '../../core/process';
import type { Access } from './access';
import { parseCommand, parseStat } from './processFiles';
import { errnoOf, isGone, type ProcFs } from './procFs';
import type { UserNames } from './userNames';

/** A command line can be megabytes. */
const COMMAND_BYTES = 4096;

interface Known {
  readonly process: Process;
  /** The command line as it was read. */
  readonly commandBytes: Buffer;
}

/**
 * The processes that are asked for, and their ancestors. Each look reads stat, command line, owner and folder anew:
 * exec(2), setuid(2), chdir(2) and titles change them under the same identity. The rest is remembered until one of the
 * first three is different.
 */
export class ProcessTable {
  #known = new Map<number, Known>();
  readonly #fs: ProcFs;
  readonly #access: Access;
  readonly #users: UserNames;

  constructor(fs: ProcFs, access: Access, users: UserNames) {
    this.#fs = fs;
    this.#access = access;
    this.#users = users;
  }

  /** Those of `pids` that are still there, and their ancestors as far as they can be seen. */
  read(pids: Iterable<number>): Map<number, Process> {
    const known = new Map<number, Known>();
    for (const asked of pids) {
      for (let pid = asked; pid > 0 && !known.has(pid);) {
        const found = this.#readOne(pid);
        if (!found) break;
        known.set(pid, found);
        pid = found.process.ppid;
      }
    }
    this.#known = known;
    return new Map([...known].map(([pid, { process }]) => [pid, process]));
  }

  /** `undefined`: it has ended, or it is kept out of sight. */
  identify(pid: number): (ProcessIdentity & { readonly name: string; readonly ppid: number }) | undefined {
    const bytes = this.#start(`${pid}/stat`);
    const stat = bytes && parseStat(bytes);
    // State and threads change from moment to moment: they are no part of who it is.
    return stat && { pid, startTime: stat.startTime, ppid: stat.ppid, name: stat.name };
  }

  #readOne(pid: number): Known | undefined {
    const stat = this.identify(pid);
    const uid = this.#fs.lstat(String(pid))?.uid;
    const commandBytes = this.#start(`${pid}/cmdline`);
    if (!stat || uid === undefined || !commandBytes) return undefined;

    const mayLook = this.#access.mayTry(
      pid,
      () => uid,
      () => stat.startTime,
    );
    const cwd = mayLook ? this.#link(stat, 'cwd') : null;
    const before = this.#known.get(pid);
    if (
      before?.process.startTime === stat.startTime &&
      before.process.name === stat.name &&
      before.process.uid === uid &&
      before.commandBytes.equals(commandBytes)
    ) {
      const same = before.process.ppid === stat.ppid && before.process.cwd === cwd;
      return same ? before : { ...before, process: { ...before.process, ppid: stat.ppid, cwd } };
    }
    return {
      commandBytes: Buffer.from(commandBytes),
      process: {
        ...stat,
        command: parseCommand(commandBytes),
        cwd,
        exe: mayLook ? this.#link(stat, 'exe') : null,
        uid,
        user: this.#users.nameOf(uid),
        pgrp: null,
        tpgid: null,
        cgroup: null,
        environment: null,
      },
    };
  }

  #start(path: string): Buffer | undefined {
    try {
      return this.#fs.readStart(path, COMMAND_BYTES);
    } catch (error) {
      // It has ended, or hidepid=1 refuses: either way it can't be seen.
      errnoOf(error);
      return undefined;
    }
  }

  /** `null` also where there is none: a zombie's, a kernel thread's. */
  #link(process: ProcessIdentity, name: 'cwd' | 'exe'): string | null {
    try {
      return this.#fs.readlink(`${process.pid}/${name}`);
    } catch (error) {
      if (!isGone(errnoOf(error))) this.#access.refused(process);
      return null;
    }
  }
}
