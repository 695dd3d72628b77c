import { CHART_ACTIONS, MAX_TEXT } from './core/chartRows';
import type { ChartAction, ChartProcess, ChartRow, Ownership } from './core/chartRows';
import type { OriginKind } from './core/origin';
import type { Cost } from './core/reading';
import { PROTOCOLS, type Exposure } from './core/socket';

/** At most this many rows, and as many processes, travel at once: neither side is held for longer than a frame. */
export const MAX_ROWS = 1000;

export const MAX_GAPS = 50;

const MAX_TEXTS = 5000;
/** A socket's id can carry two Unix names, of 108 bytes each, and what escaping makes of them. */
const MAX_ID = 1000;

/** Every message to the page has a number that the page answers with {@link Ack}; until then no other follows. */
interface Batch {
  readonly batch: number;
}

/** English text and its translation: the first thing a page is told. English itself is an empty list. */
export interface Texts extends Batch {
  readonly type: 'texts';
  readonly texts: readonly (readonly [string, string])[];
}

/** All rows there are, in as many parts as it takes. */
export interface ChartSnapshot extends Batch {
  readonly type: 'snapshot';
  /** Milliseconds since the epoch by the machine's clock. */
  readonly at: number;
  /** The first part: forget what was shown before. */
  readonly first: boolean;
  readonly rows: readonly ChartRow[];
  readonly processes: readonly ChartProcess[];
}

export interface ChartDiff extends Batch {
  readonly type: 'diff';
  readonly at: number;
  readonly opened: readonly ChartRow[];
  /** Socket ids. */
  readonly closed: readonly string[];
  readonly changed: readonly ChartRow[];
  /** New or changed ones. */
  readonly processes: readonly ChartProcess[];
  /** Keys of processes. */
  readonly ended: readonly string[];
}

export interface ChartStatus extends Batch {
  readonly type: 'status';
  readonly paused: boolean;
  /** Why the last look failed, in words. */
  readonly failure: string | null;
  readonly hostname: string;
  /** How it looked: `proc`, `sock_diag + proc`; empty before the first look. */
  readonly method: string;
  readonly cost: Cost | null;
  /** Milliseconds between looks; `null`: by hand only. */
  readonly intervalMs: number | null;
  /** What could not be seen, a sentence each. */
  readonly gaps: readonly string[];
}

export type ToWebview = Texts | ChartSnapshot | ChartDiff | ChartStatus;

/** The page (re)started and knows nothing. */
export interface Ready {
  readonly type: 'ready';
}

export interface Ack extends Batch {
  readonly type: 'ack';
}

/** Names a socket by id, never a pid: the host looks it up in its own snapshot. */
export interface Act {
  readonly type: 'act';
  readonly action: ChartAction;
  readonly socketId: string;
}

/** Look again after a pause. */
export interface Resume {
  readonly type: 'resume';
}

export type ToHost = Ready | Ack | Act | Resume;

/** A value of that shape, rebuilt from what it says and nothing else; `undefined` where it is anything other. */
type Parser<T> = (value: unknown) => T | undefined;

const flag: Parser<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

const text =
  (maxLength: number): Parser<string> =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength ? value : undefined;

const count: Parser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const duration: Parser<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

const time: Parser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

const oneOf =
  <T extends string>(words: readonly T[]): Parser<T> =>
  (value) =>
    words.find((word) => word === value);

const orNull =
  <T>(parse: Parser<T>): Parser<T | null> =>
  (value) =>
    value === null ? null : parse(value);

const listOf =
  <T>(parse: Parser<T>, maxLength: number): Parser<T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > maxLength) return undefined;
    const items = value.map(parse).filter((item) => item !== undefined);
    return items.length === value.length ? items : undefined;
  };

const shape =
  <T extends object>(parsers: { readonly [K in keyof T]-?: Parser<T[K]> }): Parser<T> =>
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const parsed: Partial<T> = {};
    for (const key of Object.keys(parsers) as (keyof T)[]) {
      const field = Object.hasOwn(value, key) ? parsers[key]((value as Partial<T>)[key]) : undefined;
      if (field === undefined) return undefined;
      parsed[key] = field;
    }
    return parsed as T;
  };

const line = text(MAX_TEXT);
const id = text(MAX_ID);
const EXPOSURES: readonly Exposure[] = ['machine', 'network', 'everyone'];
const OWNERSHIPS: readonly Ownership[] = ['seen', 'hidden', 'none'];
const ORIGIN_KINDS: readonly OriginKind[] = [
  'container',
  'debug',
  'task',
  'terminal',
  'vscode',
  'window',
  'orphan',
  'folder',
  'service',
];

const row = shape<ChartRow>({
  id,
  protocol: oneOf(PROTOCOLS),
  port: orNull(count),
  name: line,
  service: orNull(line),
  address: line,
  exposure: orNull(oneOf(EXPOSURES)),
  ownership: oneOf(OWNERSHIPS),
  process: orNull(id),
  owners: count,
  actions: listOf(oneOf(CHART_ACTIONS), CHART_ACTIONS.length),
});

const process = shape<ChartProcess>({
  key: id,
  pid: count,
  user: orNull(line),
  name: line,
  command: line,
  origin: line,
  originKind: orNull(oneOf(ORIGIN_KINDS)),
  since: time,
});

const rows = listOf(row, MAX_ROWS);
const processes = listOf(process, MAX_ROWS);

const pair: Parser<readonly [string, string]> = (value) => {
  const [english, translated, ...rest] = listOf(line, 2)(value) ?? [];
  return english !== undefined && translated !== undefined && rest.length === 0
    ? [english, translated]
    : undefined;
};

type ParserTable<M extends { readonly type: string }> = {
  readonly [T in M['type']]: Parser<Extract<M, { readonly type: T }>>;
};

const TO_WEBVIEW: ParserTable<ToWebview> = {
  texts: shape<Texts>({ type: oneOf(['texts']), batch: count, texts: listOf(pair, MAX_TEXTS) }),
  snapshot: shape<ChartSnapshot>({
    type: oneOf(['snapshot']),
    batch: count,
    at: time,
    first: flag,
    rows,
    processes,
  }),
  diff: shape<ChartDiff>({
    type: oneOf(['diff']),
    batch: count,
    at: time,
    opened: rows,
    closed: listOf(id, MAX_ROWS),
    changed: rows,
    processes,
    ended: listOf(id, MAX_ROWS),
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
};

const TO_HOST: ParserTable<ToHost> = {
  ready: shape<Ready>({ type: oneOf(['ready']) }),
  ack: shape<Ack>({ type: oneOf(['ack']), batch: count }),
  act: shape<Act>({ type: oneOf(['act']), action: oneOf(CHART_ACTIONS), socketId: id }),
  resume: shape<Resume>({ type: oneOf(['resume']) }),
};

const tagged =
  <M extends { readonly type: string }>(table: Readonly<Record<string, Parser<M>>>): Parser<M> =>
  (value) => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    const { type } = value;
    return typeof type === 'string' && Object.hasOwn(table, type) ? table[type]?.(value) : undefined;
  };

/** What the host says to the page; `undefined`: not something this page understands. */
export const parseToWebview = tagged<ToWebview>(TO_WEBVIEW);

/** What a page says to the host. A webview is not trusted: anything not exactly a message is `undefined`. */
export const parseToHost = tagged<ToHost>(TO_HOST);
