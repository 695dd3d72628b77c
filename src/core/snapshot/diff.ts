import type { Container } from '../origins/container';
import type { Origin } from '../origins/origin';
import type { Socket } from '../socket/socket';
import { sameValue } from '../values/sameValue';
import { diffMaps } from './diffMaps';
import type { BootClock } from './process';
import type { Cost, Gap, Machine, Scope } from './reading';
import type { OwnedProcess, Snapshot } from './snapshot';
import type { WorkspaceFolder } from './workspace';

/** What happened between two snapshots. */
export interface Diff {
  /** When the later one was taken. */
  readonly at: number;
  readonly opened: readonly Socket[];
  /** Ids of sockets that the later snapshot no longer has. */
  readonly closed: readonly string[];
  readonly changed: readonly Socket[];
  /** Processes that are new in the later snapshot, or differ there. */
  readonly processes: readonly OwnedProcess[];
  /** Pids that the later snapshot no longer names. */
  readonly ended: readonly number[];
  readonly gaps: readonly Gap[];
  readonly scope: Scope;
  readonly machine: Machine;
  readonly clock: BootClock;
  readonly cost: Cost;
  readonly folders: readonly WorkspaceFolder[];
  readonly containers: readonly Container[];
  readonly socketOrigins: ReadonlyMap<string, Origin>;
  /** Whether the gaps, the machine's method, the scope, the folders or the containers differ. */
  readonly surroundingsChanged: boolean;
}

/** Costs next to nothing where the two share their maps, as `joinSnapshot` lets them where nothing is new. */
export function diffSnapshots(before: Snapshot, after: Snapshot): Diff {
  const sockets = diffMaps(before.sockets, after.sockets);
  const processes = diffMaps(before.processes, after.processes);
  return {
    at: after.takenAt,
    opened: sockets.added,
    closed: sockets.removed,
    changed: sockets.changed,
    processes: [...processes.added, ...processes.changed],
    ended: processes.removed,
    gaps: after.gaps,
    scope: after.scope,
    machine: after.machine,
    clock: after.clock,
    cost: after.cost,
    folders: after.folders,
    containers: after.containers,
    socketOrigins: after.socketOrigins,
    surroundingsChanged:
      before.scope !== after.scope ||
      !sameValue(before.gaps, after.gaps) ||
      !sameValue(before.machine, after.machine) ||
      !sameValue(before.folders, after.folders) ||
      !sameValue(before.containers, after.containers),
  };
}

/** Whether nothing happened that a view would show. */
export const isEmpty = (diff: Diff): boolean =>
  !diff.surroundingsChanged &&
  [diff.opened, diff.closed, diff.changed, diff.processes, diff.ended].every((list) => list.length === 0);
