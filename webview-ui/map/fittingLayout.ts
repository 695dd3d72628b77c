import type { Harbour } from '../../src/core/harbour/harbour';
import { LEGIBLE, MARGIN, type Camera } from './camera';
import { layOut, type MapLayout, type MapPlacement } from './mapLayout';
import { columnPitch, type Metrics } from './metrics';
import type { Room } from './placement';
import { rankByDagre } from './ranking';

/** As large as the map may be to be seen whole, if that is legible. What has its place keeps it at any size. */
export function fittingLayout(
  harbour: Harbour,
  previous: MapPlacement,
  metrics: Metrics,
  camera: Pick<Camera, 'fits' | 'window'>,
): MapLayout {
  const at = (scale: number): MapLayout =>
    layOut(harbour, previous, metrics, roomAt(scale, camera.window, metrics), rankByDagre);
  for (const scale of [1, (1 + LEGIBLE) / 2]) {
    const layout = at(scale);
    if (camera.fits(layout.bounds, scale)) return layout;
  }
  return at(LEGIBLE);
}

/** Columns, and pixels of height, that a window has for what is drawn at that scale. */
function roomAt(scale: number, window: Camera['window'], metrics: Metrics): Room {
  const width = (window.width - 2 * MARGIN) / scale;
  const height = (window.height - 2 * MARGIN) / scale;
  return {
    columns: Math.max(2, Math.floor((width + metrics.columnGap) / columnPitch(metrics))),
    height: Math.max(200, height - metrics.bandHead),
  };
}
