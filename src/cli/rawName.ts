import { readFileSync } from 'node:fs';
import { reasonOf } from '../core/text/reasonOf';
import type { Query } from '../core/who/query';

/**
 * A question with the bytes of its Unix name where these are no text: Node has made one U+FFFD of each, and different
 * names the same. proc_pid_cmdline(5) still has what was typed; where it does not tell, the question stays as it is.
 */
export function withRawName(query: Query, typed: string): Query {
  if ((query.kind !== 'path' && query.kind !== 'abstract') || !typed.includes('\u{fffd}')) return query;
  const name = query.kind === 'path' ? query.path : query.name;
  const raw = typed.endsWith(name) ? rawArgument(typed) : undefined;
  // Before the name stands ASCII, such as `unix:`.
  const bytes = raw?.subarray(typed.length - name.length);
  return bytes?.toString() === name ? { ...query, bytes: bytes.toString('base64') } : query;
}

/** The last argument of this process that reads as that text. */
function rawArgument(text: string): Buffer | undefined {
  let left: Buffer;
  try {
    left = readFileSync('/proc/self/cmdline');
  } catch (error) {
    // No /proc: the bytes are not to be had.
    reasonOf(error);
    return undefined;
  }
  let found: Buffer | undefined;
  while (left.length > 0) {
    const end = left.indexOf(0);
    const argument = end < 0 ? left : left.subarray(0, end);
    if (argument.toString() === text) found = argument;
    left = end < 0 ? Buffer.alloc(0) : left.subarray(end + 1);
  }
  return found;
}
