import { launchName } from '../launch/launchName';
import { actionsOn } from '../listing/actions';
import { type ActionContext, heldSockets } from '../listing/actionSubject';
import { placeKind } from '../listing/place';
import type { Origin } from '../origins/origin';
import { ageMs, processKey } from '../snapshot/process';
import { leadOf, originOfSocket, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { userName } from '../snapshot/userName';
import { networkOf } from '../socket/network';
import type { PeerIndex } from '../socket/peers';
import {
  type Endpoint,
  endpointText,
  isInet,
  isListener,
  localPort,
  scopedAddress,
  type Socket,
} from '../socket/socket';
import { wellKnownPort } from '../socket/wellKnownPorts';
import { describeOrigin, describeOriginDetail } from '../text/describe';
import { commandLine } from '../text/maskSecrets';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import type { ChartOrigin, ChartProcess, ChartRow } from './chart';
import { MAX_ID, MAX_OWNERS, MAX_TEXT } from './chart';

/** Fit for one line of the page. */
export const chartText = (text: string): string => oneLine(text, MAX_TEXT);

/** An origin's id or a folder's path, at most {@link MAX_ID} long: a task's label can be as long as its author likes. */
export const chartId = (id: string): string =>
  id.length <= MAX_ID ? id : `${id.slice(0, MAX_ID - 20)}…${id.length}`;

/** The facts that a row is made from, apart from its socket. */
export interface ChartSetting {
  /** What decides which actions a row offers, with the snapshot that the socket is in. */
  readonly context: ActionContext;
  readonly peers: PeerIndex;
  /** Gives {@link ChartRow.since} for a socket's id. */
  readonly since: (id: string) => number | null;
}

export function chartRow(socket: Socket, { context, peers, since }: ChartSetting): ChartRow {
  const { snapshot } = context;
  const { id, protocol, family, type, state, local, remote, exposure, owners, uid, netns } = socket;
  const { recvQueue, sendQueue, inode } = socket;
  const lead = leadOf(socket, snapshot);
  const origin = originOfSocket(socket, snapshot);
  const listens = isListener(socket);
  const peer = peers.peerOf(socket);
  const listener = peers.listenerOf(socket);
  const far = isSpecific(remote) ? remote : null;
  return {
    id,
    protocol,
    family,
    type,
    state,
    listens,
    address: chartAddress(local),
    port: localPort(socket) ?? null,
    remoteAddress: chartAddress(far && 'inode' in far ? (peer?.local ?? null) : far),
    remotePort: isInet(far) ? far.port : null,
    network: isInet(far) ? networkOf(far.address) : null,
    service: serviceOf(socket, listens || listener !== undefined),
    exposure,
    recvQueue,
    sendQueue,
    ownership: owners === null || (owners.length > 0 && !lead) ? 'hidden' : lead ? 'seen' : 'none',
    owners: ownerKeys(socket, snapshot),
    ownerCount: owners?.length ?? 0,
    origin: origin ? chartId(origin.id) : null,
    place: placeKind(origin, lead ? lead.uid : uid, snapshot.machine.uid),
    uid,
    user: userOf(socket, lead, snapshot),
    inode,
    netns: netns === snapshot.machine.netns ? null : netns,
    since: since(id),
    peer: peer?.id ?? null,
    listener: listener?.id ?? null,
    actions: actionsOn(heldSockets([socket], lead), context),
  };
}

/** Whether the other end can exist: an unconnected socket has `0.0.0.0:0` there. */
const isSpecific = (remote: Endpoint | null): boolean =>
  remote !== null && (!isInet(remote) || remote.port !== 0);

/** One end without its port, which stands beside it. */
export function chartAddress(endpoint: Endpoint | null): string {
  if (endpoint === null || 'inode' in endpoint) return '';
  if ('port' in endpoint) return scopedAddress(endpoint);
  return chartText(endpointText(endpoint));
}

function serviceOf(socket: Socket, called: boolean): string | null {
  const { remote, protocol } = socket;
  const port = called || !isInet(remote) || remote.port === 0 ? localPort(socket) : remote.port;
  return port === undefined ? null : (wellKnownPort(port, protocol) ?? null);
}

const ownerKeys = ({ owners }: Socket, { processes }: Snapshot): string[] =>
  (owners ?? []).slice(0, MAX_OWNERS).flatMap((pid) => {
    const process = processes.get(pid);
    return process ? [processKey(process)] : [];
  });

const userOf = ({ uid }: Socket, lead: OwnedProcess | undefined, snapshot: Snapshot): string | null => {
  const number = lead ? lead.uid : uid;
  const name = lead?.user ?? userName(number, snapshot);
  if (name) return chartText(name);
  return number === null ? null : String(number);
};

export function chartProcess(
  process: OwnedProcess,
  { clock, takenAt, processes, machine }: Snapshot,
): ChartProcess {
  const parent = processes.get(process.ppid);
  return {
    key: processKey(process),
    pid: process.pid,
    parent: parent ? processKey(parent) : null,
    name: chartText(launchName(process)),
    comm: chartText(process.name),
    command: chartText(commandLine(process)),
    uid: process.uid,
    user: process.user === null ? null : chartText(process.user),
    since: Math.round(takenAt - ageMs(process, clock)),
    origin: process.origin ? chartId(process.origin.id) : null,
    place: placeKind(process.origin, process.uid, machine.uid),
  };
}

/** `takenAt`: of the snapshot it is from. */
export const chartOrigin = (origin: Origin, takenAt: number, t: Translate): ChartOrigin => ({
  id: chartId(origin.id),
  kind: origin.kind,
  name: chartText(origin.name),
  label: chartText(describeOrigin(origin, t)),
  detail: chartText(describeOriginDetail(origin, t)),
  folder: origin.folder === null ? null : chartId(origin.folder),
  evidence: origin.evidence.slice(0, 20).map(chartText),
  endedAt: origin.endedAgo === undefined ? null : toMinute(takenAt - origin.endedAgo),
});

/** Rounds a moment to the minute: the age behind it is that coarse, and the moment would differ with each snapshot. */
const toMinute = (ms: number): number => Math.round(ms / 60_000) * 60_000;
