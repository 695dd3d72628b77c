import type { Scope } from '../../../core/reading';
import type { TableRow } from '../tableRow';
import { eachMessage, Answer } from './answer';
import type { DiagSocket, NoAnswer } from './diagSocket';
import type { DiagRequest } from './requests';
import { RowMemory } from './rowMemory';

/** Makes rows of one kind of message. A method is asked about a message only after {@link RowDecoder.words} took it. */
export interface RowDecoder {
  /** How many words {@link RowDecoder.words} writes. */
  readonly width: number;
  /** Where the socket's cookie is in the message. */
  readonly cookieAt: number;
  /** Of the fixed part, before the attributes. */
  readonly messageLength: number;
  isListener(answer: Answer, at: number): boolean;
  /** Writes all that the row is made of, and nothing else; `false` where this is no such message. */
  words(answer: Answer, at: number, end: number, words: Int32Array, to: number): boolean;
  /** Of the message whose words were written last. */
  row(answer: Answer, at: number): TableRow;
}

export interface DiagTableOptions {
  readonly decoder: RowDecoder;
  readonly requests: Readonly<Record<Scope, DiagRequest>>;
  /** Whether a dump may miss sockets that stay while others come and go. */
  readonly mayMiss: boolean;
}

/** What one dump showed. */
export interface DiagRows {
  /** The same lists as in the dump before, where nothing in them has changed. */
  readonly lists: readonly (readonly TableRow[])[];
  /** Rows of the dump before that this one and its repetition did not show. */
  readonly missing: readonly TableRow[];
  /** Messages that are none of this kind. */
  readonly strange: number;
}

/** One question to sock_diag, and what it answered last. */
export class DiagTable {
  readonly #options: DiagTableOptions;
  /** Apart from the rest, so that a look at listeners leaves alone what a look at everything has to know. */
  readonly #listeners: RowMemory;
  readonly #others: RowMemory;

  constructor(options: DiagTableOptions) {
    this.#options = options;
    this.#listeners = new RowMemory(options.decoder.width);
    this.#others = new RowMemory(options.decoder.width);
  }

  read(socket: DiagSocket, scope: Scope): DiagRows | NoAnswer {
    const { requests, mayMiss } = this.#options;
    const answer = socket.dump(requests[scope]);
    if (!(answer instanceof Answer)) return answer;
    const memories = scope === 'listeners' ? [this.#listeners] : [this.#listeners, this.#others];
    for (const memory of memories) memory.start();
    let strange = this.#decode(answer, scope);

    const misses = (): boolean => memories.some((memory) => memory.isMissing);
    if (
      mayMiss &&
      (misses() || (answer.pages > FEWEST_PAGES && !memories.every((memory) => memory.hasBefore)))
    ) {
      for (const memory of memories) memory.repeat();
      const again = socket.dump(requests[scope]);
      if (again instanceof Answer) strange = Math.max(strange, this.#decode(again, scope));
    }
    const lists = memories.map((memory) => memory.finish());
    return { lists, missing: mayMiss && misses() ? notIn(lists, memories) : [], strange };
  }

  /** A row that was missing is not gone: the next dump is to miss it too. */
  keep(row: TableRow): void {
    this.#listeners.keep(row);
    this.#others.keep(row);
  }

  #decode(answer: Answer, scope: Scope): number {
    const { decoder } = this.#options;
    let strange = 0;
    eachMessage(answer, (at, end) => {
      if (end - at < decoder.messageLength) {
        strange++;
        return;
      }
      const listens = decoder.isListener(answer, at);
      if (!listens && scope === 'listeners') return;
      const memory = listens ? this.#listeners : this.#others;
      const cookie = answer.cookie(at + decoder.cookieAt);
      if (memory.isShown(cookie)) return;
      const to = memory.room();
      if (decoder.words(answer, at, end, memory.words, to)) {
        memory.push(cookie, memory.recall(cookie) ?? decoder.row(answer, at));
      } else strange++;
    });
    return strange;
  }
}

/** What is missing in one list may have moved to the other: a bound socket that now listens. */
function notIn(lists: readonly (readonly TableRow[])[], memories: readonly RowMemory[]): TableRow[] {
  const shown = new Set(lists.flatMap((rows) => rows.map(({ inode }) => inode)));
  return memories.flatMap((memory) => memory.missing()).filter(({ inode }) => !shown.has(inode));
}

/** A dump that fits into one page comes with a second one that only says so. */
const FEWEST_PAGES = 2;
