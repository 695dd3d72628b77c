// Builds one world, and has everybody look at it in turn. Runs in namespaces of its own where it may. argv[2]: the world's
// name; argv[3]: `isolated`, where it does. The last line it prints is the result as JSON.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Contestant, type Taken } from './contestant';
import { FRESH_PORTOLAN, type Peer, PEERS, SS } from './peers';
import type { PortolanOrder, PortolanTaken } from './portolanProcess';
import { median, type Row, type Verdict, type WorldResult } from './results';
import { systemCalls } from './systemCalls';
import { World } from './world';
import { CROWDED, WORLDS, type WorldSpec } from './worlds';

type Portolan = Contestant<PortolanOrder, PortolanTaken>;

/** Looks that are measured together: one alone is shorter than the clock is fine. */
const TOGETHER = 20;

/** Until the code is compiled as well as it will be: three minutes of an open view. */
const WARM_UP = 1000;

const ROUNDS = new Map([
  ['small', 9],
  ['medium', 5],
  ['large', 3],
  ['crowded', 3],
]);

/** docs/budgets.md, by world: milliseconds of a quick look; times less CPU than ss; times ss of a first look. */
const BUDGETS = new Map([
  ['small', { quick: 0.3, steady: 50, first: 1.5 }],
  ['medium', { quick: 0.5, steady: 80, first: 1.5 }],
  ['large', { quick: 0.9, steady: 30, first: 1.5 }],
]);

const MEMORY_MB = 80;

const LOOKER = join(__dirname, 'looker.ts');

const isolated = process.argv[3] === 'isolated';

interface Sample {
  readonly cpuMs: number;
  readonly wallMs: number;
}

class Samples {
  readonly #byWhat = new Map<string, Sample[]>();

  add(what: string, { cpuMs, wallMs }: Sample): void {
    const samples = this.#byWhat.get(what);
    if (samples) samples.push({ cpuMs, wallMs });
    else this.#byWhat.set(what, [{ cpuMs, wallMs }]);
  }

  cpuMs(what: string): number {
    return median((this.#byWhat.get(what) ?? []).map((sample) => sample.cpuMs));
  }

  row(who: string, what: string, more: Pick<Row, 'systemCalls' | 'memory'>): Row {
    const samples = this.#byWhat.get(what) ?? [];
    const wallMs = median(samples.map((sample) => sample.wallMs));
    return { world: process.argv[2] ?? '', who, what, cpuMs: this.cpuMs(what), wallMs, ...more };
  }
}

const FIRST = 'first look, worker running';
const START = 'start of the worker';
const FRESH = 'fresh process: cli.js ls --all --json';
const QUICK = 'quick look';
const STEADY = 'whole truth, nothing new';
const OPENED_OLD = 'one new listener, old process';
const OPENED_NEW = 'one new listener, new process';
const CLOSED = 'one listener closed';
const REPLACED = '10 % of connections replaced';

/** A quick look finds what is new, and then the whole truth is wanted: what both take. */
async function lookAfterChange(portolan: Portolan): Promise<Sample> {
  const quick = await portolan.run({ do: 'look', scope: 'listeners', times: 1 });
  const whole = await portolan.run({ do: 'look', scope: 'all', times: 1 });
  return { cpuMs: quick.cpuMs + whole.cpuMs, wallMs: quick.wallMs + whole.wallMs };
}

async function portolanRound(portolan: Portolan, world: World, samples: Samples): Promise<PortolanTaken> {
  samples.add(START, await portolan.run({ do: 'start' }));
  samples.add(FIRST, await portolan.run({ do: 'look', scope: 'all', times: 1 }));
  await portolan.run({ do: 'look', scope: 'listeners', times: WARM_UP });
  await portolan.run({ do: 'look', scope: 'all', times: WARM_UP / 5 });
  samples.add(QUICK, await portolan.run({ do: 'look', scope: 'listeners', times: TOGETHER }));
  const steady = await portolan.run({ do: 'look', scope: 'all', times: TOGETHER });
  samples.add(STEADY, steady);

  const { port } = await world.open();
  samples.add(OPENED_OLD, await lookAfterChange(portolan));
  await world.close(port);
  samples.add(CLOSED, await lookAfterChange(portolan));
  await world.spawn();
  samples.add(OPENED_NEW, await lookAfterChange(portolan));
  await world.end();
  await lookAfterChange(portolan);
  await world.replace();
  samples.add(REPLACED, await portolan.run({ do: 'look', scope: 'all', times: 1 }));
  return steady;
}

/** Counted as the difference of two runs, so that starting does not count. `null` where it cannot be counted here. */
function callsPerLook(scope: 'listeners' | 'all'): number | null {
  const node = [process.execPath, '--import', 'tsx', LOOKER, scope];
  const [few, many] = [10, 110].map((times) => systemCalls('env', [...node, String(times)]));
  if (typeof few !== 'number' || typeof many !== 'number') return null;
  return Math.max(0, Math.round((many - few) / 100));
}

async function measure(spec: WorldSpec): Promise<WorldResult> {
  const world = await World.build(spec, isolated);
  const portolan: Portolan = await Contestant.start('portolanProcess.ts', [], ['--expose-gc']);
  const { rss: before } = await portolan.run({ do: 'start' });
  const peers = spec === CROWDED ? [] : await startPeers();
  const samples = new Samples();
  const memory = new Map<string, number>();
  let last: PortolanTaken | undefined;

  for (let left = ROUNDS.get(spec.name) ?? 3; left > 0; left--) {
    for (const [{ name }, contestant] of peers) {
      const taken = await contestant.run({});
      samples.add(name, taken);
      memory.set(name, taken.maxRss);
    }
    last = await portolanRound(portolan, world, samples);
    const fresh = await Contestant.start<object, Taken>('peerProcess.ts', [FRESH_PORTOLAN.name]);
    samples.add(FRESH, await fresh.run({}));
    await fresh.stop();
  }
  if (!last) throw new Error('There was no round');
  const added = last.rss - before;
  const uncounted = { systemCalls: null, memory: null };
  const rows: Row[] = [
    samples.row('Portolan', QUICK, { systemCalls: callsPerLook('listeners'), memory: null }),
    samples.row('Portolan', STEADY, { systemCalls: callsPerLook('all'), memory: added }),
    ...[FIRST, OPENED_OLD, OPENED_NEW, CLOSED, REPLACED, START, FRESH].map((what) =>
      samples.row('Portolan', what, uncounted),
    ),
    ...peers.map(([{ name, command }]) =>
      samples.row(name, name, {
        systemCalls: command ? systemCalls(command[0], command.slice(1)) : null,
        memory: memory.get(name) ?? null,
      }),
    ),
  ];
  await Promise.all([portolan.stop(), ...peers.map(([, contestant]) => contestant.stop())]);
  const result = {
    world: spec.name,
    sockets: last.sockets,
    processes: readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length,
    method: last.method,
    isolated,
    rows,
    verdicts: verdicts(spec, samples, added),
  };
  await world.stop();
  return result;
}

/** Starts the other programs that are installed. */
async function startPeers(): Promise<[Peer, Contestant<object, Taken>][]> {
  const started: [Peer, Contestant<object, Taken>][] = [];
  for (const peer of PEERS) {
    const [file] = peer.command ?? [];
    if (file !== undefined && !isInstalled(file)) {
      console.error(`${peer.name}: not installed, left out`);
      continue;
    }
    const contestant = await Contestant.start<object, Taken>('peerProcess.ts', [peer.name]);
    await contestant.run({}); // a library loads with its first run
    started.push([peer, contestant]);
  }
  return started;
}

function isInstalled(file: string): boolean {
  try {
    execFileSync('which', [file], { stdio: 'ignore' });
    return true;
  } catch {
    // which(1) answers by its exit code.
    return false;
  }
}

function verdicts({ name: world }: WorldSpec, samples: Samples, added: number): Verdict[] {
  const budgets = BUDGETS.get(world);
  const memory: Verdict = {
    world,
    what: 'memory added',
    measured: added / 1e6,
    budget: MEMORY_MB,
    atLeast: false,
    unit: 'MB',
  };
  if (!budgets) return [memory];
  const ss = samples.cpuMs(SS);
  return [
    {
      world,
      what: QUICK,
      measured: samples.cpuMs(QUICK),
      budget: budgets.quick,
      atLeast: false,
      unit: 'ms CPU',
    },
    {
      world,
      what: `${STEADY}, less CPU than ${SS}`,
      measured: ss / samples.cpuMs(STEADY),
      budget: budgets.steady,
      atLeast: true,
      unit: '×',
    },
    {
      world,
      what: `${FIRST}, of ${SS}`,
      measured: samples.cpuMs(FIRST) / ss,
      budget: budgets.first,
      atLeast: false,
      unit: '×',
    },
    memory,
  ];
}

const spec = [...WORLDS, CROWDED].find(({ name }) => name === process.argv[2]);
if (!spec) throw new Error(`No world is called ${String(process.argv[2])}`);
measure(spec).then(
  (result) => {
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
