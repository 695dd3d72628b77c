import type { Protocol } from '../socket/socket';
import { describeAge, describeProtocol } from '../text/describe';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { type Episode, episodesOn, type Timeline, TIMELINE_MS } from './timeline';

export interface PastOwner {
  readonly episode: Episode;
  /** `vite (pid 81243, Terminal web)` */
  readonly who: string;
  /** `from 12:01 to 12:05 (4 min)` */
  readonly when: string;
}

export interface PastOwners {
  /** The owners, the latest first. */
  readonly owners: readonly PastOwner[];
  /** For people: one to three sentences. */
  readonly sentence: string;
}

export interface PastOptions {
  readonly timeText: (ms: number) => string;
  readonly t: Translate;
}

/** The processes that were seen on a port in the last half hour; a `protocol` of `null` stands for any. */
export function pastOwners(
  timeline: Timeline,
  port: number,
  protocol: Protocol | null,
  options: PastOptions,
): PastOwners {
  const { t } = options;
  const owners = episodesOn(timeline, port, protocol).map((episode): PastOwner => ({
    episode,
    who: whoIn(episode, t),
    when: whenOf(episode, timeline, options),
  }));
  const what =
    protocol === null ? t('port {0}', port) : t('port {0} ({1})', port, describeProtocol(protocol, t));
  const current = owners.find(({ episode }) => !episode.closed);
  const last = owners.find(({ episode }) => episode.closed);
  const sentences = [
    ...(current ? [t('{0} holds {1}, {2}.', current.who, what, current.when)] : []),
    ...(last
      ? [
          current
            ? t('Before that it was {0}, {1}.', last.who, last.when)
            : t('{0} held {1}, {2}.', last.who, what, last.when),
        ]
      : []),
    ...(owners.length === 0
      ? [t('Nobody was seen listening on {0} in the last {1}.', what, describeAge(TIMELINE_MS, t))]
      : []),
    ...unwatchedSentence(timeline, options),
  ];
  return { owners, sentence: sentences.join(' ') };
}

/** @surface part */
function whoIn({ holder }: Episode, t: Translate): string {
  if (!holder) return t('a process that could not be seen');
  const name = oneLine(holder.name, 80);
  return holder.origin
    ? t('{0} (pid {1}, {2})', name, holder.pid, oneLine(holder.origin.label, 80))
    : t('{0} (pid {1})', name, holder.pid);
}

/**
 * Longest distance between two scans, in milliseconds, at which a change between them is dated by the second one alone.
 */
const LONG = 5000;

function whenOf(episode: Episode, { at }: Timeline, { timeText, t }: PastOptions): string {
  const { openedAt, absentAt, closed } = episode;
  const age = describeAge((closed?.seenAt ?? at) - openedAt, t);
  const from =
    absentAt === null
      ? t('since before {0}', timeText(openedAt))
      : openedAt - absentAt > LONG
        ? t('since between {0} and {1}', timeText(absentAt), timeText(openedAt))
        : t('since {0}', timeText(openedAt));
  if (!closed) return from;
  const to =
    closed.at - closed.seenAt > LONG
      ? t('until between {0} and {1}', timeText(closed.seenAt), timeText(closed.at))
      : t('until {0}', timeText(closed.at));
  return t('{0}, {1} (seen for {2})', from, to, age);
}

/** The times without watching may hide further owners. */
function unwatchedSentence({ watched, at }: Timeline, { t }: PastOptions): string[] {
  const from = at - TIMELINE_MS;
  const seen = watched.reduce((ms, [start, end]) => ms + Math.max(0, end - Math.max(start, from)), 0);
  if (seen >= TIMELINE_MS - LONG) return [];
  return [t('Portolan looked for {0} of the last {1}.', describeAge(seen, t), describeAge(TIMELINE_MS, t))];
}
