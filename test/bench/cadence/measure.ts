// What watching takes, and how soon it sees what is new. Runs in namespaces of its own where it may. argv: seconds of each
// state, new listeners, `isolated`. The last line it prints is the result as JSON.
import { setTimeout as delay } from 'node:timers/promises';
import { Contestant } from '../engine/contestant';
import { median } from '../engine/results';
import { World } from '../engine/world';
import { CROWDED, WORLDS } from '../engine/worlds';
import type { WatcherAnswer, WatcherOrder } from './watcher';

export interface CadenceResult {
  readonly states: readonly { readonly name: string; readonly share: number; readonly scans: number }[];
  readonly latency: {
    readonly median: number;
    readonly percentile95: number;
    readonly worst: number;
    readonly lost: number;
    readonly count: number;
  };
  /** Longest time the host's thread was held, in milliseconds, with 20,000 sockets and a tenth of them replaced. */
  readonly longestMs: number;
  /** The part of it that an idle thread of the same kind shows too: the timer's own grain. */
  readonly idleMs: number;
}

type Watcher = Contestant<WatcherOrder, WatcherAnswer>;

const SEEN_MS = 3000;

const seconds = Number(process.argv[2]);
const listeners = Number(process.argv[3]);
const isolated = process.argv[4] === 'isolated';

async function share(watcher: Watcher, name: string): Promise<CadenceResult['states'][number]> {
  await delay(1000); // what began the state is not part of it
  await watcher.run({ do: 'take' });
  await delay(seconds * 1000);
  const { cpuMs, wallMs, scans } = await watcher.run({ do: 'take' });
  return { name, share: cpuMs / wallMs, scans };
}

async function latencies(watcher: Watcher, world: World): Promise<CadenceResult['latency']> {
  const taken: number[] = [];
  let lost = 0;
  let before: number | undefined;
  for (let left = listeners; left > 0; left--) {
    // At any moment of the rhythm; every second one closes and opens again at once, in one process.
    await delay(Math.random() * 400);
    if (before !== undefined) await world.close(before);
    const { inode, port, at } = await world.open(left % 2 === 0 ? before : undefined);
    before = port;
    const { seenAt } = await watcher.run({ do: 'seen', inode, withinMs: SEEN_MS });
    if (seenAt === null) lost++;
    else taken.push(seenAt - at);
  }
  taken.sort((a, b) => a - b);
  return {
    median: median(taken),
    percentile95: taken[Math.floor(taken.length * 0.95)] ?? NaN,
    worst: taken.at(-1) ?? NaN,
    lost,
    count: listeners,
  };
}

async function longest(watcher: Watcher, world: World): Promise<Pick<CadenceResult, 'longestMs' | 'idleMs'>> {
  await watcher.run({ do: 'hide' });
  await watcher.run({ do: 'take', delays: true });
  await delay(5000);
  const { longestMs: idleMs } = await watcher.run({ do: 'take', delays: true });
  await watcher.run({ do: 'watch', scope: 'all', focused: true });
  for (let left = 5; left > 0; left--) {
    await delay(1500);
    await world.replace();
  }
  await delay(1500);
  const { longestMs } = await watcher.run({ do: 'take' });
  return { longestMs, idleMs };
}

async function main(): Promise<CadenceResult> {
  const small = WORLDS[0];
  if (!small) throw new Error('There is no world');
  let world = await World.build(small, isolated);
  let watcher: Watcher = await start();
  const states: CadenceResult['states'][number][] = [];
  await watcher.run({ do: 'watch', scope: 'listeners', focused: true });
  states.push(await share(watcher, 'watched'));
  const latency = await latencies(watcher, world);
  await watcher.run({ do: 'watch', scope: 'listeners', focused: false });
  states.push(await share(watcher, 'watched, window without focus'));
  await watcher.run({ do: 'hide' });
  states.push(await share(watcher, 'hidden'));
  await watcher.stop();
  await world.stop();

  world = await World.build(isolated ? CROWDED : small, false);
  watcher = await start();
  const held = await longest(watcher, world);
  await watcher.stop();
  await world.stop();
  return { states, latency, ...held };
}

const start = (): Promise<Watcher> => Contestant.start('../cadence/watcher.ts', []);

main().then(
  (result) => {
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
