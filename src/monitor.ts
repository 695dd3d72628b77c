import { type Diff, diffSnapshots, isEmpty } from './core/snapshot/diff';
import type { Reading, Scope } from './core/snapshot/reading';
import type { Snapshot } from './core/snapshot/snapshot';
import { NO_PICTURE, pictureAfter } from './core/snapshot/watchedSnapshot';
import { reasonOf } from './core/text/reasonOf';

/** What the monitor is given of the world, so that tests can hand in a clock of their own. */
export interface MonitorDeps {
  /** One look at the system: `Probe.read`. */
  read(scope: Scope): Promise<Reading>;
  /** What VS Code knows, joined in. */
  join(reading: Reading): Snapshot | Promise<Snapshot>;
  /**
   * Milliseconds between quick looks while somebody watches and the window has focus; `null`: by hand only. Asked anew
   * each time.
   */
  intervalMs(): number | null;
  /** Whether the window has the focus; without this door it always has. Asked anew each time. */
  focused?(): boolean;
  /** Calls back once, later; the answer takes that back. */
  after(ms: number, callback: () => void): () => void;
  /** Nobody has watched or asked for {@link REST_MS}: what looking holds on to can be let go until the next look. */
  rest?(): void;
}

export interface MonitorStatus {
  readonly watching: boolean;
  readonly paused: boolean;
  /** Why the last look failed, in the system's words; the last good snapshot stays. */
  readonly failure: string | undefined;
  /** The pace of the quick look now, stretched by what it costs; `null`: by hand only. */
  readonly intervalMs: number | null;
}

export interface MonitorChange {
  readonly snapshot: Snapshot | undefined;
  /** `undefined`: the first snapshot, another scope, or only the status is new. */
  readonly diff: Diff | undefined;
}

interface Disposable {
  dispose(): void;
}

/** Servers take their time to listen after the event that started them: when to look again, in milliseconds. */
const FOLLOW_UPS = [300, 1000, 3000];

/** Looking takes at most this part of one core: the pace is at least so many times the CPU time of a look. */
const COST_STRETCH = 20;

/** Without focus it looks so many times more slowly: every 2 s at the ordinary 200 ms. */
const UNFOCUSED = 10;

/** Everything is looked at again after so many intervals, at the latest: every 5 s at the ordinary 200 ms. */
const SLOW_BEAT = 25;

/** How long after the last look the monitor lets go, in milliseconds. */
export const REST_MS = 30_000;

/**
 * Keeps asking while anybody watches, one reader at a time, and holds the current snapshot.
 *
 * Two rhythms: a quick look at listeners at every beat; where somebody watches everything, a look at everything when
 * that begins, when a quick look came upon something new, and on a slow beat. In between the quick looks keep the
 * listeners of that picture fresh. Who watches listeners only is told of listeners only.
 */
export class Monitor implements Disposable {
  readonly #deps: MonitorDeps;
  readonly #listeners = new Set<(change: MonitorChange) => void>();
  readonly #watchers = new Set<{ readonly scope: Scope }>();
  readonly #queued = new Map<Scope, Promise<Snapshot>>();
  /** CPU time of the last look of each scope, in milliseconds. */
  readonly #costs = new Map<Scope, number>();
  /** Ends when the look under way has ended: the next one's turn. */
  #turn: Promise<unknown> = Promise.resolve();
  #beat: (() => void) | undefined;
  #rest: (() => void) | undefined;
  /** It has looked since it last let go. */
  #mayRest = false;
  #followUps: (() => void)[] = [];
  #snapshot: Snapshot | undefined;
  #picture = NO_PICTURE;
  /** Time that beats have let pass since the last look at everything began, in milliseconds. */
  #sinceWhole = 0;
  /** A quick look came upon something new, or the last look at everything failed. */
  #wholeWanted = false;
  #failure: string | undefined;
  /** Looks that have failed since the last good one. */
  #failures = 0;
  #paused = false;
  #disposed = false;

  constructor(deps: MonitorDeps) {
    this.#deps = deps;
  }

  /** The last good one; while nobody watches it grows old. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  get status(): MonitorStatus {
    return {
      watching: this.#watchers.size > 0,
      paused: this.#paused,
      failure: this.#failure,
      intervalMs: this.#pace(),
    };
  }

  /** Tells of every change that a view would show, and of changes of the status. */
  onDidChange(listener: (change: MonitorChange) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** A view is there to be seen: looks now, and keeps looking until that is disposed of. */
  watch(scope: Scope): Disposable {
    const watcher = { scope };
    this.#watchers.add(watcher);
    const shown = this.#snapshot?.scope;
    if (!this.#paused || shown === undefined || (shown === 'listeners' && scope === 'all')) {
      this.#scanAndForget();
    }
    this.#schedule();
    return {
      dispose: () => {
        this.#watchers.delete(watcher);
        if (this.#watchers.size === 0) this.#stopBeat();
      },
    };
  }

  /**
   * One look, begun after this call; questions that wait for the same look share it. Rejects with the system's words
   * where nothing at all could be read.
   */
  scan(scope: Scope): Promise<Snapshot> {
    const queued = this.#queued.get(scope);
    if (queued) return queued;
    const look = this.#turn.then(() => {
      this.#queued.delete(scope);
      return this.#read(scope);
    });
    this.#queued.set(scope, look);
    this.#turn = look.catch(() => undefined); // its caller hears of it; the next one's turn comes all the same
    return look;
  }

  /** One look at what the views show, as somebody asked for it. Rejects as {@link scan} does. */
  refresh(): Promise<Snapshot> {
    return this.scan(this.#watchedScope);
  }

  /** Something happened that may open or close sockets: looks now and a few times more, also while nobody watches. */
  requestScan(): void {
    if (this.#paused || this.#disposed || this.#deps.intervalMs() === null) return;
    this.#cancelFollowUps();
    this.#scanAndForget();
    this.#followUps = FOLLOW_UPS.map((ms) => this.#deps.after(ms, () => this.#scanAndForget()));
  }

  /** The interval's setting has changed, or the window's focus. */
  retime(): void {
    this.#stopBeat();
    this.#schedule();
    this.#tell(undefined);
  }

  pause(): void {
    this.#paused = true;
    this.#stopBeat();
    this.#cancelFollowUps();
    this.#tell(undefined);
  }

  resume(): void {
    this.#paused = false;
    if (this.#watchers.size > 0) this.#scanAndForget();
    this.#schedule();
    this.#tell(undefined);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watchers.clear();
    this.#listeners.clear();
    this.#stopBeat();
    this.#cancelFollowUps();
    this.#rest?.();
  }

  /** What the views show: everything where one of them does. */
  get #watchedScope(): Scope {
    return [...this.#watchers].some(({ scope }) => scope === 'all') ? 'all' : 'listeners';
  }

  /** Whether what is shown is only as new as the last question. */
  get #still(): boolean {
    return this.#paused || this.#deps.intervalMs() === null;
  }

  async #read(scope: Scope): Promise<Snapshot> {
    this.#mayRest = true;
    if (scope === 'all') {
      this.#sinceWhole = 0;
      this.#wholeWanted = false;
    }
    try {
      const snapshot = await this.#deps.join(await this.#deps.read(scope));
      this.#costs.set(scope, snapshot.cost.cpuMs);
      this.#failures = 0;
      this.#take(snapshot);
      return snapshot;
    } catch (error) {
      this.#wholeWanted ||= scope === 'all';
      this.#failures++;
      this.#failure = reasonOf(error);
      this.#tell(undefined);
      throw error;
    } finally {
      this.#restLater();
    }
  }

  #take(look: Snapshot): void {
    this.#picture = pictureAfter(this.#picture, look, this.#watchedScope);
    const { shown, quick, settled } = this.#picture;
    if (!shown) return;
    const diff = this.#publish(shown);
    if (quick) this.#wholeWanted ||= !settled || (diff !== undefined && cameOrWent(diff));
  }

  /** `undefined`: the first snapshot, or another scope. */
  #publish(snapshot: Snapshot): Diff | undefined {
    const before = this.#snapshot;
    const recovered = this.#failure !== undefined;
    this.#snapshot = snapshot;
    this.#failure = undefined;
    const diff = before?.scope === snapshot.scope ? diffSnapshots(before, snapshot) : undefined;
    // Views that stand still say since when.
    if (diff === undefined || recovered || !isEmpty(diff) || this.#still) this.#tell(diff);
    return diff;
  }

  #tell(diff: Diff | undefined): void {
    for (const listener of [...this.#listeners]) listener({ snapshot: this.#snapshot, diff });
  }

  #scanAndForget(): void {
    this.scan(this.#watchedScope).catch(() => undefined); // #read has kept the reason for the views
  }

  /** Of the quick look, in milliseconds. Where looks fail one after the other it slows down to the slow beat. */
  #pace(): number | null {
    const interval = this.#deps.intervalMs();
    if (interval === null) return null;
    const focused = this.#deps.focused?.() ?? true;
    const pace = Math.max(
      focused ? interval : interval * UNFOCUSED,
      COST_STRETCH * (this.#costs.get('listeners') ?? 0),
    );
    if (this.#failures < 2) return pace;
    return Math.max(pace, Math.min(pace * 2 ** (this.#failures - 1), interval * SLOW_BEAT));
  }

  /** Sets the next beat, unless one is set or nobody wants it; the pace counts from the end of the last look. */
  #schedule(): void {
    const pace = this.#pace();
    if (this.#beat || this.#paused || this.#disposed || this.#watchers.size === 0 || pace === null) return;
    const cancel = this.#deps.after(pace, () => {
      this.#sinceWhole += pace;
      void this.#scanInRhythm().then(() => {
        if (this.#beat !== cancel) return;
        this.#beat = undefined;
        this.#schedule();
      });
    });
    this.#beat = cancel;
    this.#restLater();
  }

  /** At a beat: everything where that is due, otherwise listeners, and everything at once where they changed. */
  async #scanInRhythm(): Promise<void> {
    try {
      if (!this.#wholeIsDue()) await this.scan('listeners');
      if (this.#wholeIsDue()) await this.scan('all');
    } catch {
      // #read has kept the reason for the views.
    }
  }

  #wholeIsDue(): boolean {
    if (this.#watchedScope !== 'all') return false;
    const atLeast = COST_STRETCH * (this.#costs.get('all') ?? 0);
    const slow = Math.max(SLOW_BEAT * (this.#deps.intervalMs() ?? 0), atLeast);
    return this.#sinceWhole >= (this.#wholeWanted ? atLeast : slow);
  }

  #stopBeat(): void {
    this.#beat?.();
    this.#beat = undefined;
    this.#restLater();
  }

  #cancelFollowUps(): void {
    for (const cancel of this.#followUps) cancel();
    this.#followUps = [];
  }

  /** Counts anew to the moment to let go, unless a beat is to come. Who has not looked has nothing to let go. */
  #restLater(): void {
    this.#rest?.();
    this.#rest = undefined;
    if (this.#disposed || this.#beat || !this.#mayRest || !this.#deps.rest) return;
    this.#rest = this.#deps.after(REST_MS, () => {
      this.#rest = undefined;
      this.#mayRest = false;
      this.#deps.rest?.();
    });
  }
}

/** Whether a listener or a process that holds one is new or gone: what is connected to it may be too. */
const cameOrWent = ({ opened, closed, ended }: Diff): boolean =>
  opened.length + closed.length + ended.length > 0;
