import type { PortMap } from '../../src/core/portMap/portMap';
import { fittingLayout } from './fittingLayout';
import { type MapLayout, type MapPlacement, NO_PLACEMENT } from './mapLayout';
import type { Metrics } from './metrics';
import { type Route, routesOf } from './routes';
import type { Viewport } from './viewport';

/** Where everything of a map stands, and how its lines run. */
export interface Arranged {
  readonly layout: MapLayout;
  /** The line of each call, by the call's key. */
  readonly routes: ReadonlyMap<string, Route>;
}

interface Last extends Arranged {
  readonly portMap: PortMap;
  readonly viewport: Viewport;
}

/** Arranges one port map after the other. A mark that has its place keeps it. */
export class Arrangement {
  readonly #metrics: Metrics;
  readonly #viewport: () => Viewport;
  #placement: MapPlacement = NO_PLACEMENT;
  /** The window in which the map had no room for wider boxes. */
  #narrowIn: Viewport | undefined;
  #last: Last | undefined;

  /** @param viewport gives the same object as long as it has the same size */
  constructor(metrics: Metrics, viewport: () => Viewport) {
    this.#metrics = metrics;
    this.#viewport = viewport;
  }

  of(portMap: PortMap): Arranged {
    const viewport = this.#viewport();
    // Mostly, only the numbers of connections differ.
    if (this.#last?.viewport === viewport && sameShape(this.#last.portMap, portMap)) return this.#last;
    const narrow = this.#narrowIn === viewport;
    const { layout, metrics } = fittingLayout(portMap, this.#placement, this.#metrics, viewport, narrow);
    this.#placement = layout.placement;
    this.#narrowIn = metrics === this.#metrics ? viewport : undefined;
    this.#last = { portMap, viewport, layout, routes: routesOf(portMap, layout, metrics) };
    return this.#last;
  }

  /** The next is arranged as if it were the first. */
  forget(): void {
    this.#placement = NO_PLACEMENT;
    this.#narrowIn = undefined;
    this.#last = undefined;
  }
}

/** Whether the same things stand in the same order, and the same lines run: whatever their names and numbers say. */
function sameShape(a: PortMap, b: PortMap): boolean {
  return (
    alike(a.calls, b.calls, () => true) &&
    alike(
      a.origins,
      b.origins,
      (one, other) =>
        one.band === other.band &&
        one.edge === other.edge &&
        alike(
          one.processes,
          other.processes,
          (process, same) =>
            process.name === same.name && alike(process.listeners, same.listeners, () => true),
        ),
    )
  );
}

const alike = <T extends { readonly key: string }>(
  a: readonly T[],
  b: readonly T[],
  within: (one: T, other: T) => boolean,
): boolean =>
  a.length === b.length &&
  a.every((one, index) => {
    const other = b[index];
    return other !== undefined && (one === other || (one.key === other.key && within(one, other)));
  });
