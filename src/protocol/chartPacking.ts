import {
  type ChartFolder,
  type ChartOrigin,
  type ChartProcess,
  type ChartRow,
  MAX_ID,
  MAX_OWNERS,
  MAX_TEXT,
  OWNERSHIPS,
} from '../core/chart/chart';
import {
  type InspectedFact,
  type InspectedSection,
  type Inspection,
  LEADS,
  MAX_VALUE,
  SECTIONS,
} from '../core/inspection/inspection';
import { ACTION_IDS } from '../core/listing/actions';
import { PLACE_KINDS } from '../core/listing/place';
import { ORIGIN_KINDS } from '../core/origins/origin';
import { NETWORKS } from '../core/socket/network';
import { EXPOSURES, FAMILIES, PROTOCOLS, SOCKET_TYPES, STATES } from '../core/socket/socket';
import type { Episode, EpisodeHolder } from '../core/timeline/timeline';
import { count, flag, listOf, oneOf, orNull, shape, text, time } from '../core/values/parser';
import { packing, plain, word, wordOrNull, wordSet } from './packed';

const line = text(MAX_TEXT);
const id = text(MAX_ID);

export const packedRow = packing<ChartRow>({
  id: plain(id),
  protocol: word(PROTOCOLS),
  family: word(FAMILIES),
  type: word(SOCKET_TYPES),
  state: word(STATES),
  listens: plain(flag),
  address: plain(line),
  port: plain(orNull(count)),
  remoteAddress: plain(line),
  remotePort: plain(orNull(count)),
  network: wordOrNull(NETWORKS),
  service: plain(orNull(line)),
  exposure: wordOrNull(EXPOSURES),
  recvQueue: plain(orNull(count)),
  sendQueue: plain(orNull(count)),
  ownership: word(OWNERSHIPS),
  owners: plain<readonly string[]>(listOf(id, MAX_OWNERS)),
  ownerCount: plain(count),
  origin: plain(orNull(id)),
  place: word(PLACE_KINDS),
  uid: plain(orNull(count)),
  user: plain(orNull(line)),
  inode: plain(orNull(count)),
  netns: plain(orNull(count)),
  since: plain(orNull(time)),
  peer: plain(orNull(id)),
  listener: plain(orNull(id)),
  actions: wordSet(ACTION_IDS),
});

export const packedProcess = packing<ChartProcess>({
  key: plain(id),
  pid: plain(count),
  parent: plain(orNull(id)),
  name: plain(line),
  comm: plain(line),
  command: plain(line),
  uid: plain(orNull(count)),
  user: plain(orNull(line)),
  since: plain(time),
  origin: plain(orNull(id)),
  place: word(PLACE_KINDS),
});

const MAX_SECTIONS = 100;
const MAX_FACTS = 1000;

export const parseFolder = shape<ChartFolder>({ path: id, name: line });

export const parseOrigin = shape<ChartOrigin>({
  id,
  kind: oneOf(ORIGIN_KINDS),
  name: line,
  label: line,
  detail: line,
  folder: orNull(id),
  evidence: listOf(line, 20),
  endedAt: orNull(time),
});

export const parseEpisode = shape<Episode>({
  id: count,
  socketId: id,
  protocol: oneOf(PROTOCOLS),
  port: orNull(count),
  address: line,
  exposure: orNull(oneOf(EXPOSURES)),
  holder: orNull(
    shape<EpisodeHolder>({
      key: id,
      pid: count,
      name: line,
      place: oneOf(PLACE_KINDS),
      origin: orNull(
        shape<NonNullable<EpisodeHolder['origin']>>({ id, kind: oneOf(ORIGIN_KINDS), label: line }),
      ),
    }),
  ),
  absentAt: orNull(time),
  openedAt: time,
  closed: orNull(shape<NonNullable<Episode['closed']>>({ seenAt: time, at: time })),
});

export const parseInspection = shape<Inspection>({
  socket: orNull(id),
  process: orNull(id),
  title: line,
  gone: flag,
  sections: listOf(
    shape<InspectedSection>({
      kind: oneOf(SECTIONS),
      title: line,
      facts: listOf(
        shape<InspectedFact>({ id: count, name: line, value: text(MAX_VALUE), lead: orNull(oneOf(LEADS)) }),
        MAX_FACTS,
      ),
    }),
    MAX_SECTIONS,
  ),
});
