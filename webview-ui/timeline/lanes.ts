import { compareByPort, widestExposure } from '../../src/core/listing/order';
import type { Episode } from '../../src/core/timeline/timeline';
import { compare } from '../../src/core/values/compare';
import { chipText } from '../table/columns';

/** A stretch of time in which one process held a port; its addresses together. Milliseconds since the epoch. */
export interface Span {
  /** Ids of its episodes' sockets, that of the first first. */
  readonly socketIds: readonly string[];
  /** `ChartProcess.key`; `null` where the process could not be seen. */
  readonly process: string | null;
  readonly exposure: Episode['exposure'];
  readonly place: NonNullable<Episode['holder']>['place'] | null;
  readonly origin: NonNullable<Episode['holder']>['origin'];
  readonly pid: number | null;
  readonly from: number;
  /** The last time it was known to be closed: it opened after that. `null` where it was open at the first scan. */
  readonly absentAt: number | null;
  /** When it closed; `null` while it is open. */
  readonly to: number | null;
}

/** One line of the strip: what one program held on one port. */
export interface Lane {
  readonly key: string;
  /** The port or the socket's file, `3000` or `x.sock`. */
  readonly name: string;
  /** The holder's name, `vite`; empty where the process could not be seen. */
  readonly holder: string;
  readonly protocol: Episode['protocol'];
  /** Oldest first; no two of one process overlap. */
  readonly spans: readonly Span[];
}

interface Draft {
  readonly lane: Omit<Lane, 'spans'>;
  readonly port: number | null;
  readonly spans: Span[];
}

/** What still is or lately was open, a line for each port of each program; by port, then by name. */
export function lanesOf(episodes: Iterable<Episode>): Lane[] {
  const drafts = new Map<string, Draft>();
  for (const episode of episodes) {
    const { protocol, port, address, holder } = episode;
    const name = chipText(episode);
    const key = JSON.stringify([protocol, port ?? address, holder?.name ?? null]);
    let draft = drafts.get(key);
    if (!draft) {
      draft = { lane: { key, name, holder: holder?.name ?? '', protocol }, port, spans: [] };
      drafts.set(key, draft);
    }
    draft.spans.push(spanOf(episode));
  }
  return [...drafts.values()]
    .sort((a, b) => compareByPort(orderedBy(a), orderedBy(b)) || compare(a.lane.key, b.lane.key))
    .map(({ lane, spans }) => ({ ...lane, spans: joined(spans) }));
}

/** What has no port stands by its name. */
const orderedBy = ({ port, lane: { protocol, name } }: Draft) => ({ port, protocol, address: name });

const spanOf = ({ socketId, holder, exposure, openedAt, absentAt, closed }: Episode): Span => ({
  socketIds: [socketId],
  process: holder?.key ?? null,
  exposure,
  place: holder?.place ?? null,
  origin: holder?.origin ?? null,
  pid: holder?.pid ?? null,
  from: openedAt,
  absentAt,
  to: closed?.seenAt ?? null,
});

/** What one process holds at the same time, on several addresses, is one span. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const at = whole.findLastIndex(
      (each) => each.process === span.process && (each.to === null || each.to >= span.from),
    );
    const earlier = whole[at];
    if (!earlier) whole.push(span);
    else {
      whole[at] = {
        ...earlier,
        socketIds: [...earlier.socketIds, ...span.socketIds],
        exposure: widestExposure([earlier.exposure, span.exposure]),
        to: earlier.to === null || span.to === null ? null : Math.max(earlier.to, span.to),
      };
    }
  }
  return whole;
}
