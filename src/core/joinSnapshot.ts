import { originOf } from './originRules';
import type { Reading } from './reading';
import type { OwnedProcess, Snapshot } from './snapshot';
import type { Translate } from './translate';
import type { Workspace } from './workspace';

/** Joins what the system answered with what VS Code knows of its processes. */
export function joinSnapshot(reading: Reading, workspace: Workspace, t: Translate): Snapshot {
  const processes = new Map<number, OwnedProcess>();
  for (const process of reading.processes.values()) {
    const origin = originOf(process.pid, reading.processes, workspace, t);
    processes.set(process.pid, { ...process, origin });
  }
  const { takenAt, scope, machine, clock, cost, gaps } = reading;
  const sockets = new Map(reading.sockets.map((socket) => [socket.id, socket]));
  return { takenAt, scope, machine, clock, cost, folders: workspace.folders, sockets, processes, gaps };
}
