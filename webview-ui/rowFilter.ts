import type { ChartOrigin, ChartProcess, ChartRow } from '../src/core/chart/chart';
import { type Filter, matchesFilter, parseFilter, rowWords } from '../src/core/filter/filter';
import {
  type FilterHolder,
  filterHolder,
  type FilterOrigin,
  filterOrigin,
  type FilterRow,
} from '../src/core/filter/filterSubject';
import type { Protocol } from '../src/core/socket/socket';
import type { Translate } from '../src/core/text/translate';
import type { Episode } from '../src/core/timeline/timeline';

export const PAGE_SCOPES = ['workspace', 'everything'] as const;

/** Only what this workspace holds, or all there is. */
export type PageScope = (typeof PAGE_SCOPES)[number];

export const KINDS = ['all', 'listeners', 'connections', 'tcp', 'udp', 'unix', 'other'] as const;

export type Kind = (typeof KINDS)[number];

/** What the filter and the switches let through. */
export interface FilterChoice {
  /** The filter as it was typed. */
  readonly filter: string;
  readonly scope: PageScope;
  readonly kind: Kind;
}

export const OPEN_FILTER: FilterChoice = { filter: '', scope: 'workspace', kind: 'all' };

type Holder = NonNullable<Episode['holder']>;

/** What the filter looks up. */
interface Known {
  readonly uid: number | null;
  readonly rows: ReadonlyMap<string, ChartRow>;
  readonly processes: ReadonlyMap<string, ChartProcess>;
  readonly origins: ReadonlyMap<string, ChartOrigin>;
}

/** The protocols that a kind is named for; `other` is all else. */
const NAMED_KINDS: ReadonlySet<Protocol> = new Set(['tcp', 'udp', 'udplite', 'unix']);

const ofKind: Readonly<Record<Kind, (protocol: Protocol, listens: boolean) => boolean>> = {
  all: () => true,
  listeners: (_, listens) => listens,
  connections: (_, listens) => !listens,
  tcp: (protocol) => protocol === 'tcp',
  udp: (protocol) => protocol === 'udp' || protocol === 'udplite',
  unix: (protocol) => protocol === 'unix',
  other: (protocol) => !NAMED_KINDS.has(protocol),
};

/** The part of a filter that views may use: they ask and never set. */
export type ReadonlyRowFilter = Pick<
  RowFilter,
  'choice' | 'problems' | 'isActive' | 'passes' | 'matches' | 'passesEpisode'
>;

/** Decides which rows pass. A row is tested once, until it or its process changes. */
export class RowFilter {
  readonly #known: Known;
  readonly #t: Translate;
  readonly #passed = new Map<string, boolean>();
  /** The words of each row, by the object: a later row of the same id has other words. */
  readonly #words = new WeakMap<FilterRow, string>();
  readonly #wordsOf = (row: FilterRow): string => {
    let words = this.#words.get(row);
    if (words === undefined) this.#words.set(row, (words = rowWords(row)));
    return words;
  };
  readonly #holders = new Map<string, FilterHolder>();
  readonly #origins = new Map<string, FilterOrigin>();
  #choice: FilterChoice;
  #filter: Filter;

  constructor(choice: FilterChoice, known: Known, t: Translate) {
    this.#choice = choice;
    this.#known = known;
    this.#t = t;
    this.#filter = parseFilter(choice.filter, t);
  }

  get choice(): FilterChoice {
    return this.#choice;
  }

  /** What of the filter could not be understood, a sentence each. */
  get problems(): readonly string[] {
    return this.#filter.problems;
  }

  /** Whether the filter or the kinds hold anything back; what is typed by halves, `port:`, does not. */
  get isActive(): boolean {
    return this.#choice.kind !== 'all' || this.#filter.terms.length > 0;
  }

  /** Changes some of it, and tells whether that is another choice than before. */
  choose(some: Partial<FilterChoice>): boolean {
    const next = { ...this.#choice, ...some };
    const { filter, scope, kind } = this.#choice;
    if (next.filter === filter && next.scope === scope && next.kind === kind) return false;
    if (next.filter !== filter) this.#filter = parseFilter(next.filter, this.#t);
    this.#choice = next;
    this.#passed.clear();
    return true;
  }

  forgetAll(): void {
    this.#passed.clear();
    this.#holders.clear();
    this.#origins.clear();
  }

  forgetRow(id: string): void {
    this.#passed.delete(id);
  }

  forgetProcess(key: string): void {
    this.#holders.delete(key);
  }

  passes(row: ChartRow): boolean {
    if (this.#isOpen) return true;
    const known = this.#passed.get(row.id);
    if (known !== undefined) return known;
    const passes = this.#isInScope(row) && this.#matches(row);
    this.#passed.set(row.id, passes);
    return passes;
  }

  /** Whether it is what the filter and the kinds are after, wherever it stands. */
  matches(row: ChartRow): boolean {
    return ofKind[this.#choice.kind](row.protocol, row.listens) && this.#matches(row);
  }

  /** What is open passes as its row does; what has closed, by what is remembered of it. */
  passesEpisode(episode: Episode): boolean {
    const { socketId, protocol, holder, closed } = episode;
    const row = this.#known.rows.get(socketId);
    if (row && !closed) return this.passes(row);
    const { scope, kind } = this.#choice;
    if (scope === 'workspace' && holder?.place !== 'workspace') return false;
    return (
      ofKind[kind](protocol, true) &&
      matchesFilter(this.#filter, {
        row: rememberedRow(episode),
        origin: holder?.origin ? rememberedOrigin(holder.origin) : undefined,
        holders: holder ? [this.#holder(holder.key) ?? rememberedHolder(holder)] : [],
        uid: this.#known.uid,
      })
    );
  }

  /** Lets everything through. */
  get #isOpen(): boolean {
    return this.#choice.scope === 'everything' && !this.isActive;
  }

  #isInScope({ protocol, listens, place, owners }: ChartRow): boolean {
    const { scope, kind } = this.#choice;
    if (!ofKind[kind](protocol, listens)) return false;
    return (
      scope === 'everything' ||
      place === 'workspace' ||
      owners.some((key) => this.#known.processes.get(key)?.place === 'workspace')
    );
  }

  #matches(row: ChartRow): boolean {
    if (this.#filter.terms.length === 0) return true;
    const holders = row.owners.flatMap((key) => this.#holder(key) ?? []);
    const origin = this.#origin(row.origin);
    return matchesFilter(this.#filter, {
      row,
      origin,
      holders,
      uid: this.#known.uid,
      wordsOf: this.#wordsOf,
    });
  }

  #holder(key: string): FilterHolder | undefined {
    const known = this.#holders.get(key);
    const process = this.#known.processes.get(key);
    if (known || !process) return known;
    const holder = filterHolder(process, this.#origin(process.origin));
    this.#holders.set(key, holder);
    return holder;
  }

  #origin(id: string | null): FilterOrigin | undefined {
    const known = this.#origins.get(id ?? '');
    const origin = this.#known.origins.get(id ?? '');
    if (known || !origin) return known;
    const found = filterOrigin(origin);
    this.#origins.set(origin.id, found);
    return found;
  }
}

/** The row it was, as far as that is known. */
function rememberedRow({ protocol, port, address, exposure }: Episode): FilterRow {
  return {
    protocol,
    family: protocol === 'unix' ? 'unix' : address.includes(':') ? 'ipv6' : 'ipv4',
    type: protocol === 'udp' || protocol === 'udplite' ? 'dgram' : 'stream',
    state: protocol === 'udp' || protocol === 'udplite' ? 'UNCONN' : 'LISTEN',
    address,
    port,
    remoteAddress: '',
    remotePort: null,
    exposure,
    service: null,
    uid: null,
    user: null,
  };
}

const rememberedOrigin = ({ kind, label }: NonNullable<Holder['origin']>): FilterOrigin =>
  filterOrigin({ kind, name: '', label, detail: '', folder: null });

const rememberedHolder = ({ pid, name, origin }: Holder): FilterHolder =>
  filterHolder(
    { pid, uid: null, user: null, name, comm: '', command: '' },
    origin ? rememberedOrigin(origin) : undefined,
  );
