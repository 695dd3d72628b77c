import type { Origin } from '../origins/origin';
import { ancestry } from '../snapshot/process';
import { originOfSocket, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import type { Socket } from '../socket/socket';
import type { Protection } from './protection';

/** What can end a process in its own way, without a signal of ours. `interrupt`: ^C into its terminal. */
export type OwnerWay = 'debug' | 'task' | 'container' | 'interrupt';

/** How a process is stopped: through what owns it, or by signals. */
export type StopWay = OwnerWay | 'signals';

/** Says whether an owner can be asked from here: the extension can ask those in its VS Code, the command line none of them. */
export type Reaches = (way: OwnerWay, origin: Origin) => boolean;

/** The gentlest way that exists: what a person would do who had started the process by hand. */
export function wayOf(
  origin: Origin | null,
  process: OwnedProcess | undefined,
  snapshot: Snapshot,
  protection: ReadonlyMap<number, Protection>,
  reaches: Reaches,
): StopWay {
  switch (origin?.kind) {
    case 'debug':
    case 'task':
    case 'container':
      return reaches(origin.kind, origin) ? origin.kind : 'signals';
    case 'terminal':
      return process && isForegroundJob(process, snapshot, protection) && reaches('interrupt', origin)
        ? 'interrupt'
        : 'signals';
    default:
      return 'signals';
  }
}

/**
 * Whether ^C in its terminal would reach the process: its group is in the foreground, and of that terminal, not of one
 * inside it (`tmux`, `script`), whose shell sees another group there.
 */
function isForegroundJob(
  process: OwnedProcess,
  { processes }: Snapshot,
  protection: ReadonlyMap<number, Protection>,
): boolean {
  if (process.pgrp === null || process.pgrp !== process.tpgid) return false;
  const shell = ancestry(process.pid, processes).find(({ pid }) => protection.get(pid) === 'shell');
  return shell?.tpgid === process.tpgid;
}

/** What a way ends, as far as it is known beforehand. */
export interface Reach {
  readonly way: StopWay;
  readonly origin: Origin | null;
  readonly target: OwnedProcess | null;
}

/** Whether that process ends when the way is taken. */
export function goesAlong(process: OwnedProcess, { way, origin, target }: Reach): boolean {
  switch (way) {
    case 'signals':
      return process.pid === target?.pid;
    case 'interrupt':
      return target !== null && process.pgrp === target.pgrp && process.tpgid === target.tpgid;
    case 'container':
    case 'debug':
    case 'task':
      return process.pid === target?.pid || process.origin?.id === origin?.id;
  }
}

/** Whether that socket closes when the way is taken: one of its holders ends, or the container that publishes it. */
export const closesAlong = (socket: Socket, reach: Reach, snapshot: Snapshot): boolean =>
  reach.way === 'container'
    ? originOfSocket(socket, snapshot)?.id === reach.origin?.id
    : (socket.owners ?? []).some((pid) => {
        const owner = snapshot.processes.get(pid);
        return owner !== undefined && goesAlong(owner, reach);
      });
