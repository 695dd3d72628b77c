import type { ProcessUsage } from '../core/inspection/fact';
import type { Socket } from '../core/socket/socket';
import type { BindTrial } from '../core/stop/stopEnding';
import type { SystemWords } from '../core/stop/systemWords';
import type { AskSystem } from '../core/who/askSystem';
import type { OwnSocket } from './ownSocket';
import type { Probe } from './probe';
import type { Signaller } from './signaller';

export interface ProbeOptions {
  /**
   * Told of the one socket that a native library has opened for the probe, and `undefined` once it is closed. Node does
   * not know of such a socket: whoever ends the probe's thread from outside closes it ({@link OperatingSystem.closeOwnSocket}).
   */
  readonly onSocket?: (socket: OwnSocket | undefined) => void;
}

/** Everything in which operating systems differ. Each back-end makes one; the rest of the house asks only this. */
export interface OperatingSystem {
  /** The system's name as Node has it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** How the system's own commands and requests are called, for texts. */
  readonly words: SystemWords;
  /** Stops processes; its `supported` says whether it can. */
  readonly signaller: Signaller;
  /** A new probe; its reading says by a gap what cannot be seen here, also where that is everything. */
  readonly probe: (options?: ProbeOptions) => Probe;
  /** Closes a socket of this process, if the descriptor still is that socket. */
  readonly closeOwnSocket: (socket: OwnSocket) => void;
  /** Pids of the processes that started this one, nearest first; at least its parent. */
  readonly ownAncestors: () => readonly number[];
  /**
   * Whether somebody could listen where that socket did: tries it for a moment. `null`: it cannot be tried.
   *
   * @param netns the network namespace of this process; `null` where the system has none
   */
  readonly bindTrial: (socket: Socket, netns: number | null) => Promise<BindTrial>;
  /** The system's part of answering a question that was sent, beyond a snapshot. */
  readonly ask: AskSystem;
  /** CPU and memory of a process; `undefined` where no process has this pid. Rejects where the system does not say. */
  readonly usageOf: (pid: number) => Promise<ProcessUsage | undefined>;
  /** Differs after each start of the machine, and only then; `null`: the system does not say. */
  readonly bootId: () => string | null;
}
