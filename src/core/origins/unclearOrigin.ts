import { describeOrigin } from '../text/describe';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';

/** Two that cannot both be true: both are named, and neither is believed. */
export function unclearOrigin(a: Origin, b: Origin, t: Translate): Origin {
  const [first, second] = [describeOrigin(a, t), describeOrigin(b, t)];
  return {
    kind: 'unclear',
    id: `unclear:${a.id}|${b.id}`,
    name: t('{0}, or {1}', first, second),
    folder: a.folder === null || b.folder === null || a.folder === b.folder ? (a.folder ?? b.folder) : null,
    evidence: [
      t('Two answers contradict each other.'),
      ...a.evidence.map((why) => `${first}: ${why}`),
      ...b.evidence.map((why) => `${second}: ${why}`),
    ],
  };
}
