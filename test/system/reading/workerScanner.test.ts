import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Reading, Scope } from '../../../src/core/snapshot/reading';
import { applyReadingDiff, diffReadings } from '../../../src/core/snapshot/readingDiff';
import type { Scanned } from '../../../src/core/watch/scanner';
import { inSlices } from '../../../src/platform/scanner/inSlices';
import { decodeReadingDiff, encodeReadingDiff } from '../../../src/platform/scanner/scannerMessage';
import { WorkerScanner, type WorkerScannerOptions } from '../../../src/platform/scanner/workerScanner';
import { systemFor } from '../../../src/platform/system';
import { skip } from '../../support/skip';
import { ipv4 } from '../../support/world/address';
import { bundleScanner } from '../../support/world/bundledScanner';
import { Holder } from '../../support/world/holder';
import type { Whim } from '../../support/world/wilfulScanner';
import { worldScript } from '../../support/world/worldScript';

/** Milliseconds that a worker has for an answer. */
const LIMIT_MS = 20_000;

/** Its worker is let go after each scan. */
const RESTS_AT_ONCE: readonly Whim[] = [1, 2, 3].map(() => ({ at: -1, does: 'nothing', restMs: 0 }));

/** A scanner under test: what it logged, the workers it started, and the timers that are on. */
class Stage {
  readonly log: string[] = [];
  readonly workers: Worker[] = [];
  readonly told: Scanned[] = [];
  readonly failures: string[] = [];
  readonly #timers = new Set<{ readonly ms: number; readonly callback: () => void }>();
  readonly #waiting = new Set<() => void>();
  readonly scanner: WorkerScanner;
  rests = 0;

  constructor(program: string, whims: readonly Whim[] = [], options: Partial<WorkerScannerOptions> = {}) {
    this.scanner = new WorkerScanner({
      program,
      log: (line) => this.log.push(line),
      after: (ms, callback) => {
        const timer = { ms, callback };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
      start: (_program, status) => {
        const whim = whims[this.workers.length] ?? { at: -1, does: 'nothing' };
        const worker = new Worker(program, { execArgv: [], workerData: { ...whim, status } });
        this.workers.push(worker);
        return worker;
      },
      ...options,
    });
    this.scanner.listen({
      scanned: (scanned) => {
        this.told.push(scanned);
        this.#wake();
        return Promise.resolve();
      },
      failed: (reason) => {
        this.failures.push(reason);
        this.#wake();
      },
      spanEnded: () => undefined,
      rested: () => {
        this.rests++;
        this.#wake();
      },
    });
  }

  get timers(): number {
    return this.#timers.size;
  }

  async read(scope: Scope): Promise<Reading> {
    return (await this.scanner.scan(scope)).reading;
  }

  /** Whether one of that length was on; its time is over. */
  fire(ms: number): boolean {
    const timer = [...this.#timers].find((each) => each.ms === ms);
    if (!timer) return false;
    this.#timers.delete(timer);
    timer.callback();
    return true;
  }

  /** Resolves once a message has come that makes this true. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
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
    for (const { scanner } of stages.splice(0)) scanner.dispose();
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, 'close');
    }
  });

  it('says in a thread of its own what a look on this thread says', async () => {
    const port = await listen();
    const made = stage(plain);
    const { workers } = made;
    const here = systemFor().probe();
    for (const scope of ['listeners', 'all'] as const) {
      const reading = await made.read(scope);
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
    const made = stage(plain);
    const first = await made.read('listeners');
    const port = await listen();
    const second = await made.read('listeners');
    assert.ok(portsOf(second).includes(port) && !portsOf(first).includes(port));
    const before = new Map(first.sockets.map((socket) => [socket.id, socket]));
    const kept = second.sockets.filter((socket) => before.get(socket.id) === socket);
    // Others on this machine may come and go meanwhile; our own first server does not.
    assert.ok(kept.some(({ owners }) => owners?.includes(process.pid)));

    const server = servers.pop()!;
    server.close();
    await once(server, 'close');
    assert.ok(!portsOf(await made.read('listeners')).includes(port));
  });

  const deaths: [does: Whim['does'], reason: RegExp][] = [
    ['exit', /exit code 7/],
    ['throw', /boom/],
  ];
  for (const [does, reason] of deaths) {
    it(`refuses with the reason when the worker dies (${does}), says so, and goes on with another`, async () => {
      const port = await listen();
      const made = stage(wilful, [{ at: 2, does }]);
      const { workers, log } = made;
      const before = await made.read('listeners');
      await assert.rejects(made.read('listeners'), reason);
      const after = await made.read('listeners');
      assert.ok(portsOf(before).includes(port) && portsOf(after).includes(port));
      assert.equal(workers.length, 2);
      assert.equal(log.length, 1);
      assert.match(log[0]!, reason);
    });
  }

  it('ends a worker that does not answer in time, and goes on with another', async () => {
    const made = stage(wilful, [{ at: 2, does: 'hang' }]);
    await made.read('listeners');
    const end = gone(made.workers[0]!);
    const refused = assert.rejects(made.read('listeners'), /no answer after 20 s/);
    made.fire(LIMIT_MS);
    await Promise.all([refused, end]);
    assert.ok((await made.read('listeners')).sockets.length >= 0);
    assert.equal(made.timers, 0);
    assert.equal(made.workers.length, 2);
  });

  it('starts no further worker where three hang that cannot be ended', async () => {
    const made = stage(
      wilful,
      [1, 2, 3].map(() => ({ at: 2, does: 'nothing' })),
    );
    const ends: (() => Promise<number>)[] = [];
    for (let count = 0; count < 3; count++) {
      await made.read('listeners');
      const worker = made.workers.at(-1)!;
      ends.push(worker.terminate.bind(worker));
      // A thread inside a system call stays until that comes back.
      worker.terminate = () => new Promise(() => undefined);
      const refused = assert.rejects(made.read('listeners'), /no answer/);
      made.fire(LIMIT_MS);
      await refused;
    }
    await assert.rejects(made.read('listeners'), /the system does not answer/);
    assert.equal(made.workers.length, 3);
    await Promise.all(ends.map((end) => end()));
    await made.read('listeners');
    assert.equal(made.workers.length, 4);
  });

  it('refuses when the worker is ended from outside during a look, and goes on with another', async () => {
    const made = stage(wilful, [{ at: 2, does: 'nothing' }]);
    const { workers } = made;
    await made.read('listeners');
    const refused = assert.rejects(made.read('listeners'), /exit code 1/);
    await workers[0]?.terminate();
    await refused;
    assert.ok((await made.read('all')).sockets.length > 0);
    assert.equal(workers.length, 2);
  });

  it('keeps a worker whose look failed, and tells the system’s words', async () => {
    const made = stage(wilful, [{ at: 2, does: 'fail' }]);
    const { workers, log } = made;
    const before = await made.read('listeners');
    await assert.rejects(made.read('listeners'), /EMFILE: too many open files/);
    assert.equal((await made.read('listeners')).machine, before.machine);
    assert.equal(workers.length, 1);
    assert.deepEqual(log, []);
  });

  it('closes the netlink socket of a worker that was ended, and no other descriptor', async function () {
    const made = stage(wilful, RESTS_AT_ONCE);
    const { workers } = made;
    const before = openSockets();
    for (let round = 0; round < 3; round++) {
      const { machine } = await made.read('all');
      if (machine.method.tcp !== 'sock_diag') skip(this, 'sock_diag is not to be had');
      const own = openSockets().filter((link) => !before.includes(link));
      assert.equal(own.length, 1);
      await gone(workers.at(-1)!);
      assert.ok(!openSockets().includes(own[0]!));
    }
  });

  it('rests without a worker, and the next question starts another', async () => {
    const made = stage(wilful, RESTS_AT_ONCE);
    const { workers, log } = made;
    const first = await made.read('listeners');
    await made.until(() => made.rests === 1);
    const second = await made.read('listeners');
    assert.equal(workers.length, 2);
    assert.deepEqual(second.machine, first.machine);
    assert.deepEqual(log, []);
  });

  it('starts no worker for a question that comes after the end', async () => {
    const made = stage(plain);
    const { workers, log } = made;
    await made.read('listeners');
    const refused = assert.rejects(made.read('listeners'), /nobody scans/);
    made.scanner.dispose();
    await refused;
    await assert.rejects(made.read('listeners'), /nobody scans/);
    assert.equal(workers.length, 1);
    assert.deepEqual(log, []);
  });

  const unstartable: [what: string, options: Partial<WorkerScannerOptions>][] = [
    ['threads are not to be had', { start: () => assert.fail('no threads here') }],
    ['its program is missing', { start: () => new Worker('/nonexistent/scanner.js') }],
    [
      'it ends before it is ready',
      { start: (file, status) => new Worker(file, { workerData: { at: 0, does: 'exit', status } }) },
    ],
  ];
  for (const [what, options] of unstartable) {
    it(`looks on this thread where ${what}, and says so once`, async () => {
      const port = await listen();
      const made = stage(wilful, [], options);
      const { log } = made;
      assert.ok(portsOf(await made.read('listeners')).includes(port));
      assert.ok(portsOf(await made.read('listeners')).includes(port));
      assert.equal(log.filter((line) => line.includes('own thread')).length, 1);
      assert.ok(log.length <= 2);
    });
  }

  describe('with a plan', () => {
    const PLAN = { scope: 'listeners', intervalMs: 20, focused: true } as const;

    it('scans by itself, tells what changes and nothing else, and says when it last did without a message', async () => {
      const made = stage(plain);
      await made.read('listeners');
      made.scanner.follow(PLAN);
      const port = await listen();
      await made.until(() => made.told.some(({ reading }) => portsOf(reading).includes(port)));
      const { scans, span } = made.scanner.status;
      assert.ok(scans >= 2 && span && span[1] >= span[0]);
      const last = made.told.at(-1)!;
      assert.ok(last.confirmedAt > 0 && last.confirmedAt <= last.reading.takenAt);
      assert.ok(made.told.every(({ reading }, at) => reading.sockets !== made.told[at - 1]?.reading.sockets));

      made.scanner.follow(undefined);
      assert.equal(made.timers, 0);
    });

    it('ends a worker that hangs between two questions, says so, and goes on with another', async () => {
      const made = stage(wilful, [{ at: 3, does: 'hang' }]);
      await made.read('listeners');
      made.scanner.follow(PLAN);
      const { status } = made.scanner;
      // It scans once more, and hangs in the next scan: that nothing comes is seen at the check.
      while (made.failures.length === 0 && made.fire(LIMIT_MS)) await new Promise(setImmediate);
      assert.match(made.failures[0] ?? '', /no scan for \d+ s/);
      assert.ok(made.scanner.status.failures > status.failures);
      const port = await listen();
      assert.ok(made.fire(PLAN.intervalMs), 'another is started after the interval');
      await made.until(() => made.told.some(({ reading }) => portsOf(reading).includes(port)));
      assert.equal(made.workers.length, 2);
    });

    it('goes on with another worker where one dies, and tells that once', async () => {
      const made = stage(wilful, [{ at: 2, does: 'exit' }]);
      await made.read('listeners');
      made.scanner.follow(PLAN);
      await made.until(() => made.failures.length > 0);
      assert.deepEqual(made.failures, ['exit code 7']);
      assert.ok(made.fire(PLAN.intervalMs));
      await made.until(() => made.told.length > 0);
      assert.equal(made.workers.length, 2);
    });

    it('does not let go of a worker that has a plan', async () => {
      const made = stage(wilful, RESTS_AT_ONCE);
      made.scanner.follow(PLAN);
      await made.read('listeners');
      await listen();
      await made.until(() => made.told.length > 0);
      assert.equal(made.rests, 0);
      made.scanner.follow(undefined);
      await made.until(() => made.rests > 0);
    });
  });

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
