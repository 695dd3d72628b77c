import { launchName } from '../launch/launchName';
import { hasPlace, type Origin } from '../origins/origin';
import { ageMs, ancestry } from '../snapshot/process';
import { containerOf, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { endpointText, isInet, isListener, type Socket } from '../socket/socket';
import { describeAge, describeExposure, describeOrigin, describeOriginDetail } from '../text/describe';
import { commandLine, maskSecrets } from '../text/maskSecrets';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { type Fact, type FactOptions, type FactSection, firstOf, given, leadsTo, pathFact } from './fact';

/** UTF-16 units of a command line, in brief. */
const BRIEF = 200;
const LONGEST = 400;

const GIB = 1024 ** 3;

/** A process in sections: program, usage, origin, arguments and environment, sockets. */
export function processSections(
  owner: OwnedProcess,
  origin: Origin | null,
  shown: readonly Socket[],
  snapshot: Snapshot,
  options: FactOptions,
): FactSection[] {
  const { t } = options;
  return [
    { kind: 'process', title: t('Process'), facts: processFacts(owner, snapshot, options) },
    ...originSections(origin, shown[0] ?? heldBy(owner, snapshot)[0], snapshot, options),
    { kind: 'ancestors', title: t('Started by'), facts: ancestorFacts(owner, snapshot, options) },
    { kind: 'owners', title: t('Held by others too'), facts: fellowFacts(owner, shown, snapshot, options) },
    { kind: 'holds', title: t('It also holds'), facts: alsoFacts(owner, shown, snapshot, t) },
    { kind: 'environment', title: t('Environment'), facts: environmentFacts(owner, options) },
  ];
}

/** Where it came from: all there is to say of a port that an engine publishes without a process. */
export const originSections = (
  origin: Origin | null,
  at: Socket | undefined,
  snapshot: Snapshot,
  options: FactOptions,
): FactSection[] => [
  { kind: 'origin', title: options.t('Origin'), facts: originFacts(origin, at, options) },
  { kind: 'container', title: options.t('Container'), facts: containerFacts(origin, snapshot, options.t) },
];

function processFacts(owner: OwnedProcess, snapshot: Snapshot, options: FactOptions): Fact[] {
  const { timeText, t, brief } = options;
  const age = ageMs(owner, snapshot.clock);
  return given([
    [t('name'), oneLine(launchName(owner))],
    ['pid', owner.pid],
    [t('since'), `${timeText(snapshot.takenAt - age)} (${describeAge(age, t)})`],
    [t('user'), owner.user === null ? owner.uid : oneLine(owner.user)],
    [t('command'), brief ? oneLine(commandLine(owner), BRIEF) : commandLine(owner)],
    pathFact(t('folder'), 'folder', owner.cwd),
    pathFact(t('program'), 'file', owner.exe),
    ...usageFacts(options),
  ]);
}

function usageFacts({ usage, t }: FactOptions): [name: string, value: string | null][] {
  if (!usage) return [];
  const { cpu, memory, machineMemory } = usage;
  return [
    [t('CPU'), cpu === null ? null : t('{0} % of one core, on average since it began', cpu.toFixed(1))],
    [
      t('memory'),
      memory === null ? null : t('{0} % of {1} GB', memory.toFixed(1), (machineMemory / GIB).toFixed(1)),
    ],
  ];
}

function originFacts(origin: Origin | null, at: Socket | undefined, { t }: FactOptions): Fact[] {
  const label = oneLine(describeOrigin(origin, t));
  return given([
    [t('origin'), label, at && hasPlace(origin) ? { to: 'origin', id: at.id } : undefined],
    [t('what runs there'), origin ? describeOriginDetail(origin, t) || null : null],
    pathFact(t('workspace folder'), 'folder', origin?.folder),
    ...(origin?.evidence ?? []).map((why): [string, string] => [t('because'), oneLine(why, LONGEST)]),
  ]);
}

function containerFacts(origin: Origin | null, snapshot: Snapshot, t: Translate): Fact[] {
  const container = containerOf(origin, snapshot);
  if (!container) return [];
  const { name, image, engine, state, project, service, workingDir, configFiles, restartPolicy } = container;
  const short = (text: string): string => oneLine(text, LONGEST);
  return given([
    [t('name'), short(name)],
    [t('image'), short(image)],
    [t('engine'), engine],
    ['id', container.id.slice(0, 12)],
    [t('state'), short(state)],
    [t('Compose project'), project === null ? null : short(project)],
    [t('Compose service'), service === null ? null : short(service)],
    pathFact(t('composed in'), 'folder', workingDir),
    ...configFiles.slice(0, 10).map((path) => pathFact(t('composed from'), 'file', path)),
    [t('restart policy'), restartPolicy === null ? null : short(restartPolicy)],
    ...container.ports
      .slice(0, 50)
      .map(({ hostAddress, hostPort, containerPort, protocol }): [string, string] => [
        t('published port'),
        short(`${hostAddress || '*'}:${hostPort} → ${containerPort}/${protocol}`),
      ]),
  ]);
}

export const processFact =
  ({ brief, t }: FactOptions) =>
  (process: OwnedProcess, role = ''): Fact => ({
    name: String(process.pid),
    value: [brief ? oneLine(launchName(process)) : commandLine(process), role].filter(Boolean).join(t(', ')),
    lead: leadsTo(process),
  });

/**
 * The chain up to the first process. The topmost process of an origin is named after it, such as a terminal's shell.
 */
function ancestorFacts(owner: OwnedProcess, { processes }: Snapshot, options: FactOptions): Fact[] {
  const { t } = options;
  const [, ...chain] = ancestry(owner.pid, processes);
  const fact = processFact(options);
  return firstOf(chain, (process) => {
    const above = processes.get(process.ppid)?.origin ?? null;
    const isFirst =
      process.origin !== null && process.origin.id !== above?.id && process.origin.kind !== 'folder';
    return fact(process, isFirst ? oneLine(describeOrigin(process.origin, t)) : '');
  });
}

function fellowFacts(
  owner: OwnedProcess,
  sockets: readonly Socket[],
  { processes }: Snapshot,
  options: FactOptions,
): Fact[] {
  const pids = new Set(sockets.flatMap(({ owners }) => owners ?? []));
  pids.delete(owner.pid);
  const fellows = [...pids].flatMap((pid) => processes.get(pid) ?? []);
  return firstOf(fellows, (process) => processFact(options)(process));
}

const heldBy = ({ pid }: OwnedProcess, { sockets }: Snapshot): Socket[] =>
  [...sockets.values()].filter(({ owners }) => owners?.includes(pid));

function alsoFacts(owner: OwnedProcess, shown: readonly Socket[], snapshot: Snapshot, t: Translate): Fact[] {
  const others = heldBy(owner, snapshot).filter((socket) => !shown.includes(socket));
  const listeners = others.filter(isListener);
  const rest = others.length - listeners.length;
  return [
    ...firstOf(listeners, (socket) => ({
      name: socket.protocol,
      value: [
        oneLine(endpointText(socket.local)),
        ...(socket.exposure ? [describeExposure(socket.exposure, t)] : []),
      ].join(', '),
      lead: { to: 'socket', id: socket.id },
    })),
    ...given([[t('other sockets'), rest === 0 ? null : rest]]),
  ];
}

/** What its program reads, not what VS Code put there to know it by. Only ever a few: `TELLING_VARIABLES`. */
function environmentFacts({ environment }: OwnedProcess, { brief }: FactOptions): Fact[] {
  if (!environment || brief) return [];
  return Object.entries(environment)
    .filter(([name]) => !name.startsWith('VSCODE_'))
    .map(([name, value]) => {
      const [masked = ''] = maskSecrets([`${name}=${value}`]);
      return { name, value: oneLine(masked.slice(name.length + 1), LONGEST) };
    });
}

/** Connections of the process: what it talks to. */
export function connectionFacts(
  owner: OwnedProcess,
  peers: { peerOf(socket: Socket): Socket | undefined },
  snapshot: Snapshot,
  t: Translate,
): Fact[] {
  const connections = heldBy(owner, snapshot).filter(
    (socket) =>
      !isListener(socket) && (isInet(socket.remote) ? socket.remote.port > 0 : peers.peerOf(socket)),
  );
  return firstOf(connections, (socket) => {
    const other = peers.peerOf(socket);
    const pid = other?.owners?.[0];
    const process = pid === undefined ? undefined : snapshot.processes.get(pid);
    const far = isInet(socket.remote) ? socket.remote : (other?.local ?? null);
    return {
      name: far === null ? socket.protocol : oneLine(endpointText(far)),
      value: [process ? oneLine(launchName(process)) : '', socket.state].filter(Boolean).join(t(', ')),
      lead: { to: 'socket', id: socket.id },
    };
  });
}
