import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_OWNERS } from '../../../src/core/chart/chart';
import { chartRow } from '../../../src/core/chart/chartRows';
import { actionContext } from '../../../src/core/listing/actionSubject';
import { diffSnapshots } from '../../../src/core/snapshot/diff';
import { processKey } from '../../../src/core/snapshot/process';
import type { Snapshot } from '../../../src/core/snapshot/snapshot';
import { peersOf } from '../../../src/core/socket/peers';
import { english } from '../../../src/core/text/translate';
import { EMPTY_TIMELINE, type Episode, type Timeline } from '../../../src/core/timeline/timeline';
import { ChartFeed } from '../../../src/host/views/chartFeed';
import type { MonitorStatus } from '../../../src/monitor';
import { MAX_ORIGINS, MAX_ROWS, parseToWebview, type ToWebview } from '../../../src/protocol';
import { FUZZ_RUNS } from '../../support/fuzzRuns';
import { snapshot as anySnapshot } from '../../support/snapshots/arbitrarySnapshot';
import { listener, origin, owner, snapshot } from '../../support/snapshots/chartExamples';
import { ShownChart } from '../../support/snapshots/shownChart';

/** A monitor with given snapshots, the feed under test, and a page that acknowledges on demand. */
class Stage {
  readonly sent: object[] = [];
  readonly log: string[] = [];
  readonly feed: ChartFeed;
  readonly #monitor: { snapshot: Snapshot | undefined; status: MonitorStatus; scansByItself: boolean };
  readonly #soon: (() => void)[] = [];
  #lost: (() => void) | undefined;
  timeline: Timeline = EMPTY_TIMELINE;
  now = 0;
  shown = new ShownChart();

  constructor(first: Snapshot | undefined) {
    const status = { watching: true, paused: false, failure: undefined, intervalMs: 200 };
    this.#monitor = { snapshot: first, status, scansByItself: true };
    this.feed = new ChartFeed({
      monitor: this.#monitor,
      timeline: () => this.timeline,
      isTrusted: () => true,
      now: () => this.now,
      t: english,
      texts: [['Port', 'Hafen']],
      post: (packed, lost) => {
        this.sent.push(packed);
        this.#lost = lost;
      },
      log: (sentence) => this.log.push(sentence),
      soon: (callback) => this.#soon.push(callback),
    });
  }

  see(next: Snapshot, status: Partial<MonitorStatus> = {}, withDiff = true): void {
    const before = this.#monitor.snapshot;
    this.#monitor.snapshot = next;
    this.#monitor.status = { ...this.#monitor.status, ...status };
    const diff = withDiff && before?.scope === next.scope ? diffSnapshots(before, next) : undefined;
    this.feed.changed({ snapshot: next, diff });
  }

  /** What the feed put off is done; how often it did. */
  othersHadTheirTurn(): number {
    let turns = 0;
    for (let next = this.#soon.shift(); next; next = this.#soon.shift()) {
      next();
      turns++;
    }
    return turns;
  }

  /** The page takes the message under way, as it would on the far side of JSON, and answers. */
  answer(): ToWebview {
    const message = parseToWebview(JSON.parse(JSON.stringify(this.sent.at(-1))));
    assert.ok(message, 'the page understands what it is sent');
    this.shown.take(message);
    this.feed.answered(message.batch);
    return message;
  }

  /** VS Code says that the message under way cannot arrive. */
  lose(): void {
    this.#lost?.();
  }

  /** The number of the message under way. */
  get batch(): number {
    const message = parseToWebview(JSON.parse(JSON.stringify(this.sent.at(-1))));
    assert.ok(message);
    return message.batch;
  }

  /** Answers until nothing follows; the messages that came. */
  settle(): ToWebview[] {
    const messages: ToWebview[] = [];
    this.othersHadTheirTurn();
    for (let count = -1; count !== this.sent.length && this.sent.length > 0;) {
      count = this.sent.length;
      messages.push(this.answer());
      this.othersHadTheirTurn();
    }
    return messages;
  }

  get ports(): (number | null)[] {
    return [...this.shown.rows.values()].map(({ port }) => port).sort();
  }
}

const types = (messages: readonly ToWebview[]): string[] => messages.map(({ type }) => type);

const started = (first: Snapshot): Stage => {
  const stage = new Stage(first);
  stage.feed.start();
  stage.settle();
  stage.sent.length = 0;
  return stage;
};

const many = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    listener(at + 1, 3000, { state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: at + 1 } }),
  );

describe('the chart’s feed', () => {
  it('says nothing before the page is ready, or after it is gone', () => {
    const stage = new Stage(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(2, 3001)]));
    assert.deepEqual(stage.sent, []);
    stage.feed.start();
    stage.settle();
    stage.feed.stop();
    stage.sent.length = 0;
    stage.see(snapshot([listener(3, 3002)]));
    assert.equal(stage.othersHadTheirTurn(), 0);
    assert.deepEqual(stage.sent, []);
  });

  it('tells texts, then the rows, then how it looked', () => {
    const stage = new Stage(snapshot([listener(1, 3000), listener(2, 22)]));
    stage.feed.start();
    assert.deepEqual(types(stage.settle()), ['texts', 'snapshot', 'status']);
    assert.deepEqual(stage.ports, [22, 3000]);
    assert.equal(stage.shown.processes.get('100:94000')?.origin, 'terminal:web');
    assert.equal(stage.shown.origins.get('terminal:web')?.label, 'Terminal web');
  });

  it('tells every socket of every state, listeners first, in parts of which the last says so', () => {
    const stage = new Stage(snapshot([...many(2 * MAX_ROWS), listener(99_999, 3000)]));
    stage.feed.start();
    const parts = stage.settle().filter((message) => message.type === 'snapshot');
    assert.deepEqual(
      parts.map(({ first, last, rows, total }) => [first, last, rows.length, total]),
      [
        [true, false, MAX_ROWS, 2 * MAX_ROWS + 1],
        [false, false, MAX_ROWS, 2 * MAX_ROWS + 1],
        [false, true, 1, 2 * MAX_ROWS + 1],
      ],
    );
    assert.equal(parts[0]?.rows[0]?.listens, true);
    assert.equal(stage.shown.rows.size, 2 * MAX_ROWS + 1);
  });

  it('finds the other ends in steps, between which others have their turn', () => {
    const stage = new Stage(snapshot(many(10_000)));
    stage.feed.start();
    stage.answer(); // the texts
    assert.equal(stage.sent.length, 1);
    assert.ok(stage.othersHadTheirTurn() >= 2);
    assert.equal(stage.sent.length, 2);
  });

  it('waits for the first look where there was none', () => {
    const stage = new Stage(undefined);
    stage.feed.start();
    assert.deepEqual(types(stage.settle()), ['texts', 'status']);
    stage.see(snapshot([listener(1, 3000)]));
    stage.settle();
    assert.deepEqual(stage.ports, [3000]);
  });

  it('has one message under way, and tells what happened meanwhile at once', () => {
    const stage = started(snapshot([]));
    stage.see(snapshot([listener(1, 3000)]));
    assert.equal(stage.sent.length, 1);
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.see(snapshot([listener(2, 3001), listener(3, 3002)]));
    stage.see(snapshot([listener(3, 3002), listener(4, 3003)]));
    assert.equal(stage.sent.length, 1);
    const first = stage.answer();
    assert.equal(stage.sent.length, 2);
    const second = stage.answer();
    assert.deepEqual(stage.ports, [3002, 3003]);
    assert.deepEqual(first.type === 'diff' && first.opened.map(({ port }) => port), [3000]);
    assert.deepEqual(second.type === 'diff' && second.closed, ['tcp:1:1']);
  });

  it('takes an answer once, and only to what is under way', () => {
    const stage = started(snapshot([]));
    stage.see(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.feed.answered(99_999);
    assert.equal(stage.sent.length, 1);
  });

  it('names both ends of a connection when the second one comes, and neither when it has gone', () => {
    const client = listener(2, 50_000, {
      state: 'ESTABLISHED',
      remote: { address: '127.0.0.1', port: 3000 },
    });
    const served = listener(3, 3000, {
      state: 'ESTABLISHED',
      remote: { address: '127.0.0.1', port: 50_000 },
    });
    const stage = started(snapshot([listener(1, 3000), client]));
    assert.equal(stage.shown.rows.get('tcp:1:2')?.peer, null);
    stage.see(snapshot([listener(1, 3000), client, served]));
    stage.settle();
    assert.equal(stage.shown.rows.get('tcp:1:2')?.peer, 'tcp:1:3');
    assert.equal(stage.shown.rows.get('tcp:1:3')?.peer, 'tcp:1:2');
    assert.equal(stage.shown.rows.get('tcp:1:3')?.listener, 'tcp:1:1');
    stage.see(snapshot([client, served]));
    stage.settle();
    assert.equal(stage.shown.rows.get('tcp:1:3')?.listener, null);
    stage.see(snapshot([client]));
    stage.settle();
    assert.equal(stage.shown.rows.get('tcp:1:2')?.peer, null);
  });

  it('says since when, of what it saw opening; of the rest nothing', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)], [owner(100)], { takenAt: 1_700_000_005_000 }));
    stage.settle();
    assert.deepEqual(
      [...stage.shown.rows.values()].map(({ since }) => since),
      [null, 1_700_000_005_000],
    );
  });

  it('remembers since when through the timeline, for a page that comes later', () => {
    const stage = new Stage(snapshot([listener(1, 3000)]));
    const episode = { id: 1, socketId: 'tcp:1:1', absentAt: 5, openedAt: 7, closed: null } as Episode;
    stage.timeline = { ...EMPTY_TIMELINE, episodes: [episode] };
    stage.feed.start();
    stage.settle();
    assert.equal(stage.shown.rows.get('tcp:1:1')?.since, 7);
  });

  it('tells of a lead that changed: its origin, its end, its pid in other hands', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000)], [owner(100, { origin: origin('task', 'api') })]));
    stage.settle();
    assert.equal(stage.shown.processes.get('100:94000')?.origin, 'task:api');
    assert.deepEqual([...stage.shown.origins.keys()], ['task:api']);
    assert.equal(stage.shown.rows.get('tcp:1:1')?.origin, 'task:api');

    stage.see(snapshot([listener(1, 3000)], [owner(100, { startTime: '99000' })]));
    stage.settle();
    assert.deepEqual(stage.shown.rows.get('tcp:1:1')?.owners, ['100:99000']);
    assert.deepEqual([...stage.shown.processes.keys()], ['100:99000']);
  });

  it('lets the moment a process began not jitter with the clock', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000)], [owner(100)], { clock: { now: '100001', perSecond: 100 } }));
    stage.see(
      snapshot([listener(1, 3000)], [owner(100, { user: 'you' })], {
        clock: { now: '100002', perSecond: 100 },
      }),
    );
    stage.settle();
    assert.equal(stage.shown.processes.get('100:94000')?.user, 'you');
    assert.equal(stage.shown.processes.get('100:94000')?.since, 1_700_000_000_000 - 60_000);
  });

  it('starts over for a new page', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), listener(3, 22)])); // never answered
    stage.feed.stop();
    stage.see(snapshot([listener(2, 3001)]));
    stage.feed.start();
    stage.shown = new ShownChart();
    assert.deepEqual(types(stage.settle()), ['texts', 'snapshot', 'status']);
    assert.deepEqual(stage.ports, [3001]);
  });

  it('tells listeners while that is all that is known, and then the rest', () => {
    const connection = listener(2, 3000, { state: 'ESTABLISHED', remote: { address: '10.0.0.1', port: 7 } });
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), connection], [owner(100)], { scope: 'all' }));
    const [diff] = stage.settle();
    assert.ok(diff?.type === 'diff');
    assert.equal(diff.scope, 'all');
    assert.deepEqual(
      diff.opened.map(({ id, since }) => [id, since]),
      [['tcp:1:2', null]],
    );
  });

  it('keeps what is to be shown for a page that can show it, and forgets what it would have said', () => {
    const stage = new Stage(snapshot([listener(1, 3000)]));
    const show = { view: null, selected: 'tcp:1:1', process: null, filter: null, inspect: true };
    stage.feed.say({ type: 'notice', text: 'gone' });
    stage.feed.say({ type: 'show', ...show, selected: 'tcp:1:9' });
    stage.feed.say({ type: 'show', ...show });
    stage.feed.start();
    const messages = stage.settle();
    assert.deepEqual(types(messages), ['texts', 'snapshot', 'show', 'status']);
    assert.ok(messages[2]?.type === 'show' && messages[2].selected === 'tcp:1:1');
  });

  it('tells pause, failure and gaps, once', () => {
    const stage = started(snapshot([]));
    const gaps = [{ kind: 'permission', subject: 'owners', count: 3 }] as const;
    const next = snapshot([], [], { gaps });
    stage.see(next, { paused: true, failure: 'EACCES\n<b>' });
    const told = stage.answer();
    assert.ok(told.type === 'status');
    assert.equal(told.paused, true);
    assert.equal(told.failure, 'The last look failed: EACCES\\n<b>');
    assert.deepEqual(told.gaps, ['3 sockets belong to processes of other users']);
    assert.equal(told.method, 'proc');
    stage.see(next);
    assert.equal(stage.sent.length, 1);
  });

  for (const count of [1203, 5000]) {
    it(`tells a listener that ${count} processes hold, in messages that the page takes`, () => {
      const owners = Array.from({ length: count }, (_, at) => owner(at + 1, { ppid: 1 }));
      const pids = owners.map(({ pid }) => pid);
      const stage = new Stage(snapshot([listener(1, 3000, { owners: pids }), listener(2, 3001)], owners));
      stage.feed.start();
      assert.equal(types(stage.settle()).at(-1), 'status');
      assert.deepEqual(stage.ports, [3000, 3001]);
      const row = stage.shown.rows.get('tcp:1:1');
      assert.equal(row?.ownerCount, count);
      assert.equal(row.owners.length, MAX_OWNERS);
      for (const key of row.owners) assert.ok(stage.shown.processes.has(key), key);
    });

    it(`tells a chain of ${count} ancestors, before the row and in parts, at first and later`, () => {
      const chain = Array.from({ length: count }, (_, at) => owner(at + 1, { ppid: at }));
      const held = snapshot([listener(1, 3000, { owners: [count] })], chain);
      for (const stage of [new Stage(held), started(snapshot([]))]) {
        stage.feed.start();
        stage.settle();
        stage.see(held);
        stage.settle();
        assert.deepEqual(stage.ports, [3000]);
        assert.equal(stage.shown.processes.size, count);
        assert.equal(stage.shown.processes.get(`${count}:94000`)?.parent, `${count - 1}:94000`);
      }
    });
  }

  it('tells the ancestors that a process has come to have', () => {
    const above = Array.from({ length: 400 }, (_, at) => owner(at + 1000, { ppid: at + 999 }));
    const stage = started(snapshot([listener(1, 3000)], [owner(100, { ppid: 1 }), owner(1, { ppid: 0 })]));
    stage.see(snapshot([listener(1, 3000)], [owner(100, { ppid: 1399 }), owner(1, { ppid: 0 }), ...above]));
    stage.settle();
    assert.equal(stage.shown.processes.get('100:94000')?.parent, '1399:94000');
    for (const { pid } of above) assert.ok(stage.shown.processes.has(`${pid}:94000`), String(pid));
  });

  it('tells an origin once a message, however many processes give other reasons for it', () => {
    const count = MAX_ORIGINS + 100;
    const shared = (why: string, name: string) =>
      Array.from({ length: count }, (_, at) =>
        owner(at + 1, { ppid: 0, origin: { ...origin('terminal', name), evidence: [`${why} ${at}`] } }),
      );
    const sockets = Array.from({ length: count }, (_, at) => listener(at + 1, 3000, { owners: [at + 1] }));
    const stage = started(snapshot(sockets, shared('first', 'web')));
    stage.see(snapshot(sockets, shared('second', 'web')));
    stage.settle();
    assert.equal(stage.shown.rows.size, count);
    assert.match(stage.shown.origins.get('terminal:web')?.evidence[0] ?? '', /^second /);
  });

  it('cuts what is named too long for the page, and keeps two such names apart', () => {
    const [long, longer] = [origin('task', 'x'.repeat(10_001)), origin('task', 'x'.repeat(20_000))];
    const folders = [{ path: `/${'y'.repeat(20_000)}`, name: 'z'.repeat(20_000) }];
    const sockets = [listener(1, 3000), listener(2, 3001, { owners: [200] })];
    const stage = new Stage(
      snapshot(sockets, [owner(100, { origin: long }), owner(200, { origin: longer })], { folders }),
    );
    stage.feed.start();
    stage.settle();
    assert.equal(stage.shown.origins.size, 2);
    for (const { origin: id } of stage.shown.rows.values()) assert.ok(stage.shown.origins.has(id ?? ''));
  });

  describe('where the page does not understand', () => {
    it('tells everything again, and says so in the log', () => {
      const stage = started(snapshot([listener(1, 3000)]));
      stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
      stage.feed.notUnderstood(stage.batch);
      stage.shown = new ShownChart();
      assert.deepEqual(types(stage.settle()), ['texts', 'snapshot', 'status']);
      assert.deepEqual(stage.ports, [3000, 3001]);
      assert.equal(stage.log.length, 1);
      assert.match(stage.log[0] ?? '', /\(diff\)/);
    });

    it('does so where the number is not known, or the message never arrived', () => {
      const complaints: ((stage: Stage) => void)[] = [
        ({ feed }) => {
          feed.notUnderstood(null);
        },
        (stage) => {
          stage.lose();
        },
      ];
      for (const complain of complaints) {
        const stage = started(snapshot([]));
        stage.see(snapshot([listener(1, 3000)]));
        complain(stage);
        stage.settle();
        assert.deepEqual(stage.ports, [3000]);
        assert.equal(stage.log.length, 1);
      }
    });

    it('does not where nothing is under way, or another message is', () => {
      const stage = started(snapshot([]));
      stage.feed.notUnderstood(null);
      stage.lose();
      stage.see(snapshot([listener(1, 3000)]));
      stage.feed.notUnderstood(stage.batch + 1);
      assert.equal(stage.sent.length, 1);
      assert.deepEqual(stage.log, []);
    });

    it('ends after a few times with one sentence, and begins again for another page', () => {
      const stage = new Stage(snapshot([listener(1, 3000)]));
      stage.feed.start();
      for (let times = 0; stage.log.length < 4; times++) {
        assert.ok(times < 10, 'it ends');
        stage.answer(); // the texts
        stage.othersHadTheirTurn();
        stage.feed.notUnderstood(stage.batch);
      }
      stage.shown = new ShownChart();
      const last = stage.settle();
      assert.deepEqual(types(last), ['texts', 'status']);
      assert.ok(last[1]?.type === 'status');
      assert.match(last[1].failure ?? '', /^The chart cannot be shown\./);
      stage.see(snapshot([listener(2, 3001)]));
      assert.deepEqual(stage.settle().length, 1); // the last one once more: nothing new was said
      stage.feed.start();
      stage.settle();
      assert.deepEqual(stage.ports, [3001]);
    });

    it('ends also for a page that understands nothing at all', () => {
      const stage = new Stage(snapshot([listener(1, 3000)]));
      stage.feed.start();
      for (let sent = 0; sent !== stage.sent.length;) {
        sent = stage.sent.length;
        assert.ok(sent < 20, 'it ends');
        stage.feed.notUnderstood(stage.batch);
      }
      assert.equal(stage.log.length, 4);
    });

    it('counts no failure of long ago', () => {
      const stage = started(snapshot([]));
      for (let times = 0; times < 6; times++) {
        for (let at = 0; at < 1000; at++) {
          stage.see(snapshot([listener(times * 1000 + at + 1, 3000)]));
          stage.answer();
        }
        stage.see(snapshot([listener(9999, 3001)]));
        stage.feed.notUnderstood(stage.batch);
        stage.settle();
      }
      assert.deepEqual(stage.ports, [3001]);
    });
  });

  it('says nothing that the page would not take, whatever the snapshot', () => {
    const long = fc.integer({ min: 1, max: 12_000 }).map((length) => 'x'.repeat(length));
    const step = fc.record({
      names: fc.array(long, { maxLength: 3 }),
      owners: fc.nat(2500),
      deep: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 2 }), (steps) => {
        const stage = started(snapshot([]));
        for (const [at, { names, owners, deep }] of steps.entries()) {
          const processes = Array.from({ length: owners }, (_, pid) => {
            const name = names[pid % names.length] ?? 'web';
            return owner(pid + 1, { ppid: deep ? pid : 0, name, user: name, origin: origin('task', name) });
          });
          const pids = processes.map(({ pid }) => pid).reverse();
          stage.see(snapshot([listener(at, 3000, { owners: pids }), listener(99, 22)], processes));
          stage.settle(); // asserts that each parses
        }
        assert.deepEqual(stage.ports, [22, 3000]);
        assert.deepEqual(stage.log, []);
      }),
      { numRuns: 5 },
    );
  });

  it('comes to show exactly what is there, whatever happens and however slowly the page answers', () => {
    const step = fc.record({ next: anySnapshot, withDiff: fc.boolean(), answers: fc.nat(3) });
    fc.assert(
      fc.property(anySnapshot, fc.array(step, { maxLength: 6 }), (first, steps) => {
        const stage = new Stage(first);
        stage.feed.start();
        for (const { next, withDiff, answers } of steps) {
          stage.see(next, {}, withDiff);
          for (let left = answers; left > 0 && stage.sent.length > 0; left--) {
            stage.answer();
            stage.othersHadTheirTurn();
          }
        }
        stage.settle();
        const last = steps.at(-1)?.next ?? first;
        const context = actionContext(last, { isTrusted: true });
        const setting = { context, peers: peersOf(last), since: () => null };
        const expected = [...last.sockets.values()].map((socket) => chartRow(socket, setting));
        const rows = new Map([...stage.shown.rows].map(([id, row]) => [id, { ...row, since: null }]));
        assert.deepEqual(rows, new Map(expected.map((row) => [row.id, row])));
        for (const { owners, origin: id } of expected) {
          for (const key of owners) assert.ok(stage.shown.processes.has(key), key);
          if (id !== null) assert.ok(stage.shown.origins.has(id), id);
        }
        const keys = new Set([...last.processes.values()].map(processKey));
        for (const key of stage.shown.processes.keys()) assert.ok(keys.has(key), 'no process that has ended');
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});
