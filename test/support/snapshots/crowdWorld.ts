import type { ChartRow } from '../../../src/core/chart/chart';
import type { ChartDiff } from '../../../src/protocol';
import {
  aConnection,
  aListener,
  anOrigin,
  aProcess,
  type ChartWorld,
  diffMessage,
  EMPTY_WORLD,
  MINUTE,
  NOW,
  type Unnumbered,
} from './chartWorld';

const KINDS = ['terminal', 'task', 'debug', 'container', 'folder'] as const;

/** A busy machine: one listener in ten sockets, the rest connections to them; every fourth process is the workspace's. */
export function crowdWorld(sockets: number, processes: number): ChartWorld {
  const origins = Array.from({ length: 40 }, (_, n) => {
    const kind = KINDS[n % KINDS.length] ?? 'terminal';
    return anOrigin(kind, `${kind} ${n}`, { label: `Origin ${n}`, evidence: ['its shell is an ancestor'] });
  });
  const holders = Array.from({ length: processes }, (_, n) => {
    const here = n % 4 === 0;
    return aProcess(1000 + n, `server-${n % 200}`, {
      origin: here ? (origins[n % origins.length]?.id ?? null) : null,
      place: here ? 'workspace' : n % 4 === 1 ? 'elsewhere' : 'system',
      command: `/usr/bin/server-${n % 200} --config /etc/server/${n}.conf`,
      since: NOW - (n % 500) * MINUTE,
    });
  });
  const rows: ChartRow[] = [];
  const listeners: ChartRow[] = [];
  const holderAt = (n: number) => holders[n % holders.length] ?? aProcess(1, 'init');
  for (let n = 0; n < sockets / 10; n++) {
    const row = aListener(10_000 + n, 1024 + (n % 60_000), holderAt(n), {
      address: n % 7 === 0 ? '0.0.0.0' : '127.0.0.1',
      exposure: n % 7 === 0 ? 'everyone' : 'machine',
    });
    listeners.push(row);
    rows.push(row);
  }
  for (let n = 0; rows.length < sockets; n++) {
    const at = n % listeners.length;
    const listener = listeners[at];
    if (listener) rows.push(...aConnection(1_000_000 + 2 * n, holderAt(n * 7 + 1), holderAt(at), listener));
  }
  return { ...EMPTY_WORLD, rows: rows.slice(0, sockets), processes: holders, origins };
}

/** Connections that came and others that went: `count` rows named in all. `turn`: no two are the same. */
export function churn(world: ChartWorld, count: number, turn: number): Unnumbered<ChartDiff> {
  const opened: ChartRow[] = [];
  const closed: string[] = [];
  const changed: ChartRow[] = [];
  for (let n = 0; n < count; n++) {
    const old = world.rows[(turn * count + n * 37) % world.rows.length];
    if (!old) continue;
    if (n % 3 === 0) opened.push({ ...old, id: `tcp:1:new${turn}.${n}`, since: NOW });
    else if (n % 3 === 1) closed.push(turn === 0 ? old.id : `tcp:1:new${turn - 1}.${n - 1}`);
    else changed.push({ ...old, recvQueue: turn });
  }
  return diffMessage({ at: NOW + turn * 250, opened, closed, changed });
}
