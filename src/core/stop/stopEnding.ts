import type { Process } from '../snapshot/process';
import type { OwnedProcess, Snapshot } from '../snapshot/snapshot';
import { isInet, localPort, type Socket } from '../socket/socket';
import { oneLine } from '../text/oneLine';
import { reasonOf } from '../text/reasonOf';
import type { Translate } from '../text/translate';
import { type Keeper, keeperAdvice, keeperOf } from './keeper';
import { listenAtOnePlace } from './planStop';
import type { Descendant, Refusal, StopPlan } from './stopPlan';
import { familyNames, listenerNames, planName, processName, processNames } from './stopTexts';

/**
 * `freed`: no process holds the sockets any more; `refused`: nothing was done; `held`: a process still holds one, or
 * that could not be found out; `not-permitted`: the system did not allow it.
 */
export type StopOutcome = 'freed' | 'refused' | 'held' | 'not-permitted';

/** The result of a stop, according to one scan. */
export interface StopEnding {
  readonly outcome: StopOutcome;
  /** Pids, as far as they can be seen. */
  readonly heldBy: readonly number[];
  /** One or two sentences for people. */
  readonly sentence: string;
  /** A command that a person with more rights could run instead. */
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

/**
 * The result of trying to listen there ourselves. `taken`: the system refused; `leftover`: nobody listens, but the
 * socket's file is still there; `null`: it could not be tried.
 */
export type BindTrial = 'free' | 'taken' | 'leftover' | null;

/** What is known at the end of a stop, apart from the snapshot. */
export interface Outcome {
  /** Whether the target is still alive; `false` if there is no target. */
  readonly alive: boolean;
  /** A person cancelled the waiting. */
  readonly stoppedWaiting: boolean;
  /** The result of each bind trial, by the socket's id. */
  readonly trials: ReadonlyMap<string, BindTrial>;
  /** What the target started after the question, and what became of it. */
  readonly newcomers: Newcomers;
}

/** What was not there when the question was asked. */
export interface Newcomers {
  /** It held one of the sockets or was in the target's process group, and was ended with it. */
  readonly ended: readonly Descendant[];
  /** It has a process group of its own and holds none of the sockets: it was left alone, and is still there. */
  readonly left: readonly Descendant[];
}

/** After something was done. */
export function endingOf(plan: StopPlan, snapshot: Snapshot, after: Outcome, t: Translate): StopEnding {
  const ending = endingOfPlan(plan, snapshot, after, t);
  const { ended, left } = after.newcomers;
  const remarks = [
    ...(ended.length === 0 ? [] : [t('New, and ended too: {0}.', familyNames(ended, t))]),
    ...(left.length === 0 ? [] : [t('New, and left running: {0}.', familyNames(left, t))]),
  ];
  return { ...ending, sentence: [ending.sentence, ...remarks].join(' ') };
}

function endingOfPlan(plan: StopPlan, snapshot: Snapshot, after: Outcome, t: Translate): StopEnding {
  const held = stillHeld(plan, snapshot);
  const who = planName(plan, t);
  const then = after.alive ? t('{0} let go and is still running.', who) : t('{0} has ended.', who);
  if (held.length === 0) return letGo(plan, snapshot, then, after, t);

  const heldBy = ownersOf(held);
  const places = listenerNames(held, t);
  if (
    plan.way === 'container' &&
    held.some(({ id }) => snapshot.socketOrigins.get(id)?.id === plan.origin?.id)
  ) {
    const still = t('{0} is still running and publishes {1}.', who, places);
    return {
      outcome: 'held',
      heldBy,
      sentence: after.stoppedWaiting ? `${t('You stopped waiting.')} ${still}` : still,
    };
  }
  if (after.alive && plan.target && heldBy.includes(plan.target.pid)) {
    const sentence = after.stoppedWaiting
      ? t('You stopped waiting. {0} was asked to end, and still holds {1}.', who, places)
      : t('{0} is still running and holds {1}.', who, places);
    return { outcome: 'held', heldBy, sentence };
  }
  const holders = heldBy.map((pid) => snapshot.processes.get(pid)).filter((process) => process !== undefined);
  const [holder] = holders;
  const now = holder
    ? t('Now {0} holds {1}.', processNames(holders, t), places)
    : t('A process that cannot be seen holds {0}.', places);
  const back =
    holder && !held.some((socket) => isOfPlan(plan, socket)) && broughtBack(plan, holder, snapshot);
  if (!back) return { outcome: 'held', heldBy, sentence: `${then} ${now}` };
  const sentence = `${then} ${t('{0} started it again.', back.name)} ${now} ${keeperAdvice(back, t)}`;
  return { outcome: 'held', heldBy, sentence, ...(back.command === null ? {} : { command: back.command }) };
}

/** The ending when no process is seen to hold any of the sockets; it says whether another could listen there now. */
function letGo(plan: StopPlan, snapshot: Snapshot, then: string, after: Outcome, t: Translate): StopEnding {
  const tried = (trial: BindTrial): Socket[] =>
    plan.sockets.filter(({ id }) => after.trials.get(id) === trial);
  if (plan.neighbours.some((id) => snapshot.sockets.has(id))) {
    const sentence = `${then} ${t('Others still listen at {0}.', listenerNames(plan.sockets, t))}`;
    return { outcome: 'freed', heldBy: [], sentence };
  }
  const closing = plan.sockets.reduce((sum, socket) => sum + closingAt(socket, snapshot), 0);
  const taken = tried('taken');
  if (taken.length > 0) {
    const where = listenerNames(taken, t);
    const now =
      closing > 0
        ? stillClosing(where, closing, t)
        : t('{0} cannot be listened at, though nobody is seen to hold it.', where);
    return { outcome: 'held', heldBy: [], sentence: `${then} ${now}` };
  }
  const remarks = [free(plan.sockets, t)];
  const leftover = tried('leftover');
  if (leftover.length > 0) {
    remarks.push(
      t(
        'Its file {0} is still there: a program has to remove it before it can listen there.',
        listenerNames(leftover, t),
      ),
    );
  }
  if (closing > 0) {
    remarks.push(
      t(
        'The system keeps {0} of its closed connections for up to a minute (TIME_WAIT), which only a program without SO_REUSEADDR minds.',
        closing,
      ),
    );
  }
  return { outcome: 'freed', heldBy: [], sentence: [then, ...remarks].join(' ') };
}

const stillClosing = (where: string, connections: number, t: Translate): string =>
  connections === 1
    ? t('{0} cannot be listened at yet: 1 of its connections is still being closed.', where)
    : t('{0} cannot be listened at yet: {1} of its connections are still being closed.', where, connections);

/** Connections of that port that nobody holds any more and the system still keeps. */
const closingAt = ({ protocol, local, netns }: Socket, snapshot: Snapshot): number =>
  protocol !== 'tcp' || !isInet(local)
    ? 0
    : [...snapshot.sockets.values()].filter(
        (socket) =>
          socket.netns === netns &&
          socket.owners?.length === 0 &&
          socket.state !== 'LISTEN' &&
          localPort(socket) === local.port,
      ).length;

/**
 * What started the ended process again: what kept it running before, what keeps the new one running, or their common
 * parent.
 */
function broughtBack(plan: StopPlan, holder: OwnedProcess, { processes }: Snapshot): Keeper | undefined {
  const keeper = keeperOf(holder, processes, plan.words) ?? plan.keeper;
  if (keeper) return keeper;
  const parent = processes.get(holder.ppid);
  if (!parent || parent.pid !== plan.target?.ppid || parent.pid <= 1) return undefined;
  return { name: processName(parent), command: null };
}

/** Before anything was done: the target had ended by itself. */
export function hadEnded(plan: StopPlan, snapshot: Snapshot, t: Translate): StopEnding {
  const held = stillHeld(plan, snapshot);
  const who = planName(plan, t);
  if (held.length === 0) {
    const sentence = `${t('{0} had ended already.', who)} ${free(plan.sockets, t)}`;
    return { outcome: 'freed', heldBy: [], sentence };
  }
  const sentence = t(
    '{0} had ended already, and somebody else holds {1} now. Nothing was done.',
    who,
    listenerNames(held, t),
  );
  return { outcome: 'refused', heldBy: ownersOf(held), sentence };
}

export const cancelled = (plan: StopPlan, t: Translate): StopEnding => ({
  outcome: 'held',
  heldBy: ownersOf(plan.sockets),
  sentence: t('Cancelled. Nothing was done.'),
});

/** The ending of a plan that was refused when it was checked again, just before the first signal. */
export const refusedNow = ({ reason, sentence }: Refusal, t: Translate): StopEnding => ({
  outcome: reason === 'not-permitted' ? 'not-permitted' : 'refused',
  heldBy: [],
  sentence: t('This changed meanwhile, so nothing was done. {0}', sentence),
});

/** It is another program now, or would be stopped in another way than the one that was shown. */
export const notAsShown = (plan: StopPlan, t: Translate): StopEnding => ({
  outcome: 'refused',
  heldBy: ownersOf(plan.sockets),
  sentence: t(
    'This changed meanwhile, so nothing was done. {0} is not what was shown any more: look again.',
    planName(plan, t),
  ),
});

/** Somebody stops the same process right now. */
export const underWay = (plan: StopPlan, t: Translate): StopEnding => ({
  outcome: 'refused',
  heldBy: ownersOf(plan.sockets),
  sentence: t('{0} is being stopped already.', planName(plan, t)),
});

/** The target lives, and does not hold any of the sockets any more. */
export const movedOn = (plan: StopPlan, t: Translate): StopEnding => ({
  outcome: 'refused',
  heldBy: [],
  sentence: t(
    'This changed meanwhile, so nothing was done. {0} does not hold {1} any more.',
    planName(plan, t),
    listenerNames(plan.sockets, t),
  ),
});

/** The system did not let us signal that process: the target, or one that it started. */
export function notPermitted(
  process: Pick<Process, 'pid' | 'user' | 'uid'>,
  plan: StopPlan,
  signal: 'SIGTERM' | 'SIGKILL',
  t: Translate,
): StopEnding {
  const name = planName(plan, t);
  const user = oneLine(process.user ?? String(process.uid ?? '?'));
  const command = plan.words.killCommand(process.pid, signal === 'SIGKILL');
  const ending = { outcome: 'not-permitted', heldBy: [process.pid] } as const;
  if (command === null) {
    return { ...ending, sentence: t('{0} belongs to the user {1}, and you may not stop it.', name, user) };
  }
  const sentence = t(
    '{0} belongs to the user {1}, and you may not stop it. Somebody who may would run: {2}',
    name,
    user,
    command,
  );
  return { ...ending, sentence, command };
}

/** Its owner was asked, and said no, in its own words. */
export const ownerRefused = (plan: StopPlan, error: unknown, t: Translate): StopEnding => ({
  outcome: 'held',
  heldBy: ownersOf(plan.sockets),
  sentence: t('{0} could not be stopped: {1}', planName(plan, t), oneLine(reasonOf(error), 300)),
});

/** @param asked whether a signal had been sent by then */
export function unseen(plan: StopPlan, asked: boolean, error: unknown, t: Translate): StopEnding {
  const reason = oneLine(reasonOf(error));
  const who = planName(plan, t);
  return asked
    ? {
        outcome: 'held',
        heldBy: [],
        sentence: t('{0} was asked to end, but the outcome could not be seen ({1}).', who, reason),
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
