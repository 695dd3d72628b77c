import type { Scope } from '../snapshot/reading';

/** What is to be watched, and how often. */
export interface WatchPlan {
  readonly scope: Scope;
  /** The setting: milliseconds between two listener scans in a window that has the focus. */
  readonly intervalMs: number;
  readonly focused: boolean;
}

/** What stretches the interval. */
export interface ScanLoad {
  /** CPU time of the last listener scan, in milliseconds. */
  readonly cpuMs: number;
  /** Scans that have failed one after the other. */
  readonly failures: number;
}

/** A scan may use 1/20 of a core: the wait is at least 20 times its CPU time. */
const COST_STRETCH = 20;

/** A window without focus is served this many times more slowly: every 2 s at the ordinary 200 ms. */
const UNFOCUSED = 10;

/** A full scan follows after this many intervals at the latest: every 5 s at the ordinary 200 ms. */
const FULL_EVERY = 25;

/** Servers take their time to listen after the event that started them: when to scan again, in milliseconds. */
const FOLLOW_UPS = [300, 1000, 3000];

/** Milliseconds after the last scan until its memory is let go. */
export const REST_MS = 30_000;

/**
 * Milliseconds between two listener scans as they are now: stretched without focus, by their cost, and doubled with each
 * failure up to the interval of full scans.
 */
export function scanInterval({ intervalMs, focused }: WatchPlan, { cpuMs, failures }: ScanLoad): number {
  const stretched = Math.max(focused ? intervalMs : intervalMs * UNFOCUSED, COST_STRETCH * cpuMs);
  if (failures < 2) return stretched;
  return Math.max(stretched, Math.min(stretched * 2 ** (failures - 1), intervalMs * FULL_EVERY));
}

/** The next scan, and when it is due. */
export interface Due {
  readonly at: number;
  readonly scope: Scope;
}

/**
 * Decides which scan is due when. All moments are milliseconds of one clock that never jumps; it is handed in with each
 * call.
 *
 * A listener scan each interval. Where everything is watched, a full scan when a listener scan found something new, and
 * every 25 intervals. After an event a few scans more, whether anybody watches or not.
 */
export class Rhythm {
  #plan: WatchPlan | undefined;
  #followUps: Due[] = [];
  readonly #cpuMs: Record<Scope, number> = { listeners: 0, all: 0 };
  #failures = 0;
  /** When the last scan ended, or the plan changed: from then the interval counts. */
  #from = 0;
  #fullBegan = -Infinity;
  /** `now`: a listener scan found something new. `next`: a full scan failed, and the next interval tries again. */
  #fullWanted: 'now' | 'next' | undefined;

  get plan(): WatchPlan | undefined {
    return this.#plan;
  }

  get load(): ScanLoad {
    return { cpuMs: this.#cpuMs.listeners, failures: this.#failures };
  }

  /** Milliseconds between two listener scans; `null`: nothing is watched. */
  get intervalMs(): number | null {
    return this.#plan ? scanInterval(this.#plan, this.load) : null;
  }

  follow(plan: WatchPlan | undefined, now: number): void {
    this.#plan = plan;
    this.#from = now;
  }

  /** After an event; the follow-ups of an earlier one are dropped. */
  followUp(scope: Scope, now: number): void {
    this.#followUps = FOLLOW_UPS.map((ms) => ({ at: now + ms, scope }));
  }

  cancelFollowUps(): void {
    this.#followUps = [];
  }

  began(scope: Scope, now: number): void {
    this.#followUps = this.#followUps.filter(({ at }) => at > now);
    if (scope !== 'all') return;
    this.#fullBegan = now;
    this.#fullWanted = undefined;
  }

  /** `news`: a listener scan found something that a full scan may say more about. */
  ended(scope: Scope, cpuMs: number, news: boolean, now: number): void {
    this.#cpuMs[scope] = cpuMs;
    this.#failures = 0;
    this.#from = now;
    if (news) this.#fullWanted = 'now';
  }

  failed(scope: Scope, now: number): void {
    this.#failures++;
    this.#from = now;
    if (scope === 'all') this.#fullWanted = 'next';
  }

  /** The next scan; `undefined`: none, until somebody asks. */
  get next(): Due | undefined {
    const [followUp] = this.#followUps;
    const planned = this.#planned();
    return planned && (!followUp || planned.at <= followUp.at) ? planned : followUp;
  }

  #planned(): Due | undefined {
    const { intervalMs } = this;
    if (!this.#plan || intervalMs === null) return undefined;
    const at = this.#from + intervalMs;
    if (this.#plan.scope !== 'all') return { at, scope: 'listeners' };
    const allowed = this.#fullBegan + COST_STRETCH * this.#cpuMs.all;
    if (this.#fullWanted === 'now' && allowed <= at)
      return { at: Math.max(this.#from, allowed), scope: 'all' };
    const slow = this.#fullBegan + FULL_EVERY * this.#plan.intervalMs;
    const due = Math.max(allowed, this.#fullWanted === undefined ? slow : -Infinity);
    return { at, scope: due <= at ? 'all' : 'listeners' };
  }
}
