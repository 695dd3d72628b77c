import type { Scope } from '../core/snapshot/reading';
import type { Snapshot } from '../core/snapshot/snapshot';
import type { Socket } from '../core/socket/socket';
import { type BindTrial, endingOf, isOfPlan, stillHeld, type StopEnding } from '../core/stop/stopEnding';
import type { StopPlan } from '../core/stop/stopPlan';
import type { Translate } from '../core/text/translate';
import type { Clock } from './clock';
import type { PinnedProcesses } from './pinnedProcesses';

interface Deps {
  look(scope: Scope): Promise<Snapshot>;
  bindTrial(socket: Socket, netns: number | null): Promise<BindTrial>;
  readonly translate: Translate;
  readonly clock: Clock;
}

/** A process can be gone a moment before its last thread lets go of the socket, or before its forks follow it. */
const SETTLE_MS = 1000;
/** How soon it is there again where something is known to start it again, and where its parent might. */
const KEEPER_MS = 3000;
const PARENT_MS = 500;
const POLL_MS = 50;

/**
 * Scans until the sockets are gone and stay gone, tries whether the port can be bound, and finds out who holds it if
 * not.
 */
export async function conclude(
  plan: StopPlan,
  hold: PinnedProcesses,
  deps: Deps,
  signal: AbortSignal,
): Promise<StopEnding> {
  const { clock } = deps;
  const started = clock.now();
  const settled = (ms: number): boolean => signal.aborted || clock.now() - started >= ms;
  for (;;) {
    const alive = hold.alive();
    const snapshot = await deps.look('all');
    if (alive && !hold.alive()) continue; // ended during the look, which may have seen it either way
    const held = stillHeld(plan, snapshot);
    const free = held.length === 0;
    const lingers = !alive && held.some((socket) => isOfPlan(plan, socket));
    const comesBack =
      !alive && free && !settled(plan.keeper ? KEEPER_MS : hold.parent?.alive() ? PARENT_MS : 0);
    if (comesBack || (lingers && !settled(SETTLE_MS))) {
      await clock.sleep(POLL_MS, signal);
      continue;
    }
    const trials = free ? await tryAll(plan, snapshot, deps) : new Map<string, BindTrial>();
    if ([...trials.values()].includes('taken') && !settled(SETTLE_MS)) {
      await clock.sleep(POLL_MS, signal);
      continue;
    }
    return endingOf(
      plan,
      snapshot,
      { alive, stoppedWaiting: signal.aborted, trials, newcomers: hold.newcomers() },
      deps.translate,
    );
  }
}

/** Where somebody else listens at the same place, that says nothing. */
async function tryAll(
  { sockets, neighbours }: StopPlan,
  snapshot: Snapshot,
  deps: Deps,
): Promise<Map<string, BindTrial>> {
  const trials = new Map<string, BindTrial>();
  if (neighbours.some((id) => snapshot.sockets.has(id))) return trials;
  for (const socket of sockets) trials.set(socket.id, await deps.bindTrial(socket, snapshot.machine.netns));
  return trials;
}
