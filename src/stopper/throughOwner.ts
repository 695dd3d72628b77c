import { ownerRefused, type StopEnding } from '../core/stop/stopEnding';
import type { StopPlan } from '../core/stop/stopPlan';
import type { OwnerWay, Reaches } from '../core/stop/stopWay';
import type { StopRun } from './stopRun';

/** What can end a process in its own way: a debug session, a task, a container's engine, a terminal. */
export interface Owners {
  readonly reaches: Reaches;
  /**
   * Asks the owner to end what is planned, and resolves when it has, with the name of the event that reported it or
   * `null` if it reports by no event. It may never resolve: the process is watched besides. Rejects if the owner
   * refuses.
   *
   * @param signal nobody waits for an answer any more
   */
  end(way: OwnerWay, plan: StopPlan, signal: AbortSignal): Promise<string | null>;
}

/** An engine gives a container 10 s itself, and then takes its time; ^C is a signal like another. */
const GRACE_MS: Readonly<Record<OwnerWay, number>> = {
  debug: 10_000,
  task: 10_000,
  container: 20_000,
  interrupt: 5_000,
};
/** How long an owner may take to say that it has ended, once its process is gone. */
const ANSWER_MS = 1000;
const POLL_MS = 50;

/** Asks the owner to end it, and waits for the process and for the owner's own word. Sends no signal. */
export async function stopThroughOwner(
  run: StopRun,
  way: OwnerWay,
  owners: Owners,
): Promise<StopEnding | undefined> {
  const { plan, hold, handlers, clock } = run;
  const over = new AbortController();
  let answered = false;
  let failure: unknown;
  let goneAt: number | undefined;
  const isGone = (): boolean => (plan.target ? !hold.alive() : answered && failure === undefined);
  const answer = owners.end(way, plan, AbortSignal.any([handlers.signal, over.signal])).then(
    (event) => {
      answered = true;
      if (!over.signal.aborted) run.confirmedBy = event;
    },
    (error: unknown) => {
      answered = true;
      failure = error;
    },
  );
  await run.wait(GRACE_MS[way], () => {
    if (isGone()) goneAt ??= clock.now();
    const waitedEnough = goneAt !== undefined && (answered || clock.now() - goneAt >= ANSWER_MS);
    if (failure !== undefined || waitedEnough) return undefined;
    const turn = clock.sleep(POLL_MS, handlers.signal);
    return answered ? turn : Promise.race([turn, answer]);
  });
  over.abort();
  return failure === undefined || isGone() ? undefined : ownerRefused(plan, failure, run.t);
}
