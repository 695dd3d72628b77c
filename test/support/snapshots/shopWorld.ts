import type { ChartRow } from '../../../src/core/chart/chart';
import type { Episode } from '../../../src/core/timeline/timeline';
import {
  aConnection,
  aListener,
  anOrigin,
  aProcess,
  type ChartWorld,
  EMPTY_WORLD,
  MINUTE,
  NOW,
} from './chartWorld';

export const HOSTILE = '<img src=x onerror=alert(1)>';

/** What a person who builds a shop sees: a web server, its API under the debugger, a database, what is left over. */
export function shopWorld(): ChartWorld {
  const origins = [
    anOrigin('terminal', 'web', {
      label: 'Terminal web',
      detail: 'pnpm dev',
      evidence: ['its shell is an ancestor'],
    }),
    anOrigin('debug', 'API', {
      label: 'Debug session API',
      evidence: ['the debugger reported pid 81243', 'launch.json, “API”, folder shop'],
    }),
    anOrigin('container', 'shop-db-1', { label: 'Container shop-db-1', detail: 'compose: db' }),
    anOrigin('terminal', 'redis', { label: 'Terminal redis' }),
    anOrigin('task', 'worker', { label: 'Task worker' }),
    anOrigin('orphan', 'web', {
      id: 'orphan:web',
      label: 'Left over from Terminal web',
      detail: 'ended 31 min ago',
      endedAt: NOW - 31 * MINUTE,
    }),
    anOrigin('terminal', 'docs', { label: 'Terminal docs', folder: '/home/me/docs' }),
    anOrigin('vscode', 'TypeScript', { label: 'VS Code: TypeScript server', folder: null }),
  ];
  const vite = aProcess(81300, 'vite', {
    origin: 'terminal:web',
    comm: 'node',
    command: 'node node_modules/.bin/vite --host',
  });
  const api = aProcess(81243, 'node server.js', { origin: 'debug:API', command: 'node --inspect server.js' });
  const postgres = aProcess(4410, 'postgres 16', {
    origin: 'container:shop-db-1',
    since: NOW - 120 * MINUTE,
    user: 'postgres',
    uid: 999,
  });
  const redis = aProcess(70211, 'redis-server', { origin: 'terminal:redis', since: NOW - 10 * MINUTE });
  const worker = aProcess(81250, 'node worker.js', { origin: 'task:worker', command: 'node worker.js' });
  const left = aProcess(70100, 'vite', { origin: 'orphan:web', since: NOW - 31 * MINUTE, comm: 'node' });
  const mkdocs = aProcess(81777, 'mkdocs serve', { origin: 'terminal:docs', since: NOW - 20_000 });
  const hostile = aProcess(81999, HOSTILE, {
    origin: 'terminal:docs',
    since: NOW - 3000,
    command: `${HOSTILE} --port 8001`,
  });
  const chrome = aProcess(2200, 'Chrome', { place: 'elsewhere', since: NOW - 400 * MINUTE, comm: 'chrome' });
  const sshd = aProcess(812, 'sshd', { place: 'system', user: 'root', uid: 0, since: NOW - 9000 * MINUTE });
  const typescript = aProcess(79950, 'tsserver', {
    place: 'vscode',
    origin: 'vscode:TypeScript',
    comm: 'node',
  });

  const web = aListener(101, 5173, vite, { address: '0.0.0.0', exposure: 'everyone' });
  const http = aListener(102, 3000, api);
  const http6 = aListener(112, 3000, api, { address: '::1', family: 'ipv6' });
  const debug = aListener(103, 9229, api, { service: 'Node.js inspector' });
  const database = aListener(104, 5432, postgres, {
    service: 'PostgreSQL',
    address: '172.18.0.2',
    exposure: 'network',
    netns: 4026532,
  });
  const cache = aListener(105, null, redis, {
    id: 'unix:1:105',
    protocol: 'unix',
    family: 'unix',
    address: '/run/redis.sock',
    exposure: 'machine',
  });
  const old = aListener(106, 5174, left);
  const docs = aListener(107, 8000, mkdocs, { since: NOW - 20_000 });
  const evil = aListener(108, 8001, hostile, { since: NOW - 3000 });
  const ssh = aListener(109, 22, sshd, { address: '0.0.0.0', exposure: 'everyone', service: 'SSH' });
  const hidden = aListener(110, 631, null, { service: 'IPP', ownership: 'hidden', user: 'root' });
  const mdns = aListener(111, 5353, typescript, {
    id: 'udp:1:111',
    protocol: 'udp',
    type: 'dgram',
    state: 'UNCONN',
    address: '224.0.0.251',
    service: 'mDNS',
    exposure: 'network',
  });
  const listeners = [web, http, http6, debug, database, cache, old, docs, evil, ssh, hidden, mdns];

  const calls: ChartRow[] = [];
  const join = (n: number, ...[client, server, listener]: [typeof vite, typeof vite, ChartRow]): void => {
    for (let i = 0; i < n; i++) calls.push(...aConnection(2000 + calls.length, client, server, listener));
  };
  join(6, chrome, vite, web);
  join(3, vite, api, http);
  join(8, api, postgres, database);
  join(2, api, redis, cache);
  join(1, worker, redis, cache);
  const stripe = [0, 1].map((n) =>
    aListener(3000 + n, 51_000 + n, api, {
      state: 'ESTABLISHED',
      listens: false,
      address: '10.0.0.5',
      remoteAddress: '34.200.1.9',
      remotePort: 443,
      network: 'internet',
      exposure: null,
      service: 'HTTPS',
      sendQueue: 0,
      actions: ['inspect', 'stop', 'copyAddress'],
    }),
  );
  const closing = aListener(0, 3000, null, {
    id: 'tcp:1:0:127.0.0.1:3000>127.0.0.1:43210',
    state: 'TIME_WAIT',
    listens: false,
    remoteAddress: '127.0.0.1',
    remotePort: 43_210,
    network: 'machine',
    ownership: 'none',
    exposure: null,
    place: 'system',
    inode: 0,
    user: '0',
    actions: ['inspect', 'copyAddress'],
  });

  return {
    ...EMPTY_WORLD,
    rows: [...listeners, ...calls, ...stripe, closing],
    processes: [vite, api, postgres, redis, worker, left, mkdocs, hostile, chrome, sshd, typescript],
    origins,
    folders: [
      { path: '/home/me/shop', name: 'shop' },
      { path: '/home/me/docs', name: 'docs' },
    ],
    episodes: shopEpisodes(
      [web, http, database, cache, old, docs, ssh],
      [vite, api, postgres, redis, left, mkdocs, sshd],
      origins,
    ),
    watched: [
      [NOW - 30 * MINUTE, NOW - 24 * MINUTE],
      [NOW - 22 * MINUTE, NOW],
    ],
    gaps: ['3 sockets belong to processes of other users'],
  };
}

function shopEpisodes(
  rows: readonly ChartRow[],
  processes: ChartWorld['processes'],
  origins: ChartWorld['origins'],
): Episode[] {
  const byKey = new Map(processes.map((process) => [process.key, process]));
  const episode = (row: ChartRow, from: number, to: number | null, given: Partial<Episode> = {}): Episode => {
    const holder = byKey.get(row.owners[0] ?? '');
    const origin = origins.find(({ id }) => id === holder?.origin);
    return {
      id: ++count,
      socketId: to === null ? row.id : `${row.id}:${from}`,
      protocol: row.protocol,
      port: row.port,
      address: row.address,
      exposure: row.exposure,
      holder: holder
        ? {
            key: to === null ? holder.key : `${holder.pid - Math.round(from)}:1`,
            pid: to === null ? holder.pid : holder.pid - Math.round(from),
            name: holder.name,
            place: holder.place,
            origin: origin ? { id: origin.id, kind: origin.kind, label: origin.label } : null,
          }
        : null,
      absentAt: from >= 30 ? null : NOW - from * MINUTE - 250,
      openedAt: NOW - from * MINUTE,
      closed: to === null ? null : { seenAt: NOW - to * MINUTE, at: NOW - to * MINUTE + 250 },
      ...given,
    };
  };
  let count = 0;
  const [web, http, database, cache, old, docs, ssh] = rows;
  if (!web || !http || !database || !cache || !old || !docs || !ssh) return [];
  return [
    episode(web, 30, 17.8),
    episode(web, 17.6, 4),
    episode(web, 3.9, null),
    episode(http, 27, 21),
    episode(http, 20.9, 20),
    episode(http, 18.8, 18.2),
    episode(http, 17.8, 17.2),
    episode(http, 4, null),
    episode(database, 30, null),
    episode(cache, 10, null),
    episode(old, 30, null),
    episode(docs, 0.4, null),
    ...Array.from({ length: 12 }, (_, n) => episode({ ...docs, port: 8081 }, 5 - n / 3, 5 - n / 3 - 0.28)),
    episode(ssh, 30, null),
  ];
}
