import type { Snapshot } from './snapshot';

/** A user's name, in a snapshot's own words; `null`: the system has none for that number. */
export const userName = (uid: number | null, { machine }: Pick<Snapshot, 'machine'>): string | null =>
  uid === null ? null : (machine.users?.[uid] ?? null);
