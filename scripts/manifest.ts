import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contributions, titles } from './contributions';

/**
 * `npm run manifest`: writes commands, menus and keys of package.json, and their titles in package.nls.json, from the
 * tables of core/listing. All else in both files stays as it is. `--check` writes nothing and says what is out of date.
 */
const root = resolve(__dirname, '..');

interface Manifest {
  readonly contributes: Record<string, unknown>;
}

const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const written = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

function manifest(): string {
  const current = JSON.parse(read('package.json')) as Manifest;
  return written({ ...current, contributes: { ...current.contributes, ...contributions() } });
}

/** The titles stand together, where the first of them stood. */
function texts(): string {
  const all = Object.entries(JSON.parse(read('package.nls.json')) as Record<string, string>);
  const isTitle = ([key]: readonly [string, string]): boolean => key.startsWith('command.');
  const at = Math.max(0, all.findIndex(isTitle));
  const after = all.slice(at).filter((entry) => !isTitle(entry));
  return written(Object.fromEntries([...all.slice(0, at), ...Object.entries(titles()), ...after]));
}

const files = { 'package.json': manifest(), 'package.nls.json': texts() };
const stale = Object.entries(files).filter(([name, text]) => read(name) !== text);

if (!process.argv.includes('--check'))
  for (const [name, text] of stale) writeFileSync(join(root, name), text);
else if (stale.length > 0) {
  const names = stale.map(([name]) => name).join(' and ');
  process.stderr.write(`${names} differ from the tables in src/core/listing: run "npm run manifest".\n`);
  process.exitCode = 1;
}
