import { launchName } from '../core/launch/launchName';
import { compareByPort } from '../core/listing/order';
import { ageMs } from '../core/snapshot/process';
import { leadOf, originOfSocket, type Snapshot } from '../core/snapshot/snapshot';
import { userName } from '../core/snapshot/userName';
import {
  type Endpoint,
  endpointText,
  isInet,
  localPort,
  PROTOCOLS,
  scopedAddress,
  type Socket,
} from '../core/socket/socket';
import { describeAge, describeExposure, describeOrigin } from '../core/text/describe';
import { oneLine } from '../core/text/oneLine';
import type { Translate } from '../core/text/translate';
import { compare } from '../core/values/compare';
import type { Column } from './table';

/** Cells of one socket's row, from the snapshot it is in. */
export type SocketColumn = Column<Socket>;

/** A name in the file system, or a command, may be as long as it likes; a table's cell may not. */
const LONGEST = 120;

const cell = (text: string): string => oneLine(text, LONGEST);

const place = (endpoint: Endpoint | null): string => cell(endpointText(endpoint));

/** `127.0.0.1`, `fe80::1%eth0`: the port has a column of its own. */
function address({ local }: Socket): string {
  if (!isInet(local)) return place(local);
  return cell(scopedAddress(local));
}

/** `tcp`, `unix`, `unix/seqpacket`: a Unix socket is a stream unless it says otherwise. */
const kind = ({ protocol, type }: Socket): string =>
  protocol === 'unix' && type !== 'stream' ? `${protocol}/${type}` : protocol;

/** A cell without a process: `?` where the owner could not be seen, `-` where no process holds the socket. */
const absent = ({ owners }: Socket): string => (owners === null ? '?' : '-');

/** The columns about the owner of a socket. */
function ownerColumns(snapshot: Snapshot, t: Translate): Record<string, SocketColumn> {
  const userOf = (socket: Socket): string => {
    const process = leadOf(socket, snapshot);
    const uid = process ? process.uid : socket.uid;
    return process?.user ?? userName(uid, snapshot) ?? (uid === null ? '-' : String(uid));
  };
  return {
    process: {
      title: 'PROCESS',
      text: (socket) => {
        const process = leadOf(socket, snapshot);
        return process ? cell(launchName(process)) : absent(socket);
      },
      flexible: true,
    },
    pid: {
      title: 'PID',
      text: ({ owners, ...socket }) => {
        if (owners?.[0] === undefined) return absent({ owners, ...socket });
        return owners.length > 1 ? `${owners[0]} +${owners.length - 1}` : String(owners[0]);
      },
    },
    user: { title: 'USER', text: (socket) => cell(userOf(socket)) },
    age: {
      title: 'AGE',
      text: (socket) => {
        const process = leadOf(socket, snapshot);
        return process ? describeAge(ageMs(process, snapshot.clock), t) : '';
      },
      align: 'right',
      optional: true,
    },
    origin: {
      title: 'ORIGIN',
      text: (socket) => {
        const origin = originOfSocket(socket, snapshot);
        return origin ? cell(describeOrigin(origin, t)) : '';
      },
      flexible: true,
      optional: true,
    },
    namespace: {
      title: 'NETNS',
      text: ({ netns }) => (netns === null || netns === snapshot.machine.netns ? '' : String(netns)),
      optional: true,
    },
  };
}

export function listenerColumns(snapshot: Snapshot, t: Translate): SocketColumn[] {
  const { process, pid, user, age, origin, namespace } = ownerColumns(snapshot, t);
  return [
    { title: 'PORT', text: (socket) => String(localPort(socket) ?? '-'), align: 'right' },
    { title: 'PROTO', text: kind },
    { title: 'ADDRESS', text: address, flexible: true },
    ...present(process, pid, user, age),
    {
      title: 'REACHED BY',
      text: ({ exposure }) => (exposure === null ? '' : describeExposure(exposure, t)),
    },
    ...present(origin, namespace),
  ];
}

/** The columns of `ls --all`: those of ss(8) in its order, then those about the owner. */
export function allColumns(snapshot: Snapshot, t: Translate): SocketColumn[] {
  const { process, pid, user, origin, namespace } = ownerColumns(snapshot, t);
  return [
    { title: 'PROTO', text: kind },
    { title: 'STATE', text: ({ state }) => state },
    { title: 'RECV-Q', text: ({ recvQueue }) => String(recvQueue ?? '-'), align: 'right' },
    { title: 'SEND-Q', text: ({ sendQueue }) => String(sendQueue ?? '-'), align: 'right' },
    { title: 'LOCAL', text: ({ local }) => place(local), flexible: true },
    { title: 'REMOTE', text: ({ remote }) => place(remote), flexible: true },
    ...present(process, pid, user, origin, namespace),
  ];
}

const present = (...columns: readonly (SocketColumn | undefined)[]): SocketColumn[] =>
  columns.filter((column) => column !== undefined);

/** The same order of listeners as in every view. */
export const byPort = (a: Socket, b: Socket): number => compareByPort(orderedBy(a), orderedBy(b));

const orderedBy = (socket: Socket) => ({
  port: localPort(socket),
  protocol: socket.protocol,
  address: endpointText(socket.local),
});

/** Groups sockets by protocol and state, as ss(8) does, and orders each group by port. */
export const byProtocol = (a: Socket, b: Socket): number =>
  byKind(a, b) || listenersFirst(a, b) || (localPort(a) ?? 0) - (localPort(b) ?? 0) || byPlace(a, b);

const byKind = (a: Socket, b: Socket): number =>
  PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol);

const listenersFirst = (a: Socket, b: Socket): number =>
  Number(b.state === 'LISTEN') - Number(a.state === 'LISTEN');

const byPlace = (a: Socket, b: Socket): number => compare(endpointText(a.local), endpointText(b.local));
