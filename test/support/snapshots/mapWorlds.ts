import type { ChartOrigin, ChartProcess, ChartRow } from '../../../src/core/chart/chart';
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

/** A world while it is put together. */
class Building {
  readonly rows: ChartRow[] = [];
  readonly processes: ChartProcess[] = [];
  readonly origins: ChartOrigin[] = [];
  #inode = 1000;
  #pid = 4000;

  origin(...given: Parameters<typeof anOrigin>): ChartOrigin {
    const origin = anOrigin(...given);
    this.origins.push(origin);
    return origin;
  }

  process(name: string, origin: ChartOrigin | null, given: Partial<ChartProcess> = {}): ChartProcess {
    const pid = (this.#pid += 7);
    const process = aProcess(pid, name, {
      origin: origin?.id ?? null,
      since: NOW - (pid % 50) * MINUTE,
      ...given,
    });
    this.processes.push(process);
    return process;
  }

  listener(holder: ChartProcess, port: number | string, given: Partial<ChartRow> = {}): ChartRow {
    const inode = ++this.#inode;
    const unix = typeof port === 'string';
    const row = aListener(inode, unix ? null : port, holder, {
      ...(unix ? { id: `unix:1:${inode}`, protocol: 'unix', family: 'unix', address: port } : {}),
      ...given,
    });
    this.rows.push(row);
    return row;
  }

  call(client: ChartProcess, server: ChartProcess, listener: ChartRow, connections = 1): void {
    for (let n = 0; n < connections; n++) {
      this.#inode += 2;
      this.rows.push(...aConnection(this.#inode - 1, client, server, listener));
    }
  }

  callOut(client: ChartProcess, remoteAddress: string, remotePort: number, connections = 1): void {
    for (let n = 0; n < connections; n++) {
      const inode = ++this.#inode;
      const network = /^(10|192\.168)\./.test(remoteAddress) ? 'local' : 'internet';
      this.rows.push(
        aListener(inode, 50_000 + inode, client, {
          state: 'ESTABLISHED',
          listens: false,
          exposure: null,
          remoteAddress,
          remotePort,
          network,
        }),
      );
    }
  }

  world(): ChartWorld {
    const { rows, processes, origins } = this;
    return { ...EMPTY_WORLD, rows, processes, origins, folders: [{ path: '/home/me/shop', name: 'shop' }] };
  }
}

const EVERYONE = { address: '0.0.0.0', exposure: 'everyone' } as const;

/** What a middling workspace looks like: 12 processes, 30 listeners, in 9 origins. */
export function twelveProcesses(): ChartWorld {
  const made = new Building();
  const web = made.origin('terminal', 'web', { label: 'Terminal web', detail: 'pnpm dev' });
  const api = made.origin('debug', 'API', { label: 'Debug session API' });
  const jobs = made.origin('task', 'jobs', { label: 'Task jobs' });
  const compose = made.origin('container', 'shop-db-1', {
    label: 'Container shop-db-1',
    detail: 'compose: db',
  });
  const broker = made.origin('container', 'shop-mq-1', {
    label: 'Container shop-mq-1',
    detail: 'compose: mq',
  });
  const cache = made.origin('terminal', 'redis', { label: 'Terminal redis' });
  const mail = made.origin('terminal', 'mail', { label: 'Terminal mail' });
  const docs = made.origin('task', 'docs', { label: 'Task docs' });
  const left = made.origin('orphan', 'web', { label: 'Left over from Terminal web', id: 'orphan:web' });

  const vite = made.process('vite', web);
  const storybook = made.process('storybook', web);
  const gateway = made.process('node gateway.js', api);
  const orders = made.process('node orders.js', api);
  const worker = made.process('node worker.js', jobs);
  const cron = made.process('node scheduler.js', jobs);
  const postgres = made.process('postgres 16', compose, { user: 'postgres' });
  const rabbit = made.process('rabbitmq', broker);
  const redis = made.process('redis-server', cache);
  const mailpit = made.process('mailpit', mail);
  const mkdocs = made.process('mkdocs serve', docs);
  const orphan = made.process('vite', left);
  const chrome = made.process('Chrome', null, { place: 'elsewhere' });

  const ui = made.listener(vite, 5173, EVERYONE);
  made.listener(vite, 24_678);
  const stories = made.listener(storybook, 6006);
  made.listener(storybook, 6007);
  const http = made.listener(gateway, 3000);
  made.listener(gateway, 3001);
  made.listener(gateway, 9229, { service: 'Node.js inspector' });
  const rpc = made.listener(orders, 3010);
  made.listener(orders, 3011);
  made.listener(orders, 9230, { service: 'Node.js inspector' });
  made.listener(worker, 9231, { service: 'Node.js inspector' });
  made.listener(worker, 9464, { service: 'Prometheus' });
  made.listener(cron, 9465, { service: 'Prometheus' });
  const sql = made.listener(postgres, 5432, {
    service: 'PostgreSQL',
    address: '172.18.0.2',
    exposure: 'network',
  });
  made.listener(postgres, '/var/run/postgresql/.s.PGSQL.5432');
  const amqp = made.listener(rabbit, 5672, { service: 'AMQP', address: '172.18.0.3', exposure: 'network' });
  for (const port of [15_672, 25_672, 4369, 15_692]) made.listener(rabbit, port);
  const cacheTcp = made.listener(redis, 6379, { service: 'Redis' });
  const cachePath = made.listener(redis, '/run/user/1000/redis.sock');
  const smtp = made.listener(mailpit, 1025, EVERYONE);
  made.listener(mailpit, 8025, EVERYONE);
  made.listener(mailpit, 1110);
  made.listener(mkdocs, 8000);
  made.listener(mkdocs, 35_729, { service: 'LiveReload' });
  made.listener(orphan, 5174);
  made.listener(orphan, 24_679);
  made.listener(cron, 7946, { protocol: 'udp', type: 'dgram', state: 'UNCONN' });

  made.call(chrome, vite, ui, 6);
  made.call(chrome, storybook, stories, 2);
  made.call(vite, gateway, http, 3);
  made.call(gateway, orders, rpc, 12);
  made.call(orders, postgres, sql, 8);
  made.call(orders, rabbit, amqp, 2);
  made.call(worker, rabbit, amqp, 2);
  made.call(worker, redis, cachePath, 1);
  made.call(worker, mailpit, smtp, 1);
  made.call(cron, postgres, sql, 1);
  made.call(gateway, redis, cacheTcp, 4);
  made.callOut(gateway, '34.200.1.9', 443, 2);
  made.callOut(orders, '10.1.7.20', 8200, 1);
  return made.world();
}

/** Too much to be drawn: 200 listeners of some 60 processes, in services before their databases. */
export function twoHundredListeners(): ChartWorld {
  const made = new Building();
  let port = 20_000;
  const service = (
    kind: 'terminal' | 'task' | 'container' | 'debug',
    name: string,
    names: readonly string[],
    ports: number,
  ) => {
    const origin = made.origin(kind, name, {
      label: `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)} ${name}`,
    });
    return names.map((each, n) => {
      const process = made.process(each, origin);
      const listeners = Array.from({ length: Math.max(1, ports - n) }, () => made.listener(process, ++port));
      return { process, listener: listeners[0]! };
    });
  };
  const [gateway] = service('debug', 'gateway', ['node gateway.js'], 3);
  const chrome = made.process('Chrome', null, { place: 'elsewhere' });
  if (!gateway) return made.world();
  made.call(chrome, gateway.process, gateway.listener, 6);
  const databases = ['orders-db', 'users-db', 'search'].map(
    (name) => service('container', name, [name.replace('-', ' ')], 4)[0]!,
  );
  for (let n = 0; n < 12; n++) {
    const workers = service(
      n % 2 === 0 ? 'terminal' : 'task',
      `service-${n}`,
      n === 3
        ? Array<string>(12).fill('gunicorn')
        : ['node server.js', 'node worker.js', 'node metrics.js'].slice(0, 1 + (n % 3)),
      5,
    );
    const [first] = workers;
    if (first) made.call(gateway.process, first.process, first.listener, 1 + n);
    workers.forEach(({ process }, k) => {
      const database = databases[(n + k) % databases.length]!;
      made.call(process, database.process, database.listener, 2 + k);
    });
  }
  for (let n = 0; made.rows.filter(({ listens }) => listens).length < 200; n++) {
    service('terminal', `tool-${n}`, ['node tool.js', 'esbuild'], 4);
  }
  return made.world();
}
