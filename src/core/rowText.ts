import { isLoopback, unmapped } from './addresses';
import { isDebugPort } from './debugPort';
import { describeExposure, describeHolder, describeOrigin } from './describe';
import { launchName } from './launchName';
import type { ListenerRow } from './listenerRows';
import { baseName } from './paths';
import type { OwnedProcess } from './snapshot';
import { endpointText, isInet, localPort, type Socket } from './socket';
import type { Translate } from './translate';
import { oneLine } from './oneLine';
import { wellKnownPort } from './wellKnownPorts';

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
  const name = row.lead ? oneLine(describeHolder(socket, row.lead, t)) : ownerlessText(row, t);
  return [
    name,
    ...(withOrigin && row.lead?.origin ? [oneLine(describeOrigin(row.lead.origin, t))] : []),
    bindText(row.sockets, t),
    protocolText(socket),
    serviceText(row),
  ].filter((note) => note !== '');
}

/** The same, in full sentences' stead, for somebody who hears it. */
export function rowSpoken(row: ListenerRow, t: Translate): string {
  const label = row.port === undefined ? t('socket {0}', rowLabel(row)) : t('port {0}', row.port);
  const pid = row.lead ? [t('process {0}', row.lead.pid)] : [];
  const origin = row.lead?.origin ? [oneLine(describeOrigin(row.lead.origin, t))] : [];
  const exposure = row.sockets.map((socket) => socket.exposure).find((each) => each !== null);
  const reach = exposure && row.port !== undefined ? [describeExposure(exposure, t)] : [];
  const notes = rowNotes(row, t, false);
  return [label, ...notes, ...pid, ...origin, ...reach.filter((each) => !notes.includes(each))].join(', ');
}

export const ownerlessText = ({ ownerless }: ListenerRow, t: Translate): string =>
  ownerless === 'nobody' ? t('no process') : t('could not be seen');

/** Where it waits, unless that is plain localhost: `everyone`, or the addresses that say who can reach it. */
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
function serviceText({ port, sockets: [socket], lead }: ListenerRow): string {
  const service = port === undefined ? undefined : wellKnownPort(port, socket.protocol);
  if (service === undefined || isDebugPort(socket, lead)) return '';
  const name = lead ? launchName(lead) : '';
  const [said, known] = [name, service].map((text) => text.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return said && known && (known.startsWith(said) || said.startsWith(known)) ? '' : service;
}

/** All that a filter's words are looked up in: port, names, addresses, pid, user, origin. */
export function rowHaystack(row: ListenerRow, t: Translate): string {
  const owners = row.lead ? [row.lead, ...row.others] : [];
  return [
    rowLabel(row),
    ...rowNotes(row, t, true),
    ...row.sockets.map((socket) => `${socket.protocol} ${endpointText(socket.local)}`),
    ...owners.flatMap(ownerWords),
    row.lead?.origin ? `${row.lead.origin.kind} ${row.lead.origin.folder ?? ''}` : '',
  ]
    .join('\n')
    .toLowerCase();
}

const ownerWords = (owner: OwnedProcess): string[] => [
  owner.name,
  launchName(owner),
  String(owner.pid),
  owner.user ?? '',
];
