import type { ProcessIdentity } from '../snapshot/process';
import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import type { Socket } from '../socket/socket';
import type { ListenerRow } from './listenerRows';

/** The sockets that an action is about, all held by one process. Plain JSON, because commands and links pass it on. */
export interface Target {
  /** Ids, the one to act on first. */
  readonly sockets: readonly [string, ...string[]];
  /** The process that is meant; `undefined`: the lead owner, or there is no owner that could be seen. */
  readonly process: ProcessIdentity | undefined;
}

/** The sockets of a row that this owner holds; without an owner, those of the row's lead. */
export const rowTarget = (
  { sockets: [first, ...more], lead }: ListenerRow,
  owner: OwnedProcess | undefined = lead,
): Target => ({
  sockets: [first.id, ...more.map(({ id }) => id)],
  process: owner && { pid: owner.pid, startTime: owner.startTime },
});

/** The target's own process if that still runs; without one, the lead owner. */
export function ownerOf(
  { process }: Target,
  [socket]: readonly Socket[],
  snapshot: Snapshot,
): OwnedProcess | undefined {
  const pid = process?.pid ?? socket?.owners?.[0];
  const found = pid === undefined ? undefined : snapshot.processes.get(pid);
  return process && found?.startTime !== process.startTime ? undefined : found;
}
