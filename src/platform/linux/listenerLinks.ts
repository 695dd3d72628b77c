import type { HeldSockets } from './heldSockets';

interface Link {
  readonly pid: number;
  readonly inode: number;
}

/** The processes known to hold a listener, and the scan that found them. */
export interface ListenerLinks {
  readonly listeners: readonly number[];
  readonly revision: number;
  readonly shared: readonly Link[];
  readonly single: readonly Link[];
}

export function linksOf(listeners: readonly number[], held: HeldSockets): ListenerLinks {
  const shared: Link[] = [];
  const single: Link[] = [];
  for (const inode of listeners) {
    const pids = held.holdersOf(inode) ?? [];
    for (const pid of pids) (pids.length > 1 ? shared : single).push({ pid, inode });
  }
  return { listeners, revision: held.revision, shared, single };
}
