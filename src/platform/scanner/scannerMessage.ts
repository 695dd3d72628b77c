import type { Scope } from '../../core/snapshot/reading';
import type { ReadingDiff } from '../../core/snapshot/readingDiff';
import type { OwnSocket } from '../ownSocket';
import type { News } from './watchLoop';

/** The messages of the worker. It posts the first of them unasked. */
export type ScannerMessage =
  /** The worker's program has loaded. */
  | { readonly type: 'ready' }
  /** The worker has opened a socket that would stay open if its thread were ended; `undefined` once it has closed it. */
  | { readonly type: 'opened'; readonly socket: OwnSocket | undefined }
  | {
      readonly type: 'scanned';
      readonly number: number | null;
      readonly scope: Scope;
      readonly confirmedAt: number;
      /** What differs from the reading of this scope that was said last. See {@link encodeReadingDiff}. */
      readonly parts: readonly Part[];
    }
  | Exclude<News, { readonly type: 'scanned' }>;

const LISTS = ['opened', 'changed', 'closed', 'processes', 'ended'] as const;

/** Characters of a part: parsed in about a third of a millisecond. */
const PART_LENGTH = 32_768;

/** JSON; where it is long, its bytes in UTF-8. */
export type Part = string | Uint8Array<ArrayBuffer>;

/** Characters of an answer that is better sent as bytes. */
const LONG = 4 * PART_LENGTH;

/**
 * JSON in parts that are parsed one at a time, because that can be cut into slices: 20,000 sockets are 6 MB and take
 * 25 ms. Crossing as objects they would hold the host's thread for 40 ms on arrival, as strings for up to 7; bytes are
 * handed over without a copy (and short strings cross more cheaply than those).
 */
export function encodeReadingDiff(diff: ReadingDiff): Part[] {
  const { opened, changed, closed, processes, ended, ...rest } = diff;
  const lists = { opened, changed, closed, processes, ended };
  const parts = [JSON.stringify(rest)];
  for (const name of LISTS) {
    let items: string[] = [];
    let length = 0;
    const flush = (): void => {
      if (items.length > 0) parts.push(`{"${name}":[${items.join(',')}]}`);
      items = [];
      length = 0;
    };
    for (const item of lists[name]) {
      const text = JSON.stringify(item);
      if (length + text.length > PART_LENGTH) flush();
      items.push(text);
      length += text.length;
    }
    flush();
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < LONG) return parts;
  const encoder = new TextEncoder();
  return parts.map((part) => encoder.encode(part));
}

/** Decodes in steps, one part each, so that the caller can pause between them. */
export function* decodeReadingDiff(parts: readonly Part[]): Generator<undefined, ReadingDiff> {
  const [first = '{}', ...others] = parts;
  const rest = parse(first) as Omit<ReadingDiff, (typeof LISTS)[number]>;
  const lists: Record<(typeof LISTS)[number], unknown[]> = {
    opened: [],
    changed: [],
    closed: [],
    processes: [],
    ended: [],
  };
  for (const part of others) {
    const some = parse(part) as Partial<ReadingDiff>;
    for (const name of LISTS) for (const item of some[name] ?? []) lists[name].push(item);
    yield;
  }
  return { ...rest, ...(lists as unknown as Pick<ReadingDiff, (typeof LISTS)[number]>) };
}

const parse = (part: Part): unknown =>
  JSON.parse(
    typeof part === 'string' ? part : Buffer.from(part.buffer, part.byteOffset, part.length).toString(),
  );
