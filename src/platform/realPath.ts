import { realpath } from 'node:fs';
import { promisify } from 'node:util';

/** A path as the system itself gives it: links followed, in the case and the Unicode form that are on disk. */
export const realPath: (path: string) => Promise<string> = promisify(realpath.native);
