import { setImmediate as turn } from 'node:timers/promises';

/** Longest stretch without a turn for others on this thread, in milliseconds, but for what one step takes. */
const SLICE_MS = 2;

/**
 * Runs the steps to their end, and lets the thread's other work in between. Without a pause where they take less than
 * a slice; with one before the end where they do not, so that what the caller goes on with has a slice of its own.
 */
export async function inSlices<T>(steps: Iterator<unknown, T>): Promise<T> {
  let paused = false;
  for (let since = performance.now(); ;) {
    const step = steps.next();
    if (step.done) {
      if (paused) await turn();
      return step.value;
    }
    if (performance.now() - since < SLICE_MS) continue;
    paused = true;
    await turn();
    since = performance.now();
  }
}
