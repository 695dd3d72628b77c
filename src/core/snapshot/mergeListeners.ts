import { isListener, type Socket } from '../socket/socket';
import { type Process, sameProcess } from './process';
import type { Reading } from './reading';
import { kept, reuseMap } from './reuse';

export interface Merged {
  readonly reading: Reading;
  /** Whether nothing was left in doubt that a full scan would settle. */
  readonly settled: boolean;
}

/**
 * A full scan with its listeners as a later listener scan found them: new ones are there, gone ones are not, and
 * connections stay as the full scan saw them. What is the same stays the same object, up to the list and the map;
 * moment and clock are the listener scan's.
 *
 * A row that the listener scan could not have found stays: another namespace's, one of a table that could not be read.
 * So does a UDP listener that it did not find, for it may just have been connected: the next full scan tells.
 */
export function mergeListeners(full: Reading, listeners: Reading): Merged {
  const processes = new Map<number, Process>(full.processes);
  const reborn = new Set<number>();
  for (const process of listeners.processes.values()) {
    const old = full.processes.get(process.pid);
    if (old && !sameProcess(old, process)) reborn.add(process.pid);
    processes.set(process.pid, kept(process, old));
  }

  const found = new Map(listeners.sockets.map((socket) => [socket.id, socket]));
  let settled = reborn.size === 0;
  let same = true;
  const sockets: Socket[] = [];
  for (const socket of full.sockets) {
    const listener = found.get(socket.id);
    found.delete(socket.id);
    let row: Socket | undefined = socket;
    if (listener) row = kept(listener, socket);
    else if (isListener(socket) && isCovered(socket, listeners)) {
      if (socket.state === 'LISTEN') row = undefined;
      else settled = false;
    }
    if (row && !listener && reborn.size > 0) row = withoutOwners(row, reborn);
    same &&= row === socket;
    if (row) sockets.push(row);
  }
  same &&= found.size === 0;
  sockets.push(...found.values());

  const { takenAt, clock } = listeners;
  return {
    reading: {
      ...full,
      ...{ takenAt, clock },
      sockets: same ? full.sockets : sockets,
      processes: reuseMap(full.processes, processes),
    },
    settled,
  };
}

/** Whether the listener scan looked where this row is. */
function isCovered({ netns, protocol }: Socket, { machine }: Reading): boolean {
  const method = machine.method[protocol];
  return netns === machine.netns && method !== undefined && method !== 'none';
}

/** The row as it is now that these pids mean other processes; `undefined`: nobody holds it any more. */
function withoutOwners(socket: Socket, reborn: ReadonlySet<number>): Socket | undefined {
  if (!socket.owners?.some((pid) => reborn.has(pid))) return socket;
  const owners = socket.owners.filter((pid) => !reborn.has(pid));
  return owners.length > 0 ? { ...socket, owners } : undefined;
}
