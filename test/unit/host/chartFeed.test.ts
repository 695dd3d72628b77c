import assert from 'node:assert/strict';
import { diffSnapshots } from '../../../src/core/diff';
import type { Snapshot } from '../../../src/core/snapshot';
import { english } from '../../../src/core/translate';
import { ChartFeed } from '../../../src/host/views/chartFeed';
import type { MonitorStatus } from '../../../src/monitor';
import { MAX_ROWS, parseToWebview, type ToWebview } from '../../../src/protocol';
import { EMPTY_LISTING, listingAfter, type Listing } from '../../../webview-ui/listing';
import { listener, origin, owner, snapshot } from '../chartExamples';

/** A monitor that is told what it sees, the feed under test, and a page that answers when it is told to. */
class Stage {
  readonly sent: ToWebview[] = [];
  readonly feed: ChartFeed;
  readonly #monitor: { snapshot: Snapshot | undefined; status: MonitorStatus };
  shown: Listing = EMPTY_LISTING;

  constructor(first: Snapshot | undefined) {
    const status = { watching: true, paused: false, failure: undefined, intervalMs: 200 };
    this.#monitor = { snapshot: first, status };
    this.feed = new ChartFeed({
      monitor: this.#monitor,
      t: english,
      texts: [['Port', 'Hafen']],
      post: (message) => this.sent.push(message),
    });
  }

  see(next: Snapshot, status: Partial<MonitorStatus> = {}, withDiff = true): void {
    const before = this.#monitor.snapshot;
    this.#monitor.snapshot = next;
    this.#monitor.status = { ...this.#monitor.status, ...status };
    this.feed.changed({ snapshot: next, diff: withDiff && before ? diffSnapshots(before, next) : undefined });
  }

  /** The page takes the message under way, as it would on the far side, and answers. */
  answer(): ToWebview {
    const message = parseToWebview(structuredClone(this.sent.at(-1)));
    assert.ok(message, 'the page understands what it is sent');
    if (message.type === 'snapshot' || message.type === 'diff')
      this.shown = listingAfter(this.shown, message);
    this.feed.answered(message.batch);
    return message;
  }

  /** Answers until nothing follows; the types of what came. */
  settle(): string[] {
    const types: string[] = [];
    for (let count = -1; count !== this.sent.length && this.sent.length > 0;) {
      count = this.sent.length;
      types.push(this.answer().type);
    }
    return types;
  }

  get names(): string[] {
    return [...this.shown.rows.values()].map(({ name }) => name);
  }
}

const started = (first: Snapshot): Stage => {
  const stage = new Stage(first);
  stage.feed.start();
  stage.settle();
  stage.sent.length = 0;
  return stage;
};

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
    assert.deepEqual(stage.sent, []);
  });

  it('tells texts, then the rows, then how it looked', () => {
    const stage = new Stage(snapshot([listener(1, 3000), listener(2, 22)]));
    stage.feed.start();
    assert.deepEqual(stage.settle(), ['texts', 'snapshot', 'status']);
    assert.deepEqual(stage.names, ['22', '3000']);
    assert.equal(stage.shown.processes.get('100:94000')?.origin, 'Terminal web');
  });

  it('shows listeners only, and makes nothing of the rest', () => {
    const connections = Array.from({ length: 2 * MAX_ROWS }, (_, at) =>
      listener(at + 1, 3000, { state: 'ESTABLISHED' }),
    );
    const stage = new Stage(snapshot([...connections, listener(9999, 3000)]));
    stage.feed.start();
    assert.deepEqual(stage.settle(), ['texts', 'snapshot', 'status']);
    assert.deepEqual([...stage.shown.rows.keys()], ['tcp:1:9999']);
  });

  it('closes the row of a datagram socket that has found a peer', () => {
    const socket = listener(1, 5353, { protocol: 'udp', type: 'dgram', state: 'UNCONN' });
    const stage = started(snapshot([socket]));
    stage.see(snapshot([{ ...socket, state: 'ESTABLISHED' }]));
    stage.settle();
    assert.equal(stage.shown.rows.size, 0);
  });

  it('waits for the first look where there was none', () => {
    const stage = new Stage(undefined);
    stage.feed.start();
    assert.deepEqual(stage.settle(), ['texts', 'status']);
    stage.see(snapshot([listener(1, 3000)]));
    stage.settle();
    assert.deepEqual(stage.names, ['3000']);
  });

  it('has one message under way, and tells what happened meanwhile at once', () => {
    const stage = started(snapshot([]));
    stage.see(snapshot([listener(1, 3000)]));
    assert.equal(stage.sent.length, 1);
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.see(snapshot([listener(2, 3001), listener(3, 3002)]));
    stage.see(snapshot([listener(3, 3002), listener(4, 3003)]));
    assert.equal(stage.sent.length, 1);
    stage.answer();
    assert.equal(stage.sent.length, 2);
    stage.answer();
    assert.deepEqual(stage.names, ['3002', '3003']);
    const [first, second] = stage.sent;
    assert.deepEqual(first?.type === 'diff' && first.opened.map(({ name }) => name), ['3000']);
    assert.deepEqual(second?.type === 'diff' && second.closed, ['tcp:1:1']);
  });

  it('takes an answer once, and only to what is under way', () => {
    const stage = started(snapshot([]));
    stage.see(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.feed.answered(99_999);
    assert.equal(stage.sent.length, 1);
  });

  it('does not tell what no row shows', () => {
    const before = snapshot([listener(1, 3000)]);
    const stage = started(before);
    stage.see(snapshot([listener(1, 3000, { recvQueue: 5 })]));
    assert.deepEqual(stage.sent, []);
  });

  it('tells of a lead that changed: its origin, its end, its pid in other hands', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000)], [owner(100, { origin: origin('task', 'api') })]));
    stage.settle();
    assert.equal(stage.shown.processes.get('100:94000')?.origin, 'Task api');

    stage.see(snapshot([listener(1, 3000)], [owner(100, { startTime: '99000' })]));
    stage.settle();
    assert.equal(stage.shown.rows.get('tcp:1:1')?.process, '100:99000');
    assert.deepEqual([...stage.shown.processes.keys()], ['100:99000']);

    stage.see(snapshot([], []));
    stage.settle();
    assert.equal(stage.shown.processes.size, 0);
  });

  it('keeps the moment a process began, however the two clocks drift', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    const since = stage.shown.processes.get('100:94000')?.since;
    const renamed = owner(100, { command: ['node', 'other.js'] });
    stage.see(snapshot([listener(1, 3000)], [renamed], { clock: { now: '100003', perSecond: 100 } }));
    stage.settle();
    assert.equal(stage.shown.processes.get('100:94000')?.name, 'node other.js');
    assert.equal(stage.shown.processes.get('100:94000')?.since, since);
  });

  it('sends many rows in parts, each within the bound, and the whole comes out', () => {
    const many = Array.from({ length: 2 * MAX_ROWS + 50 }, (_, at) => listener(at, at + 1));
    const stage = new Stage(snapshot(many));
    stage.feed.start();
    stage.answer();
    stage.answer();
    const next = [...many.slice(10, -10), listener(99_999, 65_000)];
    stage.see(snapshot(next)); // while the parts are still on their way
    stage.settle();
    assert.deepEqual([...stage.shown.rows.keys()].sort(), next.map(({ id }) => id).sort());
    stage.see(snapshot([]));
    assert.deepEqual(stage.settle(), ['diff', 'diff', 'diff']);
    assert.equal(stage.shown.rows.size, 0);
  });

  it('starts over for a new page', () => {
    const stage = started(snapshot([listener(1, 3000)]));
    stage.see(snapshot([listener(1, 3000), listener(3, 22)])); // never answered
    stage.feed.stop();
    stage.see(snapshot([listener(2, 3001)]));
    stage.feed.start();
    stage.shown = EMPTY_LISTING;
    assert.deepEqual(stage.settle(), ['texts', 'snapshot', 'status']);
    assert.deepEqual(stage.names, ['3001']);
    stage.see(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.settle();
    assert.deepEqual(stage.names, ['3000', '3001']);
  });

  it('comes right without a diff, as after a look of another scope', () => {
    const stage = started(snapshot([listener(1, 3000), listener(2, 3001)]));
    stage.see(snapshot([listener(2, 3001), listener(3, 3002)], [owner(100, { user: 'you' })]), {}, false);
    stage.settle();
    assert.deepEqual(stage.names, ['3001', '3002']);
    assert.equal(stage.shown.processes.get('100:94000')?.user, 'you');
  });

  it('tells pause, failure and gaps, once', () => {
    const stage = started(snapshot([]));
    const gaps = [{ kind: 'permission', subject: 'owners', count: 3 }] as const;
    const next = snapshot([], [], { gaps });
    stage.see(next, { paused: true, failure: 'EACCES\n<b>' });
    const told = stage.answer();
    assert.ok(told.type === 'status');
    assert.equal(told.paused, true);
    assert.equal(told.failure, 'EACCES\\n<b>');
    assert.deepEqual(told.gaps, ['3 sockets belong to processes of other users']);
    assert.equal(told.method, 'proc');
    stage.see(next);
    assert.equal(stage.sent.length, 1);
  });
});
