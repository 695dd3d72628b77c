import type { ProcessIdentity } from '../core/snapshot/process';
import type { Socket } from '../core/socket/socket';
import type { Descendant } from '../core/stop/stopPlan';
import type { StopSignal } from '../core/stop/stopResult';

/** Tells one operating system's processes to end. */
export interface Signaller {
  /** Whether this system can hold on to processes at all. */
  readonly supported: boolean;
  /** `undefined` where that process has ended, even if its pid is in use again. */
  pin(identity: ProcessIdentity): Pinned | undefined;
  /** Everything below a process, parents before their children; each started by the one above it, and not older. */
  descendants(identity: ProcessIdentity): readonly Descendant[];
}

/** One process, held so that a signal reaches it or no process at all. */
export interface Pinned {
  readonly identity: ProcessIdentity;
  /** Whether the process holds that socket now; `null` where that may not be seen. */
  holds(socket: Socket): boolean | null;
  signal(signal: StopSignal): 'sent' | 'gone' | 'not-permitted';
  /** Whether the process still runs (a zombie does not: it holds nothing any more). */
  alive(): boolean;
  /** Stopped by SIGSTOP, Ctrl+Z or a debugger: a signal takes effect only when the process goes on. */
  suspended(): boolean;
  /** Whether its group is the one in the foreground of its terminal: ^C there reaches it. */
  inForeground(): boolean;
  /** Resolves when it has ended or after that time, as the signal says also before; never rejects. */
  ended(withinMs: number, signal: AbortSignal): Promise<void>;
  /** Lets go; no call may follow. */
  close(): void;
}
