// `npm run soak [-- engine] [panel] [--seconds 600] [--seed N]`: under load, the engine (engine.ts, 600 s unless told
// otherwise) or the panel's page (panel.ts, 180 s; it needs no seed), or both at the same time: neither is judged by its
// speed. An hour: `npm run soak -- panel --seconds 3600`. The last line is the sum, as `npm test` has it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** How its complaint begins, if it broke. */
async function broken(name: string, command: readonly string[]): Promise<string | undefined> {
  const child = spawn('env', command, { stdio: ['ignore', 'inherit', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  child.stderr.pipe(process.stderr, { end: false });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return undefined;
  const lines = complaint.trim().split('\n').slice(0, 15);
  return [`soak ${name} ended with ${status ?? 'a signal'}`, ...lines].join('\n    ');
}

async function main(names: readonly string[]): Promise<void> {
  const commands = names.map((name) => {
    const command = SOAKS.get(name);
    if (!command)
      throw new Error(`There is no soak called ${name}; there are ${[...SOAKS.keys()].join(', ')}.`);
    return [name, command()] as const;
  });
  const found = await Promise.all(commands.map(([name, command]) => broken(name, command)));
  const failed = found.filter((each) => each !== undefined);
  if (failed.length > 0) console.log(`\nFailed:\n${failed.map((each) => `  ${each}`).join('\n')}`);
  console.log(`\n${names.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
}

main(positionals.length > 0 ? positionals : ['engine']).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
