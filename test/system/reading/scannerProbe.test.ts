import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Reading } from '../../../src/core/snapshot/reading';
import { applyReadingDiff, diffReadings } from '../../../src/core/snapshot/readingDiff';
import { inSlices } from '../../../src/platform/scanner/inSlices';
import { decodeReadingDiff, encodeReadingDiff } from '../../../src/platform/scanner/scannerAnswer';
import { ScannerProbe, type ScannerProbeOptions } from '../../../src/platform/scanner/scannerProbe';
import { systemFor } from '../../../src/platform/system';
import { skip } from '../../support/skip';
import { ipv4 } from '../../support/world/address';
import { bundleScanner } from '../../support/world/bundledScanner';
import { Holder } from '../../support/world/holder';
import type { Whim } from '../../support/world/wilfulScanner';
import { worldScript } from '../../support/world/worldScript';

/** A scanner under test: what it logged, the workers it started, and the limit to the wait that is on. */
class Stage {
  readonly log: string[] = [];
  readonly workers: Worker[] = [];
  limit: (() => void) | undefined;
  readonly probe: ScannerProbe;

  constructor(program: string, whims: readonly Whim[] = [], options: Partial<ScannerProbeOptions> = {}) {
    this.probe = new ScannerProbe({
      program,
      log: (line) => this.log.push(line),
      after: (_ms, callback) => {
        this.limit = callback;
        return () => (this.limit = undefined);
      },
      start: () => {
        const worker = new Worker(program, {
          execArgv: [],
          workerData: whims[this.workers.length] ?? { at: -1, does: 'nothing' },
        });
        this.workers.push(worker);
        return worker;
      },
      ...options,
    });
  }
}

const portsOf = ({ sockets }: Reading): number[] =>
  sockets.flatMap(({ local }) => (local && 'port' in local ? [local.port] : []));

const gone = (worker: Worker): Promise<unknown> => once(worker, 'exit');

/** Sockets that this process has open. */
const openSockets = (): string[] =>
  readdirSync('/proc/self/fd')
    .flatMap((descriptor) => {
      try {
        return [readlinkSync(`/proc/self/fd/${descriptor}`)];
      } catch {
        return []; // the folder's own, closed since
      }
    })
    .filter((link) => link.startsWith('socket:'))
    .sort();

describe('the scanner', () => {
  let plain: string;
  let wilful: string;
  const servers: Server[] = [];
  const stages: Stage[] = [];

  const listen = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const stage = (...given: ConstructorParameters<typeof Stage>): Stage => {
    const made = new Stage(...given);
    stages.push(made);
    return made;
  };

  before(async () => {
    plain = await bundleScanner();
    wilful = await bundleScanner('test/support/world/wilfulScanner.ts');
  });
  after(() => {
    for (const program of [plain, wilful]) rmSync(dirname(program), { recursive: true });
  });
  afterEach(async () => {
    for (const { probe } of stages.splice(0)) probe.dispose();
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, 'close');
    }
  });

  it('says in a thread of its own what a look on this thread says', async () => {
    const port = await listen();
    const { probe, workers } = stage(plain);
    const here = systemFor().probe();
    for (const scope of ['listeners', 'all'] as const) {
      const reading = await probe.read(scope);
      const own = await here.read(scope);
      const find = ({ sockets }: Reading) =>
        sockets.find(({ local }) => local && 'port' in local && local.port === port);
      assert.deepEqual(find(reading), find(own));
      assert.deepEqual(find(reading)?.owners, [process.pid]);
      assert.deepEqual(reading.processes.get(process.pid), own.processes.get(process.pid));
      assert.deepEqual({ ...reading.machine }, { ...own.machine });
      assert.equal(reading.scope, scope);
    }
    here.dispose();
    assert.equal(workers.length, 1);
    assert.notEqual(workers[0]?.threadId, 0);
  });

  it('keeps what did not change, object by object, and lists only what is there', async () => {
    await listen();
    const { probe } = stage(plain);
    const first = await probe.read('listeners');
    const port = await listen();
    const second = await probe.read('listeners');
    assert.ok(portsOf(second).includes(port) && !portsOf(first).includes(port));
    const before = new Map(first.sockets.map((socket) => [socket.id, socket]));
    const kept = second.sockets.filter((socket) => before.get(socket.id) === socket);
    // Others on this machine may come and go meanwhile; our own first server does not.
    assert.ok(kept.some(({ owners }) => owners?.includes(process.pid)));

    const server = servers.pop()!;
    server.close();
    await once(server, 'close');
    assert.ok(!portsOf(await probe.read('listeners')).includes(port));
  });

  const deaths: [does: Whim['does'], reason: RegExp][] = [
    ['exit', /exit code 7/],
    ['throw', /boom/],
  ];
  for (const [does, reason] of deaths) {
    it(`refuses with the reason when the worker dies (${does}), says so, and goes on with another`, async () => {
      const port = await listen();
      const { probe, workers, log } = stage(wilful, [{ at: 2, does }]);
      const before = await probe.read('listeners');
      await assert.rejects(probe.read('listeners'), reason);
      const after = await probe.read('listeners');
      assert.ok(portsOf(before).includes(port) && portsOf(after).includes(port));
      assert.equal(workers.length, 2);
      assert.equal(log.length, 1);
      assert.match(log[0]!, reason);
    });
  }

  it('ends a worker that does not answer in time, and goes on with another', async () => {
    const made = stage(wilful, [{ at: 2, does: 'hang' }]);
    await made.probe.read('listeners');
    const end = gone(made.workers[0]!);
    const refused = assert.rejects(made.probe.read('listeners'), /no answer after 20 s/);
    made.limit!();
    await Promise.all([refused, end]);
    assert.ok((await made.probe.read('listeners')).sockets.length >= 0);
    assert.equal(made.limit, undefined);
    assert.equal(made.workers.length, 2);
  });

  it('starts no further worker where three hang that cannot be ended', async () => {
    const made = stage(
      wilful,
      [1, 2, 3].map(() => ({ at: 2, does: 'nothing' })),
    );
    const ends: (() => Promise<number>)[] = [];
    for (let count = 0; count < 3; count++) {
      await made.probe.read('listeners');
      const worker = made.workers.at(-1)!;
      ends.push(worker.terminate.bind(worker));
      // A thread inside a system call stays until that comes back.
      worker.terminate = () => new Promise(() => undefined);
      const refused = assert.rejects(made.probe.read('listeners'), /no answer/);
      made.limit!();
      await refused;
    }
    await assert.rejects(made.probe.read('listeners'), /the system does not answer/);
    assert.equal(made.workers.length, 3);
    await Promise.all(ends.map((end) => end()));
    await made.probe.read('listeners');
    assert.equal(made.workers.length, 4);
  });

  it('refuses when the worker is ended from outside during a look, and goes on with another', async () => {
    const { probe, workers } = stage(wilful, [{ at: 2, does: 'nothing' }]);
    await probe.read('listeners');
    const refused = assert.rejects(probe.read('listeners'), /exit code 1/);
    await workers[0]?.terminate();
    await refused;
    assert.ok((await probe.read('all')).sockets.length > 0);
    assert.equal(workers.length, 2);
  });

  it('keeps a worker whose look failed, and tells the system’s words', async () => {
    const { probe, workers, log } = stage(wilful, [{ at: 2, does: 'fail' }]);
    const before = await probe.read('listeners');
    await assert.rejects(probe.read('listeners'), /EMFILE: too many open files/);
    assert.equal((await probe.read('listeners')).machine, before.machine);
    assert.equal(workers.length, 1);
    assert.deepEqual(log, []);
  });

  it('closes the netlink socket of a worker that was ended, and no other descriptor', async function () {
    const { probe, workers } = stage(plain);
    const before = openSockets();
    for (let round = 0; round < 3; round++) {
      const { machine } = await probe.read('all');
      if (machine.method.tcp !== 'sock_diag') skip(this, 'sock_diag is not to be had');
      const own = openSockets().filter((link) => !before.includes(link));
      assert.equal(own.length, 1);
      const end = gone(workers.at(-1)!);
      probe.rest();
      await end;
      assert.ok(!openSockets().includes(own[0]!));
    }
  });

  it('rests without a worker, and the next question starts another', async () => {
    const { probe, workers, log } = stage(plain);
    const first = await probe.read('listeners');
    const end = gone(workers[0]!);
    probe.rest();
    await end;
    const second = await probe.read('listeners');
    assert.equal(workers.length, 2);
    assert.deepEqual(second.machine, first.machine);
    assert.deepEqual(log, []);
  });

  it('starts no worker for a question that comes after the end', async () => {
    const { probe, workers, log } = stage(plain);
    await probe.read('listeners');
    const refused = assert.rejects(probe.read('listeners'), /nobody looks/);
    probe.dispose();
    await refused;
    await assert.rejects(probe.read('listeners'), /nobody looks/);
    assert.equal(workers.length, 1);
    assert.deepEqual(log, []);
  });

  const unstartable: [what: string, options: Partial<ScannerProbeOptions>][] = [
    ['threads are not to be had', { start: () => assert.fail('no threads here') }],
    ['its program is missing', { start: () => new Worker('/nonexistent/scanner.js') }],
    [
      'it ends before it is ready',
      { start: (file) => new Worker(file, { workerData: { at: 0, does: 'exit' } }) },
    ],
  ];
  for (const [what, options] of unstartable) {
    it(`looks on this thread where ${what}, and says so once`, async () => {
      const port = await listen();
      const { probe, log } = stage(wilful, [], options);
      assert.ok(portsOf(await probe.read('listeners')).includes(port));
      assert.ok(portsOf(await probe.read('listeners')).includes(port));
      assert.equal(log.filter((line) => line.includes('own thread')).length, 1);
      assert.ok(log.length <= 2);
    });
  }

  it('rebuilds what the kernel says, look after look, while sockets and processes come and go', async () => {
    const [staying, moving] = await Promise.all([Holder.start(), Holder.start()]);
    const probe = systemFor().probe();
    try {
      await moving.ask({ do: 'churn', sockets: 40 });
      let before: Reading | undefined;
      let rebuilt: Reading | undefined;
      let moved = 0;
      for (let look = 0; look < 40; look++) {
        const held = await staying.open({
          domain: 'inet',
          type: 'stream',
          bind: ipv4('127.0.0.1'),
          listen: 1,
        });
        if (look % 3 === 0) await staying.close(held);
        if (look % 5 === 0) await staying.share(held).catch(() => undefined); // closed by then every third time
        const reading = await probe.read('all');
        const parts = encodeReadingDiff(diffReadings(before, reading));
        const diff = await inSlices(decodeReadingDiff(parts));
        moved += diff.opened.length + diff.closed.length;
        rebuilt = applyReadingDiff(rebuilt, diff);
        before = reading;
        assert.deepEqual(
          new Map(rebuilt.sockets.map((socket) => [socket.id, socket])),
          new Map(reading.sockets.map((socket) => [socket.id, socket])),
        );
        assert.deepEqual(rebuilt.processes, new Map(reading.processes));
        assert.deepEqual(rebuilt.gaps, reading.gaps);
      }
      assert.ok(moved > 100, `only ${moved} changes`);
    } finally {
      probe.dispose();
      await Promise.all([staying.stop(), moving.stop()]);
    }
  });

  it('does not keep a process alive that has nothing else to do', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [worldScript('idleScanner'), plain], {
      timeout: 15_000,
    });
    assert.match(stdout, /^seen \d+ sockets\n$/);
  });
});
