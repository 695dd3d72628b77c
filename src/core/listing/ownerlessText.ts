import type { Translate } from '../text/translate';

/**
 * Who holds a socket, where nobody can be named: `nobody` does (the kernel, TIME_WAIT), or somebody does and is `unseen`.
 *
 * @surface row, table
 */
export const ownerlessText = (why: 'nobody' | 'unseen', t: Translate): string =>
  why === 'nobody' ? t('no process') : t('could not be seen');
