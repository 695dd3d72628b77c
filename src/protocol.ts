import {
  type ChartFolder,
  type ChartOrigin,
  type ChartProcess,
  type ChartRow,
  MAX_ID,
  MAX_TEXT,
} from './core/chart/chart';
import type { Inspection } from './core/inspection/inspection';
import { ACTION_IDS, type ActionId } from './core/listing/actions';
import { type Cost, type Scope, SCOPES } from './core/snapshot/reading';
import type { Episode } from './core/timeline/timeline';
import {
  count,
  duration,
  flag,
  listOf,
  oneOf,
  orNull,
  pairOf,
  type Parser,
  type Parsers,
  shape,
  tagged,
  text,
  time,
} from './core/values/parser';
import type { Watched } from './core/watch/watched';
import {
  packedProcess,
  packedRow,
  parseEpisode,
  parseFolder,
  parseInspection,
  parseOrigin,
} from './protocol/chartPacking';

/** Most rows, and most processes, of one message: neither side may be blocked for longer than a frame. */
export const MAX_ROWS = 1000;

export const MAX_GAPS = 50;

/** Most rows that can be copied at once. */
export const MAX_IDS = 100_000;

/** Most origins, and most folders; the rest is left out. */
export const MAX_ORIGINS = 2000;

/** Most episodes of one message, and most spans of watching. */
export const MAX_EPISODES = 1000;

/** Most texts that are translated; the rest stays English. */
export const MAX_TEXTS = 5000;

/** Every message to the page has a number that the page answers with {@link Ack}; until then no other follows. */
interface Batch {
  readonly batch: number;
}

/** English texts and their translations, the first message to a page. The list is empty in English. */
export interface Texts extends Batch {
  readonly type: 'texts';
  readonly texts: readonly (readonly [string, string])[];
}

/** What there is, in as many parts as it takes. Processes and origins come with or before the rows that name them. */
export interface ChartSnapshot extends Batch {
  readonly type: 'snapshot';
  /** When it was taken, in milliseconds since the epoch by the machine's clock. */
  readonly at: number;
  /** The first part: forget what was shown before. */
  readonly first: boolean;
  /** The last part: the picture is whole. */
  readonly last: boolean;
  /** `listeners`: connections were not scanned yet, which does not mean that nobody is connected; all of it follows. */
  readonly scope: Scope;
  /** Rows of all parts together. */
  readonly total: number;
  /** The user Portolan runs as, what `user:me` means; `null` where the system has no such number. */
  readonly uid: number | null;
  /** The folders of the workspace, in the first part; empty in later ones. */
  readonly folders: readonly ChartFolder[];
  readonly origins: readonly ChartOrigin[];
  readonly processes: readonly ChartProcess[];
  readonly rows: readonly ChartRow[];
}

/** What happened since the last snapshot or diff. New ones come with or before the rows that name them. */
export interface ChartDiff extends Batch {
  readonly type: 'diff';
  readonly at: number;
  readonly scope: Scope;
  /**
   * Rows that are new to the page. One that has just opened has a {@link ChartRow.since}; the rest was only not sent
   * yet.
   */
  readonly opened: readonly ChartRow[];
  /** Ids of sockets that closed. */
  readonly closed: readonly string[];
  readonly changed: readonly ChartRow[];
  /** Processes that are new or have changed. */
  readonly processes: readonly ChartProcess[];
  /** Keys of processes that ended. */
  readonly ended: readonly string[];
  /** Origins that are new or have changed. */
  readonly origins: readonly ChartOrigin[];
  /** Ids of origins that no process has any more. */
  readonly originsGone: readonly string[];
  /** All of them, where they changed; else `null`. */
  readonly folders: readonly ChartFolder[] | null;
}

export interface ChartStatus extends Batch {
  readonly type: 'status';
  readonly paused: boolean;
  /** Why what is shown may be wrong or old, as a whole sentence, after a scan that failed. */
  readonly failure: string | null;
  readonly hostname: string;
  /** How sockets were read: `proc`, `sock_diag + proc`; empty before the first scan. */
  readonly method: string;
  readonly cost: Cost | null;
  /** Milliseconds between scans; `null`: only when a person asks. */
  readonly intervalMs: number | null;
  /** What could not be seen, a sentence each. */
  readonly gaps: readonly string[];
}

/** Listeners that opened and closed lately, and when somebody watched. First all of it, then what is new. */
export interface ChartTimeline extends Batch {
  readonly type: 'timeline';
  /** Replace everything that was sent before. */
  readonly first: boolean;
  /** The host's time as it says this, in milliseconds since the epoch: from there on the page counts by itself. */
  readonly at: number;
  /** All of them, oldest first; between them nobody watched. */
  readonly watched: readonly Watched[];
  /** Whether anybody watches: then the last span goes on until the next message says otherwise. */
  readonly watching: boolean;
  /** Episodes that are new or have changed. */
  readonly episodes: readonly Episode[];
  /** Ids of episodes that are too long ago now. */
  readonly forgotten: readonly number[];
}

/** The answer to {@link Inspect}, and again when what it says has changed, until something else is inspected. */
export interface ChartInspection extends Batch {
  readonly type: 'inspection';
  /** `null`: what was asked for is not there, and never was seen. */
  readonly inspection: Inspection | null;
}

export const CHART_VIEWS = ['map', 'table', 'timeline'] as const;

export type ChartView = (typeof CHART_VIEWS)[number];

/** A person asked elsewhere for something to be shown here; `null` leaves that part unchanged. */
export interface Show extends Batch {
  readonly type: 'show';
  readonly view: ChartView | null;
  /** Socket id to select, to bring into sight and to inspect. */
  readonly selected: string | null;
  /** {@link ChartProcess.key} of the holder that is meant, for {@link Inspect}; `null`: the lead owner. */
  readonly process: string | null;
  /** To be put into the filter's box. */
  readonly filter: string | null;
  /** Whether the inspector is what it is about. */
  readonly inspect: boolean;
}

/** Something to say once, to everybody: `3 rows copied`. */
export interface Notice extends Batch {
  readonly type: 'notice';
  readonly text: string;
}

export type ToWebview =
  Texts | ChartSnapshot | ChartDiff | ChartStatus | ChartTimeline | ChartInspection | Show | Notice;

/** The page (re)started and knows nothing. */
export interface Ready {
  readonly type: 'ready';
}

export interface Ack extends Batch {
  readonly type: 'ack';
}

/**
 * The page could not take a message of the host: it did not parse, or could not be drawn. `batch`: the message's
 * number, `null` where that could not be read. The host sends everything again.
 */
export interface NotUnderstood {
  readonly type: 'notUnderstood';
  readonly batch: number | null;
}

/** Names sockets by id, never a pid: the host looks them up in its own snapshot. The first is the one clicked at. */
export interface Act {
  readonly type: 'act';
  readonly action: ActionId;
  readonly socketIds: readonly string[];
}

/** Scans again after a pause. */
export interface Resume {
  readonly type: 'resume';
}

/** What is selected now; `null`: nothing. */
export interface Select {
  readonly type: 'select';
  readonly socketId: string | null;
}

/**
 * Asks for everything about a socket and the process that holds it (`null`: its lead owner), or about a process alone,
 * and for each change of that. Neither: ends this.
 */
export interface Inspect {
  readonly type: 'inspect';
  readonly socket: string | null;
  /** {@link ChartProcess.key} */
  readonly process: string | null;
}

/** Go where a fact of the last inspection leads. A process is inspected, a socket shown: messages answer. */
export interface Follow {
  readonly type: 'follow';
  /** The id of one of its facts. */
  readonly fact: number;
}

/** Put the value of a fact of the last inspection on the clipboard. */
export interface CopyFact {
  readonly type: 'copyFact';
  readonly fact: number;
}

export const EXPORT_FORMATS = ['text', 'csv', 'json'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Put these rows on the clipboard, in this order. */
export interface CopyRows {
  readonly type: 'copyRows';
  readonly format: ExportFormat;
  readonly socketIds: readonly string[];
}

/** Save the whole snapshot; the host asks where. */
export interface Export {
  readonly type: 'export';
  readonly format: ExportFormat;
}

export type ToHost =
  Ready | Ack | NotUnderstood | Act | Resume | Select | Inspect | Follow | CopyFact | CopyRows | Export;

const line = text(MAX_TEXT);
const id = text(MAX_ID);
const rows = listOf(packedRow.parse, MAX_ROWS);
const processes = listOf(packedProcess.parse, MAX_ROWS);
const ids = listOf(id, MAX_ROWS);
const scope = oneOf(SCOPES);

const folders = listOf(parseFolder, MAX_ORIGINS);
const origins = listOf(parseOrigin, MAX_ORIGINS);

const shown: Parsers<Omit<Show, 'batch'>> = {
  type: oneOf(['show']),
  view: orNull(oneOf(CHART_VIEWS)),
  selected: orNull(id),
  process: orNull(id),
  filter: orNull(line),
  inspect: flag,
};

const shownThings = shape<Omit<Show, 'batch'>>(shown);

/** The parser of each kind of message to the page. */
const TO_WEBVIEW: { readonly [T in ToWebview['type']]: Parser<Extract<ToWebview, { readonly type: T }>> } = {
  texts: shape<Texts>({ type: oneOf(['texts']), batch: count, texts: listOf(pairOf(line, line), MAX_TEXTS) }),
  snapshot: shape<ChartSnapshot>({
    type: oneOf(['snapshot']),
    batch: count,
    at: time,
    first: flag,
    last: flag,
    scope,
    total: count,
    uid: orNull(count),
    folders,
    origins,
    processes,
    rows,
  }),
  diff: shape<ChartDiff>({
    type: oneOf(['diff']),
    batch: count,
    at: time,
    scope,
    opened: rows,
    closed: ids,
    changed: rows,
    processes,
    ended: ids,
    origins,
    originsGone: listOf(id, MAX_ORIGINS),
    folders: orNull(folders),
  }),
  status: shape<ChartStatus>({
    type: oneOf(['status']),
    batch: count,
    paused: flag,
    failure: orNull(line),
    hostname: line,
    method: line,
    cost: orNull(shape<Cost>({ cpuMs: duration, wallMs: duration })),
    intervalMs: orNull(duration),
    gaps: listOf(line, MAX_GAPS),
  }),
  timeline: shape<ChartTimeline>({
    type: oneOf(['timeline']),
    batch: count,
    first: flag,
    at: time,
    watched: listOf(pairOf(time, time), MAX_EPISODES),
    watching: flag,
    episodes: listOf(parseEpisode, MAX_EPISODES),
    forgotten: listOf(count, MAX_EPISODES),
  }),
  inspection: shape<ChartInspection>({
    type: oneOf(['inspection']),
    batch: count,
    inspection: orNull(parseInspection),
  }),
  show: shape<Show>({ ...shown, batch: count }),
  notice: shape<Notice>({ type: oneOf(['notice']), batch: count, text: line }),
};

/** What the host says to the page, unpacked; `undefined`: not something this page understands. */
export const parseToWebview: Parser<ToWebview> = tagged<ToWebview>(TO_WEBVIEW);

/** What may be asked to be shown; what is left out stays as it is. */
export type Wanted = Partial<Omit<Show, 'type' | 'batch'>>;

/** What another extension or a link wants shown, by the page's own limits; `undefined`: the page would not take it. */
export function showFrom(wanted: unknown): Omit<Show, 'batch'> | undefined {
  const left = { view: null, selected: null, process: null, filter: null, inspect: false };
  if (wanted !== undefined && (typeof wanted !== 'object' || wanted === null)) return undefined;
  const given = Object.entries(wanted ?? {}).filter(([, value]) => value !== undefined);
  return shownThings({ ...left, ...Object.fromEntries(given), type: 'show' });
}

/** The number of a message that does not parse; `null`: it has none. `undefined`: it is not one of the host's, but VS Code's. */
export function batchOf(value: unknown): number | null | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if ('batch' in value) return count(value.batch) ?? null;
  return typeof value.type === 'string' && Object.hasOwn(TO_WEBVIEW, value.type) ? null : undefined;
}

/** The form in which a message travels: VS Code writes it as JSON, and rows without their fields' names are short. */
export function packToWebview(message: ToWebview): object {
  switch (message.type) {
    case 'snapshot':
      return {
        ...message,
        rows: message.rows.map(packedRow.pack),
        processes: message.processes.map(packedProcess.pack),
      };
    case 'diff':
      return {
        ...message,
        opened: message.opened.map(packedRow.pack),
        changed: message.changed.map(packedRow.pack),
        processes: message.processes.map(packedProcess.pack),
      };
    default:
      return message;
  }
}

/** What a page says to the host. A webview is not trusted: anything not exactly a message is `undefined`. */
export const parseToHost: Parser<ToHost> = tagged<ToHost>({
  ready: shape<Ready>({ type: oneOf(['ready']) }),
  ack: shape<Ack>({ type: oneOf(['ack']), batch: count }),
  notUnderstood: shape<NotUnderstood>({ type: oneOf(['notUnderstood']), batch: orNull(count) }),
  act: shape<Act>({ type: oneOf(['act']), action: oneOf(ACTION_IDS), socketIds: ids }),
  resume: shape<Resume>({ type: oneOf(['resume']) }),
  select: shape<Select>({ type: oneOf(['select']), socketId: orNull(id) }),
  inspect: shape<Inspect>({ type: oneOf(['inspect']), socket: orNull(id), process: orNull(id) }),
  follow: shape<Follow>({ type: oneOf(['follow']), fact: count }),
  copyFact: shape<CopyFact>({ type: oneOf(['copyFact']), fact: count }),
  copyRows: shape<CopyRows>({
    type: oneOf(['copyRows']),
    format: oneOf(EXPORT_FORMATS),
    socketIds: listOf(id, MAX_IDS),
  }),
  export: shape<Export>({ type: oneOf(['export']), format: oneOf(EXPORT_FORMATS) }),
});
