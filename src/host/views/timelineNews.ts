import type { Episode, Timeline } from '../../core/timeline/timeline';
import { type ChartTimeline, MAX_EPISODES } from '../../protocol';

/** Nothing having opened or closed, the page hears of further looks this often, in milliseconds. */
const QUIET_EVERY = 1000;

/** What the page shows of the timeline, and what it is told next. */
export class TimelineNews {
  #shown: Timeline | undefined;
  readonly #episodes = new Map<number, Episode>();
  #complete = false;

  next(timeline: Timeline): Omit<ChartTimeline, 'batch'> | undefined {
    const first = this.#shown === undefined;
    const same = this.#complete && this.#shown?.episodes === timeline.episodes;
    if (same && timeline.at - (this.#shown?.at ?? 0) < QUIET_EVERY) return undefined;
    if (first && timeline.at === 0) return undefined;
    const news = same ? [] : timeline.episodes.filter((each) => this.#episodes.get(each.id) !== each);
    const episodes = news.slice(0, MAX_EPISODES);
    const ids = new Set(same ? [] : timeline.episodes.map(({ id }) => id));
    const old = same ? [] : [...this.#episodes.keys()].filter((id) => !ids.has(id));
    const forgotten = old.slice(0, MAX_EPISODES);
    for (const each of episodes) this.#episodes.set(each.id, each);
    for (const id of forgotten) this.#episodes.delete(id);
    this.#complete = episodes.length === news.length && forgotten.length === old.length;
    this.#shown = timeline;
    return { type: 'timeline', first, at: timeline.at, watched: timeline.watched, episodes, forgotten };
  }
}
