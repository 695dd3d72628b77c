import { launchName } from '../launch/launchName';
import type { Origin } from '../origins/origin';
import type { Process } from '../snapshot/process';
import type { Cost, Gap, GapSubject, Machine, Method } from '../snapshot/reading';
import { isDebugPort } from '../socket/debugPort';
import {
  type Endpoint,
  endpointText,
  type Exposure,
  type Protocol,
  PROTOCOLS,
  type Socket,
  type State,
} from '../socket/socket';
import { oneLine } from './oneLine';
import type { Translate } from './translate';

/**
 * One and many are two whole texts each: languages differ in more than the ending.
 *
 * @surface gap
 */
const bySubject: Record<GapSubject, (gap: Gap, t: Translate) => string> = {
  owners({ kind, count, detail }, t) {
    if (kind === 'truncated') {
      return count === 1
        ? t('1 socket is shown without its process: Portolan had no file descriptors left to look with')
        : t(
            '{0} sockets are shown without their processes: Portolan had no file descriptors left to look with',
            count,
          );
    }
    if (kind !== 'permission') return hiddenOwners(count, detail, t);
    if (detail === 'CAP_SYS_PTRACE') {
      return count === 1
        ? t('1 socket belongs to a process that root may not look into here: it lacks CAP_SYS_PTRACE')
        : t(
            '{0} sockets belong to processes that root may not look into here: it lacks CAP_SYS_PTRACE',
            count,
          );
    }
    if (detail === 'root') {
      return count === 1
        ? t('1 socket belongs to a process that even root may not look into here')
        : t('{0} sockets belong to processes that even root may not look into here', count);
    }
    if (detail === 'own') {
      return count === 1
        ? t('The kernel hides who holds 1 of your own sockets: it may run with capabilities')
        : t('The kernel hides who holds {0} of your own sockets: some may run with capabilities', count);
    }
    return count === 1
      ? t('1 socket belongs to a process of another user')
      : t('{0} sockets belong to processes of other users', count);
  },
  processes({ kind, count }, t) {
    if (kind === 'permission') {
      return count === 1
        ? t('1 process of another user may not be looked into')
        : t('{0} processes of other users may not be looked into', count);
    }
    // hidepid leaves no number behind.
    if (count === 0) return t('Processes of other users are hidden on this system');
    return count === 1 ? t('1 process is hidden') : t('{0} processes are hidden', count);
  },
  table({ kind, count, detail = '' }, t) {
    const what = oneLine(detail);
    if (kind === 'unsupported') return t('This system has no such table: {0}', what);
    if (kind === 'permission' || kind === 'failed') return t('Could not be read: {0}', what);
    return count === 1
      ? t('1 line of the table {0} could not be understood', what)
      : t('{0} lines of the table {1} could not be understood', count, what);
  },
  method: ({ detail = '' }, t) =>
    t(
      'Sockets are read from /proc, which shows no backlog, no peer of a Unix socket, and no port that is taken while nobody listens ({0})',
      oneLine(detail),
    ),
  namespaces({ kind, count }, t) {
    if (count === 0) return t('Other network namespaces, such as containers, were not looked into');
    if (kind === 'truncated') {
      return count === 1
        ? t('Listeners of 1 other network namespace, such as a container, are shown only among all sockets')
        : t(
            'Listeners of {0} other network namespaces, such as containers, are shown only among all sockets',
            count,
          );
    }
    return count === 1
      ? t('1 other network namespace, such as a container, could not be looked into')
      : t('{0} other network namespaces, such as containers, could not be looked into', count);
  },
  containers: ({ kind, detail = '' }, t) =>
    kind === 'failed'
      ? t('Some containers may be missing, because their engine did not answer ({0})', oneLine(detail))
      : t('Containers could not be seen: this user may not ask the engine at {0}', oneLine(detail)),
  system({ kind, detail = '' }, t) {
    if (kind === 'permission' || kind === 'failed')
      return t('No sockets could be read ({0})', oneLine(detail));
    if (detail === 'WSL1') return t('WSL 1 shows its sockets to nobody; WSL 2 does');
    return t('Portolan cannot see sockets on this system yet ({0})', oneLine(detail));
  },
};

/**
 * `detail`: by what they are hidden, proc(5) or pid_namespaces(7).
 *
 * @surface gap
 */
function hiddenOwners(count: number, detail: string | undefined, t: Translate): string {
  if (detail === 'pid namespace') {
    return count === 1
      ? t('1 socket belongs to no process of this container, and may belong to one outside')
      : t('{0} sockets belong to no process of this container, and may belong to some outside', count);
  }
  if (detail === 'unproven') {
    return count === 1
      ? t('1 Unix socket is shown without its process: the row that names it may be forged')
      : t('{0} Unix sockets are shown without their processes: the rows that name them may be forged', count);
  }
  return count === 1
    ? t('1 socket belongs to a process that is hidden from this user')
    : t('{0} sockets belong to processes that are hidden from this user', count);
}

/** What could not be seen, in a sentence without its full stop. */
export const describeGap = (gap: Gap, t: Translate): string => bySubject[gap.subject](gap, t);

/**
 * Where a process came from, as a label: `Terminal web`, `VS Code: TypeScript server`.
 *
 * @surface row, part
 */
export function describeOrigin(origin: Origin | null, t: Translate): string {
  if (!origin) return t('Not started here');
  const name = oneLine(origin.name, 80);
  switch (origin.kind) {
    case 'container':
      return t('Container {0}', name);
    case 'debug':
      return t('Debug session {0}', name);
    case 'task':
      return t('Task {0}', name);
    case 'terminal':
      return t('Terminal {0}', name);
    case 'vscode':
      return t('VS Code: {0}', name);
    case 'window':
      return t('Another VS Code window: {0}', name);
    case 'orphan':
      return t('Left over from {0}', name);
    case 'folder':
      return t('Folder {0}', name);
    case 'service':
      return t('Service {0}', name);
    case 'unclear':
      return t('Unclear: {0}', name);
  }
}

/**
 * What stands beside that label: what runs there, or how long ago it ended; empty where nothing is to be said.
 *
 * @surface row, part
 */
export function describeOriginDetail({ detail, endedAgo }: Origin, t: Translate): string {
  if (endedAgo !== undefined) {
    return endedAgo < MINUTE ? t('ended just now') : t('ended {0} ago', describeAge(endedAgo, t));
  }
  return detail === undefined ? '' : oneLine(detail, 80);
}

/**
 * The exposure of a listener in words.
 *
 * @surface row, part
 */
export function describeExposure(exposure: Exposure, t: Translate): string {
  switch (exposure) {
    case 'machine':
      return t('this machine only');
    case 'network':
      return t('this network');
    case 'everyone':
      return t('everyone');
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * `8 s`, `31 min`, `2 h`, `3 d`: whole units, rounded down.
 *
 * @surface part
 */
export function describeAge(ms: number, t: Translate): string {
  if (ms < MINUTE) return t('{0} s', Math.floor(Math.max(0, ms) / SECOND));
  if (ms < HOUR) return t('{0} min', Math.floor(ms / MINUTE));
  return ms < DAY ? t('{0} h', Math.floor(ms / HOUR)) : t('{0} d', Math.floor(ms / DAY));
}

/**
 * What a state means (RFC 9293 §3.3.2), for a person who meets it for the first time.
 *
 * @surface fact
 */
export function describeState(state: State, protocol: Protocol, t: Translate): string {
  switch (state) {
    case 'LISTEN':
      return t('Waits for connections');
    case 'ESTABLISHED':
      return protocol === 'tcp' || protocol === 'unix' ? t('Connected') : t('Talks to one peer only');
    case 'SYN_SENT':
      return t('Has asked for a connection and waits for the answer');
    case 'SYN_RECV':
      return t('Was asked for a connection, which is not complete yet');
    case 'FIN_WAIT1':
    case 'FIN_WAIT2':
      return t('Closed here; waits for the other side to close');
    case 'TIME_WAIT':
      return t('Closed; the system keeps the port for about a minute, for late packets. No process holds it');
    case 'CLOSE':
      return t('Has a port but neither listens nor is connected');
    case 'CLOSE_WAIT':
      return t('The other side has closed; this program has not closed its end yet');
    case 'LAST_ACK':
      return t('Closed on both sides; waits for the last confirmation');
    case 'CLOSING':
      return t('Both sides are closing at once');
    case 'UNCONN':
      return protocol === 'unix' ? t('Not connected') : t('Takes what arrives, from anybody');
  }
}

/**
 * The protocol's name as people write it.
 *
 * @surface part
 */
export function describeProtocol(protocol: Protocol, t: Translate): string {
  switch (protocol) {
    case 'tcp':
      return 'TCP';
    case 'udp':
      return 'UDP';
    case 'udplite':
      return 'UDP-Lite';
    case 'icmp':
      return t('ICMP (ping)');
    case 'raw':
      return t('raw IP');
    case 'packet':
      return t('packet');
    case 'unix':
      return 'Unix';
  }
}

/** `127.0.0.1:3000`, `/run/x.sock`: visible, on one line. */
export const describeEndpoint = (endpoint: Endpoint | null): string => oneLine(endpointText(endpoint), 120);

/**
 * What holds a listener, in few words: `vite`, `debugger of node server.js`.
 *
 * @surface row
 */
export function describeHolder(socket: Socket, process: Process, t: Translate): string {
  const name = launchName(process);
  return isDebugPort(socket, process) ? t('debugger of {0}', name) : name;
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/**
 * The machine, and how its sockets were read: `build-box (Linux), read through /proc`.
 *
 * @surface fact
 */
export function describeMachine({ hostname, platform, method }: Machine, t: Translate): string {
  const machine = `${oneLine(hostname, 80)} (${(Object.hasOwn(SYSTEMS, platform) ? SYSTEMS[platform] : undefined) ?? oneLine(platform, 40)})`;
  const used = new Set(PROTOCOLS.map((protocol) => method[protocol]));
  const ways: readonly [Method, string][] = [
    ['sock_diag', 'sock_diag'],
    ['proc', '/proc'],
  ];
  const through = ways.filter(([way]) => used.has(way)).map(([, name]) => name);
  return through.length === 0 ? machine : t('{0}, read through {1}', machine, through.join(', '));
}

/**
 * The cost of the last scan: `1.2 ms of CPU`.
 *
 * @surface fact
 */
export const describeCost = ({ cpuMs }: Cost, t: Translate): string => t('{0} ms of CPU', cpuMs.toFixed(1));
