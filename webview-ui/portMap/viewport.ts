/** The window on the map, in pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** Text is legible down to this scale: what does not fit then is panned to. */
export const LEGIBLE = 0.85;

/** Free space around the map, in pixels. */
export const MARGIN = 16;

/** Whether all of that is seen at once at that scale. */
export const fits = (whole: Viewport, scale: number, viewport: Viewport): boolean =>
  whole.width * scale <= viewport.width - 2 * MARGIN && whole.height * scale <= viewport.height - 2 * MARGIN;
