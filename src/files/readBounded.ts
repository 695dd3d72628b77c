import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/**
 * Why a file was not read. `missing`: no file has that name; `not-a-file`: a folder, FIFO, socket or device;
 * `too-large`: more bytes than the bound; `not-permitted`: the system refuses; `failed`: anything else, `detail` is the
 * system's code.
 */
export type UnreadReason = 'missing' | 'not-a-file' | 'too-large' | 'not-permitted' | 'failed';

export type BoundedRead =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'unread'; readonly reason: UnreadReason; readonly detail?: string };

const REASONS: Readonly<Record<string, UnreadReason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
};

const unread = (reason: UnreadReason): BoundedRead => ({ kind: 'unread', reason });

/**
 * A whole file of at most `limit` bytes. A project is not to be trusted: a FIFO in place of a file would never answer, a
 * device never end, and a size can grow or lie (/proc says 0). So the kind is asked before opening and again after it,
 * opening does not wait, and what is counted is the bytes that come. Never rejects for what the file is.
 */
export async function readBounded(path: string, limit: number): Promise<BoundedRead> {
  try {
    if (!(await stat(path)).isFile()) return unread('not-a-file');
    // Windows has no such flag: there undefined, and none is needed.
    const file = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile()) return unread('not-a-file');
      return status.size > limit ? unread('too-large') : await readAtMost(file, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    return { kind: 'unread', reason: REASONS[error.code] ?? 'failed', detail: error.code };
  }
}

/** One byte more than the bound tells that there is more. */
async function readAtMost(file: FileHandle, limit: number): Promise<BoundedRead> {
  const buffer = Buffer.allocUnsafe(limit + 1);
  let length = 0;
  while (length <= limit) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return { kind: 'read', bytes: buffer.subarray(0, length) };
    length += bytesRead;
  }
  return unread('too-large');
}
