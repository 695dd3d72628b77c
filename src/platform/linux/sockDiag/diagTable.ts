import type { Scope } from '../../../core/snapshot/reading';
import type { TableRow } from '../tableRow';
import { Answer, eachMessage } from './answer';
import type { DiagSocket, NoAnswer } from './diagSocket';
import type { DiagRequest } from './requests';
import { RowMemory } from './rowMemory';

/** Makes rows of one kind of message. A method is asked about a message only after {@link RowDecoder.words} took it. */
export interface RowDecoder {
  /** How many words {@link RowDecoder.words} writes. */
  readonly width: number;
  /** The offset of the socket's cookie in the message. */
  readonly cookieAt: number;
  /** Bytes of the fixed part of a message, before its attributes. */
  readonly messageLength: number;
  /** A number that changes once the same message makes another row: an interface has been renamed. */
  readonly version: number;
  /** Blanks what no row is made of, and is different in every dump: timers. */
  blank(answer: Answer, at: number): void;
  isListener(answer: Answer, at: number): boolean;
  /** Writes all that the row is made of, and nothing else; `false` where this is no such message. */
  words(answer: Answer, at: number, end: number, words: Int32Array, to: number): boolean;
  /** The row of the message whose words were written last. */
  row(answer: Answer, at: number): TableRow;
}

/**
 * Says which sockets a dump may miss though they stay, because others come and go; the dump is repeated where one of
 * them is missing. A page that ends within a bucket of the kernel's hash is followed by one that goes on there by
 * position, and what was the next has moved up. 3 dumps of 4,000 missed one of 1,500 UDP sockets, among 40 that came
 * and went. No dump of 3,000 missed one of 6,000 TCP connections: nearly each has a bucket of its own, so a closed one
 * is not worth a second dump. A Unix socket moves to another bucket when it is bound: it can be missed within a page
 * too.
 */
export type MayMiss = 'any' | 'any, between pages' | 'listeners, between pages';

export interface DiagTableOptions {
  readonly decoder: RowDecoder;
  readonly requests: Readonly<Record<Scope, DiagRequest>>;
  readonly mayMiss: MayMiss;
  /** Whether nothing can be dumped, which costs a tenth of a dump to ask. Left out where that cannot be asked. */
  readonly hasNone?: () => boolean;
}

/** The rows that one dump gave. */
export interface DiagRows {
  /** The same lists as in the dump before, where nothing in them has changed. */
  readonly lists: readonly (readonly TableRow[])[];
  /** Rows of the dump before that neither this one nor its repetition showed, where both may have missed them. */
  readonly missing: readonly TableRow[];
  /** How many messages were of another kind. */
  readonly strange: number;
}

/** One question to sock_diag, and what it answered last. */
export class DiagTable {
  readonly #options: DiagTableOptions;
  /** Kept apart, so that a listener scan leaves alone what a full scan has to remember. */
  readonly #listeners: RowMemory;
  readonly #others: RowMemory;
  readonly #last: Partial<Record<Scope, LastDump>> = {};

  constructor(options: DiagTableOptions) {
    this.#options = options;
    this.#listeners = new RowMemory(options.decoder.width);
    this.#others = new RowMemory(options.decoder.width);
  }

  read(socket: DiagSocket, scope: Scope): DiagRows | NoAnswer {
    const { requests, mayMiss, decoder, hasNone } = this.#options;
    const memories = scope === 'listeners' ? [this.#listeners] : [this.#listeners, this.#others];
    // Once it has answered at all, and where nothing is known that could have gone.
    if (this.#last[scope] && memories.every(({ rows }) => rows.length === 0) && hasNone?.()) {
      return { lists: memories.map(({ rows }) => rows), missing: [], strange: 0 };
    }
    const answer = socket.dump(requests[scope]);
    if (!(answer instanceof Answer)) return answer;
    eachMessage(answer, (at, end) => {
      if (end - at >= decoder.messageLength) decoder.blank(answer, at);
    });
    const isFirst = !this.#last[scope];
    const last = (this.#last[scope] ??= new LastDump());
    const same = last.saidBy(answer, decoder.version);
    if (same && memories.every(({ rows }, at) => rows === same.lists[at])) return same;

    for (const memory of memories) memory.start();
    let strange = this.#decode(answer, scope);
    last.keep(answer, decoder.version);

    const onlyListeners = mayMiss === 'listeners, between pages';
    const misses = (): boolean =>
      (onlyListeners ? [this.#listeners] : memories).some((memory) => memory.isMissing);
    const hasPages = answer.pages > FEWEST_PAGES;
    // The first has nothing that a row could be missed by.
    const isBlind = isFirst && hasPages && !onlyListeners;
    if (isBlind || ((hasPages || mayMiss === 'any') && misses())) {
      for (const memory of memories) memory.repeat();
      last.forget();
      const again = socket.dump(requests[scope]);
      if (again instanceof Answer) strange = Math.max(strange, this.#decode(again, scope));
    }
    const lists = memories.map((memory) => memory.finish());
    const rows = { lists, missing: mayMiss === 'any' && misses() ? notIn(lists, memories) : [], strange };
    last.rows = rows;
    return rows;
  }

  /** Keeps a row that was missing though its socket lives: the next dump misses it too. */
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

/**
 * One dump as the kernel wrote it: while nothing happens each is byte for byte the one before, and comparing is much
 * cheaper than decoding.
 */
class LastDump {
  #bytes = new Uint8Array();
  #length = 0;
  #version = 0;
  rows: DiagRows | undefined;

  /** What was made of these bytes the last time, if they are the same. */
  saidBy({ u8, length }: Answer, version: number): DiagRows | undefined {
    if (length !== this.#length || version !== this.#version) return undefined;
    const same = Buffer.compare(u8.subarray(0, length), this.#bytes.subarray(0, length)) === 0;
    return same ? this.rows : undefined;
  }

  keep({ u8, length }: Answer, version: number): void {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    this.#bytes.set(u8.subarray(0, length));
    this.#length = length;
    this.#version = version;
    this.rows = undefined;
  }

  /** The bytes alone did not decide the rows: the next dump must be decoded. */
  forget(): void {
    this.#length = -1;
  }
}

/** What is missing in one list may have moved to the other: a bound socket that now listens. */
function notIn(lists: readonly (readonly TableRow[])[], memories: readonly RowMemory[]): TableRow[] {
  const shown = new Set(lists.flatMap((rows) => rows.map(({ inode }) => inode)));
  return memories.flatMap((memory) => memory.missing()).filter(({ inode }) => !shown.has(inode));
}

/** A dump that fits into one page comes with a second one that only says so. */
const FEWEST_PAGES = 2;
