import type { StopEnding } from './stopEnding';
import type { StopPlan } from './stopPlan';

/** `SIGCONT` only wakes a stopped process, so that it can end. */
export type StopSignal = 'SIGTERM' | 'SIGKILL' | 'SIGCONT';

export interface SentSignal {
  readonly pid: number;
  readonly signal: StopSignal;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What one stop did, and how it ended. */
export interface StopResult extends StopEnding {
  /** `null`: it was refused before there was a plan. */
  readonly plan: StopPlan | null;
  readonly signals: readonly SentSignal[];
  /** The event by which its owner said that it ended, `onDidEndTask` for example; `null`: it did not, or was not asked. */
  readonly confirmedBy: string | null;
}
