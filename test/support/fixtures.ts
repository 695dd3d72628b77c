import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Context } from 'mocha';

const SHARED = resolve(__dirname, '../../../shared/fixtures');

/**
 * Path of a third-party recording, which stays beside the repository and not in it. Where the folder is missing the test
 * is skipped and says so, under CI too: an ordinary clone does not have it.
 */
export function recording(test: Context, ...path: string[]): string {
  const file = join(SHARED, ...path);
  if (!existsSync(file)) {
    const runnable = test.test ?? test.currentTest;
    if (runnable) runnable.title += ' (skipped: no recordings beside this clone)';
    test.skip();
  }
  return file;
}
