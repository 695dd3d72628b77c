import { element } from '../element';
import type { HoverText } from './mapTexts';

/** Milliseconds of rest before it comes, as VS Code's own hovers. */
const REST = 400;
/** Milliseconds to move the pointer from the mark to its card. */
const LEAVE = 150;
/** Distance from the mark in pixels. */
const BESIDE = 8;

/** Facts about what the pointer rests on; a screen reader has them in the mark's own label. */
export class HoverCard {
  readonly element = element('div', 'hover-card');
  readonly #port: HTMLElement;
  readonly #textOf: (mark: Element) => HoverText | undefined;
  readonly #pointed: (mark: Element | undefined) => void;
  #mark: Element | undefined;
  #timer: number | undefined;

  /**
   * @param textOf by the mark, or line, that the pointer is on
   * @param pointed the pointer is on another now, or on none
   */
  constructor(
    port: HTMLElement,
    textOf: (mark: Element) => HoverText | undefined,
    pointed: (mark: Element | undefined) => void,
  ) {
    this.#port = port;
    this.#textOf = textOf;
    this.#pointed = pointed;
    this.element.hidden = true;
    this.element.ariaHidden = 'true';
    port.addEventListener('pointerover', ({ target, buttons }) => this.#over(target, buttons));
    port.addEventListener('pointerleave', () => this.#leave());
    for (const event of ['pointerdown', 'wheel', 'keydown', 'contextmenu'] as const) {
      port.addEventListener(event, () => this.hide(), { passive: true });
    }
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#point(undefined);
    this.element.hidden = true;
  }

  /** Writes the card again after its mark has changed, or hides it when the mark has gone. */
  update(): void {
    if (this.element.hidden || !this.#mark) return;
    if (!this.#mark.isConnected) this.hide();
    else this.#show(this.#mark);
  }

  #over(target: EventTarget | null, buttons: number): void {
    if (!(target instanceof Element) || buttons !== 0) return;
    if (this.element.contains(target)) {
      clearTimeout(this.#timer);
      return;
    }
    const mark = target.closest('.mark, .line') ?? undefined;
    if (mark === this.#mark) {
      if (mark && !this.element.hidden) clearTimeout(this.#timer);
      return;
    }
    this.#leave();
    this.#point(mark);
    if (!mark) return;
    clearTimeout(this.#timer);
    const wait = this.element.hidden ? REST : LEAVE;
    this.#timer = setTimeout(() => this.#show(mark), wait);
  }

  #point(mark: Element | undefined): void {
    if (mark === this.#mark) return;
    this.#mark = mark;
    this.#pointed(mark);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#point(undefined);
    if (!this.element.hidden) this.#timer = setTimeout(() => this.hide(), LEAVE);
  }

  #show(mark: Element): void {
    const text = this.#textOf(mark);
    if (!text) {
      this.hide();
      return;
    }
    this.element.replaceChildren(
      element('strong', '', text.title),
      ...text.lines.map((line) => element('span', '', line)),
    );
    this.element.hidden = false;
    const port = this.#port.getBoundingClientRect();
    const { left, right, top, bottom } = anchorOf(mark).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const fitsRight = right + BESIDE + width <= port.right;
    const fitsLeft = left - BESIDE - width >= port.left;
    const x = fitsRight ? right + BESIDE : fitsLeft ? left - BESIDE - width : left;
    const y = fitsRight || fitsLeft ? top : bottom + BESIDE;
    const within = (value: number, room: number, size: number): number =>
      Math.max(4, Math.min(value, room - size - 4));
    this.element.style.left = `${within(x - port.left, port.width, width)}px`;
    this.element.style.top = `${within(y - port.top, port.height, height)}px`;
  }
}

/** A large mark is pointed at by its head; a line by its number. */
const anchorOf = (mark: Element): Element => mark.querySelector(':scope > .head, :scope > rect') ?? mark;
