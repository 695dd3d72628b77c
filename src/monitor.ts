import { type Diff, diffSnapshots, isEmpty } from './core/snapshot/diff';
import { laterClock } from './core/snapshot/process';
import type { Reading, Scope } from './core/snapshot/reading';
import type { Snapshot } from './core/snapshot/snapshot';
import { reasonOf } from './core/text/reasonOf';
import { scanInterval, type WatchPlan } from './core/watch/rhythm';
import type { Scanned, Scanner } from './core/watch/scanner';
import type { Watched } from './core/watch/watched';

/** What the monitor is given of the world, so that tests can hand in a clock of their own. */
export interface MonitorDeps {
  /** Scans the system, and keeps the rhythm while somebody watches. The monitor disposes of it. */
  readonly scanner: Scanner;
  /** Joins what VS Code knows in; called for one reading at a time. */
  join(reading: Reading): Snapshot | Promise<Snapshot>;
  /**
   * Milliseconds between listener scans while somebody watches and the window has focus; `null`: by hand only. Read again
   * at each {@link Monitor.retime}.
   */
  intervalMs(): number | null;
  /** Whether the window has the focus; left out: it always has. Read again at each {@link Monitor.retime}. */
  focused?(): boolean;
  /** Calls back once, later; the answer takes that back. */
  after(ms: number, callback: () => void): () => void;
  /** Nobody has watched or asked for 30 s: what scanning keeps can be released until the next scan. */
  rest?(): void;
}

export interface MonitorStatus {
  readonly watching: boolean;
  readonly paused: boolean;
  /** Why the last scan failed, in the system's words; the last good snapshot stays. */
  readonly failure: string | undefined;
  /** Milliseconds between listener scans now, stretched by what one costs; `null`: by hand only. */
  readonly intervalMs: number | null;
}

export interface MonitorChange {
  readonly snapshot: Snapshot | undefined;
  /** `undefined`: the first snapshot, another scope, or only the status is new. */
  readonly diff: Diff | undefined;
}

/** A published snapshot, for what remembers the past. */
export interface MonitorScan {
  readonly snapshot: Snapshot;
  /** Milliseconds since the epoch: what is new in the snapshot came after that. 0: nothing was known before. */
  readonly confirmedAt: number;
}

interface Disposable {
  dispose(): void;
}

/**
 * Some names change without an event, such as a terminal's. While somebody watches, what VS Code knows is joined with the
 * last reading again after this many milliseconds.
 */
const JOIN_EVERY_MS = 2000;

/**
 * Holds the current snapshot, and reports what changes in it while anybody watches. The scanner keeps the rhythm; the
 * monitor sets what is watched, joins each reading, and publishes the result. Views that watch only listeners get only
 * listeners.
 */
export class Monitor implements Disposable {
  readonly #deps: MonitorDeps;
  readonly #listeners = new Set<(change: MonitorChange) => void>();
  readonly #scanListeners = new Set<(scan: MonitorScan) => void>();
  readonly #spanListeners = new Set<(span: Watched) => void>();
  readonly #watchers = new Set<{ readonly scope: Scope }>();
  readonly #queued = new Map<Scope, Promise<Snapshot>>();
  /** Ends when the question under way has its answer: the next one's turn. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Readings are joined one after the other, in the order in which they came. */
  #joins: Promise<unknown> = Promise.resolve();
  #snapshot: Snapshot | undefined;
  /** What {@link #snapshot} was joined from. */
  #reading: Reading | undefined;
  #cancelJoin: (() => void) | undefined;
  #lastSpan: Watched | undefined;
  #failure: string | undefined;
  #paused = false;
  #disposed = false;
  #telling = false;

  constructor(deps: MonitorDeps) {
    this.#deps = deps;
    deps.scanner.listen({
      scanned: (scanned) => this.#take(scanned).then(ignore, ignore), // a failure to join is reported like any other
      failed: (reason) => this.#fail(reason),
      spanEnded: (span) => {
        this.#lastSpan = span;
        this.#call(this.#spanListeners, span);
      },
      rested: () => deps.rest?.(),
    });
  }

  /** The last good one, as of the last scan; while nobody watches it grows old. */
  get snapshot(): Snapshot | undefined {
    const at = this.scannedAt;
    const { takenAt, clock } = this.#snapshot ?? {};
    // A scan that found nothing new is not reported.
    if (this.#snapshot && takenAt !== undefined && clock && at !== undefined && at > takenAt) {
      this.#snapshot = { ...this.#snapshot, takenAt: at, clock: laterClock(clock, at - takenAt) };
    }
    return this.#snapshot;
  }

  get status(): MonitorStatus {
    const plan = this.#planWhereWatched('listeners');
    return {
      watching: this.#watchers.size > 0,
      paused: this.#paused,
      failure: this.#failure,
      intervalMs: plan ? scanInterval(plan, this.#deps.scanner.status) : null,
    };
  }

  /** Since when it scans without a gap, or did at last, and when it last scanned, in milliseconds since the epoch. */
  get watched(): Watched | undefined {
    return this.#deps.scanner.status.span ?? this.#lastSpan;
  }

  /** Milliseconds since the epoch; `undefined`: it has not scanned. */
  get scannedAt(): number | undefined {
    return this.watched?.[1];
  }

  /** Whether scans follow each other now without anybody asking. */
  get scansByItself(): boolean {
    return this.#plan !== undefined && this.#failure === undefined;
  }

  /** Reports every change that a view would show, and changes of the status. A listener may not ask for a scan. */
  onDidChange(listener: (change: MonitorChange) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Reports every snapshot, after the views have got it. A listener may not ask for a scan. */
  onDidScan(listener: (scan: MonitorScan) => void): Disposable {
    this.#scanListeners.add(listener);
    return { dispose: () => void this.#scanListeners.delete(listener) };
  }

  /**
   * Reports that a span of scanning without a gap is over: the next scan came too late, failed, or its worker ended.
   */
  onDidEndSpan(listener: (span: Watched) => void): Disposable {
    this.#spanListeners.add(listener);
    return { dispose: () => void this.#spanListeners.delete(listener) };
  }

  /** A view is there to be seen: scans now, and keeps scanning until that is disposed of. */
  watch(scope: Scope): Disposable {
    const watcher = { scope };
    this.#watchers.add(watcher);
    const shown = this.#snapshot?.scope;
    if (!this.#paused || shown === undefined || (shown === 'listeners' && scope === 'all')) {
      this.#scanAndForget();
    }
    this.#follow();
    return {
      dispose: () => {
        if (this.#watchers.delete(watcher)) this.#follow();
      },
    };
  }

  /**
   * One scan, begun after this call; questions that wait for the same scan share it. Rejects with the system's words
   * where nothing at all could be read.
   */
  scan(scope: Scope): Promise<Snapshot> {
    if (this.#telling) throw new Error('A subscriber of the monitor asked for a scan.');
    const queued = this.#queued.get(scope);
    if (queued) return queued;
    const scan = this.#turn.then(() => {
      this.#queued.delete(scope);
      return this.#ask(scope);
    });
    this.#queued.set(scope, scan);
    this.#turn = scan.catch(ignore); // its caller hears of it; the next one's turn comes all the same
    return scan;
  }

  /** One scan of what the views show, as somebody asked for it. Rejects as {@link scan} does. */
  refresh(): Promise<Snapshot> {
    return this.scan(this.#watchedScope);
  }

  /** Something happened that may open or close sockets: scans now and a few times more, also while nobody watches. */
  requestScan(): void {
    if (this.#telling) throw new Error('A subscriber of the monitor asked for a scan.');
    if (this.#paused || this.#disposed || this.#deps.intervalMs() === null) return;
    this.#scanAndForget();
    this.#deps.scanner.followUp(this.#watchedScope);
  }

  /** What VS Code knows has changed, and no socket: the last reading is joined with it, without a scan. */
  joinAgain(): void {
    if (this.#disposed) return;
    this.#inTurn(async () => {
      const { takenAt, clock } = this.snapshot ?? {};
      if (!this.#reading || takenAt === undefined || !clock) return;
      const reading = { ...this.#reading, takenAt, clock };
      this.#publish(await this.#deps.join(reading), reading, undefined);
    }).catch(ignore); // the failure has been reported
  }

  /** The interval's setting has changed, or the window's focus. */
  retime(): void {
    this.#follow();
    this.#tell(undefined);
  }

  pause(): void {
    this.#paused = true;
    this.#follow();
    this.#deps.scanner.cancelFollowUps();
    this.#tell(undefined);
  }

  resume(): void {
    this.#paused = false;
    if (this.#watchers.size > 0) this.#scanAndForget();
    this.#follow();
    this.#tell(undefined);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watchers.clear();
    this.#listeners.clear();
    this.#scanListeners.clear();
    this.#spanListeners.clear();
    this.#cancelJoin?.();
    this.#deps.scanner.dispose();
  }

  /** What the views show: everything where one of them does. */
  get #watchedScope(): Scope {
    return [...this.#watchers].some(({ scope }) => scope === 'all') ? 'all' : 'listeners';
  }

  /** Whether what is shown is only as new as the last question. */
  get #still(): boolean {
    return this.#paused || this.#deps.intervalMs() === null;
  }

  /** What the scanner is to do by itself; `undefined`: nothing. */
  get #plan(): WatchPlan | undefined {
    const wanted = !this.#paused && !this.#disposed && this.#watchers.size > 0;
    return wanted ? this.#planWhereWatched(this.#watchedScope) : undefined;
  }

  #planWhereWatched(scope: Scope): WatchPlan | undefined {
    const intervalMs = this.#deps.intervalMs();
    return intervalMs === null ? undefined : { scope, intervalMs, focused: this.#deps.focused?.() ?? true };
  }

  #follow(): void {
    const plan = this.#plan;
    this.#deps.scanner.follow(plan);
    this.#cancelJoin?.();
    this.#cancelJoin = undefined;
    if (plan) this.#joinLater();
  }

  #joinLater(): void {
    this.#cancelJoin = this.#deps.after(JOIN_EVERY_MS, () => {
      this.joinAgain();
      this.#joinLater();
    });
  }

  async #ask(scope: Scope): Promise<Snapshot> {
    let scanned: Scanned;
    try {
      scanned = await this.#deps.scanner.scan(scope);
    } catch (error) {
      this.#fail(reasonOf(error));
      throw error;
    }
    return await this.#take(scanned);
  }

  #take({ reading, confirmedAt }: Scanned): Promise<Snapshot> {
    return this.#inTurn(async () => {
      const snapshot = await this.#deps.join(reading);
      if (this.#isShown(reading.scope)) this.#publish(snapshot, reading, confirmedAt);
      else this.#call(this.#scanListeners, { snapshot, confirmedAt });
      return snapshot;
    });
  }

  /** Listeners alone are shown for as long as nothing else is known. */
  #isShown(scope: Scope): boolean {
    const watched = this.#watchedScope;
    return scope === watched || (watched === 'all' && this.#snapshot?.scope !== 'all');
  }

  async #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#joins.then(step);
    this.#joins = done.catch((error: unknown) => this.#fail(reasonOf(error)));
    return await done;
  }

  /** `confirmedAt`: of the scan; `undefined`: there was none, an earlier reading was joined again. */
  #publish(snapshot: Snapshot, reading: Reading, confirmedAt: number | undefined): void {
    const before = this.#snapshot;
    const scanned = confirmedAt !== undefined;
    const recovered = scanned && this.#failure !== undefined;
    this.#snapshot = snapshot;
    this.#reading = reading;
    if (scanned) this.#failure = undefined;
    const diff = before?.scope === snapshot.scope ? diffSnapshots(before, snapshot) : undefined;
    const differs = diff === undefined || !isEmpty(diff);
    // Views that stand still say since when.
    if (differs || recovered || (scanned && this.#still)) this.#tell(diff);
    if (differs || scanned) {
      this.#call(this.#scanListeners, { snapshot, confirmedAt: confirmedAt ?? snapshot.takenAt });
    }
  }

  #fail(reason: string): void {
    if (this.#disposed) return;
    this.#failure = reason;
    this.#tell(undefined);
  }

  #tell(diff: Diff | undefined): void {
    this.#call(this.#listeners, { snapshot: this.snapshot, diff });
  }

  #call<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    const within = this.#telling;
    this.#telling = true;
    try {
      for (const listener of [...listeners]) listener(value);
    } finally {
      this.#telling = within;
    }
  }

  #scanAndForget(): void {
    this.scan(this.#watchedScope).catch(ignore); // #fail has kept the reason for the views
  }
}

const ignore = (): void => undefined;
