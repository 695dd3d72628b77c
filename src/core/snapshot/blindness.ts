import type { Snapshot } from './snapshot';

type Seen = Pick<Snapshot, 'gaps'>;

/** Whether the system showed no sockets at all. */
export const isBlind = ({ gaps }: Seen): boolean => gaps.some(({ subject }) => subject === 'system');

/** Whether some table was not, or not wholly, read: what is not seen may be there all the same. */
export const isPartlyBlind = ({ gaps }: Seen): boolean =>
  gaps.some(({ subject, kind }) => subject === 'system' || (subject === 'table' && kind !== 'unsupported'));
