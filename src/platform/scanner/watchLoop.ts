import type { Reading, Scope } from '../../core/snapshot/reading';
import { diffReadings, isEmptyReadingDiff, type ReadingDiff } from '../../core/snapshot/readingDiff';
import { reasonOf } from '../../core/text/reasonOf';
import { REST_MS, Rhythm, type WatchPlan } from '../../core/watch/rhythm';
import type { ScannerStatus } from '../../core/watch/scanner';
import { spanAfter, type Watched } from '../../core/watch/watched';
import { NOTHING_WATCHED, watchedAfter } from '../../core/watch/watchedReading';
import type { Probe } from '../probe';

/** The orders that the loop takes. */
export type Order =
  | { readonly type: 'follow'; readonly plan: WatchPlan | undefined }
  | { readonly type: 'scan'; readonly number: number; readonly scope: Scope }
  | { readonly type: 'followUp'; readonly scope: Scope }
  | { readonly type: 'cancelFollowUps' }
  | { readonly type: 'end' };

/** What the loop tells. `number`: of the question that this answers; `null`: nobody asked. */
export type News =
  | {
      readonly type: 'scanned';
      readonly number: number | null;
      readonly reading: Reading;
      /** What differs from the reading of the same scope that was posted last. */
      readonly diff: ReadingDiff;
      /** See `Scanned.confirmedAt`. */
      readonly confirmedAt: number;
    }
  | { readonly type: 'failed'; readonly number: number | null; readonly reason: string }
  | { readonly type: 'spanEnded'; readonly span: Watched }
  /** Nothing was asked or watched for 30 s: the worker may end. */
  | { readonly type: 'idle' };

export interface WatchLoopDeps {
  readonly probe: Probe;
  /** Milliseconds after the last scan until it says that it is idle; left out: 30 s. */
  readonly restMs?: number | undefined;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** The next order; `undefined` while no order waits. */
  receive(): Order | undefined;
  /** Returns after that many milliseconds, or as soon as an order is there; `Infinity`: only then. */
  sleep(ms: number): Promise<void> | undefined;
  /** Whether the last message has been taken; until then only answers are posted. */
  taken(): boolean;
  readonly tell: (news: News) => void;
  /** Called whenever the status changes. */
  show(status: ScannerStatus): void;
}

/**
 * Scans one after the other: for each question, and in the rhythm that the plan asks for. A worker runs it and blocks
 * its thread while it sleeps; where there is no worker, it runs on the caller's thread and sleeps by timer.
 */
export class WatchLoop {
  readonly #deps: WatchLoopDeps;
  readonly #rhythm = new Rhythm();
  /** The reading of each scope that was posted last. */
  readonly #told = new Map<Scope, Reading>();
  #watched = NOTHING_WATCHED;
  /**
   * Set when the other scope or a failure was posted since: the watched scope must then be posted even if it is
   * unchanged.
   */
  #owed = false;
  #span: Watched | undefined;
  #confirmedAt = 0;
  #scans = 0;
  /** When to say that nothing is wanted; `undefined`: it was said, or nothing was scanned. */
  #restAt: number | undefined;

  constructor(deps: WatchLoopDeps) {
    this.#deps = deps;
  }

  /** Runs until an order says that it ends. */
  async run(): Promise<void> {
    for (;;) {
      const order = this.#deps.receive();
      if (order?.type === 'end') return;
      if (order) await this.#obey(order);
      else await this.#wait();
    }
  }

  async #obey(order: Exclude<Order, { readonly type: 'end' }>): Promise<void> {
    const now = this.#deps.now();
    switch (order.type) {
      case 'follow':
        this.#owed ||= order.plan !== undefined && order.plan.scope !== this.#rhythm.plan?.scope;
        this.#rhythm.follow(order.plan, now);
        break;
      case 'followUp':
        this.#rhythm.followUp(order.scope, now);
        break;
      case 'cancelFollowUps':
        this.#rhythm.cancelFollowUps();
        break;
      case 'scan':
        await this.#scan(order.scope, order.number);
    }
  }

  /** Makes the scan that is due, or sleeps until the next one is. */
  async #wait(): Promise<void> {
    const { next } = this.#rhythm;
    const now = this.#deps.now();
    if (next && next.at <= now) await this.#scan(next.scope, null);
    else if (next) await this.#deps.sleep(next.at - now);
    else if (this.#restAt === undefined) await this.#deps.sleep(Infinity);
    else if (now < this.#restAt) await this.#deps.sleep(this.#restAt - now);
    else {
      this.#restAt = undefined;
      this.#deps.tell({ type: 'idle' });
    }
  }

  async #scan(scope: Scope, number: number | null): Promise<void> {
    const { probe, now, tell } = this.#deps;
    this.#rhythm.began(scope, now());
    try {
      this.#take(await probe.read(scope), number);
    } catch (error) {
      this.#rhythm.failed(scope, now());
      this.#show(undefined);
      this.#owed = true;
      tell({ type: 'failed', number, reason: reasonOf(error) });
    }
    this.#restAt = now() + (this.#deps.restMs ?? REST_MS);
  }

  #take(reading: Reading, number: number | null): void {
    const { scope, takenAt, cost } = reading;
    const before = this.#watched.told;
    this.#watched = watchedAfter(this.#watched, reading, this.#rhythm.plan?.scope ?? 'listeners');
    const { told, listeners, settled } = this.#watched;
    const news = told !== undefined && listeners === reading && (!settled || cameOrWent(before, told));
    this.#rhythm.ended(scope, cost.cpuMs, news, this.#deps.now());
    this.#show(spanAfter(this.#span, takenAt, this.#rhythm.intervalMs));
    if (number !== null) this.#tell(reading, number);
    const known = told === undefined || (number !== null && told === reading) || this.#tellNews(told);
    if (known) this.#confirmedAt = takenAt;
  }

  /**
   * Returns whether the subscriber has it now. A message that has not been taken yet goes together with what comes
   * after.
   */
  #tellNews(told: Reading): boolean {
    const diff = diffReadings(this.#told.get(told.scope), told);
    if (!this.#owed && isEmptyReadingDiff(diff)) return true;
    if (this.#rhythm.plan && !this.#deps.taken()) return false;
    this.#tell(told, null, diff);
    return true;
  }

  #tell(reading: Reading, number: number | null, known?: ReadingDiff): void {
    const { scope } = reading;
    const diff = known ?? diffReadings(this.#told.get(scope), reading);
    this.#told.set(scope, reading);
    // A host that keeps both scopes has to hear what became of the other one's news.
    this.#owed = scope !== (this.#rhythm.plan?.scope ?? 'listeners');
    this.#deps.tell({ type: 'scanned', number, reading, diff, confirmedAt: this.#confirmedAt });
  }

  /** Publishes the status after a scan and before its news: a subscriber may ask for the status at once. */
  #show(span: Watched | undefined): void {
    const last = this.#span;
    this.#span = span;
    this.#deps.show({ span, ...this.#rhythm.load, scans: ++this.#scans });
    if (last && last[0] !== span?.[0]) this.#deps.tell({ type: 'spanEnded', span: last });
  }
}

/** Whether a row or a process is new or gone: the sockets connected to it may be too. */
function cameOrWent(before: Reading | undefined, after: Reading): boolean {
  if (before?.scope !== after.scope) return false;
  const { opened, closed, ended } = diffReadings(before, after);
  return opened.length + closed.length + ended.length > 0;
}
