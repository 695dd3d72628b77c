import { isListener, type Socket } from '../socket/socket';
import { sameProcess } from './process';
import { kept, reuseMap } from './reuse';
import type { Snapshot } from './snapshot';

export interface Merged {
  readonly snapshot: Snapshot;
  /** Whether nothing was left in doubt that a look at everything would settle. */
  readonly settled: boolean;
}

/**
 * The whole picture with its listeners as a later look at listeners alone found them: new ones are there, gone ones are
 * not, and connections stay as they were when everything was last looked at. What is the same stays the same object, up
 * to the maps; moment and clock are the later look's.
 *
 * A row that the later look could not have found stays: another namespace's, one of a table that could not be read. So
 * does a UDP listener that it did not find, for it may just have been connected: the next look at everything tells.
 */
export function mergeListeners(whole: Snapshot, listeners: Snapshot): Merged {
  const processes = new Map(whole.processes);
  const reborn = new Set<number>();
  for (const process of listeners.processes.values()) {
    const old = whole.processes.get(process.pid);
    if (old && !sameProcess(old, process)) reborn.add(process.pid);
    processes.set(process.pid, kept(process, old));
  }

  const changes = new Map<string, Socket | undefined>();
  let settled = reborn.size === 0;
  for (const socket of whole.sockets.values()) {
    const { id } = socket;
    if (reborn.size > 0) {
      const held = withoutOwners(socket, reborn);
      if (held !== socket) changes.set(id, held);
    }
    if (!isListener(socket) || listeners.sockets.has(id) || !isCovered(socket, listeners)) continue;
    if (socket.state === 'LISTEN') changes.set(id, undefined);
    else settled = false;
  }
  for (const socket of listeners.sockets.values()) {
    const old = whole.sockets.get(socket.id);
    if (kept(socket, old) !== old) changes.set(socket.id, socket);
    else changes.delete(socket.id);
  }

  const sockets = changes.size === 0 ? whole.sockets : changedMap(whole.sockets, changes);
  const socketOrigins = new Map(listeners.socketOrigins);
  for (const [id, origin] of whole.socketOrigins) {
    if (sockets.has(id) && !listeners.sockets.has(id)) socketOrigins.set(id, origin);
  }
  const { takenAt, clock, folders, containers } = listeners;
  const snapshot = {
    ...whole,
    ...{ takenAt, clock, folders, containers, socketOrigins },
    sockets,
    processes: reuseMap(whole.processes, processes),
  };
  return { snapshot, settled };
}

/** Whether the look at listeners looked where this row is. */
function isCovered({ netns, protocol }: Socket, { machine }: Snapshot): boolean {
  const method = machine.method[protocol];
  return netns === machine.netns && method !== undefined && method !== 'none';
}

/** The row as it is now that these pids mean other processes; `undefined`: nobody holds it any more. */
function withoutOwners(socket: Socket, reborn: ReadonlySet<number>): Socket | undefined {
  if (!socket.owners?.some((pid) => reborn.has(pid))) return socket;
  const owners = socket.owners.filter((pid) => !reborn.has(pid));
  return owners.length > 0 ? { ...socket, owners } : undefined;
}

/** `undefined` takes an entry away. */
function changedMap<K, V>(map: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V | undefined>): ReadonlyMap<K, V> {
  const changed = new Map(map);
  for (const [key, value] of changes) {
    if (value === undefined) changed.delete(key);
    else changed.set(key, value);
  }
  return changed;
}
