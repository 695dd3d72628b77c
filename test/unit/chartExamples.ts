import type { Origin } from '../../src/core/origin';
import type { OwnedProcess, Snapshot } from '../../src/core/snapshot';
import type { Endpoint, Socket } from '../../src/core/socket';

export const HOSTILE = '<img src=x onerror=alert(1)>';

/** A listener on that port; `inode` makes its id. */
export const listener = (inode: number, port: number, more: Partial<Socket> = {}): Socket => ({
  id: `tcp:1:${inode}`,
  protocol: 'tcp',
  family: 'ipv4',
  type: 'stream',
  state: 'LISTEN',
  local: { address: '127.0.0.1', port },
  remote: null,
  recvQueue: 0,
  sendQueue: 511,
  inode,
  uid: 1000,
  netns: 1,
  exposure: 'machine',
  owners: [100],
  ...more,
});

export const unixListener = (inode: number, local: Endpoint): Socket =>
  listener(inode, 0, { id: `unix:1:${inode}`, protocol: 'unix', family: 'unix', local });

export const origin = (kind: Origin['kind'], name: string): Origin => ({
  kind,
  id: `${kind}:${name}`,
  name,
  folder: null,
  evidence: ['its shell is an ancestor'],
});

/** Started 60 s before the snapshot below. */
export const owner = (pid: number, more: Partial<OwnedProcess> = {}): OwnedProcess => ({
  pid,
  startTime: '94000',
  ppid: 1,
  name: 'node',
  command: ['node', 'server.js'],
  cwd: '/home/me/shop',
  exe: '/usr/bin/node',
  uid: 1000,
  user: 'me',
  origin: origin('terminal', 'web'),
  ...more,
});

export const snapshot = (
  sockets: readonly Socket[],
  processes: readonly OwnedProcess[] = [owner(100)],
  more: Partial<Snapshot> = {},
): Snapshot => ({
  takenAt: 1_700_000_000_000,
  scope: 'listeners',
  machine: {
    hostname: 'harbour',
    platform: 'linux',
    method: { tcp: 'proc', udp: 'proc' },
    uid: 1000,
    netns: 1,
  },
  clock: { now: '100000', perSecond: 100 },
  cost: { cpuMs: 0.5, wallMs: 0.6 },
  folders: [],
  sockets: new Map(sockets.map((socket) => [socket.id, socket])),
  processes: new Map(processes.map((process) => [process.pid, process])),
  gaps: [],
  ...more,
});
