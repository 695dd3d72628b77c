// The engine under load, in namespaces of its own where it may: churners open and close, Monitor and worker follow, and at
// rest points all is held against the kernel, ss and the churners themselves. argv: seconds, seed. Ends with 1 on a fault.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { isEmpty } from '../../src/core/snapshot/diff';
import type { Snapshot } from '../../src/core/snapshot/snapshot';
import { SnapshotJoiner } from '../../src/core/snapshot/snapshotJoiner';
import { NO_WORKSPACE } from '../../src/core/snapshot/workspace';
import { english } from '../../src/core/text/translate';
import { Monitor } from '../../src/monitor';
import { byTimer } from '../../src/platform/scanner/after';
import { inSlices } from '../../src/platform/scanner/inSlices';
import { WORKER_OPTIONS, WorkerScanner } from '../../src/platform/scanner/workerScanner';
import { eventually } from '../support/eventually';
import { applyDiff } from '../support/snapshots/applyDiff';
import { agree, lookInTurn, type View } from '../support/world/agree';
import { bundleScanner } from '../support/world/bundledScanner';
import { setUp } from '../support/world/libc';
import type { AtRest, ChurnerOrder, HeldSocket } from './churner';
import { mallocInUse } from './mallocInUse';
import type { MeasuredScannerData } from './measuredScanner';
import { slopePerMinute } from './slope';
import { usedMemory } from './usedMemory';

const CHURNERS = 3;

/** The rate of each churner. */
const OPERATIONS_A_SECOND = 150;

/** Between two rest points. */
const ROUND_MS = 4000;

/** Looks at each rest point, one after the other, so that what a single one leaves behind adds up. */
const IDLE_LOOKS = { listeners: 1000, all: 50 } as const;

/**
 * How far the live heaps of both threads may grow a minute while the world stays level. The slope measured then is a
 * tenth of a megabyte; a row that is kept for each look makes it 5. Resident memory would say nothing of this: V8 lets
 * its heaps grow by tens of megabytes with how much it has to do.
 */
const LIVE_MB_A_MINUTE = 3;

/** The same for what native code allocates, buffers included: they grow to their size by steps. A kilobyte a look makes 10. */
const NATIVE_MB_A_MINUTE = 8;

/** Rounds that do not count for the slope: code is compiled, buffers grow to their size. */
const WARM_UP_ROUNDS = 3;

/** How long closed connections stay (TIME_WAIT, net/tcp.h), in milliseconds; the world grows all that time. */
const TIME_WAIT_MS = 60_000;

/** The most of them at a time, where the network is our own: the world then has its full size from the beginning. */
const MOST_TIME_WAIT = 64;

/** A slope over fewer points says little. */
const FEWEST_POINTS = 5;

const seconds = Number(process.argv[2]);
const seed = Number(process.argv[3]);
const isolated = process.argv[4] === 'isolated';

class Churner {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(number: number): Promise<Churner> {
    const args = [String(OPERATIONS_A_SECOND), String(seed + number)];
    const child = fork(join(__dirname, 'churner.ts'), args, { execArgv: ['--import', 'tsx'] });
    await once(child, 'message');
    return new Churner(child);
  }

  async churn(): Promise<void> {
    await this.#ask('churn');
  }

  async rest(): Promise<AtRest> {
    return (await this.#ask('rest')) as AtRest;
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }

  async #ask(order: ChurnerOrder): Promise<unknown> {
    this.#child.send(order);
    const [answer] = (await once(this.#child, 'message')) as [unknown];
    return answer;
  }
}

/** What the churners hold is there with all its owners, and nothing else is theirs. */
function heldAgainst(held: readonly HeldSocket[], { sockets }: Snapshot): void {
  const byInode = new Map([...sockets.values()].map((socket) => [socket.inode, socket]));
  const theirs = new Set(held.map(({ inode }) => inode));
  const pids = new Set(held.flatMap((socket) => socket.pids));
  for (const { inode, protocol, pids: holders } of held) {
    const socket = byInode.get(inode);
    assert.ok(socket, `missed at rest: ${protocol} ${inode} of ${holders.join()}`);
    assert.equal(socket.protocol, protocol);
    const owners = [...(socket.owners ?? [])].sort((a, b) => a - b);
    assert.deepEqual(
      owners,
      [...holders].sort((a, b) => a - b),
      `owners of ${socket.id}`,
    );
  }
  for (const socket of sockets.values()) {
    if (socket.protocol !== 'tcp' && socket.protocol !== 'udp') continue;
    const owner = socket.owners?.find((pid) => pids.has(pid));
    assert.ok(owner === undefined || theirs.has(socket.inode ?? 0), `closed, and still shown: ${socket.id}`);
  }
}

const sameRows = (a: Snapshot, b: Snapshot): void => {
  const sorted = <V>(map: ReadonlyMap<string | number, V>): [string, V][] =>
    [...map].map(([key, value]): [string, V] => [String(key), value]).sort(([x], [y]) => (x < y ? -1 : 1));
  assert.deepEqual(
    sorted(a.sockets),
    sorted(b.sockets),
    'the diffs, applied one by one, lead to the last snapshot',
  );
  assert.deepEqual(sorted(a.processes), sorted(b.processes), 'the same for processes');
};

/** The worker's program with an ear for another question, and that question. */
async function measuredWorker(scan: () => Promise<unknown>): Promise<{
  start: (program: string, status: SharedArrayBuffer) => Worker;
  memory: () => Promise<number>;
}> {
  const bundle = await bundleScanner('test/soak/measuredScanner.ts');
  const { port1: here, port2: port } = new MessageChannel();
  return {
    start: (program, status) => {
      const workerData: MeasuredScannerData = { program, port, status };
      const worker = new Worker(bundle, { ...WORKER_OPTIONS, workerData, transferList: [port] });
      worker.once('message', () => rmSync(dirname(bundle), { recursive: true })); // it has loaded
      return worker;
    },
    memory: async () => {
      let used: number | undefined;
      const answer = once(here, 'message').then(([bytes]) => (used = bytes as number));
      here.postMessage('memory');
      // While it has nothing to do it blocks its thread: the message is read after a scan.
      while (used === undefined) await Promise.race([answer, scan().then(() => delay(50))]);
      return used;
    },
  };
}

/** How many descriptors are open, without the one that lists them. */
const openDescriptors = (): number => readdirSync('/proc/self/fd').length - 1;

async function main(): Promise<void> {
  if (isolated) {
    setUp('lo');
    writeFileSync('/proc/sys/net/ipv4/tcp_max_tw_buckets', String(MOST_TIME_WAIT));
  }
  const lines: string[] = [];
  const measured = await measuredWorker(() => monitor.scan('listeners'));
  const scanner = new WorkerScanner({
    start: measured.start,
    program: join(__dirname, '../../dist/scanner.js'),
    log: (line) => void lines.push(line),
  });
  const joiner = new SnapshotJoiner({ workspace: () => NO_WORKSPACE, t: english, run: inSlices });
  const monitor = new Monitor({
    scanner,
    join: (reading) => joiner.join(reading),
    intervalMs: () => 200,
    after: byTimer,
  });
  let shadow: Snapshot | undefined;
  let diffs = 0;
  monitor.onDidChange(({ snapshot, diff }) => {
    if (!snapshot) return;
    if (diff && !isEmpty(diff)) diffs++;
    shadow = diff && shadow ? applyDiff(shadow, diff) : snapshot;
  });
  const churners = await Promise.all(Array.from({ length: CHURNERS }, (_, number) => Churner.start(number)));
  const watch = monitor.watch('all');
  await monitor.scan('all');

  const memory: { readonly at: number; readonly live: number; readonly native: number }[] = [];
  let descriptors: number | undefined;
  let compared = 0;
  let rounds = 0;
  let rest: AtRest[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1000;
  do {
    await Promise.all(churners.map((churner) => churner.churn()));
    await delay(Math.min(ROUND_MS, Math.max(0, until - performance.now())));
    rest = await Promise.all(churners.map((churner) => churner.rest()));
    monitor.pause(); // only what is asked for here looks, so that nothing is under way when memory is measured
    // What /proc and Unix dumps say counts as closed after two absences.
    for (let looks = 3; looks > 0; looks--) await monitor.scan('all');
    const snapshot = await monitor.scan('all');
    heldAgainst(
      rest.flatMap(({ held }) => held),
      snapshot,
    );
    if (monitor.snapshot && shadow) sameRows(shadow, monitor.snapshot);
    const looks = await lookInTurn(async (): Promise<View> => {
      const { sockets, machine } = await monitor.scan('all');
      return { sockets: [...sockets.values()], machine };
    });
    const counts = agree(looks);
    compared += Object.values(counts).reduce((sum, count) => sum + count, 0);
    rounds++;

    for (const scope of ['listeners', 'all'] as const)
      for (let left = IDLE_LOOKS[scope]; left > 0; left--) await monitor.scan(scope);
    const live = (usedMemory() + (await measured.memory())) / 1e6;
    const native = mallocInUse() / 1e6;
    const level = isolated || performance.now() - begun > TIME_WAIT_MS;
    if (level && rounds > WARM_UP_ROUNDS) memory.push({ at: performance.now(), live, native });
    if (rounds > WARM_UP_ROUNDS) {
      descriptors ??= openDescriptors();
      // A child process that was asked for a user's name has pipes for a moment.
      const most = descriptors;
      await eventually(`no more than ${most} descriptors are open`, () => openDescriptors() <= most);
    }
    monitor.resume();
  } while (performance.now() < until);

  watch.dispose();
  monitor.dispose();
  await Promise.all(churners.map((churner) => churner.stop()));
  assert.deepEqual(lines, [], 'the worker never ended by itself');
  const slope = (what: 'live' | 'native'): number =>
    slopePerMinute(memory.map((point) => ({ at: point.at, value: point[what] })));
  const sum = (what: 'opened' | 'spawned'): number => rest.reduce((total, each) => total + each[what], 0);
  console.log(
    [
      `seed ${seed}: ${rounds} rest points, ${sum('opened')} sockets opened, ${sum('spawned')} processes started, ${diffs} diffs applied`,
      `${compared} facts agreed with ss at the rest points; ${descriptors ?? openDescriptors()} descriptors open, as after the first rounds`,
      memoryLine('alive in both threads', memory.at(-1)?.live, slope('live'), LIVE_MB_A_MINUTE),
      memoryLine('of native code', memory.at(-1)?.native, slope('native'), NATIVE_MB_A_MINUTE),
      `memory resident: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
    ].join('\n'),
  );
  if (memory.length < FEWEST_POINTS) {
    console.log(`Memory is not judged by ${memory.length} points.`);
    return;
  }
  assert.ok(slope('live') <= LIVE_MB_A_MINUTE, `memory grows by ${slope('live').toFixed(2)} MB a minute`);
  assert.ok(
    slope('native') <= NATIVE_MB_A_MINUTE,
    `memory of native code grows by ${slope('native').toFixed(2)} MB a minute`,
  );
}

const memoryLine = (what: string, last: number | undefined, slope: number, most: number): string =>
  `memory ${what}: ${last?.toFixed(1) ?? '?'} MB, slope ${slope.toFixed(2)} MB a minute (at most ${most})`;

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
