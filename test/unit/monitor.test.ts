import assert from 'node:assert/strict';
import { type Joined, joinSnapshot } from '../../src/core/snapshot/joinSnapshot';
import type { Reading, Scope } from '../../src/core/snapshot/reading';
import { NO_WORKSPACE, type Workspace } from '../../src/core/snapshot/workspace';
import type { Socket } from '../../src/core/socket/socket';
import { english } from '../../src/core/text/translate';
import { Monitor } from '../../src/monitor';
import { LocalScanner } from '../../src/platform/scanner/localScanner';
import { aSocket } from '../support/snapshots/snapshots';

/** When the hand clock's time begins, in milliseconds since the epoch. */
const EPOCH = 1_800_000_000_000;

/** A clock that a test moves by hand; it runs what falls due, in order. */
class HandClock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
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

const connection = (inode: number): Socket =>
  aSocket({ inode, state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: 50_000 + inode } });

const udp = (inode: number): Socket =>
  aSocket({
    inode,
    protocol: 'udp',
    type: 'dgram',
    state: 'UNCONN',
    local: { address: '0.0.0.0', port: 5353 },
  });

/** A system whose table a test writes, and which counts how often it is asked. */
class System {
  sockets: Socket[] = [listener(1, 3000)];
  /** What only a look at everything finds. */
  connections: Socket[] = [];
  workspace: Workspace = NO_WORKSPACE;
  wallMs = 1;
  /** What a look at everything costs; `undefined`: as any other. */
  wholeMs: number | undefined;
  focused = true;
  rests = 0;
  failure: Error | undefined;
  readonly reads: Scope[] = [];
  readonly #joined = new Map<Scope, Joined>();
  underWay = 0;
  overlapped = false;
  readonly clock = new HandClock();
  intervalMs: number | null = 1000;
  readonly scanner = new LocalScanner({
    probe: { read: (scope) => this.#read(scope), dispose: () => undefined },
    now: () => this.clock.now(),
    after: (ms, callback) => this.clock.after(ms, callback),
  });
  readonly monitor = new Monitor({
    scanner: this.scanner,
    // As the host does: in slices, and so later.
    join: (reading) => {
      const snapshot = joinSnapshot(reading, this.workspace, english, this.#joined);
      this.#joined.set(reading.scope, {
        reading,
        workspace: this.workspace,
        rows: snapshot.sockets,
        snapshot,
      });
      return Promise.resolve(snapshot);
    },
    intervalMs: () => this.intervalMs,
    focused: () => this.focused,
    rest: () => {
      this.rests++;
    },
    after: (ms, callback) => this.clock.after(ms, callback),
  });

  async #read(scope: Scope): Promise<Reading> {
    this.reads.push(scope);
    this.overlapped ||= this.underWay > 0;
    this.underWay++;
    await turn();
    this.underWay--;
    if (this.failure) throw this.failure;
    const costMs = scope === 'all' ? (this.wholeMs ?? this.wallMs) : this.wallMs;
    return {
      takenAt: EPOCH + this.clock.now(),
      scope,
      machine: {
        hostname: 'h',
        platform: 'linux',
        method: { tcp: 'proc', udp: 'proc' },
        uid: 1000,
        netns: 1,
      },
      clock: { now: '0', perSecond: 100 },
      cost: { cpuMs: costMs, wallMs: costMs },
      sockets: scope === 'all' ? [...this.sockets, ...this.connections] : this.sockets,
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
    await clock.move(25_000);
    assert.equal(reads.filter((scope) => scope === 'all').length, 2);
    table.dispose();
    await clock.move(60_000);
    assert.equal(reads.filter((scope) => scope === 'all').length, 2);
    assert.equal(monitor.snapshot?.scope, 'listeners');
    tree.dispose();
  });

  it('never has two looks under way, and lets questions that wait share one', async () => {
    const system = new System();
    system.monitor.watch('listeners');
    const answers = await Promise.all([
      system.monitor.scan('all'),
      system.monitor.scan('all'),
      system.monitor.scan('listeners'),
    ]);
    assert.equal(answers[0], answers[1]);
    assert.equal(system.overlapped, false);
    assert.deepEqual(system.reads, ['listeners', 'all']);
  });

  it('begins a look after the question, never hands out one that was under way', async () => {
    const system = new System();
    const first = system.monitor.scan('listeners');
    while (system.underWay === 0) await Promise.resolve();
    assert.equal(system.underWay, 1);
    system.sockets = [listener(2, 4000)];
    const second = await system.monitor.scan('listeners');
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
    monitor.requestScan();
    await clock.move(500);
    assert.equal(reads.length, 2);
    monitor.requestScan();
    await clock.move(10_000);
    assert.equal(reads.length, 6);
    await clock.move(60_000);
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
    monitor.requestScan();
    await clock.move(10_000);
    assert.equal(reads.length, 1);
    await monitor.scan('listeners');
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
    await monitor.scan('all');
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
    monitor.requestScan();
    await clock.move(0);
    const before = reads.length;
    monitor.dispose();
    monitor.requestScan();
    await clock.move(10_000);
    assert.equal(reads.length, before);
    assert.equal(clock.pending, 0);
  });

  describe('in two rhythms', () => {
    const wholes = ({ reads }: System): number => reads.filter((scope) => scope === 'all').length;

    const watching = async (scope: Scope, connections: Socket[] = [connection(9)]): Promise<System> => {
      const system = new System();
      system.intervalMs = 200;
      system.connections = connections;
      system.monitor.watch(scope);
      await system.clock.move(0);
      return system;
    };

    it('looks at listeners every 200 ms with focus, every 2 s without, and at once when that changes', async () => {
      const { monitor, clock, reads } = await watching('listeners');
      assert.equal(monitor.status.intervalMs, 200);
      await clock.move(2000);
      assert.equal(reads.length, 11);
      const system = await watching('listeners');
      system.focused = false;
      system.monitor.retime();
      assert.equal(system.monitor.status.intervalMs, 2000);
      await system.clock.move(20_000);
      assert.equal(system.reads.length, 11);
      system.focused = true;
      system.monitor.retime();
      system.monitor.requestScan();
      await system.clock.move(0);
      assert.equal(system.reads.length, 12);
    });

    it('looks at everything every 5 s while a view shows it, and at listeners in between', async () => {
      const system = await watching('all');
      assert.deepEqual(system.reads, ['all']);
      await system.clock.move(4999);
      assert.equal(wholes(system), 1);
      assert.equal(system.reads.length, 25);
      await system.clock.move(1);
      assert.equal(wholes(system), 2);
      assert.equal(system.reads.length, 26);
    });

    it('never looks at everything while only listeners are shown, even when they change', async () => {
      const system = await watching('listeners');
      system.sockets = [listener(2, 4000)];
      await system.clock.move(20_000);
      assert.equal(wholes(system), 0);
      assert.equal(system.monitor.snapshot?.scope, 'listeners');
      assert.deepEqual([...system.monitor.snapshot.sockets.keys()], ['tcp:1:2']);
    });

    it('shows a new listener beside the connections as last seen, then looks at everything', async () => {
      const system = await watching('all');
      const seen: [opened: string[], closed: readonly string[]][] = [];
      system.monitor.onDidChange(({ diff }) => {
        seen.push([diff?.opened.map(({ id }) => id) ?? [], diff?.closed ?? []]);
      });
      system.sockets = [listener(1, 3000), listener(2, 4000)];
      system.connections = [connection(9), connection(10)];
      await system.clock.move(200);
      assert.deepEqual(seen, [
        [['tcp:1:2'], []],
        [['tcp:1:10'], []],
      ]);
      assert.deepEqual(system.reads, ['all', 'listeners', 'all']);
      assert.equal(system.monitor.snapshot?.scope, 'all');
      // The look at everything knows it too: nothing is new at the next beat.
      await system.clock.move(1000);
      assert.equal(wholes(system), 2);
    });

    it('takes a closed listener away at the next beat, and no row that is still there', async () => {
      const system = await watching('all');
      system.sockets = [];
      await system.clock.move(200);
      assert.deepEqual([...system.monitor.snapshot!.sockets.keys()], ['tcp:1:9']);
      assert.equal(wholes(system), 2);
    });

    it('leaves a UDP socket that has just been connected where it is', async () => {
      const system = await watching('all');
      system.sockets = [udp(5)];
      await system.clock.move(400);
      let vanished = false;
      system.monitor.onDidChange(({ snapshot }) => (vanished ||= snapshot?.sockets.has('udp:1:5') === false));
      system.sockets = [];
      system.connections = [{ ...udp(5), state: 'ESTABLISHED' }];
      await system.clock.move(200);
      assert.equal(vanished, false);
      assert.equal(system.monitor.snapshot?.sockets.get('udp:1:5')?.state, 'ESTABLISHED');
      system.connections = [];
      await system.clock.move(5000);
      assert.equal(vanished, true);
    });

    it('does not look at everything because a queue grew', async () => {
      const system = await watching('all');
      let changes = 0;
      system.monitor.onDidChange(({ diff }) => (changes += diff?.changed.length ?? 0));
      for (let waiting = 1; waiting <= 5; waiting++) {
        system.sockets = [{ ...listener(1, 3000), recvQueue: waiting }];
        await system.clock.move(200);
      }
      assert.equal(changes, 5);
      assert.equal(wholes(system), 1);
    });

    it('keeps looks at everything as far apart as their cost asks for, whatever changes', async () => {
      const system = await watching('all');
      system.wholeMs = 100;
      await system.clock.move(5000);
      const before = wholes(system);
      for (let inode = 100; inode < 140; inode++) {
        system.sockets = [listener(inode, inode)];
        await system.clock.move(500);
      }
      // 40 changes in 20 s, and a look costs 100 ms.
      const looks = wholes(system) - before;
      assert.ok(looks >= 5 && looks <= 10, `${looks} looks`);
    });

    it('shows the same picture, by identity, while nothing changes', async () => {
      const system = await watching('all');
      await system.clock.move(400);
      const first = system.monitor.snapshot!;
      await system.clock.move(1000);
      assert.equal(system.monitor.snapshot!.sockets, first.sockets);
    });

    it('slows down while looks fail one after the other, down to the slow beat', async () => {
      const system = await watching('listeners');
      system.failure = new Error('EMFILE: too many open files');
      await system.clock.move(60_000);
      assert.ok(system.reads.length < 22, `${system.reads.length} looks`);
      assert.equal(system.monitor.status.intervalMs, 5000);
      system.failure = undefined;
      await system.clock.move(5000);
      assert.equal(system.monitor.status.intervalMs, 200);
    });

    it('asks for everything again at the next beat where that look failed', async () => {
      const system = new System();
      system.failure = new Error('EMFILE: too many open files');
      system.intervalMs = 200;
      system.monitor.watch('all');
      await system.clock.move(0);
      system.failure = undefined;
      await system.clock.move(400);
      assert.deepEqual(system.reads, ['all', 'all', 'listeners']);
      assert.equal(system.monitor.status.failure, undefined);
    });

    it('looks at what is shown when it is refreshed', async () => {
      const system = await watching('all');
      await system.monitor.refresh();
      assert.deepEqual(system.reads, ['all', 'all']);
    });

    it('looks once at everything for a view that opens while paused and has only listeners to show', async () => {
      const system = await watching('listeners');
      system.monitor.pause();
      system.monitor.watch('all');
      await system.clock.move(10_000);
      assert.deepEqual(system.reads, ['listeners', 'all']);
      assert.equal(system.monitor.snapshot?.scope, 'all');
    });
  });

  describe('while nobody looks', () => {
    it('lets go 30 s after the last look, once, and not while somebody watches', async () => {
      const system = new System();
      const view = system.monitor.watch('listeners');
      await system.clock.move(120_000);
      assert.equal(system.rests, 0);
      view.dispose();
      await system.clock.move(29_999);
      assert.equal(system.rests, 0);
      await system.clock.move(1);
      assert.equal(system.rests, 1);
      await system.clock.move(120_000);
      assert.equal(system.rests, 1);
      system.monitor.pause();
      system.monitor.resume();
      assert.equal(system.clock.pending, 0);
    });

    it('does not let go between two beats, however far apart', async () => {
      const system = new System();
      system.intervalMs = 60_000;
      system.monitor.watch('listeners');
      await system.clock.move(10_000);
      await system.monitor.scan('all');
      system.monitor.retime();
      await system.clock.move(300_000);
      assert.equal(system.rests, 0);
    });

    it('counts anew from each question and event', async () => {
      const system = new System();
      await system.monitor.scan('listeners');
      await system.clock.move(20_000);
      system.monitor.requestScan();
      await system.clock.move(32_999);
      assert.equal(system.rests, 0);
      await system.clock.move(1);
      assert.equal(system.rests, 1);
    });

    it('lets go while paused and while by hand only, too', async () => {
      const paused = new System();
      paused.monitor.watch('listeners');
      await paused.clock.move(0);
      paused.monitor.pause();
      await paused.clock.move(30_000);
      assert.equal(paused.rests, 1);
      paused.monitor.resume();
      await paused.clock.move(60_000);
      assert.equal(paused.rests, 1);

      const byHand = new System();
      byHand.intervalMs = null;
      byHand.monitor.watch('listeners');
      await byHand.clock.move(30_000);
      assert.equal(byHand.rests, 1);
    });
  });

  it('refuses a subscriber that asks for a scan, whatever it was told of', async () => {
    const { monitor, clock } = new System();
    const refused: string[] = [];
    const ask = (from: string) => () => {
      for (const scan of [() => monitor.scan('all'), () => monitor.refresh(), () => monitor.requestScan()]) {
        assert.throws(scan, /A subscriber of the monitor asked for a scan/);
      }
      refused.push(from);
    };
    monitor.onDidChange(ask('change'));
    monitor.onDidScan(ask('scan'));
    monitor.watch('listeners');
    await clock.move(0);
    assert.deepEqual(refused, ['change', 'scan']);
    await monitor.scan('listeners'); // afterwards it is free to
  });

  it('says since when it watches without a gap and when it last scanned, also where nothing is new', async () => {
    const system = new System();
    const { monitor, clock } = system;
    const over: (readonly number[])[] = [];
    monitor.onDidEndSpan(([from, to]) => over.push([from - EPOCH, to - EPOCH]));
    const since = () => monitor.watched?.map((at) => at - EPOCH);
    assert.equal(monitor.watched, undefined);
    const view = monitor.watch('listeners');
    await clock.move(10_000);
    assert.deepEqual(since(), [0, 10_000]);
    assert.equal(monitor.snapshot?.takenAt, EPOCH + 10_000);
    assert.equal(monitor.snapshot.clock.now, '1000'); // ticks of 10 ms
    view.dispose();
    await clock.move(60_000);
    await monitor.scan('listeners');
    assert.deepEqual(since(), [70_000, 70_000]);
    assert.deepEqual(over, [[0, 10_000]]);
  });

  it('begins a new span of watching after a scan that failed', async () => {
    const system = new System();
    const { monitor, clock } = system;
    monitor.watch('listeners');
    await clock.move(2000);
    assert.equal(monitor.scansByItself, true);
    system.failure = new Error('EMFILE: too many open files');
    await clock.move(1000);
    assert.equal(monitor.scansByItself, false);
    system.failure = undefined;
    await clock.move(1000);
    assert.deepEqual(monitor.watched, [EPOCH + 4000, EPOCH + 4000]);
  });

  it('tells those who remember each snapshot after the views, and when it was last as before', async () => {
    const system = new System();
    const { monitor, clock } = system;
    const order: string[] = [];
    monitor.onDidScan(({ confirmedAt }) => {
      order.push(`scan, ${confirmedAt === 0 ? 'nothing before' : `as before at ${confirmedAt - EPOCH}`}`);
    });
    monitor.onDidChange(() => order.push('change'));
    monitor.watch('listeners');
    await clock.move(600_000);
    system.sockets = [listener(2, 4000)];
    await clock.move(1000);
    assert.deepEqual(order, ['change', 'scan, nothing before', 'change', 'scan, as before at 600000']);
  });

  it('joins what it read last again, without a scan, when what VS Code knows has changed', async () => {
    const system = new System();
    system.monitor.watch('listeners');
    await system.clock.move(0);
    const told: (string | undefined)[] = [];
    system.monitor.onDidChange(({ snapshot }) => told.push(snapshot?.folders[0]?.name));
    system.workspace = { ...NO_WORKSPACE, folders: [{ name: 'shop', path: '/shop' }] };
    system.monitor.joinAgain();
    await settled();
    assert.deepEqual(told, ['shop']);
    assert.equal(system.reads.length, 1);
    // A name that changes without an event is noticed within two seconds.
    system.workspace = { ...NO_WORKSPACE, folders: [{ name: 'store', path: '/shop' }] };
    await system.clock.move(2000);
    assert.deepEqual(told, ['shop', 'store']);
  });

  it('lets events ask for nothing, and tells every look, where it looks by hand only', async () => {
    const system = new System();
    system.intervalMs = null;
    system.monitor.watch('listeners');
    await system.clock.move(0);
    let told = 0;
    system.monitor.onDidChange(() => told++);
    system.monitor.requestScan();
    await system.clock.move(10_000);
    assert.equal(system.reads.length, 1);
    await system.monitor.refresh();
    assert.equal(told, 1); // nothing is new but the moment, and views say since when
  });
});
