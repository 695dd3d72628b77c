import { launchName } from '../launch/launchName';
import { clientsOf, describeClient } from '../listing/clients';
import { ownerOf, type Target } from '../listing/target';
import { webAddress } from '../listing/webAddress';
import { leadOf, originOfSocket, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { type PeerIndex, peersOf } from '../socket/peers';
import { endpointText, isInet, isListener, localPort, type Socket } from '../socket/socket';
import { wellKnownPort } from '../socket/wellKnownPorts';
import {
  describeCost,
  describeExposure,
  describeGap,
  describeMachine,
  describeOrigin,
  describeState,
} from '../text/describe';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { type Fact, type FactOptions, type FactSection, firstOf, given, leadsTo } from './fact';
import { connectionFacts, originSections, processSections } from './processFacts';

/**
 * Everything that is known of sockets that one process holds, and of that process; `undefined`: the sockets are closed.
 */
export function socketFacts(
  target: Target,
  snapshot: Snapshot,
  options: FactOptions,
): FactSection[] | undefined {
  const { t, brief } = options;
  const sockets = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
  const [first] = sockets;
  if (!first) return undefined;
  const owner = ownerOf(target, sockets, snapshot);
  const origin = owner && owner !== leadOf(first, snapshot) ? owner.origin : originOfSocket(first, snapshot);
  const everything = snapshot.scope === 'all';
  const peers = everything && !brief ? (options.peers ?? peersOf(snapshot)) : undefined;
  return filled([
    ...sockets.map((socket): FactSection => ({
      kind: 'socket',
      title: t('Socket'),
      facts: endFacts(socket, snapshot, t),
    })),
    { kind: 'peers', title: t('Connected to it'), facts: clientFacts(sockets, snapshot, peers, t) },
    {
      kind: 'peers',
      title: t('At the other end'),
      facts: peers ? peerFacts(sockets, snapshot, peers, t) : [],
    },
    ...(owner ? processSections(owner, origin, sockets, snapshot, options) : []),
    ...(!owner && origin ? originSections(origin, first, snapshot, options) : []),
    {
      kind: 'connections',
      title: t('Its connections'),
      facts: owner && peers ? connectionFacts(owner, peers, snapshot, t) : [],
    },
    ...sockets.map((socket): FactSection => ({
      kind: 'kernel',
      title: t('In the kernel'),
      facts: kernelFacts(socket, t),
    })),
    { kind: 'look', title: t('How Portolan looked'), facts: lookFacts(snapshot, options) },
  ]);
}

/** Everything that is known of one process, whatever it holds. */
export function processOnlyFacts(
  owner: OwnedProcess,
  snapshot: Snapshot,
  options: FactOptions,
): FactSection[] {
  const { t } = options;
  return filled([
    ...processSections(owner, owner.origin, [], snapshot, options),
    {
      kind: 'connections',
      title: t('Its connections'),
      facts:
        snapshot.scope === 'all'
          ? connectionFacts(owner, options.peers ?? peersOf(snapshot), snapshot, t)
          : [],
    },
    { kind: 'look', title: t('How Portolan looked'), facts: lookFacts(snapshot, options) },
  ]);
}

const filled = (sections: readonly FactSection[]): FactSection[] =>
  sections.filter(({ facts }) => facts.length > 0);

function endFacts(socket: Socket, snapshot: Snapshot, t: Translate): Fact[] {
  const { id, protocol, state, remote, exposure, recvQueue, sendQueue } = socket;
  const port = localPort(socket);
  const listening = state === 'LISTEN';
  const web = webAddress(socket, snapshot);
  return given([
    [t('address'), oneLine(endpointText(socket.local)), web ? { to: 'url', id } : undefined],
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
const kernelFacts = ({ family, type, uid, inode, netns, id }: Socket, t: Translate): Fact[] =>
  given([
    [t('family and type'), `${family}, ${type}`],
    [t('uid'), uid],
    [t('inode'), inode],
    [t('network namespace'), netns],
    ['id', oneLine(id, 400)],
  ]);

const isUnspecified = (endpoint: NonNullable<Socket['remote']>): boolean =>
  isInet(endpoint) && endpoint.port === 0;

/** @surface fact */
function ownersText({ owners }: Socket, t: Translate): string | null {
  if (owners === null) return t('a process that cannot be seen');
  return owners.length === 0 ? t('no process') : null;
}

/**
 * The clients of listeners. A snapshot of listeners only has no client facts: it cannot say that nobody is connected.
 */
function clientFacts(
  sockets: readonly Socket[],
  snapshot: Snapshot,
  peers: PeerIndex | undefined,
  t: Translate,
): Fact[] {
  const listeners = sockets.filter(isListener);
  const clients = listeners.length > 0 ? clientsOf(listeners, snapshot, peers) : undefined;
  return firstOf(clients ?? [], (client) => {
    const { process, sockets: ends } = client;
    return {
      name: process ? String(process.pid) : t('elsewhere'),
      value: [describeClient(client, t), process?.origin ? oneLine(describeOrigin(process.origin, t)) : '']
        .filter(Boolean)
        .join(t(', ')),
      lead: process ? leadsTo(process) : { to: 'socket', id: ends[0].id },
    };
  });
}

/** The process at the other end of each connection, where that end is on this machine. */
function peerFacts(sockets: readonly Socket[], snapshot: Snapshot, peers: PeerIndex, t: Translate): Fact[] {
  return sockets.flatMap((socket) => {
    const peer = peers.peerOf(socket);
    const listener = peers.listenerOf(socket);
    const holder = peer && leadOf(peer, snapshot);
    return given([
      [t('socket'), peer ? oneLine(endpointText(peer.local)) : null, peer && { to: 'socket', id: peer.id }],
      [
        t('process'),
        holder ? t('{0} (pid {1})', oneLine(launchName(holder)), holder.pid) : null,
        holder && leadsTo(holder),
      ],
      [t('origin'), holder?.origin ? oneLine(describeOrigin(holder.origin, t)) : null],
      [
        t('came through'),
        listener ? oneLine(endpointText(listener.local)) : null,
        listener && { to: 'socket', id: listener.id },
      ],
    ]);
  });
}

function lookFacts(snapshot: Snapshot, { timeText, t }: FactOptions): Fact[] {
  const { machine, cost, scope } = snapshot;
  return given([
    [t('machine'), describeMachine(machine, t)],
    [t('last look'), `${timeText(snapshot.takenAt)}, ${describeCost(cost, t)}`],
    [t('not looked at'), scope === 'all' ? null : t('connections')],
    ...snapshot.gaps.map((gap): [string, string] => [t('not seen'), oneLine(describeGap(gap, t), 400)]),
  ]);
}
