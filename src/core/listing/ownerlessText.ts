import type { Translate } from '../text/translate';

/**
 * Stands where an owner's name would. `nobody`: no process holds the socket (the kernel does, or it is in TIME_WAIT);
 * `unseen`: a process does, and could not be seen.
 *
 * @surface row, table
 */
export const ownerlessText = (why: 'nobody' | 'unseen', t: Translate): string =>
  why === 'nobody' ? t('no process') : t('could not be seen');
