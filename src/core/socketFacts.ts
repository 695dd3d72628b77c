import {
  describeAge,
  describeCost,
  describeExposure,
  describeGap,
  describeMachine,
  describeOrigin,
  describeState,
} from './describe';
import { launchName } from './launchName';
import { commandLine } from './maskSecrets';
import { oneLine } from './oneLine';
import { ageMs, ancestry } from './process';
import type { OwnedProcess, Snapshot } from './snapshot';
import { endpointText, isInet, isListener, localPort, type Socket } from './socket';
import type { Translate } from './translate';
import type { Target } from './treeNode';
import { wellKnownPort } from './wellKnownPorts';

/** Every text is one line, safe to show as plain text and only so. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface FactSection {
  readonly title: string;
  readonly facts: readonly Fact[];
}

export interface FactOptions {
  /** A moment, in milliseconds since the epoch, as people here write it. */
  readonly timeText: (ms: number) => string;
  readonly t: Translate;
  /** Other processes by their short names, and a long command cut: for a tooltip. */
  readonly brief?: boolean;
}

/** A list longer than this is cut, and says so. */
const AT_MOST = 50;
/** UTF-16 units of a command line, in brief. */
const BRIEF = 200;

/** Everything that is known of one listener, its process and where it came from; `undefined`: it is closed. */
export function socketFacts(
  target: Target,
  snapshot: Snapshot,
  options: FactOptions,
): FactSection[] | undefined {
  const { t } = options;
  const sockets = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
  if (sockets.length === 0) return undefined;
  const owner = ownerOf(target, sockets, snapshot);
  const sections = [
    ...sockets.map((socket) => ({ title: t('Socket'), facts: socketSection(socket, t) })),
    ...(owner
      ? [
          { title: t('Process'), facts: processSection(owner, snapshot, options) },
          { title: t('Origin'), facts: originSection(owner, t) },
          { title: t('Started by'), facts: ancestorsSection(owner, snapshot, options) },
        ]
      : []),
    ...(owner
      ? [
          { title: t('Held by others too'), facts: fellowsSection(owner, sockets, snapshot, options) },
          { title: t('It also holds'), facts: alsoSection(owner, sockets, snapshot, t) },
        ]
      : []),
    { title: t('Connections'), facts: connectionsSection(sockets, snapshot, t) },
    ...sockets.map((socket) => ({ title: t('In the kernel'), facts: kernelSection(socket, t) })),
    { title: t('How Portolan looked'), facts: lookSection(snapshot, options) },
  ];
  return sections.filter(({ facts }) => facts.length > 0);
}

/** The target's own process if that still runs; without one, the lead owner. */
export function ownerOf(
  { process }: Target,
  [socket]: readonly Socket[],
  snapshot: Snapshot,
): OwnedProcess | undefined {
  const pid = process?.pid ?? socket?.owners?.[0];
  const found = pid === undefined ? undefined : snapshot.processes.get(pid);
  return process && found?.startTime !== process.startTime ? undefined : found;
}

function socketSection(socket: Socket, t: Translate): Fact[] {
  const { protocol, state, remote, exposure, recvQueue, sendQueue } = socket;
  const port = localPort(socket);
  const listening = state === 'LISTEN';
  return given([
    [t('address'), oneLine(endpointText(socket.local))],
    [t('remote'), remote && !isUnspecified(remote) ? oneLine(endpointText(remote)) : null],
    [t('protocol'), protocol],
    [t('usual use'), port === undefined ? null : (wellKnownPort(port, protocol) ?? null)],
    [t('who can reach it'), exposure && describeExposure(exposure, t)],
    [t('state'), `${state}: ${describeState(state, protocol, t)}`],
    [listening ? t('waiting to be accepted') : t('bytes to read'), recvQueue],
    [listening ? t('backlog') : t('bytes to send'), sendQueue],
    [t('owner'), ownersText(socket, t)],
  ]);
}

/** What ss(8) and /proc call it. */
const kernelSection = ({ family, type, uid, inode, netns, id }: Socket, t: Translate): Fact[] =>
  given([
    [t('family and type'), `${family}, ${type}`],
    [t('uid'), uid],
    [t('inode'), inode],
    [t('network namespace'), netns],
    ['id', oneLine(id, 400)],
  ]);

const isUnspecified = (endpoint: NonNullable<Socket['remote']>): boolean =>
  isInet(endpoint) && endpoint.port === 0;

function ownersText({ owners }: Socket, t: Translate): string | null {
  if (owners === null) return t('a process that cannot be seen');
  return owners.length === 0 ? t('no process') : null;
}

function processSection(owner: OwnedProcess, snapshot: Snapshot, options: FactOptions): Fact[] {
  const { timeText, t, brief } = options;
  const age = ageMs(owner, snapshot.clock);
  return given([
    [t('name'), oneLine(launchName(owner))],
    ['pid', owner.pid],
    [t('since'), `${timeText(snapshot.takenAt - age)} (${describeAge(age, t)})`],
    [t('user'), owner.user === null ? owner.uid : oneLine(owner.user)],
    [t('command'), brief ? oneLine(commandLine(owner), BRIEF) : commandLine(owner)],
    [t('folder'), owner.cwd === null ? null : oneLine(owner.cwd, 400)],
    [t('program'), owner.exe === null ? null : oneLine(owner.exe, 400)],
  ]);
}

function originSection({ origin }: OwnedProcess, t: Translate): Fact[] {
  return given([
    [t('origin'), oneLine(describeOrigin(origin, t))],
    [t('workspace folder'), origin?.folder ? oneLine(origin.folder, 400) : null],
    ...(origin?.evidence ?? []).map((why): [string, string] => [t('because'), oneLine(why, 400)]),
  ]);
}

const processFact =
  ({ brief }: FactOptions) =>
  (process: OwnedProcess): Fact => ({
    name: String(process.pid),
    value: brief ? oneLine(launchName(process)) : commandLine(process),
  });

const ancestorsSection = ({ pid }: OwnedProcess, { processes }: Snapshot, options: FactOptions): Fact[] =>
  ancestry(pid, processes).slice(1).map(processFact(options));

function fellowsSection(
  owner: OwnedProcess,
  sockets: readonly Socket[],
  { processes }: Snapshot,
  options: FactOptions,
): Fact[] {
  const pids = new Set(sockets.flatMap(({ owners }) => owners ?? []));
  pids.delete(owner.pid);
  return cut(
    [...pids].map((pid) => processes.get(pid)).filter((each) => each !== undefined),
    processFact(options),
  );
}

function alsoSection(
  owner: OwnedProcess,
  shown: readonly Socket[],
  snapshot: Snapshot,
  t: Translate,
): Fact[] {
  const others = [...snapshot.sockets.values()].filter(
    (socket) => isListener(socket) && socket.owners?.includes(owner.pid) && !shown.includes(socket),
  );
  return cut(others, (socket) => ({
    name: socket.protocol,
    value: [
      oneLine(endpointText(socket.local)),
      ...(socket.exposure ? [describeExposure(socket.exposure, t)] : []),
    ].join(', '),
  }));
}

/** Only where every socket was looked at: a look at listeners does not tell that there are none. */
function connectionsSection(sockets: readonly Socket[], snapshot: Snapshot, t: Translate): Fact[] {
  const ports = new Set(sockets.map((socket) => `${socket.protocol}:${String(localPort(socket))}`));
  const connections = [...snapshot.sockets.values()].filter(
    (socket) =>
      localPort(socket) !== undefined &&
      !isListener(socket) &&
      ports.has(`${socket.protocol}:${String(localPort(socket))}`),
  );
  return cut(connections, (socket) => ({
    name: oneLine(endpointText(socket.remote)),
    value: `${socket.state}: ${describeState(socket.state, socket.protocol, t)}`,
  }));
}

function lookSection(snapshot: Snapshot, { timeText, t }: FactOptions): Fact[] {
  const { machine, cost } = snapshot;
  return given([
    [t('machine'), describeMachine(machine, t)],
    [t('last look'), `${timeText(snapshot.takenAt)}, ${describeCost(cost, t)}`],
    ...snapshot.gaps.map((gap): [string, string] => [t('not seen'), oneLine(describeGap(gap, t), 400)]),
  ]);
}

const given = (facts: readonly (readonly [string, string | number | null])[]): Fact[] =>
  facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));

function cut<T>(items: readonly T[], factOf: (item: T) => Fact): Fact[] {
  const facts = items.slice(0, AT_MOST).map(factOf);
  return items.length > AT_MOST ? [...facts, { name: '…', value: `+${items.length - AT_MOST}` }] : facts;
}
