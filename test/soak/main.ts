// `npm run soak [-- engine|panel] [--seconds 600] [--seed N]`: under load, the engine (engine.ts, 600 s unless told
// otherwise) or the panel's page (panel.ts, 180 s; it needs no seed). An hour: `npm run soak -- panel --seconds 3600`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wayToUnshare } from '../bench/engine/wayToUnshare';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' } },
});

const node = (script: string, ...args: readonly string[]): string[] => [
  process.execPath,
  ...['--import', 'tsx', '--expose-gc', join(__dirname, script)],
  ...args,
];

const SOAKS = new Map<string, () => string[]>([
  ['engine', soakEngine],
  ['panel', () => node('panel.ts', values.seconds ?? '180')],
]);

function soakEngine(): string[] {
  const seed = values.seed ?? String(Date.now() % 1_000_000);
  const engine = node('engine.ts', values.seconds ?? '600', seed);
  const unshare = wayToUnshare();
  if (!unshare) console.error('No namespaces may be made here: among everything else that runs.');
  return unshare ? [...unshare, 'sh', '-c', '"$@"; exit $?', 'sh', ...engine, 'isolated'] : engine;
}

const name = positionals[0] ?? 'engine';
const command = SOAKS.get(name);
if (command) {
  process.exitCode = spawnSync('env', command(), { stdio: 'inherit' }).status ?? 1;
} else {
  console.error(`There is no soak called ${name}; there are ${[...SOAKS.keys()].join(', ')}.`);
  process.exitCode = 1;
}
