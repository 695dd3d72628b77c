import type { Protocol, Socket } from '../socket/socket';
import type { BootClock, Process } from './process';

/** `listeners`: what waits for others, and its owners. `all`: every socket of every kind. */
export const SCOPES = ['listeners', 'all'] as const;

export type Scope = (typeof SCOPES)[number];

/**
 * Something that could not be seen, and why.
 * `permission`: the system refused; `hidden`: it is kept out of sight (hidepid, another pid namespace); `unsupported`:
 * this system has no such table; `truncated`: more was there than was read; `failed`: it was asked and did not answer, or not
 * with what was asked for.
 */
export type GapKind = 'permission' | 'hidden' | 'unsupported' | 'truncated' | 'failed';

/** What the gap is about; `describeGap` puts it into words. */
export type GapSubject =
  /** Sockets whose owner is a process that may not be looked into. */
  | 'owners'
  /** Processes that are listed and may not be looked into, or are not listed at all. */
  | 'processes'
  /** A whole kind of socket; `detail` is the protocol or file and the system's answer. */
  | 'table'
  /** What the fuller way of looking would have shown; `detail` says why that could not be taken. */
  | 'method'
  /** Other network namespaces that were not, or may not be, looked into. */
  | 'namespaces'
  /** What a container engine runs; `detail` is the path of its socket. */
  | 'containers'
  /** Everything: the system shows no sockets at all; `detail` says which system. */
  | 'system';

export interface Gap {
  readonly kind: GapKind;
  readonly subject: GapSubject;
  readonly count: number;
  readonly detail?: string;
}

/** The way in which a protocol's sockets were read. */
export type Method = 'sock_diag' | 'proc' | 'none';

export interface Machine {
  readonly hostname: string;
  /** Node's name of the platform: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly method: Readonly<Partial<Record<Protocol, Method>>>;
  /** The user Portolan runs as; `null` where the system has no such number. */
  readonly uid: number | null;
  /**
   * Names of users that sockets of this reading belong to, by their number, as far as the system has one; absent where
   * a system has no such numbers.
   */
  readonly users?: Readonly<Record<number, string>>;
  /** The network namespace Portolan runs in: where its own `localhost` is. */
  readonly netns: number | null;
}

/** The cost of a scan: `cpuMs` is user and system time of the scanning thread's process, `wallMs` is time elapsed. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** What the operating system answered once. */
export interface Reading {
  /** Milliseconds since the epoch, for display only; processes are never compared by it. */
  readonly takenAt: number;
  readonly scope: Scope;
  readonly machine: Machine;
  readonly clock: BootClock;
  readonly cost: Cost;
  readonly sockets: readonly Socket[];
  /** Owners of these sockets and their ancestors, by pid. */
  readonly processes: ReadonlyMap<number, Process>;
  readonly gaps: readonly Gap[];
}
