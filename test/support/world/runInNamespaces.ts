import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { skip } from '../skip';
import { worldScript } from './worldScript';

/**
 * Runs a script of this folder, named without its ending, in network, pid and mount namespaces of its own, with its own /proc, as root or, for an
 * ordinary user, as the root of a user namespace. Gives what it prints; throws with its errors where it fails.
 */
export async function runInNamespaces(test: Context, script: string, ...args: string[]): Promise<string> {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const unshare = [...asRoot, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const trial = spawnSync('unshare', [...unshare, 'true'], { encoding: 'utf8' });
  if (trial.status !== 0) skip(test, `no namespaces: ${trial.error?.message ?? trial.stderr.trim()}`);
  // The shell is process 1, as somebody else's process usually is.
  const shell = ['sh', '-c', '"$@"; exit $?', 'sh'];
  const node = [process.execPath, worldScript(script)];
  const { stdout } = await promisify(execFile)('unshare', [...unshare, ...shell, ...node, ...args], {
    cwd: resolve(__dirname, '../../..'),
    maxBuffer: 1 << 26,
  });
  return stdout;
}
