import type { Diff } from '../../../src/core/snapshot/diff';
import type { Snapshot } from '../../../src/core/snapshot/snapshot';

/** The later snapshot again, but for the order of its rows. */
export function applyDiff(snapshot: Snapshot, diff: Diff): Snapshot {
  const sockets = new Map(snapshot.sockets);
  for (const id of diff.closed) sockets.delete(id);
  for (const socket of [...diff.changed, ...diff.opened]) sockets.set(socket.id, socket);
  const processes = new Map(snapshot.processes);
  for (const pid of diff.ended) processes.delete(pid);
  for (const process of diff.processes) processes.set(process.pid, process);
  const { at: takenAt, scope, machine, clock, cost, folders, containers, socketOrigins, gaps } = diff;
  return {
    ...{ takenAt, scope, machine, clock, cost, gaps },
    ...{ folders, containers, sockets, processes, socketOrigins },
  };
}
