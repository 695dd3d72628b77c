import { setTimeout as delay } from 'node:timers/promises';
import type { Protection } from './core/protection';
import type { ProcessIdentity } from './core/process';
import type { Scope } from './core/reading';
import type { Snapshot } from './core/snapshot';
import {
  cancelled,
  endingOf,
  isOfPlan,
  movedOn,
  notPermitted,
  refusedNow,
  stillHeld,
  unpinned,
  unseen,
  type StopEnding,
} from './core/stopEnding';
import { planStop, type Refusal, type StopPlan } from './core/stopPlan';
import { processName } from './core/stopTexts';
import type { Translate } from './core/translate';
import type { Pinned, Signaller, StopSignal } from './platform/signaller';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that time, or as soon as the signal says so; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface StopDoors {
  /** A look begun after the call. */
  look(scope: Scope): Promise<Snapshot>;
  readonly signaller: Signaller;
  /** Whom not to signal: core's `protectedPids` with what the caller knows of itself. */
  protectedPids(snapshot: Snapshot): ReadonlyMap<number, Protection>;
  readonly translate: Translate;
  /** The system's own where it is left out. */
  readonly clock?: Clock;
}

export interface StopHandlers {
  /** Cancel: ends the waiting, not the process. */
  readonly signal: AbortSignal;
  onProgress(text: string): void;
  /** The process did not end: may it be killed? */
  offerForce(): Promise<boolean>;
}

export interface SentSignal {
  readonly pid: number;
  readonly signal: StopSignal;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface StopResult extends StopEnding {
  /** `null`: it was refused before there was one. */
  readonly plan: StopPlan | null;
  readonly signals: readonly SentSignal[];
}

/** How long a process may take to end after SIGTERM before force is offered; and after SIGKILL before that is given up. */
const GRACE_MS = 5000;
const POLL_MS = 50;
const PROGRESS_MS = 1000;
/** A process can be gone a moment before its last thread lets go of the socket, or before its forks follow it. */
const SETTLE_MS = 1000;

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  // The only rejection there is says that the signal came: which ends the sleep, as it should.
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/** Carries a stop plan out: checks before every signal that it hits what was meant, and afterwards what came of it. */
export class Stopper {
  readonly #doors: StopDoors;
  readonly #clock: Clock;
  readonly #t: Translate;

  constructor(doors: StopDoors) {
    this.#doors = doors;
    this.#clock = doors.clock ?? SYSTEM_CLOCK;
    this.#t = doors.translate;
  }

  /** @param target the owner to signal; without one the lead */
  plan(
    snapshot: Snapshot,
    socketIds: string | readonly string[],
    target?: ProcessIdentity,
  ): StopPlan | Refusal {
    const ids = typeof socketIds === 'string' ? [socketIds] : socketIds;
    return planStop(snapshot, ids, this.#doors.protectedPids(snapshot), this.#t, target);
  }

  /** Asks the target to end, waits, offers force, and looks what came of it. Never rejects. */
  async run(plan: StopPlan, handlers: StopHandlers): Promise<StopResult> {
    const signals: SentSignal[] = [];
    let ending: StopEnding;
    try {
      ending = await this.#carryOut(plan, handlers, signals);
    } catch (error) {
      ending = unseen(plan, signals.length > 0, error, this.#t);
    }
    return { plan, signals, ...ending };
  }

  async #carryOut(plan: StopPlan, handlers: StopHandlers, signals: SentSignal[]): Promise<StopEnding> {
    const pinned = this.#doors.signaller.pin(plan.target);
    if (!pinned) return unpinned(plan, await this.#doors.look('all'), this.#t);
    try {
      const unsent = await this.#signal('SIGTERM', plan, pinned, handlers, signals);
      if (unsent) return unsent;
      await this.#waitForEnd(plan, pinned, handlers);
      const stuck = pinned.alive() && !handlers.signal.aborted && this.#holdsAny(plan, pinned) !== false;
      if (stuck && (await handlers.offerForce())) {
        const unforced = await this.#signal('SIGKILL', plan, pinned, handlers, signals);
        if (unforced) return unforced;
        await this.#waitForEnd(plan, pinned, handlers);
      }
      return await this.#conclude(plan, pinned, handlers.signal);
    } finally {
      pinned.close();
    }
  }

  /** Sends it if everything is still as planned; otherwise says how it ended instead. */
  async #signal(
    signal: StopSignal,
    plan: StopPlan,
    pinned: Pinned,
    handlers: StopHandlers,
    signals: SentSignal[],
  ): Promise<StopEnding | undefined> {
    const t = this.#t;
    const fresh = this.plan(await this.#doors.look('all'), idsOf(plan), plan.target);
    /** After a first signal whatever happened meanwhile is what came of it; before, it is a reason to do nothing. */
    const instead = (
      nothingDone: () => StopEnding | Promise<StopEnding>,
    ): StopEnding | Promise<StopEnding> =>
      signals.length > 0 ? this.#conclude(plan, pinned, handlers.signal) : nothingDone();

    const gone = async (): Promise<StopEnding> => unpinned(plan, await this.#doors.look('all'), t);

    if (!pinned.alive()) return await instead(gone);
    if (handlers.signal.aborted) return await instead(() => cancelled(plan, t));
    if (fresh.kind === 'refusal') return await instead(() => refusedNow(fresh, t));
    if (this.#holdsAny(fresh, pinned) === false) return await instead(() => movedOn(plan, t));
    switch (pinned.signal(signal)) {
      case 'sent':
        signals.push({ pid: plan.target.pid, signal, at: this.#clock.now() });
        return undefined;
      case 'gone':
        return await instead(gone);
      case 'not-permitted':
        return notPermitted(plan, signal, t);
    }
  }

  /** `null`: may not be seen, and the last look has to do. */
  #holdsAny(plan: StopPlan, pinned: Pinned): boolean | null {
    const answers = plan.sockets.map((socket) => pinned.holds(socket));
    if (answers.includes(true)) return true;
    return answers.includes(null) ? null : false;
  }

  async #waitForEnd(plan: StopPlan, pinned: Pinned, handlers: StopHandlers): Promise<void> {
    const started = this.#clock.now();
    let told = -Infinity;
    for (;;) {
      const waited = this.#clock.now() - started;
      if (waited - told >= PROGRESS_MS) {
        told = waited;
        const seconds = Math.floor(waited / 1000);
        handlers.onProgress(this.#t('Waiting for {0} to end ({1} s)', processName(plan.target), seconds));
      }
      if (!pinned.alive() || handlers.signal.aborted || waited >= GRACE_MS) return;
      await this.#clock.sleep(POLL_MS, handlers.signal);
    }
  }

  /** Looks whether the sockets are gone, and who holds them otherwise. */
  async #conclude(plan: StopPlan, pinned: Pinned, signal: AbortSignal): Promise<StopEnding> {
    const started = this.#clock.now();
    for (;;) {
      const alive = pinned.alive();
      const snapshot = await this.#doors.look('all');
      if (alive && !pinned.alive()) continue; // ended during the look, which may have seen it either way
      const lingering = !alive && stillHeld(plan, snapshot).some((socket) => isOfPlan(plan, socket));
      const overdue = signal.aborted || this.#clock.now() - started >= SETTLE_MS;
      if (!lingering || overdue) {
        return endingOf(plan, snapshot, { alive, stoppedWaiting: signal.aborted }, this.#t);
      }
      await this.#clock.sleep(POLL_MS, signal);
    }
  }
}

const idsOf = (plan: StopPlan): string[] => plan.sockets.map(({ id }) => id);
