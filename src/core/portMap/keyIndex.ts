const NONE: ReadonlySet<string> = new Set();

/** A map from one key to several others: `a` → `b`, `c`. */
export class KeyIndex {
  readonly #keys = new Map<string, Set<string>>();

  add(one: string, key: string): void {
    const known = this.#keys.get(one);
    if (known) known.add(key);
    else this.#keys.set(one, new Set([key]));
  }

  remove(one: string, key: string): void {
    const known = this.#keys.get(one);
    known?.delete(key);
    if (known?.size === 0) this.#keys.delete(one);
  }

  of(one: string): ReadonlySet<string> {
    return this.#keys.get(one) ?? NONE;
  }

  clear(): void {
    this.#keys.clear();
  }
}
