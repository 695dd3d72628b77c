import type { TableRow } from '../tableRow';

/** The rows of one dump, each with its socket's cookie and the words it was made of. */
interface Dump {
  count: number;
  cookies: Float64Array;
  words: Int32Array;
  rows: TableRow[];
}

/**
 * What one dump showed, kept for the next: a socket of which every word is the same as before gets the same row, so that
 * 20,000 unchanged sockets make no objects. The kernel lists them in much the same order each time, so most are found
 * where the one before them says; others by cookie.
 *
 * For each dump: {@link start}; for each socket its words are written at {@link room}, then {@link recall} or, where that
 * knows none, a new row, and {@link push}; at last {@link finish}.
 */
export class RowMemory {
  readonly #width: number;
  #now: Dump;
  #before: Dump;
  /** Marks the rows of the dump before that this dump has shown again. */
  #found = new Uint8Array(INITIAL);
  /** The index in the dump before where the next socket is expected. */
  #next = 0;
  /** The places of the dump before by cookie, once the order has not held. */
  #places: Map<number, number> | undefined;
  /** The cookies of this dump, while it is repeated. */
  #shown: Set<number> | undefined;

  /** `width`: 32-bit words a socket. */
  constructor(width: number) {
    this.#width = width;
    this.#now = emptyDump(width);
    this.#before = emptyDump(width);
  }

  /** The rows of the last dump, with those that were kept. */
  get rows(): readonly TableRow[] {
    return this.#now.rows;
  }

  get words(): Int32Array {
    return this.#now.words;
  }

  start(): void {
    [this.#before, this.#now] = [this.#now, this.#before];
    this.#now.count = 0;
    this.#now.rows = [];
    this.#next = 0;
    this.#places = undefined;
    this.#shown = undefined;
    if (this.#found.length < this.#before.count) this.#found = new Uint8Array(this.#before.cookies.length);
    else this.#found.fill(0, 0, this.#before.count);
  }

  /** The offset in {@link words} where those of the next socket are to be written. */
  room(): number {
    const now = this.#now;
    if (now.count === now.cookies.length) {
      const cookies = new Float64Array(now.count * 2);
      const words = new Int32Array(cookies.length * this.#width);
      cookies.set(now.cookies);
      words.set(now.words);
      now.cookies = cookies;
      now.words = words;
    }
    return now.count * this.#width;
  }

  /** The row of the dump before, where it was made of the words that are now in the room. */
  recall(cookie: number): TableRow | undefined {
    const place = this.#placeOf(cookie);
    if (place < 0) return undefined;
    this.#found[place] = 1;
    const { words } = this.#now;
    const before = this.#before.words;
    const width = this.#width;
    const at = this.#now.count * width;
    const then = place * width;
    for (let i = 0; i < width; i++) if (words[at + i] !== before[then + i]) return undefined;
    return this.#before.rows[place];
  }

  push(cookie: number, row: TableRow): void {
    const now = this.#now;
    now.cookies[now.count++] = cookie;
    now.rows.push(row);
  }

  /** The same dump once more, because it may have missed some: its sockets are added to those already there. */
  repeat(): void {
    this.#shown = new Set(this.#now.cookies.subarray(0, this.#now.count));
  }

  /** Whether this socket was in the dump that is being repeated. */
  isShown(cookie: number): boolean {
    return this.#shown?.has(cookie) ?? false;
  }

  /** Whether any row of the dump before has not been shown again. */
  get isMissing(): boolean {
    return this.#found.subarray(0, this.#before.count).includes(0);
  }

  /** The rows of the dump before that this one has not shown. */
  missing(): TableRow[] {
    return this.#before.rows.filter((_, place) => this.#found[place] === 0);
  }

  /** This dump's rows; the very list of the dump before where it has the same rows in the same order. */
  finish(): readonly TableRow[] {
    const { rows } = this.#now;
    const before = this.#before.rows;
    if (rows.length === before.length && rows.every((row, place) => row === before[place])) {
      this.#now.rows = before;
    }
    return this.#now.rows;
  }

  /** A row that {@link missing} gave is not gone: the next dump is to miss it too. Its list stays as it was given out. */
  keep(row: TableRow): void {
    const place = this.#before.rows.indexOf(row);
    const cookie = this.#before.cookies[place];
    if (cookie === undefined) return;
    const at = this.room();
    const then = place * this.#width;
    this.#now.words.set(this.#before.words.subarray(then, then + this.#width), at);
    this.#now.rows = [...this.#now.rows];
    this.push(cookie, row);
  }

  #placeOf(cookie: number): number {
    const { cookies, count } = this.#before;
    let place = this.#next;
    if (place >= count || cookies[place] !== cookie) {
      if (!this.#places) {
        this.#places = new Map();
        for (let i = 0; i < count; i++) this.#places.set(cookies[i] ?? 0, i);
      }
      place = this.#places.get(cookie) ?? -1;
    }
    if (place >= 0) this.#next = place + 1;
    return place;
  }
}

/** Rows that there is room for at first. */
const INITIAL = 64;

const emptyDump = (width: number): Dump => ({
  count: 0,
  cookies: new Float64Array(INITIAL),
  words: new Int32Array(INITIAL * width),
  rows: [],
});
