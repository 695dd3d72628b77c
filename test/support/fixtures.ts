import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Context } from 'mocha';
import { skip } from './skip';

const SHARED = resolve(__dirname, '../../../shared/fixtures');

/** Path of a third-party recording, which stays beside the repository and not in it; without it the test is skipped. */
export function recording(test: Context, ...path: string[]): string {
  const file = join(SHARED, ...path);
  if (!existsSync(file)) skip(test, 'no recordings beside this clone');
  return file;
}
