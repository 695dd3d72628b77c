import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../src/core/chart/chart';
import type { Inspection } from '../src/core/inspection/inspection';
import type { Scope } from '../src/core/snapshot/reading';
import type { Translate } from '../src/core/text/translate';
import type { Episode } from '../src/core/timeline/timeline';
import type { Watched } from '../src/core/watch/watched';
import type { ChartDiff, ChartInspection, ChartSnapshot, ChartStatus, ChartTimeline } from '../src/protocol';
import { HostClock } from './hostClock';
import { type FilterChoice, type ReadonlyRowFilter, RowFilter } from './rowFilter';
import { has, sameSubject, type Subject } from './subject';

/**
 * What differs since the last change. Ids are those of `ChartRow`, `ChartProcess` and `ChartOrigin`; a list names what a
 * view may have to draw again, and nothing else.
 */
export interface Change {
  /** A new snapshot replaces everything: nothing of the former holds, and the lists are empty. */
  readonly reset: boolean;
  readonly opened: readonly string[];
  readonly changed: readonly string[];
  /** The closed rows as they were last seen. */
  readonly closed: readonly ChartRow[];
  /** Keys of processes that are new or have changed. */
  readonly processes: readonly string[];
  /** The ended processes as they were last seen. */
  readonly ended: readonly ChartProcess[];
  /** Whether any origin or folder has changed. */
  readonly origins: boolean;
  /** Whether the filter, the scope or the kind has changed: any row may pass now that did not, or fail. */
  readonly filter: boolean;
  readonly selection: boolean;
  readonly timeline: boolean;
  readonly status: boolean;
  readonly inspection: boolean;
}

const NO_CHANGE: Change = {
  reset: false,
  opened: [],
  changed: [],
  closed: [],
  processes: [],
  ended: [],
  origins: false,
  filter: false,
  selection: false,
  timeline: false,
  status: false,
  inspection: false,
};

export type ChangeListener = (change: Change) => void;

const NOTHING: ReadonlySet<string> = new Set();

/**
 * What the host has told, and what a person has chosen: one selection and one filter for the map, the table, the
 * timeline and the inspector. A message is applied at once, in the time of what it names; views draw when they like.
 */
export class ChartModel {
  readonly #listeners = new Set<ChangeListener>();
  readonly #rows = new Map<string, ChartRow>();
  readonly #processes = new Map<string, ChartProcess>();
  readonly #origins = new Map<string, ChartOrigin>();
  readonly #episodes = new Map<number, Episode>();
  /** Ids of the sockets each process holds, by its key. */
  readonly #held = new Map<string, Set<string>>();
  readonly #filter: RowFilter;
  readonly #clock: HostClock;
  #folders: readonly ChartFolder[] = [];
  #watched: readonly Watched[] = [];
  #status: ChartStatus | undefined;
  #inspection: Inspection | undefined;
  #selection: readonly Subject[] = [];
  #selectedSockets: ReadonlySet<string> | undefined;
  #at = 0;
  #watching = false;
  #scope: Scope = 'listeners';
  #uid: number | null = null;
  #whole = false;

  /** @param elapsed milliseconds of a clock that never jumps */
  constructor(choice: FilterChoice, t: Translate, elapsed: () => number = () => performance.now()) {
    this.#clock = new HostClock(elapsed);
    this.#filter = new RowFilter(choice, this, t);
  }

  /** @returns a function that ends the subscription */
  onDidChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // --- what is known

  /** All rows of the last snapshot, by id. */
  get rows(): ReadonlyMap<string, ChartRow> {
    return this.#rows;
  }

  /** The processes that hold a row's socket, and their ancestors, by key. */
  get processes(): ReadonlyMap<string, ChartProcess> {
    return this.#processes;
  }

  get origins(): ReadonlyMap<string, ChartOrigin> {
    return this.#origins;
  }

  get folders(): readonly ChartFolder[] {
    return this.#folders;
  }

  get episodes(): ReadonlyMap<number, Episode> {
    return this.#episodes;
  }

  /** The stretches of time in which sockets were watched, until now. */
  get watched(): readonly Watched[] {
    const last = this.#watched.at(-1);
    if (!last || !this.#watching) return this.#watched;
    return [...this.#watched.slice(0, -1), [last[0], Math.max(last[1], this.now)]];
  }

  /** Now, in milliseconds since the epoch by the host machine's clock. */
  get now(): number {
    return this.#clock.now();
  }

  /** `undefined` until the host has sent it. */
  get status(): ChartStatus | undefined {
    return this.#status;
  }

  /** The inspection of the selection's lead, once the host has answered. */
  get inspection(): Inspection | undefined {
    return this.#inspection;
  }

  /** When the rows were seen last, in milliseconds since the epoch by the machine's clock. */
  get at(): number {
    return this.#at;
  }

  /** Whether connections were read too, or listeners only. */
  get scope(): Scope {
    return this.#scope;
  }

  /** The user Portolan runs as. */
  get uid(): number | null {
    return this.#uid;
  }

  /** Whether the host has sent the whole snapshot, even if it is empty. */
  get whole(): boolean {
    return this.#whole;
  }

  leadOf({ owners }: Pick<ChartRow, 'owners'>): ChartProcess | undefined {
    const [key] = owners;
    return key === undefined ? undefined : this.#processes.get(key);
  }

  /** The origin of a row or a process. */
  originOf(of: Pick<ChartRow, 'origin'> | undefined): ChartOrigin | undefined {
    const id = of?.origin ?? undefined;
    return id === undefined ? undefined : this.#origins.get(id);
  }

  /** Ids of the sockets a process holds, by its key. */
  heldBy(process: string): ReadonlySet<string> {
    return this.#held.get(process) ?? NOTHING;
  }

  // --- what passes

  /** The filter that rows must pass; {@link filterBy} changes it. */
  get filter(): ReadonlyRowFilter {
    return this.#filter;
  }

  filterBy(some: Partial<FilterChoice>): void {
    if (this.#filter.choose(some)) this.#tell({ filter: true });
  }

  // --- what is selected

  /** The last one leads: it is inspected. Some may have closed or ended since. */
  get selection(): readonly Subject[] {
    return this.#selection;
  }

  get lead(): Subject | undefined {
    return this.#selection.at(-1);
  }

  select(...subjects: readonly Subject[]): void {
    this.selectAll(subjects);
  }

  selectAll(subjects: readonly Subject[]): void {
    const same =
      subjects.length === this.#selection.length &&
      subjects.every((subject, index) => sameSubject(subject, this.#selection[index]));
    if (same) return;
    const inspection = !sameSubject(subjects.at(-1), this.lead);
    if (inspection) this.#inspection = undefined;
    this.#selection = subjects;
    this.#selectedSockets = undefined;
    this.#tell({ selection: true, inspection });
  }

  /** Ids of the sockets that are selected by themselves: a table can have thousands. */
  get selectedSockets(): ReadonlySet<string> {
    this.#selectedSockets ??= new Set(
      this.#selection.filter(({ kind }) => kind === 'socket').map(({ id }) => id),
    );
    return this.#selectedSockets;
  }

  /** Whether the row is selected, or its process, or its origin. */
  isSelected(row: ChartRow): boolean {
    if (this.selectedSockets.has(row.id)) return true;
    const { lead } = this;
    return lead !== undefined && lead.kind !== 'socket' && has(lead, row);
  }

  // --- what the host tells

  picture(message: ChartSnapshot): void {
    if (message.first) {
      for (const map of [this.#rows, this.#processes, this.#origins, this.#held]) map.clear();
      this.#filter.forgetAll();
      this.#folders = message.folders;
    }
    this.#at = message.at;
    this.#clock.reach(this.#at);
    this.#scope = message.scope;
    this.#uid = message.uid;
    this.#whole = message.last;
    this.#learn(message);
    for (const row of message.rows) this.#put(row);
    this.#tell(
      message.first ? { reset: true } : { ...named(message), opened: message.rows.map(({ id }) => id) },
    );
  }

  differ(message: ChartDiff): void {
    this.#at = message.at;
    this.#clock.reach(this.#at);
    this.#scope = message.scope;
    const closed = message.closed.flatMap((id) => this.#take(id) ?? []);
    for (const id of message.originsGone) this.#origins.delete(id);
    if (message.folders) this.#folders = message.folders;
    this.#learn(message);
    for (const row of message.opened) this.#put(row);
    for (const row of message.changed) {
      this.#take(row.id);
      this.#put(row);
    }
    const ended = message.ended.flatMap((key) => {
      const process = this.#processes.get(key);
      this.#processes.delete(key);
      this.#filter.forgetProcess(key);
      return process ?? [];
    });
    const origins = named(message).origins || message.originsGone.length > 0 || message.folders !== null;
    this.#tell({
      ...named(message),
      origins,
      opened: message.opened.map(({ id }) => id),
      changed: message.changed.map(({ id }) => id),
      closed,
      ended,
    });
  }

  remember({ first, at, watched, watching, episodes, forgotten }: ChartTimeline): void {
    if (first) this.#episodes.clear();
    for (const id of forgotten) this.#episodes.delete(id);
    for (const episode of episodes) this.#episodes.set(episode.id, episode);
    this.#watched = watched;
    this.#watching = watching;
    this.#clock.set(at);
    this.#tell({ timeline: true });
  }

  report(status: ChartStatus): void {
    this.#status = status;
    this.#tell({ status: true });
  }

  /** Returns whether the answer is about the selection: an answer to an earlier question is dropped. */
  inspected({ inspection }: ChartInspection): boolean {
    const { lead } = this;
    const asked =
      !inspection ||
      (lead?.kind === 'socket' && inspection.socket === lead.id) ||
      (lead?.kind === 'process' && inspection.process === lead.id);
    if (!asked) return false;
    this.#inspection = inspection ?? undefined;
    this.#tell({ inspection: true });
    return true;
  }

  #learn({ processes, origins }: Pick<ChartDiff, 'processes' | 'origins'>): void {
    for (const origin of origins) this.#origins.set(origin.id, origin);
    for (const process of processes) {
      this.#processes.set(process.key, process);
      this.#filter.forgetProcess(process.key);
      for (const id of this.heldBy(process.key)) this.#filter.forgetRow(id);
    }
    if (origins.length > 0) this.#filter.forgetAll();
  }

  #put(row: ChartRow): void {
    this.#rows.set(row.id, row);
    for (const key of row.owners) {
      const held = this.#held.get(key);
      if (held) held.add(row.id);
      else this.#held.set(key, new Set([row.id]));
    }
  }

  #take(id: string): ChartRow | undefined {
    const row = this.#rows.get(id);
    if (!row) return undefined;
    this.#rows.delete(id);
    this.#filter.forgetRow(id);
    for (const key of row.owners) {
      const held = this.#held.get(key);
      held?.delete(id);
      if (held?.size === 0) this.#held.delete(key);
    }
    return row;
  }

  #tell(some: Partial<Change>): void {
    const change = { ...NO_CHANGE, ...some };
    for (const listener of this.#listeners) listener(change);
  }
}

const named = ({ processes, origins }: Pick<ChartDiff, 'processes' | 'origins'>) => ({
  processes: processes.map(({ key }) => key),
  origins: origins.length > 0,
});
