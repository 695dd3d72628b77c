import type { Snapshot } from '../../core/snapshot/snapshot';
import type { Translate } from '../../core/text/translate';
import { Sightings } from '../../core/timeline/sightings';
import { EMPTY_TIMELINE, type Timeline, timelineAfter } from '../../core/timeline/timeline';

/** Looks at least so often, in milliseconds, are one span of watching: the few after an event, and every beat. */
const SHORTEST_SPAN_BEAT = 2500;

/** Beats are late when the machine is busy. */
const LATENESS = 2.5;

export interface TimelineDeps {
  readonly t: Translate;
  /** The pace of looking, in milliseconds; `null`: by hand only. */
  intervalMs(): number | null;
}

/** Remembers, as long as the window lives, which listeners came and went; every look tells it, whoever looked. */
export class TimelineKeeper {
  readonly #deps: TimelineDeps;
  readonly #sightings: Sightings;
  #timeline = EMPTY_TIMELINE;

  constructor(deps: TimelineDeps) {
    this.#deps = deps;
    this.#sightings = new Sightings(deps.t);
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  saw(snapshot: Snapshot): void {
    // A system that shows nothing has not closed everything.
    if (snapshot.gaps.some(({ subject }) => subject === 'system')) return;
    const beat = Math.max(SHORTEST_SPAN_BEAT, LATENESS * (this.#deps.intervalMs() ?? 0));
    const look = { at: snapshot.takenAt, sightings: this.#sightings.of(snapshot) };
    this.#timeline = timelineAfter(this.#timeline, look, beat);
  }
}
