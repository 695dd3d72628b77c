import type { PlaceKind } from '../listing/place';
import type { OriginKind } from '../origins/origin';
import type { Exposure, Protocol } from '../socket/socket';
import { sameValue } from '../values/sameValue';
import type { Watched } from '../watch/watched';

/** How long a closed listener is remembered, in milliseconds. Texts say it by `describeAge`. */
export const TIMELINE_MS = 30 * 60_000;

/** The holder of a listener, with what was known of it then. */
export interface EpisodeHolder {
  /** {@link ChartProcess.key} */
  readonly key: string;
  readonly pid: number;
  /** The name of the program: `vite`. */
  readonly name: string;
  readonly place: PlaceKind;
  readonly origin: { readonly id: string; readonly kind: OriginKind; readonly label: string } | null;
}

/**
 * One listener of one process, from the scan that found it first to the one that found it last. A listener that goes to
 * another process is a new episode. Times are milliseconds since the epoch, those of scans: what happened between two
 * scans happened at an unknown moment between them.
 */
export interface Episode {
  /** Counts up from 1, unique while the window lives. */
  readonly id: number;
  readonly socketId: string;
  readonly protocol: Protocol;
  readonly port: number | null;
  /** The same text as {@link ChartRow.localAddress}. */
  readonly address: string;
  readonly exposure: Exposure | null;
  /** `null`: nobody's, or nobody's that could be seen. */
  readonly holder: EpisodeHolder | null;
  /** The last scan without it: it opened after that. `null`: the very first scan found it. */
  readonly absentAt: number | null;
  /** The first scan that found it. */
  readonly openedAt: number;
  /** `null`: it is still open. Otherwise the last scan that found it, and the first that did not. */
  readonly closed: { readonly seenAt: number; readonly at: number } | null;
}

/** How many episodes are kept, open ones among them; of those closed the longest gone are forgotten first. */
export const MOST_EPISODES = 4000;

/** How many spans of looking are kept. */
export const MOST_SPANS = 500;

/** The last half hour of listeners, up to the last scan. Some 2 MB at most. */
export interface Timeline {
  /** The moment of the last scan; 0: there was none. Never goes back, whatever the clock does. */
  readonly at: number;
  /** Oldest first; between two of them nobody looked, or not often enough. */
  readonly watched: readonly Watched[];
  /** Episodes in the order of their ids, which is that of their opening. */
  readonly episodes: readonly Episode[];
  /** Socket ids of open listeners that there is no room for. */
  readonly beyond: ReadonlySet<string>;
  readonly nextId: number;
}

export const EMPTY_TIMELINE: Timeline = { at: 0, watched: [], episodes: [], beyond: new Set(), nextId: 1 };

/** A listener as one scan found it. */
export type Sighting = Omit<Episode, 'id' | 'absentAt' | 'openedAt' | 'closed'> & {
  /**
   * Keys of all processes that hold it. While the episode's holder is among them, the socket has not gone to another.
   */
  readonly holders: readonly string[];
};

/** The sockets that one scan found. */
export interface SightingsAt {
  readonly at: number;
  /** What is new came after that: the last scan that found what was known. 0: what the timeline knows of is the last. */
  readonly confirmedAt: number;
  /** The sightings; each socket is in it once. */
  readonly sightings: readonly Sighting[];
}

/** The timeline after another scan. When somebody watched stays as it was: see {@link withSpan}. */
export function timelineAfter(before: Timeline, scan: SightingsAt): Timeline {
  const at = Math.max(before.at, scan.at);
  const first = before.at === 0;
  const lastAt = Math.min(at, Math.max(before.at, scan.confirmedAt));
  const seen = new Map(scan.sightings.map((sighting) => [sighting.socketId, sighting]));
  const horizon = at - TIMELINE_MS;
  const known = new Set<string>();

  const kept: Episode[] = [];
  for (const episode of before.episodes) {
    const sighting = episode.closed ? undefined : seen.get(episode.socketId);
    const next = sighting && stillHeld(episode, sighting);
    if (next) known.add(episode.socketId);
    const after = next ?? (episode.closed ? episode : { ...episode, closed: { seenAt: lastAt, at } });
    if (!after.closed || after.closed.at >= horizon) kept.push(after);
  }

  const beyond = new Set([...before.beyond].filter((id) => seen.has(id)));
  const opened = scan.sightings.filter(({ socketId }) => !known.has(socketId) && !beyond.has(socketId));
  const open = kept.reduce((count, { closed }) => (closed ? count : count + 1), 0);
  const room = Math.max(0, MOST_EPISODES - open);
  for (const { socketId } of opened.splice(room)) beyond.add(socketId);

  let { nextId } = before;
  const fresh = opened.map((sighting): Episode => ({
    ...factsOf(sighting),
    id: nextId++,
    absentAt: first ? null : lastAt,
    openedAt: at,
    closed: null,
  }));
  return {
    at,
    watched: before.watched,
    episodes:
      unchanged(before.episodes, kept) && fresh.length === 0 ? before.episodes : fitting([...kept, ...fresh]),
    beyond,
    nextId,
  };
}

/** The same timeline at a later scan that found nothing new; what closed too long ago is forgotten. */
export function timelineAt(before: Timeline, at: number): Timeline {
  if (at <= before.at) return before;
  const horizon = at - TIMELINE_MS;
  const kept = before.episodes.filter(({ closed }) => !closed || closed.at >= horizon);
  return { ...before, at, episodes: kept.length === before.episodes.length ? before.episodes : kept };
}

/** The timeline with a span of watching added: a span of its own, or the last one made longer. */
export function withSpan(before: Timeline, [from, to]: Watched): Timeline {
  const last = before.watched.at(-1);
  if (last && to <= last[1]) return before;
  const horizon = to - TIMELINE_MS;
  const goesOn = last !== undefined && from <= last[1];
  const others = goesOn ? before.watched.slice(0, -1) : before.watched;
  const span: Watched = [goesOn ? last[0] : from, to];
  return {
    ...before,
    watched: [...others.filter(([, until]) => until >= horizon), span].slice(-MOST_SPANS),
  };
}

/** The episode as it goes on; `undefined`: the socket is another process's now. */
function stillHeld(episode: Episode, sighting: Sighting): Episode | undefined {
  const { holder, holders } = sighting;
  const other = episode.holder !== null && holder?.key !== episode.holder.key;
  if (other && holder && !holders.includes(episode.holder.key)) return undefined;
  // The holder is kept while it cannot be seen for once, or while another process is the lead.
  const after = { ...episode, ...factsOf(sighting), ...(other ? { holder: episode.holder } : {}) };
  return sameValue(after, episode) ? episode : after;
}

const factsOf = ({ socketId, protocol, port, address, exposure, holder }: Sighting) => ({
  socketId,
  protocol,
  port,
  address,
  exposure,
  holder,
});

const unchanged = (before: readonly Episode[], after: readonly Episode[]): boolean =>
  before.length === after.length && after.every((episode, at) => episode === before[at]);

/** Drops the closed episodes that ended first, until there are few enough. */
function fitting(episodes: readonly Episode[]): readonly Episode[] {
  const surplus = episodes.length - MOST_EPISODES;
  if (surplus <= 0) return episodes;
  const closed = episodes
    .filter((episode) => episode.closed)
    .sort((a, b) => closedAt(a) - closedAt(b) || a.id - b.id);
  const forgotten = new Set(closed.slice(0, surplus));
  return episodes.filter((episode) => !forgotten.has(episode));
}

const closedAt = ({ closed }: Episode): number => closed?.at ?? Infinity;

/** Everything that was on that port in the last half hour, the latest first. */
export const episodesOn = (
  { episodes }: Timeline,
  port: number,
  protocol: Protocol | null = null,
): Episode[] =>
  episodes
    .filter((episode) => episode.port === port && (protocol === null || episode.protocol === protocol))
    .reverse();
