import { mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROJECT = resolve(__dirname, '../../..');

/** Bundles a worker's program, as dist/scanner.js is, to a new folder inside the project: from there it finds koffi. */
export async function bundleScanner(entry = 'src/platform/scanner/scanner.ts'): Promise<string> {
  mkdirSync(join(PROJECT, 'out'), { recursive: true });
  const outfile = join(mkdtempSync(join(PROJECT, 'out/scanner-')), 'scanner.js');
  await build({
    entryPoints: [join(PROJECT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
