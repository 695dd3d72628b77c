import type { Context } from 'mocha';

/** Skips the test by name and reason. Whether it had to run here, test/mustRun.ts says; in CI that makes it a failure. */
export function skip(test: Context, reason: string): never {
  const runnable = test.test ?? test.currentTest;
  if (runnable) runnable.title += ` (skipped: ${reason})`;
  return test.skip();
}
