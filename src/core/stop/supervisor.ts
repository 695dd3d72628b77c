import { launchName } from '../launch/launchName';
import type { Process } from '../snapshot/process';
import { listed } from '../text/listed';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { plainArgument } from './keeper';
import type { Descendant } from './stopPlan';

/** More apps than this are counted, not named. */
const AT_MOST = 8;

/** One app that a supervisor runs; it may have several processes. */
interface App {
  readonly name: string;
  /** What the supervisor's own command calls it; `undefined`: it did not say. */
  readonly id: string | undefined;
}

/** What a supervisor runs, as far as its command line says. */
export interface Supervised {
  /** For people: `shop, blog`. */
  readonly apps: string;
  /** What ends one of them, in the supervisor's own way. */
  readonly command: string;
}

/**
 * Supervisors that listen on behalf of what they run, by the first word of their {@link launchName}, and their command that
 * stops one app.
 *
 * - PM2 in cluster mode: its daemon holds the ports of all apps (Node's cluster module), the workers hold none.
 * - circusd's sockets and supervisord's fcgi-programs: opened by the supervisor, and passed on.
 */
const SUPERVISORS: ReadonlyMap<string, (app: string) => string> = new Map([
  ['PM2', (app: string) => `pm2 stop ${app}`],
  ['circusd', (app: string) => `circusctl stop ${app}`],
  ['supervisord', (app: string) => `supervisorctl stop ${app}`],
]);

/**
 * @param below everything that the process has started
 * @returns `undefined`: the process is no supervisor that listens for others, or it runs nothing
 */
export function supervisedBy(
  process: Process,
  below: readonly Descendant[],
  processes: ReadonlyMap<number, Process>,
  t: Translate,
): Supervised | undefined {
  const stop = SUPERVISORS.get(launchName(process).split(' ')[0] ?? '');
  if (!stop) return undefined;
  const apps = new Map<string, App>();
  for (const each of below) {
    if (each.ppid !== process.pid) continue;
    const app = appOf(each, processes.get(each.pid));
    apps.set(app.name, app);
  }
  if (apps.size === 0) return undefined;
  // Which of several it listens for, nothing tells.
  const [only] = apps.size === 1 ? [...apps.values()] : [];
  return {
    apps: listed(
      [...apps.keys()].map((name) => oneLine(name, 80)),
      AT_MOST,
      t,
    ),
    command: stop(plainArgument(only?.id)),
  };
}

/** PM2 and supervisord tell each process in its environment what it is called. */
function appOf(descendant: Descendant, process: Process | undefined): App {
  const environment = process?.environment ?? {};
  const id =
    environment['pm_id'] === undefined ? environment['SUPERVISOR_PROCESS_NAME'] : environment['name'];
  return { name: id ?? (process ? launchName(process) : descendant.name), id };
}
