import type { BootClock } from './process';
import type { Cost, Gap, Machine, Scope } from './reading';
import { sameValue } from './sameValue';
import type { OwnedProcess, Snapshot } from './snapshot';
import type { Socket } from './socket';
import type { WorkspaceFolder } from './workspace';

/** What happened between two snapshots. */
export interface Diff {
  /** When the later one was taken. */
  readonly at: number;
  readonly opened: readonly Socket[];
  /** Ids. */
  readonly closed: readonly string[];
  readonly changed: readonly Socket[];
  /** New or changed ones. */
  readonly processes: readonly OwnedProcess[];
  /** Pids that the later snapshot no longer names. */
  readonly ended: readonly number[];
  readonly gaps: readonly Gap[];
  readonly scope: Scope;
  readonly machine: Machine;
  readonly clock: BootClock;
  readonly cost: Cost;
  readonly folders: readonly WorkspaceFolder[];
  /** Whether the gaps, the machine's method, the scope or the folders differ. */
  readonly surroundingsChanged: boolean;
}

export function diffSnapshots(before: Snapshot, after: Snapshot): Diff {
  const opened: Socket[] = [];
  const changed: Socket[] = [];
  for (const [id, socket] of after.sockets) {
    const old = before.sockets.get(id);
    if (!old) opened.push(socket);
    else if (!sameValue(old, socket)) changed.push(socket);
  }
  const processes = [...after.processes.values()].filter(
    (process) => !sameValue(before.processes.get(process.pid), process),
  );
  return {
    at: after.takenAt,
    opened,
    closed: [...before.sockets.keys()].filter((id) => !after.sockets.has(id)),
    changed,
    processes,
    ended: [...before.processes.keys()].filter((pid) => !after.processes.has(pid)),
    gaps: after.gaps,
    scope: after.scope,
    machine: after.machine,
    clock: after.clock,
    cost: after.cost,
    folders: after.folders,
    surroundingsChanged:
      before.scope !== after.scope ||
      !sameValue([before.gaps, before.machine, before.folders], [after.gaps, after.machine, after.folders]),
  };
}

/** The later snapshot again, but for the order of its rows. */
export function applyDiff(snapshot: Snapshot, diff: Diff): Snapshot {
  const sockets = new Map(snapshot.sockets);
  for (const id of diff.closed) sockets.delete(id);
  for (const socket of [...diff.changed, ...diff.opened]) sockets.set(socket.id, socket);
  const processes = new Map(snapshot.processes);
  for (const pid of diff.ended) processes.delete(pid);
  for (const process of diff.processes) processes.set(process.pid, process);
  const { at: takenAt, scope, machine, clock, cost, folders, gaps } = diff;
  return { takenAt, scope, machine, clock, cost, folders, sockets, processes, gaps };
}

/** Whether nothing happened that a view would show. */
export const isEmpty = (diff: Diff): boolean =>
  !diff.surroundingsChanged &&
  [diff.opened, diff.closed, diff.changed, diff.processes, diff.ended].every((list) => list.length === 0);
