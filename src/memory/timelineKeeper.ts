import type { Snapshot } from '../core/snapshot/snapshot';
import type { Translate } from '../core/text/translate';
import { Sightings } from '../core/timeline/sightings';
import {
  EMPTY_TIMELINE,
  type Timeline,
  timelineAfter,
  timelineAt,
  withSpan,
} from '../core/timeline/timeline';
import type { Watched } from '../core/watch/watched';

interface Disposable {
  dispose(): void;
}

/** The source of its snapshots, which is the monitor. */
export interface TimelineSource {
  /** Since when it scans without a gap, and when it last did, in milliseconds since the epoch. */
  readonly watched: Watched | undefined;
  onDidScan(
    listener: (scan: { readonly snapshot: Snapshot; readonly confirmedAt: number }) => void,
  ): Disposable;
  onDidEndSpan(listener: (span: Watched) => void): Disposable;
}

/** Remembers for as long as the window lives which listeners came and went, and when somebody watched. */
export class TimelineKeeper implements Disposable {
  readonly #source: TimelineSource;
  readonly #sightings: Sightings;
  readonly #subscriptions: readonly Disposable[];
  #timeline = EMPTY_TIMELINE;

  constructor(source: TimelineSource, t: Translate) {
    this.#source = source;
    this.#sightings = new Sightings(t);
    this.#subscriptions = [
      source.onDidScan(({ snapshot, confirmedAt }) => this.#take(snapshot, confirmedAt)),
      source.onDidEndSpan((span) => (this.#timeline = withSpan(this.#timeline, span))),
    ];
  }

  /** The timeline up to the last scan, whether that found something new or not. */
  get timeline(): Timeline {
    const { watched } = this.#source;
    if (watched && this.#timeline.at > 0) {
      this.#timeline = timelineAt(withSpan(this.#timeline, watched), watched[1]);
    }
    return this.#timeline;
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #take(snapshot: Snapshot, confirmedAt: number): void {
    // A system that shows nothing has not closed everything.
    if (snapshot.gaps.some(({ subject }) => subject === 'system')) return;
    const scan = { at: snapshot.takenAt, confirmedAt, sightings: this.#sightings.of(snapshot) };
    this.#timeline = timelineAfter(this.#timeline, scan);
  }
}
