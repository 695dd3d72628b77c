import type { Writable } from 'node:stream';

/** A stream that is written to until it takes no more; that never throws. */
export interface Output {
  write(text: string): void;
  /** Aborted with the stream's error when it takes no more. */
  readonly ended: AbortSignal;
}

export function outputTo(stream: Writable): Output {
  const end = new AbortController();
  // Listened for as long as the process lives: the standard streams survive an error, and would throw the next one.
  stream.on('error', (error) => end.abort(error));
  return {
    ended: end.signal,
    write: (text) => {
      if (end.signal.aborted) return;
      try {
        stream.write(text);
      } catch (error) {
        end.abort(error); // Files are written synchronously, and some versions of Node throw at once.
      }
    },
  };
}

/**
 * Waits until everything has been written.
 *
 * @returns why it could not be; `undefined`: it was, or the reader had read enough, as in `portolan ls | head`
 */
export async function writeFailure(stream: Writable, { ended }: Output): Promise<unknown> {
  if (!ended.aborted) await new Promise((resolve) => stream.write('', resolve));
  if (!ended.aborted) return undefined;
  const error: unknown = ended.reason;
  return error instanceof Error && 'code' in error && error.code === 'EPIPE' ? undefined : error;
}
