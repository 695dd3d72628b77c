import type { Socket } from '../socket/socket';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { Query } from './query';

/** What there is where nobody is seen to listen; nothing where the question was not put to the system. */
export function whatIsThere(query: Extract<Query, { kind: 'path' | 'port' }>, t: Translate): string[] {
  if (query.kind === 'port') {
    return query.accepted ? [t('Yet something answers there: a firewall rule may pass it on.')] : [];
  }
  if (query.target?.accepted) {
    return [
      t(
        'Yet something answers there: its listener may be outside this container, or in a network namespace that is not seen.',
      ),
    ];
  }
  switch (query.target?.file) {
    case 'missing':
      return [t('There is no such file.')];
    case 'other':
      return [t('That file is no socket.')];
    case 'socket':
      return [t('The file was left behind by a program that no longer listens.')];
    default:
      return [];
  }
}

/** What a path that was asked for is to the socket that it led to. */
export function aboutFile(query: Query, { id, local }: Socket, t: Translate): string[] {
  if (query.kind !== 'path' || !query.target || !local || !('path' in local)) return [];
  if (query.target.lost.has(id)) {
    return query.target.file === 'missing'
      ? [t('But its file is gone: nobody can connect until it is started again.')]
      : [t('But its file was replaced: nobody can connect until it is started again.')];
  }
  return local.path === query.path ? [] : [t('{0} leads to it.', oneLine(query.path, 120))];
}
