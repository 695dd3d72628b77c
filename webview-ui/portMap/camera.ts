import { followPointer } from '../followPointer';
import type { Box, Point } from './mapLayout';
import { MAX_SCALE, MIN_SCALE, type Sight } from './sight';
import { LEGIBLE, MARGIN, type Viewport } from './viewport';

/** Pixels of the map that stay in its window, however far it is panned. */
const STAYS = 80;
/** Pixels that a pointer moves before it pans: less is a click. */
const DRAG = 4;
/** Milliseconds without movement after which the map is drawn sharply again. */
const STILL = 200;

/** Pans and zooms by one CSS transform. Until a person does either, it keeps as much in sight as stays legible. */
export class Camera {
  readonly #port: HTMLElement;
  readonly #world: HTMLElement;
  readonly #moved: () => void;
  #bounds: Box = { x: 0, y: 0, width: 0, height: 0 };
  #sight: Sight = { x: MARGIN, y: MARGIN, scale: 1 };
  #chosen: boolean;
  #viewport: Viewport | undefined;
  #stillness: number | undefined;

  /**
   * @param port window on the map, from whose corner pixels count
   * @param world what is moved; its upper left corner is the map's zero
   * @param moved a person panned or zoomed
   */
  constructor(port: HTMLElement, world: HTMLElement, sight: Sight | undefined, moved: () => void) {
    this.#port = port;
    this.#world = world;
    this.#moved = moved;
    this.#chosen = sight !== undefined;
    if (sight) this.#sight = sight;
    port.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    port.addEventListener('pointerdown', (event) => this.#press(event));
    // Focus, or a search in the page, scrolls what is out of sight into it; the transform alone says what is seen.
    port.addEventListener('scroll', () => port.scrollTo(0, 0));
  }

  /** The sight that a person chose by panning or zooming; `undefined` before they did. */
  get chosen(): Sight | undefined {
    return this.#chosen ? this.#sight : undefined;
  }

  /** To be called when the window's size may have changed. */
  resized(): void {
    this.#viewport = undefined;
  }

  /** Follows a map, or a window, that has another size now. */
  follow(bounds: Box): void {
    this.#bounds = bounds;
    if (!this.#chosen) this.#set(this.#fitting(LEGIBLE));
    else this.#set(this.#sight);
  }

  /** The same object until it is {@link resized}: asked for in the midst of changes to the page, it costs a layout of all. */
  get viewport(): Viewport {
    return (this.#viewport ??= { width: this.#port.clientWidth, height: this.#port.clientHeight });
  }

  /** Shows the whole map, however small it gets. */
  fit(): void {
    this.#chosen = false;
    this.#set(this.#fitting(MIN_SCALE));
    this.#moved();
  }

  panBy(x: number, y: number): void {
    this.#choose({ ...this.#sight, x: this.#sight.x + x, y: this.#sight.y + y });
  }

  /** @param at what stays where it is, in pixels of the window; its middle by default */
  zoomBy(factor: number, at: Point = { x: this.viewport.width / 2, y: this.viewport.height / 2 }): void {
    const { x, y, scale } = this.#sight;
    const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
    const grown = next / scale;
    this.#choose({ x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown, scale: next });
  }

  /** Pans no further than it takes to see that box. */
  reveal(box: Box): void {
    const { x, y, scale } = this.#sight;
    const by = (from: number, length: number, room: number): number => {
      if (from < MARGIN) return MARGIN - from;
      return Math.min(0, Math.max(room - MARGIN - from - length, MARGIN - from));
    };
    const right = by(x + box.x * scale, box.width * scale, this.viewport.width);
    const down = by(y + box.y * scale, box.height * scale, this.viewport.height);
    if (right !== 0 || down !== 0) this.panBy(right, down);
  }

  #fitting(least: number): Sight {
    const { x, y, width, height } = this.#bounds;
    const across = (this.viewport.width - 2 * MARGIN) / Math.max(1, width);
    const down = (this.viewport.height - 2 * MARGIN) / Math.max(1, height);
    const scale = Math.min(1, Math.max(least, Math.min(across, down)));
    return { x: MARGIN - x * scale, y: MARGIN - y * scale, scale };
  }

  #choose(sight: Sight): void {
    this.#chosen = true;
    this.#set(this.#within(sight));
    this.#world.classList.add('moving');
    clearTimeout(this.#stillness);
    this.#stillness = setTimeout(() => {
      this.#world.classList.remove('moving');
      this.#moved();
    }, STILL);
  }

  /** What was chosen stays so while the map is not whole yet, or smaller for a while: only what is seen gives way. */
  #set(sight: Sight): void {
    this.#sight = sight;
    const { x, y, scale } = this.#within(sight);
    this.#world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  #within({ x, y, scale }: Sight): Sight {
    const { width, height } = this.viewport;
    const within = (value: number, from: number, length: number, room: number): number =>
      Math.min(room - STAYS - from * scale, Math.max(STAYS - (from + length) * scale, value));
    return {
      x: within(x, this.#bounds.x, this.#bounds.width, width),
      y: within(y, this.#bounds.y, this.#bounds.height, height),
      scale,
    };
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      const { left, top } = this.#port.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      this.zoomBy(Math.exp(-event.deltaY * line * (Math.abs(event.deltaY * line) < 50 ? 0.01 : 0.002)), at);
    } else {
      this.panBy(-event.deltaX * line, -event.deltaY * line);
    }
  }

  #press(event: PointerEvent): void {
    if (!(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return;
    if (event.button !== 0 && event.button !== 1) return;
    let { clientX: x, clientY: y } = event;
    let dragged = false;
    // The element that captures the pointer gets the click: pressed on an icon, that is the mark it belongs to.
    const { target: pressed } = event;
    const target =
      pressed instanceof HTMLElement ? pressed : (pressed.closest<HTMLElement>('.mark') ?? this.#port);
    followPointer(
      target,
      event,
      (move) => {
        dragged ||= Math.hypot(move.clientX - x, move.clientY - y) >= DRAG;
        if (!dragged) return;
        this.#port.classList.add('dragged');
        this.panBy(move.clientX - x, move.clientY - y);
        ({ clientX: x, clientY: y } = move);
      },
      () => {
        this.#port.classList.remove('dragged');
        if (!dragged) return;
        // The browser sends a click after a drag, which must select nothing.
        const stop = (click: MouseEvent): void => click.stopPropagation();
        this.#port.addEventListener('click', stop, { capture: true, once: true });
        setTimeout(() => this.#port.removeEventListener('click', stop, { capture: true }));
      },
    );
  }
}
