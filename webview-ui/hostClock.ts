/** The host machine's time, between two messages of it: the page's own clock may show another. */
export class HostClock {
  readonly #elapsed: () => number;
  /** The host's time when {@link #elapsed} was 0. */
  #zero = 0;

  /** @param elapsed milliseconds of a clock that never jumps: `performance.now()` */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Sets the time that a message says: milliseconds since the epoch. */
  set(at: number): void {
    this.#zero = at - this.#elapsed();
  }

  /** Moves the clock on to the time of a message: it cannot be earlier now. */
  reach(at: number): void {
    if (at > this.now()) this.set(at);
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#zero + this.#elapsed();
  }
}
