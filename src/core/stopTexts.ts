import { describeAge } from './describe';
import { launchName } from './launchName';
import { listed } from './listed';
import { commandLine } from './maskSecrets';
import { oneLine } from './oneLine';
import type { Process } from './process';
import { endpointText, type Socket } from './socket';
import type { StopPlan } from './stopPlan';
import type { Translate } from './translate';

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

/** The name that a signal's sender uses: for a command to be copied. */
export const killCommand = (pid: number, signal: 'SIGTERM' | 'SIGKILL'): string =>
  signal === 'SIGKILL' ? `sudo kill -9 ${pid}` : `sudo kill ${pid}`;

export interface Question {
  readonly message: string;
  /** Lines of facts. */
  readonly detail: string;
}

/** What is asked before anything is done: who would be signalled, and what goes with it. */
export function stopQuestion(plan: StopPlan, t: Translate): Question {
  const { target } = plan;
  const name = processName(target);
  const user = target.user ?? (target.uid === null ? t('unknown') : String(target.uid));
  const detail = [
    t('Command: {0}', commandLine(target)),
    t('User: {0}, running for {1}', oneLine(user), describeAge(plan.ageMs, t)),
    t('Holds: {0}', listenerNames(plan.sockets, t)),
  ];
  if (plan.otherListeners.length > 0) {
    detail.push(t('Closes with it: {0}', listenerNames(plan.otherListeners, t)));
  }
  if (plan.children.length > 0) {
    const children = plan.children.map(({ process }) => process);
    detail.push(t('Started these, which hold sockets too: {0}', processNames(children, t)));
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
  return { message: t('Stop {0}?', name), detail: detail.join('\n') };
}

/** What is asked when the process did not end by itself. */
export const forceQuestion = (plan: StopPlan, t: Translate): Question => ({
  message: t('{0} is still running. Force it to end?', processName(plan.target)),
  detail: t('It was asked to end and has not. Forced, it cannot save its work or clean up.'),
});
