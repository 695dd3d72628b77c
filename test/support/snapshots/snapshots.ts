import type { Process } from '../../../src/core/snapshot/process';
import type { Reading } from '../../../src/core/snapshot/reading';
import type { OwnedProcess, Snapshot } from '../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../src/core/socket/socket';

/** A TCP listener on 127.0.0.1, held by pid 100, but for what is given. */
export const aSocket = (given: Partial<Socket> = {}): Socket => {
  const inode = given.inode ?? 7;
  return {
    id: `${given.protocol ?? 'tcp'}:1:${String(inode)}`,
    protocol: 'tcp',
    family: 'ipv4',
    type: 'stream',
    state: 'LISTEN',
    local: { address: '127.0.0.1', port: 3000 },
    remote: null,
    recvQueue: 0,
    sendQueue: 511,
    inode,
    uid: 1000,
    netns: 1,
    exposure: 'machine',
    owners: [100],
    ...given,
  };
};

/** `node server.js`, running for a minute, started by process 1, but for what is given. */
export const aProcess = (given: Partial<OwnedProcess> = {}): OwnedProcess => ({
  pid: 100,
  startTime: '4000',
  ppid: 1,
  name: 'node',
  command: ['node', 'server.js'],
  cwd: '/srv',
  exe: '/usr/bin/node',
  uid: 1000,
  user: 'me',
  pgrp: null,
  tpgid: null,
  cgroup: null,
  environment: null,
  origin: null,
  ...given,
});

export const aSnapshot = (
  sockets: readonly Socket[],
  processes: readonly OwnedProcess[],
  given: Partial<Snapshot> = {},
): Snapshot => ({
  takenAt: Date.UTC(2026, 10, 21, 20),
  scope: 'all',
  machine: { hostname: 'box', platform: 'linux', method: { tcp: 'proc' }, uid: 1000, netns: 1 },
  clock: { now: '10000', perSecond: 100 },
  cost: { cpuMs: 1.2, wallMs: 1.4 },
  folders: [],
  sockets: new Map(sockets.map((socket) => [socket.id, socket])),
  processes: new Map(processes.map((process) => [process.pid, process])),
  containers: [],
  socketOrigins: new Map(),
  gaps: [],
  ...given,
});

export const aReading = (
  sockets: readonly Socket[],
  processes: readonly Process[],
  given: Partial<Reading> = {},
): Reading => {
  const { takenAt, scope, machine, clock, cost, gaps } = aSnapshot([], []);
  return {
    ...{ takenAt, scope, machine, clock, cost, gaps, sockets },
    processes: new Map(processes.map((process) => [process.pid, process])),
    ...given,
  };
};
