import type { Origin } from '../../../src/core/origins/origin';
import type { OwnedProcess, Snapshot } from '../../../src/core/snapshot/snapshot';
import type { Endpoint, Socket } from '../../../src/core/socket/socket';
import { aProcess, aSnapshot, aSocket } from './snapshots';

export const HOSTILE = '<img src=x onerror=alert(1)>';

/** A listener on that port; `inode` makes its id. */
export const listener = (inode: number, port: number, more: Partial<Socket> = {}): Socket =>
  aSocket({ id: `tcp:1:${inode}`, inode, local: { address: '127.0.0.1', port }, ...more });

export const unixListener = (inode: number, local: Endpoint): Socket =>
  aSocket({ inode, protocol: 'unix', family: 'unix', local });

export const origin = (kind: Origin['kind'], name: string): Origin => ({
  kind,
  id: `${kind}:${name}`,
  name,
  folder: null,
  evidence: ['its shell is an ancestor'],
});

/** Started 60 s before the snapshot below. */
export const owner = (pid: number, more: Partial<OwnedProcess> = {}): OwnedProcess =>
  aProcess({ pid, startTime: '94000', cwd: '/home/me/shop', origin: origin('terminal', 'web'), ...more });

export const snapshot = (
  sockets: readonly Socket[],
  processes: readonly OwnedProcess[] = [owner(100)],
  more: Partial<Snapshot> = {},
): Snapshot =>
  aSnapshot(sockets, processes, {
    takenAt: 1_700_000_000_000,
    scope: 'listeners',
    machine: {
      hostname: 'desk',
      platform: 'linux',
      method: { tcp: 'proc', udp: 'proc' },
      uid: 1000,
      netns: 1,
    },
    clock: { now: '100000', perSecond: 100 },
    cost: { cpuMs: 0.5, wallMs: 0.6 },
    ...more,
  });
