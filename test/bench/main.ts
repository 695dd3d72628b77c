// `npm run bench [-- engine|cadence|panel] [--world NAME] [--seconds 60] [--listeners 200] [--json FILE] [--write]`:
// measures, beside the peers where there are any, and prints; `--write` puts the table into docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchCadence, cadenceTable } from './cadence/benchCadence';
import { benchEngine } from './engine/benchEngine';
import { engineTable } from './engine/engineTable';
import { benchPanel } from './panel/benchPanel';
import { panelTable } from './panel/panelTable';
import { writeBenchmarks } from './writeBenchmarks';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    world: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    listeners: { type: 'string', default: '200' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

interface Bench {
  run(): Promise<{ readonly results: unknown; readonly table: string }>;
}

const BENCHES = new Map<string, Bench>([
  [
    'engine',
    {
      run: async () => {
        const results = await benchEngine(values.world);
        return { results, table: engineTable(results) };
      },
    },
  ],
  [
    'cadence',
    {
      run: async () => {
        const options = { seconds: Number(values.seconds), listeners: Number(values.listeners) };
        const results = await benchCadence(options);
        return { results, table: cadenceTable(results) };
      },
    },
  ],
  [
    'panel',
    {
      run: async () => {
        const results = await benchPanel();
        return { results, table: panelTable(results) };
      },
    },
  ],
]);

async function main(): Promise<void> {
  const name = positionals[0] ?? 'engine';
  const bench = BENCHES.get(name);
  if (!bench)
    throw new Error(`There is no bench called ${name}; there are ${[...BENCHES.keys()].join(', ')}.`);
  const { results, table } = await bench.run();
  console.log(table);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  if (values.write) writeBenchmarks(name, table);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
