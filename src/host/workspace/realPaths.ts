/**
 * The paths of folders as the system itself gives them: with links followed, in the case and the Unicode form that are on
 * disk. That is how it tells where a process runs, whatever path the folder was opened by. Looked up
 * once for each folder, without waiting: `tell` is called whenever another is known.
 */
export class RealPaths {
  /** Each folder's real path, by the path as it was opened; `null` while it is being looked up, and where it cannot be. */
  readonly #known = new Map<string, string | null>();
  readonly #realPath: (path: string) => Promise<string>;
  readonly #tell: () => void;

  constructor(realPath: (path: string) => Promise<string>, tell: () => void) {
    this.#realPath = realPath;
    this.#tell = tell;
  }

  /** `undefined`: it is the same, or not known (yet). */
  of(path: string): string | undefined {
    if (!this.#known.has(path)) this.#lookUp(path);
    const real = this.#known.get(path) ?? path;
    return real === path ? undefined : real;
  }

  /** The folders are others now, or lead elsewhere: each is looked up again. */
  forget(): void {
    this.#known.clear();
  }

  #lookUp(path: string): void {
    this.#known.set(path, null);
    this.#realPath(path).then(
      (real) => {
        if (this.#known.get(path) !== null) return;
        this.#known.set(path, real);
        if (real !== path) this.#tell();
      },
      () => undefined, // gone, or it may not be looked at: it keeps the one path that is known
    );
  }
}
