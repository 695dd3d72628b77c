import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Machine, Reading } from '../../../src/core/snapshot/reading';
import type { Socket } from '../../../src/core/socket/socket';

const PROJECT = resolve(__dirname, '../../..');

/** Bundles the command line as the package has it: `dist/cli.js` in the folder, the manifest above. Its path. */
export async function bundleCli(folder: string): Promise<string> {
  mkdirSync(join(folder, 'dist'), { mode: 0o755 });
  const cli = join(folder, 'dist/cli.js');
  copyFileSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(PROJECT, 'src/cli.ts')],
    outfile: cli,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return cli;
}

/** What `portolan ls --all --json` prints, in the form of a reading. */
export async function readByCli(cli: string): Promise<Pick<Reading, 'sockets' | 'machine'>> {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'ls', '--all', '--json'], {
    maxBuffer: 1 << 28,
  });
  const { sockets, machine } = JSON.parse(stdout) as { sockets: Socket[]; machine: Machine };
  const netns = Number(/\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0]);
  return { sockets, machine: { ...machine, netns } };
}
