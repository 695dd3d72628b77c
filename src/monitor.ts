import { diffSnapshots, isEmpty, type Diff } from './core/diff';
import { reasonOf } from './core/reasonOf';
import type { Reading, Scope } from './core/reading';
import type { Snapshot } from './core/snapshot';

/** What the monitor is given of the world, so that tests can hand in a clock of their own. */
export interface MonitorDoors {
  /** One look at the system: `Probe.read`. */
  read(scope: Scope): Promise<Reading>;
  /** What VS Code knows, joined in. */
  join(reading: Reading): Snapshot;
  /** Milliseconds between looks while somebody watches; `null`: by hand only. Asked anew each time. */
  intervalMs(): number | null;
  /** Calls back once, later; the answer takes that back. */
  after(ms: number, callback: () => void): () => void;
}

export interface MonitorStatus {
  readonly watching: boolean;
  readonly paused: boolean;
  /** Why the last look failed, in the system's words; the last good snapshot stays. */
  readonly failure: string | undefined;
  /** The pace now, stretched by what a look costs; `null`: by hand only. */
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

/** Keeps asking while anybody watches, one reader at a time, and holds the current snapshot. */
export class Monitor implements Disposable {
  readonly #doors: MonitorDoors;
  readonly #listeners = new Set<(change: MonitorChange) => void>();
  readonly #watchers = new Set<{ readonly scope: Scope }>();
  readonly #queued = new Map<Scope, Promise<Snapshot>>();
  /** Ends when the look under way has ended: the next one's turn. */
  #turn: Promise<unknown> = Promise.resolve();
  #beat: (() => void) | undefined;
  #followUps: (() => void)[] = [];
  #snapshot: Snapshot | undefined;
  #failure: string | undefined;
  #paused = false;
  #disposed = false;

  constructor(doors: MonitorDoors) {
    this.#doors = doors;
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
    if (!this.#paused || !this.#snapshot) this.#lookAndForget();
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
  look(scope: Scope): Promise<Snapshot> {
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

  /** Something happened that may open or close sockets: looks now and a few times more, also while nobody watches. */
  nudge(): void {
    if (this.#paused || this.#disposed) return;
    this.#cancelFollowUps();
    this.#lookAndForget();
    this.#followUps = FOLLOW_UPS.map((ms) => this.#doors.after(ms, () => this.#lookAndForget()));
  }

  /** The interval's setting has changed. */
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
    if (this.#watchers.size > 0) this.#lookAndForget();
    this.#schedule();
    this.#tell(undefined);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watchers.clear();
    this.#listeners.clear();
    this.#stopBeat();
    this.#cancelFollowUps();
  }

  /** What the views show: everything where one of them does. */
  get #watchedScope(): Scope {
    return [...this.#watchers].some(({ scope }) => scope === 'all') ? 'all' : 'listeners';
  }

  async #read(scope: Scope): Promise<Snapshot> {
    try {
      const snapshot = this.#doors.join(await this.#doors.read(scope));
      if (scope === this.#watchedScope) this.#publish(snapshot);
      return snapshot;
    } catch (error) {
      this.#failure = reasonOf(error);
      this.#tell(undefined);
      throw error;
    }
  }

  #publish(snapshot: Snapshot): void {
    const before = this.#snapshot;
    const recovered = this.#failure !== undefined;
    this.#snapshot = snapshot;
    this.#failure = undefined;
    const diff = before?.scope === snapshot.scope ? diffSnapshots(before, snapshot) : undefined;
    if (diff === undefined || recovered || !isEmpty(diff)) this.#tell(diff);
  }

  #tell(diff: Diff | undefined): void {
    for (const listener of [...this.#listeners]) listener({ snapshot: this.#snapshot, diff });
  }

  #lookAndForget(): void {
    this.look(this.#watchedScope).catch(() => undefined); // #read has kept the reason for the views
  }

  #pace(): number | null {
    const interval = this.#doors.intervalMs();
    if (interval === null) return null;
    return Math.max(interval, COST_STRETCH * (this.#snapshot?.cost.cpuMs ?? 0));
  }

  /** Sets the next beat, unless one is set or nobody wants it; the pace counts from the end of the last look. */
  #schedule(): void {
    const pace = this.#pace();
    if (this.#beat || this.#paused || this.#disposed || this.#watchers.size === 0 || pace === null) return;
    const cancel = this.#doors.after(pace, () => {
      void this.look(this.#watchedScope)
        .catch(() => undefined) // #read has kept the reason for the views
        .then(() => {
          if (this.#beat !== cancel) return;
          this.#beat = undefined;
          this.#schedule();
        });
    });
    this.#beat = cancel;
  }

  #stopBeat(): void {
    this.#beat?.();
    this.#beat = undefined;
  }

  #cancelFollowUps(): void {
    for (const cancel of this.#followUps) cancel();
    this.#followUps = [];
  }
}
