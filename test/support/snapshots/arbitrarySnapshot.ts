import fc from 'fast-check';
import type { OwnedProcess, Snapshot } from '../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../src/core/socket/socket';

/** Keeps fast-check from making records with no prototype, which deepEqual takes for different from plain objects. */
const PLAIN = { noNullPrototype: true } as const;

const socket: fc.Arbitrary<Socket> = fc.record(
  {
    id: fc.integer({ min: 0, max: 12 }).map((inode) => `tcp:1:${inode}`),
    protocol: fc.constant('tcp' as const),
    family: fc.constantFrom('ipv4' as const, 'ipv6' as const),
    type: fc.constant('stream' as const),
    state: fc.constantFrom('LISTEN' as const, 'ESTABLISHED' as const, 'CLOSE_WAIT' as const),
    local: fc.record({ address: fc.constantFrom('127.0.0.1', '::1'), port: fc.nat(3) }, PLAIN),
    remote: fc.option(fc.record({ address: fc.constant('127.0.0.1'), port: fc.nat(3) }, PLAIN)),
    recvQueue: fc.option(fc.nat(2)),
    sendQueue: fc.option(fc.nat(2)),
    inode: fc.nat(12),
    uid: fc.option(fc.nat(1)),
    netns: fc.constant(1),
    exposure: fc.constantFrom('machine' as const, null),
    owners: fc.option(fc.array(fc.nat(5), { maxLength: 3 })),
  },
  PLAIN,
);

const process: fc.Arbitrary<OwnedProcess> = fc.record(
  {
    pid: fc.nat(5),
    startTime: fc.nat(2).map(String),
    ppid: fc.nat(5),
    name: fc.constantFrom('node', 'bash'),
    command: fc.array(fc.constantFrom('node', 'server.js'), { maxLength: 2 }),
    cwd: fc.option(fc.constant('/srv')),
    exe: fc.constant(null),
    uid: fc.constant(1000),
    user: fc.constant('me'),
    pgrp: fc.constant(null),
    tpgid: fc.option(fc.nat(2)),
    cgroup: fc.constant(null),
    environment: fc.constant(null),
    origin: fc.option(
      fc.record(
        {
          kind: fc.constant('terminal' as const),
          id: fc.constantFrom('terminal:1', 'terminal:2'),
          name: fc.constantFrom('web', 'api'),
          folder: fc.constant(null),
          evidence: fc.array(fc.constant('because'), { maxLength: 1 }),
        },
        PLAIN,
      ),
    ),
  },
  PLAIN,
);

/** Few ids, pids and values, so that most of two snapshots in a row is nearly the same. */
export const snapshot: fc.Arbitrary<Snapshot> = fc.record(
  {
    takenAt: fc.nat(),
    scope: fc.constantFrom('listeners' as const, 'all' as const),
    machine: fc.record(
      {
        hostname: fc.constant('h'),
        platform: fc.constant('linux'),
        method: fc.constantFrom({ tcp: 'proc' as const }, { tcp: 'sock_diag' as const }),
        uid: fc.constant(1000),
        netns: fc.constant(1),
      },
      PLAIN,
    ),
    clock: fc.record({ now: fc.nat().map(String), perSecond: fc.constant(100) }, PLAIN),
    cost: fc.record({ cpuMs: fc.nat(), wallMs: fc.nat() }, PLAIN),
    folders: fc.constantFrom([], [{ name: 'shop', path: '/shop' }]),
    containers: fc.constant([]),
    socketOrigins: fc.constant(new Map()),
    sockets: fc.array(socket).map((all) => new Map(all.map((each) => [each.id, each]))),
    processes: fc.array(process).map((all) => new Map(all.map((each) => [each.pid, each]))),
    gaps: fc.constantFrom([], [{ kind: 'permission' as const, subject: 'owners' as const, count: 2 }]),
  },
  PLAIN,
);
