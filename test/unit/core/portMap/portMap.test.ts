import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChartRow } from '../../../../src/core/chart/chart';
import { WIDE_PLACES, type WidePlace } from '../../../../src/core/listing/place';
import { LivePortMap, type PortMapPicture } from '../../../../src/core/portMap/livePortMap';
import { type PortMap, type PortMapProcess } from '../../../../src/core/portMap/portMap';
import { PortMapCalls } from '../../../../src/core/portMap/portMapCalls';
import type { PortMapSource } from '../../../../src/core/portMap/portMapSource';
import { describePortMap, listenerTitle, processTitle } from '../../../../src/core/portMap/portMapText';
import { english } from '../../../../src/core/text/translate';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import {
  aConnection,
  aListener,
  anOrigin,
  aProcess,
  type ChartWorld,
  EMPTY_WORLD,
} from '../../../support/snapshots/chartWorld';
import { shopWorld } from '../../../support/snapshots/shopWorld';

const byId = <T>(items: readonly T[], id: (item: T) => string): Map<string, T> =>
  new Map(items.map((item) => [id(item), item]));

const sourceOf = ({ rows, processes, origins, folders }: ChartWorld): PortMapSource => ({
  rows: byId(rows, ({ id }) => id),
  processes: byId(processes, ({ key }) => key),
  origins: byId(origins, ({ id }) => id),
  folders,
});

const EVERYTHING: ReadonlySet<WidePlace> = new Set(WIDE_PLACES);

const pictureOf = (world: ChartWorld, wide: ReadonlySet<WidePlace> = new Set()): PortMapPicture =>
  new LivePortMap(sourceOf(world)).picture(wide);

/** `vite → node server.js:3000 ×3` */
function callsOf({ origins, calls }: PortMap): string[] {
  const processes = origins.flatMap((origin) => origin.processes);
  return calls
    .map(({ from, to, connections }) => {
      const caller = processes.find(({ key }) => key === from);
      const called = processes.find(({ listeners }) => listeners.some(({ key }) => key === to));
      const listener = called?.listeners.find(({ key }) => key === to);
      assert.ok(caller && called && listener);
      return `${processTitle(caller, english)} → ${processTitle(called, english)}:${listenerTitle(listener, english)} ×${connections}`;
    })
    .sort();
}

const processesOf = (
  { portMap }: PortMapPicture,
  kind: string,
  edge: 'in' | 'out' | null = null,
): PortMapProcess[] =>
  portMap.origins
    .filter((each) => each.kind === kind && each.edge === edge)
    .flatMap(({ processes }) => processes);

describe('the map’s graph', () => {
  it('joins web, api and databases, over TCP and Unix sockets, and counts the connections', () => {
    assert.deepEqual(callsOf(pictureOf(shopWorld()).portMap), [
      'Chrome → vite:5173 ×6',
      'node server.js → 34.200.1.9:443 ×2',
      'node server.js → postgres 16:5432 ×8',
      'node server.js → redis-server:redis.sock ×2',
      'node worker.js → redis-server:redis.sock ×1',
      'vite → node server.js:3000 ×3',
    ]);
  });

  it('shows the workspace only, who calls it and whom it calls at the edges, and counts the rest', () => {
    const picture = pictureOf(shopWorld());
    assert.deepEqual(
      [...new Set(picture.portMap.origins.map(({ band, edge }) => `${band} ${String(edge)}`))].sort(),
      [
        'folder:/home/me/docs null',
        'folder:/home/me/shop in',
        'folder:/home/me/shop null',
        'folder:/home/me/shop out',
      ],
    );
    assert.deepEqual(
      processesOf(picture, 'machine', 'in').map(({ name }) => name),
      ['Chrome'],
    );
    assert.deepEqual(
      processesOf(picture, 'internet', 'out').map(({ name }) => name),
      ['34.200.1.9'],
    );
    assert.equal(picture.counts.get('system'), 2);
    assert.equal(picture.counts.get('vscode'), 1);
  });

  it('takes a wider look at a wish: what stood at the edge stands among its own', () => {
    const picture = pictureOf(shopWorld(), EVERYTHING);
    assert.deepEqual(processesOf(picture, 'machine', 'in'), []);
    assert.deepEqual(
      processesOf(picture, 'user')
        .map(({ name }) => name)
        .sort(),
      ['Chrome', 'sshd'],
    );
    assert.equal(processesOf(picture, 'hidden').length, 1);
  });

  it('makes one listener of the sockets of one port, as widely reached as the widest', () => {
    const process = aProcess(7, 'api', { origin: 'task:api' });
    const world = {
      ...EMPTY_WORLD,
      origins: [anOrigin('task', 'api')],
      processes: [process],
      rows: [
        aListener(1, 3000, process),
        aListener(2, 3000, process, { address: '::', family: 'ipv6', exposure: 'everyone' }),
        aListener(3, 3000, process, { id: 'udp:1:3', protocol: 'udp' }),
      ],
    };
    const [api] = processesOf(pictureOf(world), 'task');
    assert.deepEqual(
      api?.listeners.map(({ protocol, addresses, exposure }) => ({ protocol, addresses, exposure })),
      [
        { protocol: 'tcp', addresses: ['127.0.0.1', '::'], exposure: 'everyone' },
        { protocol: 'udp', addresses: ['127.0.0.1'], exposure: 'machine' },
      ],
    );
  });

  it('shows a process that only calls, and nothing that neither listens nor calls', () => {
    const picture = pictureOf(shopWorld());
    assert.deepEqual(
      processesOf(picture, 'task').map(({ name, listeners }) => [name, listeners.length]),
      [['node worker.js', 0]],
    );
  });

  it('places the listener of a proxy in the container that publishes the port', () => {
    const proxy = aProcess(9, 'docker-proxy', { place: 'system', user: 'root' });
    const origin = anOrigin('container', 'db', { folder: null });
    const row = aListener(1, 5432, proxy, { origin: origin.id, place: 'containers' });
    const world = { ...EMPTY_WORLD, origins: [origin], processes: [proxy], rows: [row] };
    const [box] = pictureOf(world, EVERYTHING).portMap.origins;
    assert.equal(box?.band, 'containers');
    assert.equal(box.origin, origin.id);
  });

  it('names everything in words', () => {
    const words = describePortMap(pictureOf(shopWorld()).portMap, english);
    assert.match(words, /^8 listeners in 7 places: /);
    assert.match(words, /vite calls node server\.js on 3000, 3 connections/);
  });

  it('is the same in whatever order its rows come', () => {
    const world = shopWorld();
    const expected = pictureOf(world, EVERYTHING);
    const shuffled = fc.shuffledSubarray([...world.rows], { minLength: world.rows.length });
    fc.assert(
      fc.property(shuffled, (rows) => assert.deepEqual(pictureOf({ ...world, rows }, EVERYTHING), expected)),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('is not misled by names that every object has', () => {
    const process = aProcess(7, 'constructor', { origin: 'task:__proto__' });
    const origin = anOrigin('task', '__proto__');
    const rows = [aListener(1, 80, process, { id: '__proto__' })];
    const { portMap } = pictureOf({ ...EMPTY_WORLD, origins: [origin], processes: [process], rows });
    assert.equal(portMap.origins[0]?.processes[0]?.name, 'constructor');
  });
});

describe('who calls whom, kept up to date', () => {
  const [web, api] = [aProcess(1, 'web'), aProcess(2, 'api')];
  const listener = aListener(1, 3000, api);
  const sorted = (calls: PortMapCalls): string[] =>
    [...calls.calls].map((call) => JSON.stringify(call)).sort();

  it('forgets a call with its last connection', () => {
    const rows = byId([listener, ...aConnection(100, web, api, listener)], ({ id }) => id);
    const calls = new PortMapCalls();
    calls.update(rows.keys(), rows);
    assert.deepEqual(
      [...calls.calls.values()],
      [{ from: { process: web.key }, to: { listener: listener.id }, connections: 1 }],
    );
    rows.delete('tcp:1:101');
    calls.update(['tcp:1:101'], rows);
    assert.equal(calls.calls.size, 0);
  });

  it('counts what is connected, not what is on its way out', () => {
    const ends = aConnection(100, web, api, listener).map((row): ChartRow => ({
      ...row,
      state: 'CLOSE_WAIT',
    }));
    const rows = byId([listener, ...ends], ({ id }) => id);
    const calls = new PortMapCalls();
    calls.update(rows.keys(), rows);
    assert.equal(calls.calls.size, 0);
  });

  it('names the caller as soon as its end is known', () => {
    const [client, server] = aConnection(100, web, api, listener);
    const rows = byId([listener, server], ({ id }) => id);
    const calls = new PortMapCalls();
    calls.update(rows.keys(), rows);
    assert.deepEqual(
      [...calls.calls.values()].map(({ from }) => 'process' in from),
      [false],
    );
    rows.set(client.id, client);
    calls.update([client.id], rows);
    assert.deepEqual(
      [...calls.calls.values()].map(({ from }) => from),
      [{ process: web.key }],
    );
  });

  it('takes a datagram socket that is connected to a listener for a call', () => {
    const udp = aListener(5, 53, api, { id: 'udp:1:5', protocol: 'udp', state: 'UNCONN' });
    const asking = aListener(6, 40_000, web, {
      id: 'udp:1:6',
      protocol: 'udp',
      state: 'ESTABLISHED',
      listens: false,
      peer: udp.id,
    });
    const rows = byId([udp, asking], ({ id }) => id);
    const calls = new PortMapCalls();
    calls.update(rows.keys(), rows);
    assert.deepEqual(
      [...calls.calls.values()],
      [{ from: { process: web.key }, to: { listener: udp.id }, connections: 1 }],
    );
  });

  it('comes to the same, row by row in any order, as at once', () => {
    const pool: ChartRow[] = [listener];
    for (let n = 0; n < 8; n++) pool.push(...aConnection(100 + 2 * n, n % 2 ? web : api, api, listener));
    pool.push(
      aListener(300, 50_000, web, {
        listens: false,
        state: 'ESTABLISHED',
        remoteAddress: '34.0.0.1',
        remotePort: 443,
        network: 'internet',
      }),
    );
    const step = fc.record({ row: fc.constantFrom(...pool), there: fc.boolean(), closing: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 20 }), (turns) => {
        const rows = new Map<string, ChartRow>();
        const calls = new PortMapCalls();
        for (const turn of turns) {
          for (const { row, there, closing } of turn) {
            if (there) rows.set(row.id, closing && !row.listens ? { ...row, state: 'CLOSE_WAIT' } : row);
            else rows.delete(row.id);
          }
          calls.update(
            turn.map(({ row }) => row.id),
            rows,
          );
        }
        const anew = new PortMapCalls();
        anew.update(rows.keys(), rows);
        assert.deepEqual(sorted(calls), sorted(anew));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

describe('a living harbour', () => {
  const { rows, processes, origins, folders } = shopWorld();
  const step = fc.oneof(
    fc.record({
      row: fc.constantFrom(...rows),
      owner: fc.option(fc.constantFrom(...processes)),
      there: fc.boolean(),
    }),
    fc.record({
      process: fc.constantFrom(...processes),
      name: fc.constantFrom('vite', 'another'),
      origin: fc.option(fc.constantFrom(...origins)),
      place: fc.constantFrom('workspace' as const, 'system' as const),
      there: fc.boolean(),
    }),
    fc.record({
      origin: fc.constantFrom(...origins),
      folder: fc.constantFrom(null, '/home/me/docs'),
      there: fc.boolean(),
    }),
  );
  const turn = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    wide: fc.constantFrom<ReadonlySet<WidePlace>>(new Set(), EVERYTHING, new Set(['system'])),
    looks: fc.boolean(),
  });

  it('comes to the same, change by change, as at once', () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => {
        const now = {
          rows: byId(rows, ({ id }) => id),
          processes: byId(processes, ({ key }) => key),
          origins: byId(origins, ({ id }) => id),
          folders,
        };
        const living = new LivePortMap(now);
        for (const { steps, wide, looks } of turns) {
          const change = { rows: new Set<string>(), processes: new Set<string>(), origins: false };
          for (const each of steps) {
            if ('row' in each) {
              const { row, owner, there } = each;
              put(now.rows, row.id, there, owner ? { ...row, owners: [owner.key] } : row);
              change.rows.add(row.id);
            } else if ('process' in each) {
              const { process, name, place, origin, there } = each;
              put(now.processes, process.key, there, { ...process, name, place, origin: origin?.id ?? null });
              change.processes.add(process.key);
            } else {
              put(now.origins, each.origin.id, each.there, { ...each.origin, folder: each.folder });
              change.origins = true;
            }
          }
          living.update(change);
          if (looks) assert.deepEqual(living.picture(wide), new LivePortMap(now).picture(wide));
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('makes anew only what changed', () => {
    const now = { ...sourceOf(shopWorld()), rows: byId(rows, ({ id }) => id) };
    const living = new LivePortMap(now);
    const before = living.picture(new Set()).portMap.origins;
    const docs = rows.find(({ port }) => port === 8000);
    assert.ok(docs);
    now.rows.delete(docs.id);
    living.update({ rows: [docs.id], processes: [], origins: false });
    const after = living.picture(new Set()).portMap.origins;
    assert.deepEqual(
      after.filter((origin) => !before.includes(origin)).map(({ label }) => label),
      ['Terminal docs'],
    );
  });
});

function put<V>(map: Map<string, V>, key: string, there: boolean, value: V): void {
  if (there) map.set(key, value);
  else map.delete(key);
}
