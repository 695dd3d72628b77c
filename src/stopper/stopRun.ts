import type { Descendant, StopPlan } from '../core/stop/stopPlan';
import type { SentSignal, StopSignal } from '../core/stop/stopResult';
import { planName } from '../core/stop/stopTexts';
import type { Translate } from '../core/text/translate';
import type { Pinned } from '../platform/signaller';
import type { Clock } from './clock';
import type { PinnedProcesses } from './pinnedProcesses';

export interface StopHandlers {
  /** Cancel: ends the waiting, not the process. */
  readonly signal: AbortSignal;
  /** Stop by SIGKILL at once: a person asked for that. */
  readonly force?: boolean;
  onProgress(text: string): void;
  /**
   * Asks whether what did not end may be killed. `left`: what the target started and is still there, once the target
   * has ended.
   */
  offerForce(left: readonly Descendant[]): Promise<boolean>;
  /** Asks whether what its owner could not end may be signalled. */
  offerSignals(): Promise<boolean>;
}

/** How long a process may take to end before more is offered; and after SIGKILL before that is given up. */
const GRACE_MS = 5000;
const POLL_MS = 50;
const PROGRESS_MS = 1000;

/** One stop on its way: what it has done so far, and its waiting. */
export class StopRun {
  readonly plan: StopPlan;
  readonly hold: PinnedProcesses;
  readonly handlers: StopHandlers;
  readonly clock: Clock;
  readonly t: Translate;
  readonly signals: SentSignal[] = [];
  /** The event by which the owner reported the end. */
  confirmedBy: string | null = null;

  constructor(plan: StopPlan, hold: PinnedProcesses, handlers: StopHandlers, clock: Clock, t: Translate) {
    this.plan = plan;
    this.hold = hold;
    this.handlers = handlers;
    this.clock = clock;
    this.t = t;
  }

  get cancelled(): boolean {
    return this.handlers.signal.aborted;
  }

  /** Whether there is more to do: it is alive, and, as far as can be seen, holds what it should release. */
  isStuck(): boolean {
    return this.hold.alive() && !this.cancelled && this.hold.holdsAny() !== false;
  }

  /** A process that is stopped hears SIGTERM only when it goes on: systemd sends SIGCONT behind it, too. */
  send(pinned: Pinned, signal: StopSignal): 'sent' | 'gone' | 'not-permitted' {
    const wake = signal === 'SIGTERM' && pinned.suspended();
    const answer = pinned.signal(signal);
    if (answer !== 'sent') return answer;
    this.signals.push({ pid: pinned.identity.pid, signal, at: this.clock.timeOfDay() });
    return wake ? this.send(pinned, 'SIGCONT') : answer;
  }

  /** Waits until they have all ended, the time is over, or somebody cancels. */
  async waitForAll(pins: () => readonly Pinned[], limitMs = GRACE_MS): Promise<void> {
    await this.wait(limitMs, () =>
      pins()
        .find((pinned) => pinned.alive())
        ?.ended(POLL_MS, this.handlers.signal),
    );
  }

  /** Waits in turns until no turn is left, the time is over, or somebody cancels. */
  async wait(limitMs: number, turn: () => Promise<void> | undefined): Promise<void> {
    const started = this.clock.now();
    let told = -Infinity;
    for (;;) {
      const waited = this.clock.now() - started;
      if (waited - told >= PROGRESS_MS) {
        told = waited;
        const seconds = Math.floor(waited / 1000);
        this.handlers.onProgress(
          this.t('Waiting for {0} to end ({1} s)', planName(this.plan, this.t), seconds),
        );
      }
      if (this.cancelled || waited >= limitMs) return;
      const next = turn();
      if (!next) return;
      await next;
    }
  }
}
