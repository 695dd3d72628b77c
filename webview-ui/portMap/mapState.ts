import { WIDE_PLACES, type WidePlace } from '../../src/core/listing/place';
import { type Sight, sightFrom } from './sight';

/** What the map finds again after a reload. */
export interface MapState {
  /** `null` where the map was neither panned nor zoomed. */
  readonly sight: Sight | null;
  /** The places shown besides the workspace. */
  readonly wide: readonly WidePlace[];
}

/** `kept` is what some earlier version left behind. */
export function mapStateFrom(kept: unknown): MapState {
  const { sight, wide } = Object(kept) as Readonly<Record<string, unknown>>;
  return {
    sight: sightFrom(sight) ?? null,
    wide: WIDE_PLACES.filter((band) => Array.isArray(wide) && wide.includes(band)),
  };
}
