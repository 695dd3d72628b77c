import { keyAt } from './mapInput';

/** Milliseconds after an update moved the focus in which a key meant for what vanished does nothing to its neighbour. */
const SETTLING = 700;

export interface FocusDeps {
  /** Keys of all marks in the order in which the arrow keys walk them. */
  order(): readonly string[];
  /** The key of a selected mark; `undefined` where nothing is selected. */
  selected(): string | undefined;
  elementOf(key: string): HTMLElement | undefined;
}

/** Where the keyboard is on the map: one mark of all is in the tab order, and the focus outlives every update. */
export class MapFocus {
  readonly #deps: FocusDeps;
  /** The element that has the focus while the map is empty. */
  readonly #empty: HTMLElement;
  #at: string | undefined;
  #movedAt = -Infinity;

  constructor(tree: HTMLElement, empty: HTMLElement, deps: FocusDeps) {
    this.#deps = deps;
    this.#empty = empty;
    tree.addEventListener('focusin', ({ target }) => {
      const key = keyAt(target);
      if (key === undefined || key === this.#at) return;
      this.#at = key;
      this.mark();
    });
  }

  /** Whether an update has just moved the focus to where it is. */
  get isSettling(): boolean {
    return performance.now() - this.#movedAt < SETTLING;
  }

  /** The mark that Tab leads to. */
  get stop(): string | undefined {
    const at = this.#at;
    if (at !== undefined && this.#deps.elementOf(at)) return at;
    return this.#deps.selected() ?? this.#deps.order()[0];
  }

  on(key: string): void {
    this.#deps.elementOf(key)?.focus({ preventScroll: true });
  }

  /** Puts the one mark into the tab order, and takes all others out. */
  mark(): void {
    const { stop } = this;
    for (const key of this.#deps.order()) {
      const node = this.#deps.elementOf(key);
      const tabIndex = key === stop ? 0 : -1;
      if (node && node.tabIndex !== tabIndex) node.tabIndex = tabIndex;
    }
  }

  /**
   * What had the focus may have vanished; or moved on the page, which loses it.
   *
   * @param focused its key before an update
   * @param before the order before
   */
  keep(focused: string | undefined, before: readonly string[]): void {
    if (focused === undefined || keyAt(document.activeElement) === focused) return;
    const at = before.indexOf(focused);
    const nearest = [focused, ...before.slice(at + 1), ...before.slice(0, Math.max(at, 0)).reverse()];
    const next = nearest.find((key) => this.#deps.elementOf(key));
    if (next !== focused) this.#movedAt = performance.now();
    if (next === undefined) this.#empty.focus();
    else this.on(next);
  }
}
