import { performance } from 'node:perf_hooks';

/** The longest pause, in milliseconds. */
const MOST_MS = 60_000;

/** After this many milliseconds without a failure the next pause is the first one again. */
const WELL_MS = 60_000;

/** Pauses between tries, each twice as long as the one before, until something goes well. */
export class BackOff {
  readonly #firstMs: number;
  #pauses = 0;
  #until = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** @param firstMs the first pause, in milliseconds */
  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  /** Whether it is still too early to try again. */
  isOn(): boolean {
    return performance.now() < this.#until;
  }

  /** Whether the attempt before failed too. */
  get wasOn(): boolean {
    return this.#pauses > 0;
  }

  /**
   * Notes that an attempt has failed.
   *
   * @param lastedMs how long it went well before, in milliseconds
   * @param then called when it is time to try again, unless {@link end} comes first
   */
  begin(lastedMs = 0, then?: () => void): void {
    this.#pauses = lastedMs >= WELL_MS ? 1 : this.#pauses + 1;
    const pause = Math.min(MOST_MS, this.#firstMs * 2 ** (this.#pauses - 1));
    this.#until = performance.now() + pause;
    clearTimeout(this.#timer);
    // A timer that rings a moment early would find the pause still on.
    if (then) this.#timer = setTimeout(then, pause + 1).unref();
  }

  /** Ends the pause: an attempt succeeded, or no attempt is wanted any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#pauses = 0;
    this.#until = -Infinity;
  }
}
