import fc from 'fast-check';
import {
  type ChartFolder,
  type ChartOrigin,
  type ChartProcess,
  type ChartRow,
} from '../../../src/core/chart/chart';
import {
  type InspectedFact,
  type InspectedSection,
  type Inspection,
  LEADS,
  SECTIONS,
} from '../../../src/core/inspection/inspection';
import { ACTION_IDS } from '../../../src/core/listing/actions';
import { PLACE_KINDS } from '../../../src/core/listing/place';
import { ORIGIN_KINDS } from '../../../src/core/origins/origin';
import { NETWORKS } from '../../../src/core/socket/network';
import { EXPOSURES, FAMILIES, PROTOCOLS, SOCKET_TYPES, STATES } from '../../../src/core/socket/socket';
import type { Episode, EpisodeHolder } from '../../../src/core/timeline/timeline';
import { CHART_VIEWS, EXPORT_FORMATS, type ToHost, type ToWebview } from '../../../src/protocol';

const line = fc.string({ maxLength: 60, unit: 'binary' });
const count = fc.nat();
const duration = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const time = fc.maxSafeInteger();
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const list = <T>(values: fc.Arbitrary<T>) => fc.array(values, { maxLength: 5 });
const one = <T>(words: readonly T[]) => fc.constantFrom(...words);

/** What structured cloning makes of a message: objects with the usual prototype. */
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(shape, { noNullPrototype: true });

const row = record<ChartRow>({
  id: line,
  protocol: one(PROTOCOLS),
  family: one(FAMILIES),
  type: one(SOCKET_TYPES),
  state: one(STATES),
  listens: fc.boolean(),
  address: line,
  port: orNull(count),
  remoteAddress: line,
  remotePort: orNull(count),
  network: orNull(one(NETWORKS)),
  service: orNull(line),
  exposure: orNull(one(EXPOSURES)),
  recvQueue: orNull(count),
  sendQueue: orNull(count),
  ownership: fc.constantFrom('seen', 'hidden', 'none'),
  owners: list(line),
  ownerCount: count,
  origin: orNull(line),
  place: one(PLACE_KINDS),
  uid: orNull(count),
  user: orNull(line),
  inode: orNull(count),
  netns: orNull(count),
  since: orNull(time),
  peer: orNull(line),
  listener: orNull(line),
  actions: fc.subarray([...ACTION_IDS]),
});

const process = record<ChartProcess>({
  key: line,
  pid: count,
  parent: orNull(line),
  name: line,
  comm: line,
  command: line,
  uid: orNull(count),
  user: orNull(line),
  since: time,
  origin: orNull(line),
  place: one(PLACE_KINDS),
});

const origin = record<ChartOrigin>({
  id: line,
  kind: one(ORIGIN_KINDS),
  name: line,
  label: line,
  detail: line,
  folder: orNull(line),
  evidence: list(line),
  endedAt: orNull(time),
});

const folder = record<ChartFolder>({ path: line, name: line });

const episode = record<Episode>({
  id: count,
  socketId: line,
  protocol: one(PROTOCOLS),
  port: orNull(count),
  address: line,
  exposure: orNull(one(EXPOSURES)),
  holder: orNull(
    record<EpisodeHolder>({
      key: line,
      pid: count,
      name: line,
      place: one(PLACE_KINDS),
      origin: orNull(
        record<NonNullable<EpisodeHolder['origin']>>({ id: line, kind: one(ORIGIN_KINDS), label: line }),
      ),
    }),
  ),
  absentAt: orNull(time),
  openedAt: time,
  closed: orNull(record<NonNullable<Episode['closed']>>({ seenAt: time, at: time })),
});

const inspection = record<Inspection>({
  socket: orNull(line),
  process: orNull(line),
  title: line,
  gone: fc.boolean(),
  sections: list(
    record<InspectedSection>({
      kind: one(SECTIONS),
      title: line,
      facts: list(record<InspectedFact>({ id: count, name: line, value: line, lead: orNull(one(LEADS)) })),
    }),
  ),
});

const scope = fc.constantFrom('listeners' as const, 'all' as const);

export const toWebview: fc.Arbitrary<ToWebview> = fc.oneof(
  record({ type: fc.constant('texts'), batch: count, texts: list(fc.tuple(line, line)) }),
  record({
    type: fc.constant('snapshot'),
    batch: count,
    at: time,
    first: fc.boolean(),
    last: fc.boolean(),
    scope,
    total: count,
    uid: orNull(count),
    folders: list(folder),
    origins: list(origin),
    processes: list(process),
    rows: list(row),
  }),
  record({
    type: fc.constant('diff'),
    batch: count,
    at: time,
    scope,
    opened: list(row),
    closed: list(line),
    changed: list(row),
    processes: list(process),
    ended: list(line),
    origins: list(origin),
    originsGone: list(line),
    folders: orNull(list(folder)),
  }),
  record({
    type: fc.constant('status'),
    batch: count,
    paused: fc.boolean(),
    failure: orNull(line),
    hostname: line,
    method: line,
    cost: orNull(record({ cpuMs: duration, wallMs: duration })),
    intervalMs: orNull(duration),
    gaps: list(line),
  }),
  record({
    type: fc.constant('timeline'),
    batch: count,
    first: fc.boolean(),
    at: time,
    watched: list(fc.tuple(time, time)),
    watching: fc.boolean(),
    episodes: list(episode),
    forgotten: list(count),
  }),
  record({ type: fc.constant('inspection'), batch: count, inspection: orNull(inspection) }),
  record({
    type: fc.constant('show'),
    batch: count,
    view: orNull(one(CHART_VIEWS)),
    selected: orNull(line),
    process: orNull(line),
    filter: orNull(line),
    inspect: fc.boolean(),
  }),
  record({ type: fc.constant('notice'), batch: count, text: line }),
);

export const toHost: fc.Arbitrary<ToHost> = fc.oneof(
  record({ type: fc.constant('ready') }),
  record({ type: fc.constant('ack'), batch: count }),
  record({ type: fc.constant('notUnderstood'), batch: orNull(count) }),
  record({ type: fc.constant('act'), action: one(ACTION_IDS), socketIds: list(line) }),
  record({ type: fc.constant('resume') }),
  record({ type: fc.constant('select'), socketId: orNull(line) }),
  record({ type: fc.constant('inspect'), socket: orNull(line), process: orNull(line) }),
  record({ type: fc.constant('follow'), fact: count }),
  record({ type: fc.constant('copyFact'), fact: count }),
  record({ type: fc.constant('copyRows'), format: one(EXPORT_FORMATS), socketIds: list(line) }),
  record({ type: fc.constant('export'), format: one(EXPORT_FORMATS) }),
);
