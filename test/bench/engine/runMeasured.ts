import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { wayToUnshare } from './wayToUnshare';

/** Runs a script that measures, in namespaces of its own where it may, and gives the JSON of the last line it prints. */
export async function runMeasured(script: string, args: readonly string[]): Promise<unknown> {
  const unshare = wayToUnshare();
  const node = [process.execPath, '--import', 'tsx', script, ...args];
  // The shell is process 1, as somebody else's process usually is.
  const command = unshare ? [...unshare, 'sh', '-c', '"$@"; exit $?', 'sh', ...node, 'isolated'] : node;
  const child = spawn('env', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as unknown;
}
