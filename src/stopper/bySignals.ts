import { notPermitted, type StopEnding } from '../core/stop/stopEnding';
import { planName } from '../core/stop/stopTexts';
import type { Course } from './course';

/** What it started gets this long to follow it by itself. */
const FOLLOW_MS = 1000;

/** Asks the target to end, offers force, and then does the same with what is left of those that it started. */
export async function stopBySignals(course: Course): Promise<StopEnding | undefined> {
  const { plan, hold, handlers } = course;
  const { lead } = hold;
  const { target } = plan;
  if (!lead || !target) return undefined;
  const tell = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<StopEnding | undefined> => {
    if (course.send(lead, signal) === 'not-permitted') {
      return notPermitted(target, planName(plan, course.t), signal, course.t);
    }
    await course.waitForAll(() => [lead]);
    return undefined;
  };

  hold.follow();
  const refused = await tell(handlers.force ? 'SIGKILL' : 'SIGTERM');
  if (refused) return refused;
  if (course.isStuck() && !handlers.force && (await handlers.offerForce([])) && course.isStuck()) {
    const unforced = await tell('SIGKILL');
    if (unforced) return unforced;
  }
  if (!lead.alive()) await tellFamily(course);
  return undefined;
}

async function tellFamily(course: Course): Promise<void> {
  const { hold, handlers } = course;
  await course.waitForAll(() => hold.left(), FOLLOW_MS);
  for (const signal of handlers.force ? (['SIGKILL'] as const) : (['SIGTERM', 'SIGKILL'] as const)) {
    hold.follow();
    const left = hold.left();
    if (left.length === 0 || course.cancelled) return;
    const asks = signal === 'SIGKILL' && !handlers.force;
    if (asks && !(await handlers.offerForce(left.map(({ descendant }) => descendant)))) return;
    for (const member of hold.left()) course.send(member, signal);
    await course.waitForAll(() => hold.left());
  }
}
