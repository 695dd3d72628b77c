import type { Container } from '../../../src/core/origins/container';
import type { Origin } from '../../../src/core/origins/origin';
import { originOf } from '../../../src/core/origins/originOf';
import type { Process } from '../../../src/core/snapshot/process';
import { NO_WORKSPACE, type Workspace } from '../../../src/core/snapshot/workspace';
import { english } from '../../../src/core/text/translate';
import { aProcess } from './snapshots';

export const APP = '/opt/code-server/lib/vscode';
const NODE = '/usr/bin/node';

/** A server of VS Code with its extension host (11) and pty host (12), below init. */
const BASE: readonly Process[] = [
  aProcess({
    pid: 1,
    ppid: 0,
    name: 'systemd',
    command: ['/sbin/init'],
    cwd: '/',
    exe: '/sbin/init',
    cgroup: '/init.scope',
  }),
  aProcess({
    pid: 10,
    ppid: 1,
    command: ['node', '/opt/code-server/out/node/entry.js'],
    cwd: '/',
    exe: NODE,
  }),
  aProcess({
    pid: 11,
    ppid: 10,
    command: [NODE, `${APP}/out/bootstrap-fork`, '--type=extensionHost'],
    cwd: '/',
    exe: NODE,
  }),
  aProcess({
    pid: 12,
    ppid: 10,
    command: [NODE, `${APP}/out/bootstrap-fork`, '--type=ptyHost'],
    cwd: '/',
    exe: NODE,
  }),
];

/** {@link BASE}, and these; a process's start time is its pid. */
export const world = (...processes: Partial<Process>[]): ReadonlyMap<number, Process> =>
  new Map(
    [...BASE.map((each) => ({ ...each, environment: {} })), ...processes.map((given) => aProcess(given))].map(
      (process) => [process.pid, { ...process, startTime: String(process.pid) }],
    ),
  );

export const aWorkspace = (given: Partial<Workspace> = {}): Workspace => ({
  ...NO_WORKSPACE,
  folders: [{ name: 'shop', path: '/shop' }],
  extensionHost: 11,
  appRoot: APP,
  ...given,
});

export const origin = (
  pid: number,
  processes: ReadonlyMap<number, Process>,
  workspace: Workspace = aWorkspace(),
): Origin | null => originOf(pid, processes, workspace, english);

/** `terminal web in /shop` */
export const brief = (found: Origin | null): string =>
  found ? `${found.kind} ${found.name}${found.folder === null ? '' : ` in ${found.folder}`}` : 'none';

export const ID = 'c0ffee'.repeat(11).slice(0, 64);

export const aContainer = (given: Partial<Container> = {}): Container => ({
  engine: 'docker',
  endpoint: '/var/run/docker.sock',
  id: ID,
  name: 'shop-db-1',
  image: 'postgres:16',
  state: 'running',
  project: 'shop',
  service: 'db',
  workingDir: '/shop',
  configFiles: ['/shop/compose.yaml'],
  restartPolicy: null,
  pid: 900,
  ports: [{ hostAddress: '0.0.0.0', hostPort: 5432, containerPort: 5432, protocol: 'tcp' }],
  ...given,
});
