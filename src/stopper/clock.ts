import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time, or as soon as the signal says so; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  // The only rejection there is says that the signal came: which ends the sleep, as it should.
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};
