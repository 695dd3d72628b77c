import { setImmediate as nextTurn } from 'node:timers/promises';
import { JSONParser } from '@streamparser/json';

/** Bytes that are parsed at a time: about a millisecond. */
const SLICE = 16_384;

/** Milliseconds after which others have their turn on this thread. */
const TURN_MS = 4;

export interface JsonItemsBounds {
  /** Bytes of the whole text. */
  readonly maxBytes: number;
  /** How many items of the list are read at most. */
  readonly maxItems: number;
}

/**
 * The items of a JSON list, one after the other as they arrive: a long text never holds the thread, nor is it kept whole.
 *
 * @param chunks the text in UTF-8
 * @throws where the text is not a list, is not JSON, or is longer than the bounds; what came before has been given out
 */
export async function* jsonItems(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, maxItems }: JsonItemsBounds,
): AsyncGenerator<unknown, void, undefined> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  let items: unknown[] = [];
  parser.onValue = ({ value }) => void items.push(value);
  let begun = false;
  let bytes = 0;
  let given = 0;
  let began = performance.now();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SLICE) {
      const slice = chunk.subarray(at, at + SLICE);
      begun ||= begins(slice);
      bytes += slice.length;
      if (bytes > maxBytes) throw new Error(`The answer is longer than ${maxBytes} bytes`);
      parser.write(slice);
      given += items.length;
      if (given > maxItems) throw new Error(`The list is longer than ${maxItems} items`);
      yield* items;
      items = [];
      if (performance.now() - began < TURN_MS) continue;
      await nextTurn();
      began = performance.now();
    }
  }
  if (!parser.isEnded) throw new Error('The answer ends before its list does');
}

/**
 * @returns whether the list begins in this part of the text; before it there is only what JSON counts as blank
 * @throws where something else begins
 */
function begins(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  if (first !== undefined && first !== 0x5b) throw new Error('The answer is not a list');
  return first !== undefined;
}
