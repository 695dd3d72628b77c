import assert from 'node:assert/strict';
import { joinSnapshot } from '../../src/core/joinSnapshot';
import type { Reading, Scope } from '../../src/core/reading';
import type { Socket } from '../../src/core/socket';
import { english } from '../../src/core/translate';
import { NO_WORKSPACE } from '../../src/core/workspace';
import { Monitor } from '../../src/monitor';
import { aSocket } from './core/snapshots';

/** A clock that a test moves by hand; it runs what falls due, in order. */
class HandClock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  get pending(): number {
    return this.#timers.length;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  async move(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = due.at;
      due.callback();
      await settled();
    }
    this.#now = until;
    await settled();
  }
}

/** Lets what is under way go on by one turn of the event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets every look that is under way or queued come to its end: none of them takes this many turns. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await turn();
}

const listener = (inode: number, port: number): Socket =>
  aSocket({ inode, local: { address: '127.0.0.1', port } });

/** A system whose table a test writes, and which counts how often it is asked. */
class System {
  sockets: Socket[] = [listener(1, 3000)];
  wallMs = 1;
  failure: Error | undefined;
  readonly reads: Scope[] = [];
  underWay = 0;
  overlapped = false;
  readonly clock = new HandClock();
  intervalMs: number | null = 1000;
  readonly monitor = new Monitor({
    read: (scope) => this.#read(scope),
    join: (reading) => joinSnapshot(reading, NO_WORKSPACE, english),
    intervalMs: () => this.intervalMs,
    after: (ms, callback) => this.clock.after(ms, callback),
  });

  async #read(scope: Scope): Promise<Reading> {
    this.reads.push(scope);
    this.overlapped ||= this.underWay > 0;
    this.underWay++;
    await turn();
    this.underWay--;
    if (this.failure) throw this.failure;
    return {
      takenAt: 0,
      scope,
      machine: { hostname: 'h', platform: 'linux', method: { tcp: 'proc' }, uid: 1000, netns: 1 },
      clock: { now: '0', perSecond: 100 },
      cost: { cpuMs: this.wallMs, wallMs: this.wallMs },
      sockets: this.sockets,
      processes: new Map(),
      gaps: [],
    };
  }
}

describe('Monitor', () => {
  it('reads nothing and sets no timer while nobody watches, and the same counter counts while somebody does', async () => {
    const { monitor, clock, reads } = new System();
    await clock.move(60_000);
    assert.equal(reads.length, 0);
    assert.equal(clock.pending, 0);
    const view = monitor.watch('listeners');
    await clock.move(10_000);
    assert.equal(reads.length, 11);
    view.dispose();
    await clock.move(60_000);
    assert.equal(reads.length, 11);
    assert.equal(clock.pending, 0);
  });

  it('keeps looking while one of two views is left, and looks at everything while one shows it', async () => {
    const { monitor, clock, reads } = new System();
    const tree = monitor.watch('listeners');
    const table = monitor.watch('all');
    await clock.move(1000);
    assert.equal(reads.at(-1), 'all');
    table.dispose();
    await clock.move(1000);
    assert.equal(reads.at(-1), 'listeners');
    tree.dispose();
  });

  it('never has two looks under way, and lets questions that wait share one', async () => {
    const system = new System();
    system.monitor.watch('listeners');
    const answers = await Promise.all([
      system.monitor.look('all'),
      system.monitor.look('all'),
      system.monitor.look('listeners'),
    ]);
    assert.equal(answers[0], answers[1]);
    assert.equal(system.overlapped, false);
    assert.deepEqual(system.reads, ['listeners', 'all']);
  });

  it('begins a look after the question, never hands out one that was under way', async () => {
    const system = new System();
    const first = system.monitor.look('listeners');
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(system.underWay, 1);
    system.sockets = [listener(2, 4000)];
    const second = await system.monitor.look('listeners');
    await first;
    assert.equal(system.reads.length, 2);
    assert.equal(second.sockets.has('tcp:1:2'), true);
  });

  it('stretches its pace by what a look costs', async () => {
    const system = new System();
    system.wallMs = 200;
    system.monitor.watch('listeners');
    await system.clock.move(0);
    await system.clock.move(12_000);
    assert.equal(system.monitor.status.intervalMs, 4000);
    assert.ok(system.reads.length <= 5, `${system.reads.length} looks in 12 s at 200 ms each`);
  });

  it('looks at an event and three times more, also while hidden, and a later event begins that anew', async () => {
    const { monitor, clock, reads } = new System();
    monitor.nudge();
    await clock.move(500);
    assert.equal(reads.length, 2);
    monitor.nudge();
    await clock.move(10_000);
    assert.equal(reads.length, 6);
    assert.equal(clock.pending, 0);
  });

  it('keeps the last snapshot when a look fails, says why, and recovers', async () => {
    const system = new System();
    const told: (string | undefined)[] = [];
    system.monitor.onDidChange(() => told.push(system.monitor.status.failure));
    system.monitor.watch('listeners');
    await system.clock.move(0);
    system.failure = new Error('EMFILE: too many open files');
    await system.clock.move(1000);
    assert.equal(system.monitor.status.failure, 'EMFILE: too many open files');
    assert.equal(system.monitor.snapshot?.sockets.size, 1);
    system.failure = undefined;
    await system.clock.move(1000);
    assert.equal(system.monitor.status.failure, undefined);
    assert.deepEqual(told, [undefined, 'EMFILE: too many open files', undefined]);
  });

  it('tells of changes only', async () => {
    const system = new System();
    let told = 0;
    system.monitor.watch('listeners');
    await system.clock.move(0);
    system.monitor.onDidChange(({ diff }) => {
      told++;
      assert.deepEqual(
        diff?.opened.map(({ id }) => id),
        ['tcp:1:2'],
      );
      assert.deepEqual(diff.closed, ['tcp:1:1']);
    });
    await system.clock.move(5000);
    assert.equal(told, 0);
    system.sockets = [listener(2, 3000)];
    await system.clock.move(1000);
    assert.equal(told, 1);
  });

  it('stands still while paused, but answers a question', async () => {
    const { monitor, clock, reads } = new System();
    monitor.watch('listeners');
    await clock.move(0);
    monitor.pause();
    monitor.nudge();
    await clock.move(10_000);
    assert.equal(reads.length, 1);
    await monitor.look('listeners');
    assert.equal(reads.length, 2);
    monitor.resume();
    await clock.move(1000);
    assert.equal(reads.length, 4);
  });

  it('looks by hand only where the interval says so, once when a view opens', async () => {
    const system = new System();
    system.intervalMs = null;
    system.monitor.watch('listeners');
    await system.clock.move(60_000);
    assert.equal(system.reads.length, 1);
    system.intervalMs = 500;
    system.monitor.retime();
    await system.clock.move(1000);
    assert.equal(system.reads.length, 3);
  });

  it('keeps the answer to a wider question from a view of listeners, and tells no diff across scopes', async () => {
    const system = new System();
    const { monitor, clock } = system;
    monitor.watch('listeners');
    await clock.move(0);
    await monitor.look('all');
    assert.equal(monitor.snapshot?.scope, 'listeners');
    const diffs: unknown[] = [];
    monitor.onDidChange(({ diff }) => diffs.push(diff));
    monitor.watch('all');
    await clock.move(0);
    assert.equal(monitor.snapshot.scope, 'all');
    assert.deepEqual(diffs, [undefined]);
  });

  it('sets no timer when it is resumed or its setting changes while nobody watches', async () => {
    const { monitor, clock, reads } = new System();
    monitor.pause();
    monitor.resume();
    monitor.retime();
    await clock.move(10_000);
    assert.equal(reads.length, 0);
    assert.equal(clock.pending, 0);
  });

  it('does nothing any more once disposed of', async () => {
    const { monitor, clock, reads } = new System();
    monitor.watch('listeners');
    monitor.nudge();
    await clock.move(0);
    const before = reads.length;
    monitor.dispose();
    monitor.nudge();
    await clock.move(10_000);
    assert.equal(reads.length, before);
    assert.equal(clock.pending, 0);
  });
});
