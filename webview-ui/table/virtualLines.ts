import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import { inPlace } from '../inPlace';

/** Lines drawn beyond either edge of what is seen: scrolling finds them there. */
const OVERSCAN = 6;

/** How many lines from the top of what is seen are looked for after a change: more than a screen has. */
const ANCHORS = 100;

interface Anchor {
  readonly at: number;
  /** Distance from the top of the list, in pixels. */
  readonly offset: number;
}

export interface Identified {
  readonly id: string;
}

export interface LineDeps<E extends Identified> {
  /** Makes the element for a line that came into sight. */
  make(entry: E): HTMLElement;
  /** Fills the element with what the line shows, each time it is drawn. */
  fill(element: HTMLElement, entry: E): void;
  /** The line has left the window: its element is free. */
  drop(element: HTMLElement): void;
  /** Called when other lines came into sight. */
  scrolled(): void;
}

/**
 * Lines of one height below a head that stays, of which only those in sight are elements. Lines that come and go above
 * leave what is seen where it is, and the line that is held is an element wherever it is.
 */
export class VirtualLines<E extends Identified> {
  readonly #scroller: HTMLElement;
  readonly #head: HTMLElement;
  readonly #body: HTMLElement;
  readonly #deps: LineDeps<E>;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #elements = new Map<string, HTMLElement>();
  #entries: readonly E[] = [];
  #height = 26;
  #mounted = false;
  /** Whether the last scrolling was a person's. */
  #byHand = false;

  constructor(scroller: HTMLElement, head: HTMLElement, body: HTMLElement, deps: LineDeps<E>) {
    this.#scroller = scroller;
    this.#head = head;
    this.#body = body;
    this.#deps = deps;
    this.#virtualizer = new Virtualizer(this.#options());
    for (const type of ['wheel', 'touchmove', 'pointerdown'] as const) {
      scroller.addEventListener(type, () => (this.#byHand = true), { passive: true });
    }
  }

  get entries(): readonly E[] {
    return this.#entries;
  }

  /** How many lines fit into the window. */
  get page(): number {
    return Math.max(
      1,
      Math.floor((this.#scroller.clientHeight - this.#head.offsetHeight) / this.#height) - 1,
    );
  }

  element(id: string | undefined): HTMLElement | undefined {
    return id === undefined ? undefined : this.#elements.get(id);
  }

  elements(): IterableIterator<HTMLElement> {
    return this.#elements.values();
  }

  indexOf(id: string | undefined): number {
    return id === undefined ? -1 : this.#entries.findIndex((entry) => entry.id === id);
  }

  /** Draws; `held`: the line that stays an element. */
  draw(entries: readonly E[], held: string | undefined): void {
    const before = this.#entries;
    this.#entries = entries;
    this.#measure();
    const anchor = before === entries ? undefined : this.#anchorOf(before, held);
    this.#virtualizer.setOptions(this.#options());
    this.#body.style.height = `${entries.length * this.#height}px`;
    this.#mount();
    if (anchor) this.#returnTo(anchor);
    this.#place(held);
  }

  scrollTo(index: number): void {
    this.#byHand = false;
    this.#virtualizer.scrollToIndex(index, { align: 'auto' });
  }

  /** Throws away all that was drawn: the columns have changed. */
  clear(): void {
    for (const element of this.#elements.values()) element.remove();
    this.#elements.clear();
  }

  #mount(): void {
    if (!this.#mounted) this.#virtualizer._didMount();
    this.#mounted = true;
    this.#virtualizer._willUpdate();
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    const head = this.#head.offsetHeight;
    return {
      count: this.#entries.length,
      getScrollElement: () => this.#scroller,
      estimateSize: () => this.#height,
      overscan: OVERSCAN,
      scrollMargin: head,
      scrollPaddingStart: head,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.#deps.scrolled(),
    };
  }

  /** Measures a line, since people choose the size of their letters. */
  #measure(): void {
    const height = Math.round(parseFloat(getComputedStyle(this.#body).lineHeight));
    if (!(height > 0) || height === this.#height) return;
    this.#height = height;
    this.#virtualizer.measure();
  }

  #place(held: string | undefined): void {
    const shown = new Map<string, number>();
    for (const { index } of this.#virtualizer.getVirtualItems()) {
      const entry = this.#entries[index];
      if (entry) shown.set(entry.id, index);
    }
    const at = this.indexOf(held);
    if (held !== undefined && at >= 0) shown.set(held, at);

    for (const [id, element] of this.#elements) {
      if (shown.has(id)) continue;
      this.#elements.delete(id);
      element.remove();
      this.#deps.drop(element);
    }
    const wanted: HTMLElement[] = [];
    for (const [id, index] of [...shown].sort(([, a], [, b]) => a - b)) {
      const entry = this.#entries[index];
      if (!entry) continue;
      const element = this.#elements.get(id) ?? this.#deps.make(entry);
      this.#elements.set(id, element);
      element.dataset['line'] = id;
      element.ariaRowIndex = String(index + 2); // the head is the first
      const transform = `translateY(${index * this.#height}px)`;
      if (element.style.transform !== transform) element.style.transform = transform;
      this.#deps.fill(element, entry);
      wanted.push(element);
    }
    inPlace(this.#body, wanted, document.activeElement);
  }

  /**
   * What is to stay where it is seen, and how far it is above the upper edge: the held line if it is in sight, else the
   * topmost that is still there. At the very top nothing has to: what comes first is shown first.
   */
  #anchorOf(before: readonly E[], held: string | undefined): Anchor | undefined {
    const { scrollTop } = this.#scroller;
    // Somebody's wheel would stop at every change.
    if (scrollTop === 0 || (this.#virtualizer.isScrolling && this.#byHand)) return undefined;
    const first = Math.floor(scrollTop / this.#height);
    const seen = before.slice(first, first + ANCHORS);
    const heldAt = seen.slice(0, this.page + 3).findIndex(({ id }) => id === held);
    for (const [n, { id }] of [...seen.entries()].sort(
      ([a], [b]) => Number(b === heldAt) - Number(a === heldAt),
    )) {
      const at = this.indexOf(id);
      if (at >= 0) return { at, offset: scrollTop - (first + n) * this.#height };
    }
    return undefined;
  }

  #returnTo({ at, offset }: Anchor): void {
    const scrollTop = Math.max(0, at * this.#height + offset);
    if (Math.abs(this.#scroller.scrollTop - scrollTop) < 1) return;
    this.#scroller.scrollTop = scrollTop;
    this.#virtualizer.scrollOffset = this.#scroller.scrollTop;
  }
}
