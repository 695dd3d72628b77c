import { oneLine } from './oneLine';
import { reasonOf } from './reasonOf';
import type { Snapshot } from './snapshot';
import type { Socket } from './socket';
import { listenAtOnePlace, type Refusal, type StopPlan } from './stopPlan';
import { killCommand, listenerNames, processName, processNames } from './stopTexts';
import type { Translate } from './translate';

/**
 * `freed`: nobody holds the sockets any more; `refused`: nothing was done; `held`: somebody still does, or it could not be
 * told; `not-permitted`: the system would not let us.
 */
export type StopOutcome = 'freed' | 'refused' | 'held' | 'not-permitted';

/** What came of a stop, as one look shows it. */
export interface StopEnding {
  readonly outcome: StopOutcome;
  /** Pids, as far as they can be seen. */
  readonly heldBy: readonly number[];
  /** One or two sentences for people. */
  readonly sentence: string;
  /** What somebody with more rights could run instead. */
  readonly command?: string;
}

/** What is left of the plan's sockets, and what has taken their place since. */
export function stillHeld(plan: StopPlan, snapshot: Snapshot): Socket[] {
  return [...snapshot.sockets.values()].filter(
    (socket) =>
      isOfPlan(plan, socket) ||
      (!plan.neighbours.includes(socket.id) && plan.sockets.some((one) => listenAtOnePlace(one, socket))),
  );
}

export const isOfPlan = (plan: StopPlan, { id }: Socket): boolean =>
  plan.sockets.some((socket) => socket.id === id);

/** After a signal. `alive`: the target is; `stoppedWaiting`: somebody cancelled. */
export function endingOf(
  plan: StopPlan,
  snapshot: Snapshot,
  { alive, stoppedWaiting }: { readonly alive: boolean; readonly stoppedWaiting: boolean },
  t: Translate,
): StopEnding {
  const held = stillHeld(plan, snapshot);
  const who = processName(plan.target);
  const then = alive ? t('{0} let go and is still running.', who) : t('{0} has ended.', who);
  if (held.length === 0) {
    const left = plan.neighbours.some((id) => snapshot.sockets.has(id));
    const now = left
      ? t('Others still listen at {0}.', listenerNames(plan.sockets, t))
      : free(plan.sockets, t);
    return { outcome: 'freed', heldBy: [], sentence: `${then} ${now}` };
  }
  const heldBy = ownersOf(held);
  const places = listenerNames(held, t);
  if (alive && heldBy.includes(plan.target.pid)) {
    const sentence = stoppedWaiting
      ? t('You stopped waiting. {0} was asked to end, and still holds {1}.', who, places)
      : t('{0} is still running and holds {1}.', who, places);
    return { outcome: 'held', heldBy, sentence };
  }
  const holders = heldBy.map((pid) => snapshot.processes.get(pid)).filter((process) => process !== undefined);
  const now =
    holders.length > 0
      ? t('Now {0} holds {1}.', processNames(holders, t), places)
      : t('A process that cannot be seen holds {0}.', places);
  return { outcome: 'held', heldBy, sentence: `${then} ${now}` };
}

/** Before any signal: the target could not be pinned, since it had ended or since this system knows no way. */
export function unpinned(plan: StopPlan, snapshot: Snapshot, t: Translate): StopEnding {
  const held = stillHeld(plan, snapshot);
  const who = processName(plan.target);
  if (held.length === 0) {
    const sentence = `${t('{0} had ended already.', who)} ${free(plan.sockets, t)}`;
    return { outcome: 'freed', heldBy: [], sentence };
  }
  const heldBy = ownersOf(held);
  const sentence = heldBy.includes(plan.target.pid)
    ? t('{0} cannot be stopped from here: Portolan cannot hold on to processes on this system.', who)
    : t(
        '{0} had ended already, and somebody else holds {1} now. Nothing was done.',
        who,
        listenerNames(held, t),
      );
  return { outcome: 'refused', heldBy, sentence };
}

export const cancelled = ({ target }: StopPlan, t: Translate): StopEnding => ({
  outcome: 'held',
  heldBy: [target.pid],
  sentence: t('Cancelled. Nothing was done.'),
});

/** The plan, made again right before the first signal, is none any more. */
export const refusedNow = ({ reason, sentence }: Refusal, t: Translate): StopEnding => ({
  outcome: reason === 'not-permitted' ? 'not-permitted' : 'refused',
  heldBy: [],
  sentence: t('This changed meanwhile, so nothing was done. {0}', sentence),
});

/** The target lives, and does not hold any of the sockets any more. */
export const movedOn = (plan: StopPlan, t: Translate): StopEnding => ({
  outcome: 'refused',
  heldBy: [],
  sentence: t(
    'This changed meanwhile, so nothing was done. {0} does not hold {1} any more.',
    processName(plan.target),
    listenerNames(plan.sockets, t),
  ),
});

export function notPermitted({ target }: StopPlan, signal: 'SIGTERM' | 'SIGKILL', t: Translate): StopEnding {
  const command = killCommand(target.pid, signal);
  const sentence = t(
    '{0} belongs to the user {1}, and you may not stop it. Somebody who may would run: {2}',
    processName(target),
    oneLine(target.user ?? String(target.uid ?? '?')),
    command,
  );
  return { outcome: 'not-permitted', heldBy: [target.pid], sentence, command };
}

/** @param asked whether a signal had been sent by then */
export function unseen(plan: StopPlan, asked: boolean, error: unknown, t: Translate): StopEnding {
  const reason = oneLine(reasonOf(error));
  const who = processName(plan.target);
  return asked
    ? {
        outcome: 'held',
        heldBy: [],
        sentence: t('{0} was asked to end, but what came of it could not be seen ({1}).', who, reason),
      }
    : {
        outcome: 'refused',
        heldBy: [],
        sentence: t('Nothing was done: {0} could not be checked ({1}).', who, reason),
      };
}

const free = (sockets: readonly Socket[], t: Translate): string =>
  t(sockets.length === 1 ? '{0} is free.' : '{0} are free.', listenerNames(sockets, t));

const ownersOf = (sockets: readonly Socket[]): number[] => [
  ...new Set(sockets.flatMap(({ owners }) => owners ?? [])),
];
