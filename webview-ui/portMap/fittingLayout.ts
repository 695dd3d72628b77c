import type { PortMap } from '../../src/core/portMap/portMap';
import { layOut, type MapLayout, type MapPlacement } from './mapLayout';
import { columnPitch, type Metrics, roomy } from './metrics';
import type { Room } from './placement';
import { rankByDagre } from './ranking';
import { fits, LEGIBLE, MARGIN, type Viewport } from './viewport';

export interface Fitting {
  readonly layout: MapLayout;
  /** The measures of the layout: wider boxes than asked for, where the window has room for them. */
  readonly metrics: Metrics;
}

/** A narrowed map is widened again only if it would fit even this many times as high. */
const SPARE = 1.2;

/**
 * The largest layout that shows the map whole, if that is legible. A mark that has its place keeps it at any size.
 *
 * @param narrow whether the map before this one had no room for wider boxes: then there has to be some to spare, so that
 *   what comes and goes at the limit does not widen and narrow everything each time
 */
export function fittingLayout(
  portMap: PortMap,
  previous: MapPlacement,
  metrics: Metrics,
  viewport: Viewport,
  narrow: boolean,
): Fitting {
  const at = (scale: number, sizes = metrics): MapLayout =>
    layOut(portMap, previous, sizes, roomAt(scale, viewport, sizes), rankByDagre);
  const wide = roomy(metrics);
  const roomiest = at(1, wide);
  const { width, height } = roomiest.bounds;
  if (fits({ width, height: narrow ? height * SPARE : height }, 1, viewport))
    return { layout: roomiest, metrics: wide };
  for (const scale of [1, (1 + LEGIBLE) / 2]) {
    const layout = at(scale);
    if (fits(layout.bounds, scale, viewport)) return { layout, metrics };
  }
  return { layout: at(LEGIBLE), metrics };
}

/** Columns, and pixels of height, that a window has for what is drawn at that scale. */
function roomAt(scale: number, viewport: Viewport, metrics: Metrics): Room {
  const width = (viewport.width - 2 * MARGIN) / scale;
  const height = (viewport.height - 2 * MARGIN) / scale;
  return {
    columns: Math.max(2, Math.floor((width + metrics.columnGap) / columnPitch(metrics))),
    height: Math.max(200, height - metrics.bandHead),
  };
}
