import { Sightings } from '../../core/timeline/sightings';
import type { Snapshot } from '../../core/snapshot';
import { EMPTY_TIMELINE, timelineAfter, type Timeline } from '../../core/timeline/timeline';
import type { Translate } from '../../core/translate';

/** Looks at least so often, in milliseconds, are one span of watching: the few after an event, and every beat. */
const SHORTEST_SPAN_BEAT = 2500;

/** Beats are late when the machine is busy. */
const LATENESS = 2.5;

export interface TimelineDoors {
  readonly t: Translate;
  /** The pace of looking, in milliseconds; `null`: by hand only. */
  intervalMs(): number | null;
}

/** Remembers, as long as the window lives, which listeners came and went; every look tells it, whoever looked. */
export class TimelineKeeper {
  readonly #doors: TimelineDoors;
  readonly #sightings: Sightings;
  #timeline = EMPTY_TIMELINE;

  constructor(doors: TimelineDoors) {
    this.#doors = doors;
    this.#sightings = new Sightings(doors.t);
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  saw(snapshot: Snapshot): void {
    // A system that shows nothing has not closed everything.
    if (snapshot.gaps.some(({ subject }) => subject === 'system')) return;
    const beat = Math.max(SHORTEST_SPAN_BEAT, LATENESS * (this.#doors.intervalMs() ?? 0));
    const look = { at: snapshot.takenAt, sightings: this.#sightings.of(snapshot) };
    this.#timeline = timelineAfter(this.#timeline, look, beat);
  }
}
