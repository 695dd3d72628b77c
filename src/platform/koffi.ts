import { createRequire } from 'node:module';
import type koffi from 'koffi';
import { reasonOf } from '../core/text/reasonOf';

export type Koffi = typeof koffi;

/**
 * Calls into C libraries, or why they cannot be made: a processor without a prebuilt part, a package without them, a libc
 * that is too old. The only place that requires koffi. A success is remembered by Node, a refusal by whoever asked.
 *
 * Pass Buffers, never computed pointers: a bad pointer takes the whole process down.
 */
export function loadKoffi(): { koffi: Koffi } | { reason: string } {
  try {
    // Not `require`, which a bundler would follow: a native part cannot be bundled, it lies in `node_modules` beside it.
    return { koffi: createRequire(__filename)('koffi') as Koffi };
  } catch (error) {
    // Without the paths that were looked in.
    return { reason: reasonOf(error).split('\n', 1).join() };
  }
}
