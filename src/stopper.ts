import { processKey, sameProcess } from './core/snapshot/process';
import type { Scope } from './core/snapshot/reading';
import type { Snapshot } from './core/snapshot/snapshot';
import type { Socket } from './core/socket/socket';
import { isAsShown, listenAtOnePlace, planStop } from './core/stop/planStop';
import type { Protection } from './core/stop/protection';
import {
  type BindTrial,
  cancelled,
  hadEnded,
  movedOn,
  notAsShown,
  refusedNow,
  type StopEnding,
  underWay,
  unseen,
} from './core/stop/stopEnding';
import type { Refusal, StopAim, StopPlan } from './core/stop/stopPlan';
import type { StopResult } from './core/stop/stopResult';
import { planName } from './core/stop/stopTexts';
import type { SystemWords } from './core/stop/systemWords';
import type { Translate } from './core/text/translate';
import type { Signaller } from './platform/signaller';
import { stopBySignals } from './stopper/bySignals';
import { type Clock, SYSTEM_CLOCK } from './stopper/clock';
import { containerOwner, type Engines } from './stopper/containerOwner';
import { conclude } from './stopper/outcome';
import { PinnedProcesses } from './stopper/pinnedProcesses';
import { type StopHandlers, StopRun } from './stopper/stopRun';
import { type Owners, stopThroughOwner } from './stopper/throughOwner';

export { containerOwner, type Engines };
export type { Clock, Owners, StopHandlers };

export interface StopDeps {
  /** A scan that begins after the call. */
  look(scope: Scope): Promise<Snapshot>;
  readonly signaller: Signaller;
  /** How the system calls what a stop does. */
  readonly words: SystemWords;
  /** Processes that may not be signalled: core's `protectedPids`, with what the caller knows of itself. */
  protectedPids(snapshot: Snapshot): ReadonlyMap<number, Protection>;
  /** Whether one could listen where that socket did. */
  bindTrial(socket: Socket, netns: number | null): Promise<BindTrial>;
  readonly translate: Translate;
  /** How to end what VS Code or an engine owns; without it everything is stopped by signals. */
  readonly owners?: Owners;
  /** The system's own where it is left out. */
  readonly clock?: Clock;
}

/** A plan, with a hold on everybody it is about: to be run, or closed. */
export interface PreparedStop {
  readonly kind: 'prepared';
  readonly plan: StopPlan;
  readonly hold: PinnedProcesses;
  /** Releases every process that is held; not needed after a run. */
  close(): void;
}

/** Milliseconds between two scans for whether a port is free. */
const FREE_POLL_MS = 250;

/** Carries out a stop plan: checks that it hits what was meant, takes the gentlest way, and finds out the result. */
export class Stopper {
  readonly #deps: StopDeps;
  readonly #clock: Clock;
  readonly #t: Translate;
  /** What is being stopped now, by {@link keysOf}. */
  readonly #running = new Set<string>();

  constructor(deps: StopDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? SYSTEM_CLOCK;
    this.#t = deps.translate;
  }

  /** A plan to be shown, with everybody it is about held from now on: run it, or close it. */
  prepare(snapshot: Snapshot, aim: StopAim): PreparedStop | Refusal {
    const t = this.#t;
    const plan = this.#plan(snapshot, aim);
    if (plan.kind === 'refusal') return plan;
    const refuse = (reason: Refusal['reason'], sentence: string): Refusal => ({
      kind: 'refusal',
      reason,
      sentence,
    });
    if (plan.target && !this.#deps.signaller.supported) {
      const sentence = t(
        '{0} cannot be stopped from here: Portolan cannot hold on to processes on this system.',
        planName(plan, t),
      );
      return refuse('unsupported', sentence);
    }
    const protection = this.#deps.protectedPids(snapshot);
    const hold = PinnedProcesses.of(plan, snapshot, this.#deps.signaller, protection);
    if (!hold) return refuse('changed', t('{0} has ended in the meantime.', planName(plan, t)));
    if (hold.holdsAny() === false) {
      hold.close();
      return refuse('changed', movedOn(plan, t).sentence);
    }
    return { kind: 'prepared', plan, hold, close: () => hold.close() };
  }

  /** Asks what owns it to end, or the process itself; waits, offers force, and finds out the result. Never rejects. */
  async run({ plan, hold }: PreparedStop, handlers: StopHandlers): Promise<StopResult> {
    const run = new StopRun(plan, hold, handlers, this.#clock, this.#t);
    const keys = keysOf(plan);
    const busy = keys.some((key) => this.#running.has(key));
    let ending: StopEnding;
    try {
      if (busy) ending = underWay(plan, this.#t);
      else {
        for (const key of keys) this.#running.add(key);
        ending = (await this.#refuse(run)) ?? (await this.#carryOut(run)) ?? (await this.#conclude(run));
      }
    } catch (error) {
      ending = unseen(plan, run.signals.length > 0, error, this.#t);
    } finally {
      if (!busy) for (const key of keys) this.#running.delete(key);
      hold.close();
    }
    return { plan, signals: run.signals, confirmedBy: run.confirmedBy, ...ending };
  }

  /** Scans until all these places can be listened on (`true`), or nobody waits any more (`false`). */
  async untilFree(sockets: readonly [Socket, ...Socket[]], signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const snapshot = await this.#deps.look('all');
      const { netns } = snapshot.machine;
      const taken = [...snapshot.sockets.values()].some((socket) =>
        sockets.some((one) => one.id === socket.id || listenAtOnePlace(one, socket)),
      );
      const trials = taken ? [] : sockets.map((socket) => this.#deps.bindTrial(socket, netns));
      if (!taken && !(await Promise.all(trials)).includes('taken')) return true;
      await this.#clock.sleep(FREE_POLL_MS, signal);
    }
    return false;
  }

  #plan(snapshot: Snapshot, aim: StopAim): StopPlan | Refusal {
    const { signaller, owners, words } = this.#deps;
    const facts = {
      protection: this.#deps.protectedPids(snapshot),
      reaches: owners?.reaches ?? (() => false),
      words,
      descendants: signaller.descendants.bind(signaller),
    };
    return planStop(snapshot, aim, facts, this.#t);
  }

  /** Scans again right before the first step, and refuses if something is not as it was shown. */
  async #refuse({ plan, hold, handlers }: StopRun): Promise<StopEnding | undefined> {
    const t = this.#t;
    const snapshot = await this.#deps.look('all');
    if (plan.target && !hold.alive()) return hadEnded(plan, snapshot, t);
    if (handlers.signal.aborted) return cancelled(plan, t);
    const fresh = this.#plan(snapshot, plan.aim);
    if (fresh.kind === 'refusal') return refusedNow(fresh, t);
    if (hold.holdsAny() === false) return movedOn(plan, t);
    const elsewhere = plan.way === 'interrupt' && hold.lead?.inForeground() !== true;
    return elsewhere || !isAsShown(plan, fresh) ? notAsShown(plan, t) : undefined;
  }

  async #carryOut(run: StopRun): Promise<StopEnding | undefined> {
    const { plan, handlers } = run;
    const { owners } = this.#deps;
    if (plan.way !== 'signals') {
      const refused = owners && (await stopThroughOwner(run, plan.way, owners));
      if (refused || !run.isStuck() || !(await this.#maySignal(plan))) return refused;
      if (!(await handlers.offerSignals()) || !run.isStuck()) return undefined;
    }
    return await stopBySignals(run);
  }

  /** The owner may hold on to what must not be signalled, as a container's engine to its proxies. */
  async #maySignal({ aim, target }: StopPlan): Promise<boolean> {
    const fresh = this.#plan(await this.#deps.look('all'), { ...aim, bySignals: true });
    if (fresh.kind === 'refusal') return false;
    return fresh.target !== null && target !== null && sameProcess(fresh.target, target);
  }

  #conclude({ plan, hold, handlers }: StopRun): Promise<StopEnding> {
    return conclude(plan, hold, { ...this.#deps, clock: this.#clock }, handlers.signal);
  }
}

/** The process, and where something owns it, that. */
const keysOf = ({ way, origin, target }: StopPlan): string[] => [
  ...(target ? [processKey(target)] : []),
  ...(way === 'signals' || !origin ? [] : [origin.id]),
];
