import type { ProcessIdentity } from '../../core/snapshot/process';

/** CAP_SYS_PTRACE, capabilities(7). */
const CAP_SYS_PTRACE = 19n;

/**
 * Decides which processes may be looked into (their descriptors, folder, executable): ptrace(2), "access mode
 * checking". Others are not even tried, since a refusal costs as much as five answers and, on audited machines, a line
 * in the log.
 */
export class Access {
  readonly #refusals = new Map<number, string>();
  readonly #euid: number;
  readonly #mayTrace: boolean;

  constructor(euid: number, mayTrace: boolean) {
    this.#euid = euid;
    this.#mayTrace = mayTrace;
  }

  /**
   * Whether a process is worth trying. User and start time are functions, so that they are read only where the answer
   * depends on them.
   */
  mayTry(pid: number, uid: () => number | undefined, startTime: () => string | undefined): boolean {
    if (!this.#mayTrace && uid() !== this.#euid) return false;
    const refused = this.#refusals.get(pid);
    if (refused === undefined) return true;
    if (refused === startTime()) return false;
    this.#refusals.delete(pid);
    return true;
  }

  /** Whether processes of this user may be looked into at all; `null` for an unknown user. */
  reaches(uid: number | null): boolean {
    return this.#mayTrace || uid === null || uid === this.#euid;
  }

  refused(process: ProcessIdentity): void {
    this.#refusals.set(process.pid, process.startTime);
  }

  /** Forgets processes that have ended. */
  keepOnly(pids: ReadonlySet<number>): void {
    for (const pid of this.#refusals.keys()) if (!pids.has(pid)) this.#refusals.delete(pid);
  }
}

/** `CapEff:` of /proc/self/status. */
export function mayTraceOthers(status: string): boolean {
  const digits = /^CapEff:\s*([0-9a-f]{1,16})$/m.exec(status)?.[1];
  return digits !== undefined && ((BigInt(`0x${digits}`) >> CAP_SYS_PTRACE) & 1n) === 1n;
}
