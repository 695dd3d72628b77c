import { errnoOf, isExhausted, type ProcFs } from './procFs';

/** After this many milliseconds the processes are listed again, whatever the gate says. */
const LIST_AT_LEAST_MS = 5000;

/**
 * The processes that are listed. Listing them costs half a microsecond each, so it is done only where one may have
 * come or gone: every new process or thread takes a number, and the last number taken stands in /proc/loadavg beside
 * the count of all threads (`0.55 0.29 0.63 1/402 5088`), which falls where one ends. What passes this gate unseen (a
 * process made with `set_tid`, clone(2); one that comes while another goes, in the microseconds of a fork) is found
 * when the list grows old.
 */
export class ProcessList {
  #pids: readonly number[] = [];
  #gate: string | undefined;
  #listedAt = -Infinity;
  #cutShort = false;
  #gateless = false;
  readonly #fs: ProcFs;
  readonly #now: () => number;

  /** `now` in milliseconds, by a clock that never jumps. */
  constructor(fs: ProcFs, now: () => number) {
    this.#fs = fs;
    this.#now = now;
  }

  /** All pids as they were last read, smallest first. */
  get pids(): readonly number[] {
    return this.#pids;
  }

  /** Whether the last list could not be read for want of descriptors. */
  get cutShort(): boolean {
    return this.#cutShort;
  }

  /** The very same list where no process has come or gone. */
  read(): readonly number[] {
    const now = this.#now();
    // Before the list: what happens meanwhile is to differ from it.
    const gate = this.#readGate();
    if (gate !== undefined && gate === this.#gate && now - this.#listedAt < LIST_AT_LEAST_MS)
      return this.#pids;
    try {
      const pids = this.#fs.pids();
      const same = pids.length === this.#pids.length && pids.every((pid, at) => pid === this.#pids[at]);
      if (!same) this.#pids = pids;
      this.#gate = gate;
      this.#listedAt = now;
      this.#cutShort = false;
    } catch (error) {
      if (!isExhausted(errnoOf(error))) throw error;
      this.#cutShort = true;
    }
    return this.#pids;
  }

  #readGate(): string | undefined {
    if (this.#gateless) return undefined;
    try {
      const [, , , threads = '', last = ''] = this.#fs.readKept('loadavg').toString('latin1').split(' ');
      return `${threads.slice(threads.indexOf('/'))} ${last}`;
    } catch (error) {
      // A /proc mounted with `subset=pid` has no such file.
      this.#gateless = !isExhausted(errnoOf(error));
      return undefined;
    }
  }
}
