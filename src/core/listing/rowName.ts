import { launchName } from '../launch/launchName';
import { imageName } from '../origins/container';
import { isLoopback, unmapped } from '../socket/addresses';
import { isDebugPort } from '../socket/debugPort';
import { endpointText, isInet, localPort, type Socket } from '../socket/socket';
import { wellKnownPort } from '../socket/wellKnownPorts';
import { describeExposure, describeHolder, describeOrigin, describeOriginDetail } from '../text/describe';
import { oneLine } from '../text/oneLine';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { ListenerRow } from './listenerRows';
import { ownerlessText } from './ownerlessText';

export const rowLabel = ({ sockets: [socket] }: ListenerRow): string => socketLabel(socket);

/** What people look for: the port, or the last name of a Unix socket's path. */
export function socketLabel(socket: Socket): string {
  const port = localPort(socket);
  if (port !== undefined) return String(port);
  const text = endpointText(socket.local);
  const { local } = socket;
  return oneLine(local && 'path' in local ? baseName(local.path) || text : text);
}

/** What stands beside the label, weightiest first. */
export function rowNotes(row: ListenerRow, t: Translate, withOrigin: boolean): string[] {
  const [socket] = row.sockets;
  return [
    holderText(row, t),
    ...(withOrigin ? originTexts(row, t) : []),
    insideText(row, t),
    row.container && row.ownerless === 'nobody' ? t('published without a process') : '',
    bindText(row.sockets, t),
    protocolText(socket),
    serviceText(row),
  ].filter((note) => note !== '');
}

/** The name in full sentences, for a screen reader. */
export function rowSpoken(row: ListenerRow, t: Translate): string {
  const label = row.port === undefined ? t('socket {0}', rowLabel(row)) : t('port {0}', row.port);
  const pid = row.lead ? [t('process {0}', row.lead.pid)] : [];
  const origin = row.origin ? [oneLine(describeOrigin(row.origin, t))] : [];
  const exposure = row.sockets.map((socket) => socket.exposure).find((each) => each !== null);
  const reach = exposure && row.port !== undefined ? [describeExposure(exposure, t)] : [];
  const notes = rowNotes(row, t, false);
  return [label, ...notes, ...pid, ...origin, ...reach.filter((each) => !notes.includes(each))].join(', ');
}

/** A container's image says more than the proxy that listens for it. */
export function holderText(row: ListenerRow, t: Translate): string {
  if (row.container) return oneLine(imageName(row.container.image));
  return row.lead
    ? oneLine(describeHolder(row.sockets[0], row.lead, t))
    : ownerlessText(row.ownerless ?? 'unseen', t);
}

function originTexts({ origin }: ListenerRow, t: Translate): string[] {
  if (!origin) return [];
  return [oneLine(describeOrigin(origin, t)), describeOriginDetail(origin, t)];
}

/** The container's own port behind the published one; an empty text where both have the same number. */
function insideText({ container, port, sockets: [{ protocol }] }: ListenerRow, t: Translate): string {
  const inside = container?.ports.find((each) => each.hostPort === port && each.protocol === protocol);
  if (!inside || inside.containerPort === port) return '';
  return t('port {0} inside', inside.containerPort);
}

/** What the sockets are bound to, unless that is plain localhost: `everyone`, or their addresses. */
function bindText(sockets: readonly Socket[], t: Translate): string {
  if (sockets.some(({ exposure }) => exposure === 'everyone')) return describeExposure('everyone', t);
  const addresses = sockets.flatMap(({ local }) => (isInet(local) ? [unmapped(local.address)] : []));
  const telling = [...new Set(addresses)].filter((address) => address !== '127.0.0.1' && address !== '::1');
  return telling.length > 2 ? t('{0} addresses', telling.length) : telling.sort(localLast).join(', ');
}

const localLast = (a: string, b: string): number => Number(isLoopback(a)) - Number(isLoopback(b));

function protocolText({ protocol, type }: Socket): string {
  if (protocol === 'tcp') return '';
  return protocol === 'unix' && type !== 'stream' ? `unix ${type}` : protocol;
}

/** The port's usual tenant, where the process does not already say so. */
function serviceText({ port, sockets: [socket], lead, container }: ListenerRow): string {
  const service = port === undefined ? undefined : wellKnownPort(port, socket.protocol);
  if (service === undefined || isDebugPort(socket, lead)) return '';
  const name = container ? imageName(container.image).replace(/:.*/, '') : lead ? launchName(lead) : '';
  const [said, known] = [name, service].map((text) => text.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return said && known && (known.startsWith(said) || said.startsWith(known)) ? '' : service;
}
