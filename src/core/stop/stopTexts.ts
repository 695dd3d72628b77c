import { launchName } from '../launch/launchName';
import type { Container } from '../origins/container';
import type { Process } from '../snapshot/process';
import { endpointText, type Socket } from '../socket/socket';
import { describeAge, describeOrigin } from '../text/describe';
import { listed } from '../text/listed';
import { commandLine } from '../text/maskSecrets';
import { oneLine } from '../text/oneLine';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import { keeperAdvice } from './keeper';
import type { Descendant, StopPlan } from './stopPlan';
import type { StopWay } from './stopWay';

/** More of anything than this in one text is counted, not named. */
const AT_MOST = 8;

/** `127.0.0.1:3000/tcp`, `/run/x.sock`. */
export function listenerName(socket: Socket): string {
  const where = oneLine(endpointText(socket.local));
  return socket.protocol === 'unix' ? where : `${where}/${socket.protocol}`;
}

/** `node server.js (81243)` */
export const processName = (process: Process): string => `${oneLine(launchName(process))} (${process.pid})`;

export const listenerNames = (sockets: readonly Socket[], t: Translate): string =>
  listed([...new Set(sockets.map(listenerName))], AT_MOST, t);

export const processNames = (processes: readonly Process[], t: Translate): string =>
  listed(processes.map(processName), AT_MOST, t);

export const familyNames = (family: readonly Descendant[], t: Translate): string =>
  listed(
    family.map(({ name, pid }) => `${oneLine(name)} (${pid})`),
    AT_MOST,
    t,
  );

export interface Question {
  readonly message: string;
  /** Facts about what is stopped, one per line. */
  readonly detail: string;
}

/** What is stopped, as people know it: the task, the session, the container; otherwise the process. */
export function planName({ way, origin, target }: StopPlan, t: Translate): string {
  return endsMore(way) || !target ? describeOrigin(origin, t) : processName(target);
}

/** The target is only one of those that a session, a task or a container ends. */
const endsMore = (way: StopWay): boolean => way === 'debug' || way === 'task' || way === 'container';

/**
 * The command line that a person would type in the process's folder: `node server.js`, not `/usr/bin/node
 * /home/me/shop/server.js`.
 */
function typedCommand(process: Process): string {
  const { command, cwd } = process;
  const here = `${cwd ?? ''}/`;
  const [program = '', ...rest] = command;
  if (rest.length === 0) return commandLine(process);
  const near = rest.map((argument) =>
    cwd && argument.startsWith(here) ? argument.slice(here.length) : argument,
  );
  return commandLine({ ...process, command: [baseName(program) || program, ...near] });
}

/** Says how the plan stops its target, in a sentence without its full stop. */
export function describeWay(plan: StopPlan, force: boolean, t: Translate): string {
  const { way, container } = plan;
  switch (way) {
    case 'debug':
      return t('Ends the debug session, as its Stop button does');
    case 'task':
      return t('Ends the task, as Terminate Task does');
    case 'container':
      return container
        ? t('Its engine stops it, as this does: {0} stop {1}', container.engine, oneLine(container.name, 80))
        : t('Its engine stops it');
    case 'interrupt':
      return t('Types Ctrl+C into its terminal');
    case 'signals':
      return describeSignals(plan, force, t);
  }
}

function describeSignals({ family, words }: StopPlan, force: boolean, t: Translate): string {
  const { politeSignal, forcedSignal } = words;
  if (force && forcedSignal !== null) {
    return t('Ends it at once ({0}): it cannot save its work or clean up', forcedSignal);
  }
  if (force) return t('Ends it at once: it cannot save its work or clean up');
  if (politeSignal === null) return t('Ends it at once: this system has no polite request for it');
  return family.length === 0
    ? t('Asks it to end ({0})', politeSignal)
    : t('Asks it to end ({0}), and then what it started that is still there', politeSignal);
}

/** What a person can ask for. */
export type StopVerb = 'stop' | 'force' | 'restart';

function containerLines({ image, project, service }: Container, t: Translate): string[] {
  const composed = project !== null || service !== null;
  return [
    t('Image: {0}', oneLine(image, 200)),
    ...(composed
      ? [
          t(
            'Compose: service {0} of the project {1}',
            oneLine(service ?? '?', 80),
            oneLine(project ?? '?', 80),
          ),
        ]
      : []),
  ];
}

/** What is asked before anything is done: what would be stopped, in which way, and what goes with it. */
export function stopQuestion(plan: StopPlan, t: Translate, verb: StopVerb = 'stop'): Question {
  const { target } = plan;
  const detail = [describeWay(plan, verb === 'force', t)];
  if (plan.container) detail.push(...containerLines(plan.container, t));
  if (target) {
    const user = target.user ?? (target.uid === null ? t('unknown') : String(target.uid));
    detail.push(
      endsMore(plan.way) ? t('Process: {0}', processName(target)) : t('Command: {0}', typedCommand(target)),
    );
    detail.push(t('User: {0}, running for {1}', oneLine(user), describeAge(plan.ageMs, t)));
  }
  const places = listenerNames(plan.sockets, t);
  detail.push(target ? t('Holds: {0}', places) : t('Publishes: {0}', places));
  if (plan.otherListeners.length > 0) {
    detail.push(t('Closes with it: {0}', listenerNames(plan.otherListeners, t)));
  }
  if (plan.family.length > 0) {
    detail.push(t('Ends with it: {0}', familyNames(plan.family, t)));
  }
  if (plan.otherOwners.length > 0) {
    detail.push(t('These hold it too, and may keep it: {0}', processNames(plan.otherOwners, t)));
  }
  if (plan.neighbours.length > 0) {
    detail.push(t('Others that listen at the same place, and stay: {0}', plan.neighbours.length));
  }
  if (plan.clients !== null && plan.clients > 0) {
    detail.push(
      plan.clients === 1 ? t('1 client is connected.') : t('{0} clients are connected.', plan.clients),
    );
  }
  if (plan.keeper) {
    detail.push(t('{0} may start it again. {1}', plan.keeper.name, keeperAdvice(plan.keeper, t)));
  }
  return { message: askWhether(verb, planName(plan, t), t), detail: detail.join('\n') };
}

/** @surface question */
function askWhether(verb: StopVerb, name: string, t: Translate): string {
  switch (verb) {
    case 'stop':
      return t('Stop {0}?', name);
    case 'force':
      return t('Force {0} to end?', name);
    case 'restart':
      return t('Restart {0}?', name);
  }
}

/** The same for several at once. */
export function stopAllQuestion(plans: readonly StopPlan[], t: Translate, verb: StopVerb = 'stop'): Question {
  const detail = plans.map((plan) => `${planName(plan, t)}\n${stopQuestion(plan, t, verb).detail}`);
  const name = t('all {0}', plans.length);
  return { message: askWhether(verb, name, t), detail: detail.join('\n\n') };
}

/** The question when the target did not end by itself. `left`: processes that are still there, if the target is not. */
export function forceQuestion(plan: StopPlan, left: readonly Descendant[], t: Translate): Question {
  const who = left.length === 0 ? planName(plan, t) : familyNames(left, t);
  return {
    message:
      left.length > 1
        ? t('{0} are still running. Force them to end?', who)
        : t('{0} is still running. Force it to end?', who),
    detail: t('It was asked to end and has not. Forced, it cannot save its work or clean up.'),
  };
}

/** What is asked when its owner's way did not end it. */
export const signalsQuestion = (plan: StopPlan, t: Translate): Question => ({
  message: t('{0} is still running. Send it a signal?', planName(plan, t)),
  detail: `${t('What was tried did not end it: {0}.', describeWay(plan, false, t))}\n${
    plan.words.politeSignal === null
      ? t('The process itself is ended at once, and then what it started.')
      : t('A signal ({0}) asks the process itself, and then what it started.', plan.words.politeSignal)
  }`,
});
