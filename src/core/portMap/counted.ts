/** Keys, each as long as it was added more often than taken away. */
export class Counted<K> {
  readonly #counts = new Map<K, number>();

  get size(): number {
    return this.#counts.size;
  }

  /** The keys, each with its count. */
  get entries(): Iterable<readonly [K, number]> {
    return this.#counts;
  }

  get keys(): Iterable<K> {
    return this.#counts.keys();
  }

  /** @param by may be negative */
  add(key: K, by: number): void {
    const sum = (this.#counts.get(key) ?? 0) + by;
    if (sum === 0) this.#counts.delete(key);
    else this.#counts.set(key, sum);
  }
}
