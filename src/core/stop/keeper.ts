import { launchName } from '../launch/launchName';
import { containerId } from '../origins/containerOrigin';
import { isCron, serviceUnit } from '../origins/serviceOrigin';
import { ancestry, type Process } from '../snapshot/process';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { SystemWords } from './systemWords';

/** What starts a process again when it has ended. */
export interface Keeper {
  /** The name that people use: `nginx.service`, `pm2`, `nodemon app.js (81200)`. */
  readonly name: string;
  /** What ends the process for good; `null`: ending the keeper itself does. */
  readonly command: string | null;
}

/** A watcher is some generations above: `nodemon` runs `sh -c`, which runs `node`. */
const GENERATIONS = 5;

/**
 * What an argument of a supervisor or an environment may hold to be put into a command that somebody will run: no option,
 * nothing that a shell reads, and not the word by which supervisors mean everything they run.
 */
const PLAIN = /^(?!-|all$)[\w.@:+-]{1,128}$/;
export const plainArgument = (text: string | undefined): string =>
  text !== undefined && PLAIN.test(text) ? text : '<name>';

/** Their own commands, by the first word of the keeper's {@link launchName}: what ends `kept` for good. */
const SUPERVISORS: ReadonlyMap<string, (keeper: Process, kept: Process) => string> = new Map<
  string,
  (keeper: Process, kept: Process) => string
>([
  // Its daemon's title is `PM2 v6.0.5: God Daemon (/home/me/.pm2)`; `pm_id` is the number in `pm2 ls`.
  ['PM2', (_, kept) => `pm2 stop ${plainArgument(kept.environment?.['pm_id'])}`],
  [
    'supervisord',
    (_, kept) => `supervisorctl stop ${plainArgument(kept.environment?.['SUPERVISOR_PROCESS_NAME'])}`,
  ],
  ['runsv', ({ command }) => `sv down ${plainArgument(command[1])}`],
  ['s6-supervise', ({ command }) => `s6-svc -d /run/service/${plainArgument(command[1])}`],
]);

/** They end with ^C, or when they are stopped themselves. */
const RUNNERS = new Set(
  (
    'air cargo-watch circusd entr forever foreman god hivemind honcho monit node-dev nodemon nx overmind reflex ' +
    'skaffold supervise tilt ts-node-dev tsnd turbo watchexec watchmedo'
  ).split(' '),
);

/** `node --watch`, `tsx watch`, `dotnet watch`, `uvicorn --reload`. */
const WATCH_WORDS = new Set(['--watch', 'watch', '--hot', '--reload', '--watch-path']);
const isWatcher = ({ command }: Process): boolean =>
  command.slice(1, 8).some((argument) => WATCH_WORDS.has(argument));

/** What stops a service in its own way; `null`: its control group is no systemd unit's. */
export function serviceCommand(cgroup: string | null, words: SystemWords): string | null {
  const unit = serviceUnit(cgroup);
  if (unit === undefined) return null;
  const ofUser = /\/user@\d{1,10}\.service\//.test((cgroup ?? '').slice(0, 200));
  return words.serviceStopCommand({ unit: plainArgument(unit), ofUser });
}

/** Podman's groups are called `libpod-<id>.scope`. */
function containerCommand(cgroup: string | null): string | null {
  const id = containerId(cgroup)?.slice(0, 12);
  if (id === undefined) return null;
  return `${cgroup?.includes('libpod') ? 'podman' : 'docker'} stop ${id}`;
}

/** What would start this process again, according to its control group and its ancestors. */
export function keeperOf(
  process: Process,
  processes: ReadonlyMap<number, Process>,
  words: SystemWords,
): Keeper | undefined {
  const inContainer = containerCommand(process.cgroup);
  if (inContainer !== null) return { name: inContainer.split(' ')[0] ?? '', command: inContainer };
  const parent = processes.get(process.ppid);
  // systemd looks after the process that it started itself.
  if (process.ppid === 1 || parent?.name === 'systemd') {
    const unit = serviceUnit(process.cgroup);
    return unit === undefined
      ? undefined
      : { name: oneLine(unit), command: serviceCommand(process.cgroup, words) };
  }
  for (const ancestor of ancestry(process.ppid, processes).slice(0, GENERATIONS)) {
    const program = launchName(ancestor).split(' ')[0] ?? '';
    const command = isCron(ancestor) ? 'crontab -e' : (SUPERVISORS.get(program)?.(ancestor, process) ?? null);
    if (command !== null || RUNNERS.has(program) || isWatcher(ancestor)) {
      return { name: `${launchName(ancestor)} (${ancestor.pid})`, command };
    }
  }
  return undefined;
}

/** Names of shells, which start nothing again while a person types into them. */
const SHELLS = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'fish',
  'busybox',
  'tmux: server',
  'login',
  'sshd',
]);

/** Whether a parent might start again what ends: not the first process, nor a shell that runs no script. */
export const mayStartAgain = ({ pid, name, command }: Process): boolean =>
  pid > 1 && !(SHELLS.has(name) && command.slice(1).every((argument) => /^-(?!\w*c$)/.test(argument)));

export const keeperAdvice = ({ name, command }: Keeper, t: Translate): string =>
  command === null ? t('To end it for good, stop {0}.', name) : t('To end it for good, run: {0}', command);
