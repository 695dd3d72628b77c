import type { Episode, Timeline } from '../../core/timeline/timeline';
import { sameValue } from '../../core/values/sameValue';
import type { Watched } from '../../core/watch/watched';
import { type ChartTimeline, MAX_EPISODES } from '../../protocol';

/** Knows what the page shows of the timeline, and what to send it next. The page moves time forward by itself. */
export class TimelineNews {
  #shown: Timeline | undefined;
  #spans: readonly number[] = [];
  readonly #episodes = new Map<number, Episode>();
  #complete = false;

  /**
   * @param watching somebody watches now: the last span goes on until a message says otherwise
   * @param now milliseconds since the epoch
   */
  next(timeline: Timeline, watching: boolean, now: number): Omit<ChartTimeline, 'batch'> | undefined {
    const first = this.#shown === undefined;
    const same = this.#complete && this.#shown?.episodes === timeline.episodes;
    const spans = momentsOf(timeline.watched, watching);
    if (same && sameValue(spans, this.#spans)) return undefined;
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
    this.#spans = spans;
    const { watched } = timeline;
    return { type: 'timeline', first, at: now, watched, watching, episodes, forgotten };
  }
}

/** Where spans begin and end, but for the end of one that goes on. */
const momentsOf = (watched: readonly Watched[], watching: boolean): number[] =>
  watched.flatMap(([from, to], at) => (watching && at === watched.length - 1 ? [from] : [from, to]));
