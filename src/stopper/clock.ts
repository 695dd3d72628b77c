import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /**
   * Milliseconds since the epoch, for the record of when something was done. It jumps when the machine's clock is set.
   */
  timeOfDay(): number;
  /** Milliseconds since some moment, to wait by: it never jumps, and stands still while the machine sleeps. */
  now(): number;
  /** Resolves after that time, or as soon as the signal says so; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  timeOfDay: () => Date.now(),
  now: () => performance.now(),
  // The only rejection there is says that the signal came: which ends the sleep, as it should.
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};
