import { listed } from '../text/listed';
import type { Translate } from '../text/translate';
import type { StopOutcome } from './stopEnding';
import type { StopPlan } from './stopPlan';
import { describeWay, listenerNames, planName } from './stopTexts';
import type { StopWay } from './stopWay';

/** What was stopped, when, how, and what came of it: kept over reloads of the window, and shown to people. */
export interface StopRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What it was: `node server.js (81243)`, `Task dev servers`. */
  readonly what: string;
  /** What was to be freed: `127.0.0.1:3000/tcp`. */
  readonly where: string;
  readonly way: StopWay;
  /** The way in words, as it was shown. */
  readonly how: string;
  readonly signals: readonly { readonly pid: number; readonly signal: string; readonly at: number }[];
  /** The event by which its owner said that it ended; `null`: none did. */
  readonly confirmedBy: string | null;
  /** The outcome; `null`: the window closed or was reloaded before it was known. */
  readonly outcome: StopOutcome | null;
  /** The sentence that was shown to a person. */
  readonly sentence: string;
}

/** How many records are kept; the oldest go first. */
const MOST_RECORDS = 100;

/** Before anything is done, so that it is known even if we do not live to see its end. */
export const recordOf = (plan: StopPlan, at: number, force: boolean, t: Translate): StopRecord => ({
  at,
  what: planName(plan, t),
  where: listenerNames(plan.sockets, t),
  way: plan.way,
  how: describeWay(plan, force, t),
  signals: [],
  confirmedBy: null,
  outcome: null,
  sentence: '',
});

/** The newest last, each once by its moment and name, and no more than are kept. */
export const withRecord = (records: readonly StopRecord[], record: StopRecord): StopRecord[] =>
  [...records.filter(({ at, what }) => at !== record.at || what !== record.what), record].slice(
    -MOST_RECORDS,
  );

/** What was kept, as far as it can still be read. */
export const parseRecords = (kept: unknown): StopRecord[] =>
  Array.isArray(kept) ? kept.filter(isRecord).slice(-MOST_RECORDS) : [];

function isRecord(value: unknown): value is StopRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { at, signals, outcome, confirmedBy, ...texts } = value as Record<string, unknown>;
  return (
    typeof at === 'number' &&
    ['what', 'where', 'way', 'how', 'sentence'].every((name) => typeof texts[name] === 'string') &&
    (outcome === null || typeof outcome === 'string') &&
    (confirmedBy === null || typeof confirmedBy === 'string') &&
    Array.isArray(signals) &&
    signals.every(
      (each: unknown) =>
        typeof each === 'object' && each !== null && 'pid' in each && 'signal' in each && 'at' in each,
    )
  );
}

/** `SIGTERM to 81243, SIGKILL to 81243`, or that there was none. */
export const describeSignals = ({ signals }: Pick<StopRecord, 'signals'>, t: Translate): string =>
  signals.length === 0
    ? t('No signal was sent.')
    : t(
        'Signals: {0}.',
        listed(
          signals.map(({ pid, signal }) => t('{0} to {1}', signal, pid)),
          20,
          t,
        ),
      );

/** What one reads of it afterwards: the first line says what, the others how and what came of it. */
export function describeRecord(record: StopRecord, when: string, t: Translate): string[] {
  const { what, where, how, confirmedBy, outcome, sentence } = record;
  return [
    t('{0}  {1}, {2}', when, what, where),
    `${how}.`,
    describeSignals(record, t),
    ...(confirmedBy === null ? [] : [t('Its end was reported by {0}.', confirmedBy)]),
    outcome === null ? t('The outcome is not known: the window was closed or reloaded meanwhile.') : sentence,
  ];
}
