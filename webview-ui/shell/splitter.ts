import { element } from '../element';
import { followPointer } from '../followPointer';

/** Pixels that the keyboard moves it. */
const STEP = 16;

export interface SplitterDeps {
  readonly label: string;
  /** `vertical`: a line from top to bottom, with what it sizes at its right; else with what it sizes below. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Pixels of what it sizes. */
  readonly size: () => number;
  /** `done`: the hand has let go. */
  readonly resize: (pixels: number, done: boolean) => void;
}

/** The line between two parts of the page, moved by mouse and by key; a double click gives `first` back. */
export class Splitter {
  readonly element: HTMLElement;

  constructor(first: number, { label, orientation, size, resize }: SplitterDeps) {
    this.element = element('div', `splitter ${orientation}`);
    this.element.role = 'separator';
    this.element.tabIndex = 0;
    this.element.ariaLabel = label;
    this.element.ariaOrientation = orientation;
    this.element.ariaValueMin = '0';
    const along = (event: PointerEvent): number =>
      orientation === 'vertical' ? event.clientX : event.clientY;
    this.element.addEventListener('pointerdown', (down) => {
      const from = size();
      let pixels = from;
      this.element.classList.add('moving');
      followPointer(
        this.element,
        down,
        (event) => resize((pixels = from + along(down) - along(event)), false),
        () => {
          this.element.classList.remove('moving');
          resize(pixels, true);
        },
      );
    });
    this.element.addEventListener('dblclick', () => resize(first, true));
    this.element.addEventListener('keydown', (event) => {
      const grow = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
      const shrink = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
      if (event.key === grow) resize(size() + STEP, true);
      else if (event.key === shrink) resize(size() - STEP, true);
      else if (event.key === 'Enter') resize(first, true);
      else return;
      event.preventDefault();
    });
  }

  /** Pixels, for who hears it. */
  set value(pixels: number) {
    this.element.ariaValueNow = String(Math.round(pixels));
  }
}
