import { launchName } from '../launch/launchName';
import { type Process, processKey } from '../snapshot/process';
import { describeOrigin } from '../text/describe';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';

/** What one of two contradicting answers says. */
export interface Claim extends Pick<Origin, 'id' | 'folder' | 'evidence'> {
  /** For people: `Terminal web`. */
  readonly label: string;
}

/** A process without an origin of its own, as the other answer. */
export const processClaim = (process: Process, t: Translate): Claim => ({
  id: `process:${processKey(process)}`,
  label: `${launchName(process)} (${process.pid})`,
  folder: null,
  evidence: [t('It holds the socket, and is not known to pass on what comes to containers.')],
});

const claimOf = (origin: Origin | Claim, t: Translate): Claim =>
  'label' in origin ? origin : { ...origin, label: describeOrigin(origin, t) };

/** Two answers that cannot both be true: both are named, and neither is believed. */
export function unclearOrigin(one: Origin | Claim, other: Origin | Claim, t: Translate): Origin {
  const [a, b] = [claimOf(one, t), claimOf(other, t)];
  return {
    kind: 'unclear',
    id: `unclear:${a.id}|${b.id}`,
    name: t('{0}, or {1}', a.label, b.label),
    folder: a.folder === null || b.folder === null || a.folder === b.folder ? (a.folder ?? b.folder) : null,
    evidence: [
      t('Two answers contradict each other.'),
      ...a.evidence.map((why) => `${a.label}: ${why}`),
      ...b.evidence.map((why) => `${b.label}: ${why}`),
    ],
  };
}
