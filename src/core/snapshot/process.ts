/**
 * Identifies a process: a later one with the same pid has another start time. Trap: within one clock tick two processes
 * can share both.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /**
   * Start time as the system gives it, digits only (Linux: clock ticks since boot), never derived from the wall clock.
   */
  readonly startTime: string;
}

export interface Process extends ProcessIdentity {
  readonly ppid: number;
  /** proc(5) `comm`: at most 15 bytes, any characters. */
  readonly name: string;
  /**
   * The arguments, argv[0] first; `[]` for kernel threads and zombies. At most 4 KB; more for runtimes that take many
   * options before their program (Java, Erlang), where arguments longer than 512 bytes are cut.
   */
  readonly command: readonly string[];
  /** `null`: could not be seen. */
  readonly cwd: string | null;
  readonly exe: string | null;
  readonly uid: number | null;
  readonly user: string | null;
  /** Process group; `null` where the system has none. proc_pid_stat(5) `pgrp`. */
  readonly pgrp: number | null;
  /** The process group in the foreground of its terminal; `null`: it has no terminal. proc_pid_stat(5) `tpgid`. */
  readonly tpgid: number | null;
  /** Path of its control group, the deepest one: `/system.slice/nginx.service`. `null`: could not be seen. */
  readonly cgroup: string | null;
  /** The variables of its environment that are in {@link TELLING_VARIABLES}; `null`: could not be seen. */
  readonly environment: Readonly<Record<string, string>> | null;
}

/**
 * Variables that say where a process was started or how it was configured. No others are kept: an environment has
 * secrets.
 */
export const TELLING_VARIABLES: readonly string[] = [
  'TERM_PROGRAM',
  'VSCODE_PID',
  'VSCODE_CWD',
  'VSCODE_IPC_HOOK',
  'VSCODE_IPC_HOOK_CLI',
  'VSCODE_GIT_IPC_HANDLE',
  'VSCODE_INJECTION',
  'VSCODE_INSPECTOR_OPTIONS',
  'INVOCATION_ID',
  'PORT',
  'HOST',
  'NODE_ENV',
  'npm_lifecycle_event',
  'npm_package_name',
  'npm_config_user_agent',
  'COMPOSE_PROJECT_NAME',
  'VIRTUAL_ENV',
  'PWD',
  // PM2's own: the number and the name of an app.
  'pm_id',
  'name',
  'SUPERVISOR_PROCESS_NAME',
];

/** The system's own clock at a reading, in the unit of {@link ProcessIdentity.startTime}. */
export interface BootClock {
  readonly now: string;
  readonly perSecond: number;
}

/**
 * Path of the program that it runs; `null`: could not be seen. Linux adds ` (deleted)` once the file has been replaced or
 * removed, as by an upgrade (proc_pid_exe(5)): the process is still the same program.
 */
export const executablePath = ({ exe }: Pick<Process, 'exe'>): string | null =>
  exe?.replace(/ \(deleted\)$/, '') ?? null;

export const processKey = (process: ProcessIdentity): string => `${process.pid}:${process.startTime}`;

export const sameProcess = (a: ProcessIdentity, b: ProcessIdentity): boolean =>
  a.pid === b.pid && a.startTime === b.startTime;

/** How long a process has been running, in milliseconds; by the boot clock, so that a jump of the wall clock is harmless. */
export function ageMs(process: ProcessIdentity, clock: BootClock): number {
  const units = BigInt(clock.now) - BigInt(process.startTime);
  return Math.max(0, (Number(units) / clock.perSecond) * 1000);
}

/** That clock some milliseconds later. */
export const laterClock = ({ now, perSecond }: BootClock, ms: number): BootClock => ({
  now: String(BigInt(now) + BigInt(Math.round((ms * perSecond) / 1000))),
  perSecond,
});

/** The process and its ancestors, nearest first; ends at a gap or a cycle. */
export function ancestry<P extends Process>(pid: number, processes: ReadonlyMap<number, P>): P[] {
  const chain: P[] = [];
  const seen = new Set<number>();
  for (let at = processes.get(pid); at && !seen.has(at.pid); at = processes.get(at.ppid)) {
    seen.add(at.pid);
    chain.push(at);
  }
  return chain;
}
