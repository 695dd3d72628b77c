import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** The folder of the bundles; processes that a test starts inherit it, and start others by it. */
const VARIABLE = 'PORTOLAN_WORLD';

/**
 * A script of this folder, to be run by node in a process of its own. All are bundled when the first is asked for: `tsx` would
 * compile each whenever it starts.
 */
export function worldScript(name: string): string {
  const folder = (process.env[VARIABLE] ??= bundleWorld());
  return join(folder, `${name}.js`);
}

/** Inside the project, from where the bundles find koffi; gone with this process. */
function bundleWorld(): string {
  const out = resolve(__dirname, '../../../out');
  mkdirSync(out, { recursive: true });
  const outdir = mkdtempSync(join(out, 'world-'));
  chmodSync(outdir, 0o755); // other users run them too
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const scripts = readdirSync(__dirname).filter((file) => file.endsWith('.ts'));
  buildSync({
    entryPoints: scripts.map((file) => join(__dirname, file)),
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outdir;
}
