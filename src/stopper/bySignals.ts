import { notPermitted, type StopEnding } from '../core/stop/stopEnding';
import type { StopRun } from './stopRun';

/** What it started gets this long to follow it by itself. */
const FOLLOW_MS = 1000;

/** Asks the target to end, offers force, and then does the same with what is left of those that it started. */
export async function stopBySignals(run: StopRun): Promise<StopEnding | undefined> {
  const { plan, hold, handlers } = run;
  const { lead } = hold;
  const { target } = plan;
  if (!lead || !target) return undefined;
  const tell = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<StopEnding | undefined> => {
    if (run.send(lead, signal) === 'not-permitted') {
      return notPermitted(target, plan, signal, run.t);
    }
    await run.waitForAll(() => [lead]);
    return undefined;
  };

  hold.follow();
  const refused = await tell(handlers.force ? 'SIGKILL' : 'SIGTERM');
  if (refused) return refused;
  if (run.isStuck() && !handlers.force && (await handlers.offerForce([])) && run.isStuck()) {
    const unforced = await tell('SIGKILL');
    if (unforced) return unforced;
  }
  if (!lead.alive()) await tellFamily(run);
  return undefined;
}

async function tellFamily(run: StopRun): Promise<void> {
  const { hold, handlers } = run;
  await run.waitForAll(() => hold.left(), FOLLOW_MS);
  for (const signal of handlers.force ? (['SIGKILL'] as const) : (['SIGTERM', 'SIGKILL'] as const)) {
    hold.follow();
    const left = hold.left();
    if (left.length === 0 || run.cancelled) return;
    const asks = signal === 'SIGKILL' && !handlers.force;
    if (asks && !(await handlers.offerForce(left.map(({ descendant }) => descendant)))) return;
    for (const member of hold.left()) run.send(member, signal);
    await run.waitForAll(() => hold.left());
  }
}
