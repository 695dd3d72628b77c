import type { ProcessIdentity } from '../core/process';
import type { Socket } from '../core/socket';

export type StopSignal = 'SIGTERM' | 'SIGKILL';

/** Tells one operating system's processes to end. */
export interface Signaller {
  /** `undefined`: that process is gone, or its pid is somebody else's now. */
  pin(identity: ProcessIdentity): Pinned | undefined;
}

/** One process, held so that a signal reaches it or nobody. */
export interface Pinned {
  readonly identity: ProcessIdentity;
  /** Whether it holds that socket now; `null` where that may not be seen. */
  holds(socket: Socket): boolean | null;
  /** Re-checks the identity, then signals. */
  signal(signal: StopSignal): 'sent' | 'gone' | 'not-permitted';
  /** Whether it is still there (a zombie is not: it holds nothing any more). */
  alive(): boolean;
  /** Lets go; no call may follow. */
  close(): void;
}
