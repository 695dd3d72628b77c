import type { Context } from 'mocha';

/** Why a test cannot run here; `root` ones may also skip under CI, in an ordinary user's run. */
type Need = 'root' | 'anything else';

/**
 * Skips the test by name and reason. Under `CI=true` a missing tool, right or service is a failure: what CI needs, the
 * project's own files install.
 */
export function skip(test: Context, reason: string, need: Need = 'anything else'): never {
  const excused = need === 'root' && process.getuid?.() !== 0;
  if (process.env['CI'] === 'true' && !excused) throw new Error(`CI lacks what this test needs: ${reason}`);
  const runnable = test.test ?? test.currentTest;
  if (runnable) runnable.title += ` (skipped: ${reason})`;
  return test.skip();
}
