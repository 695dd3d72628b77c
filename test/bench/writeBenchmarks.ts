import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../vscode/npm.js';
import { repository } from '../vscode/repository';

/** Puts a table between its marks in docs/benchmarks.md: `<!-- bench:engine -->` … `<!-- /bench:engine -->`. */
export function writeBenchmarks(name: string, table: string): void {
  const file = join(repository, 'docs/benchmarks.md');
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place marked ${begin}`);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: repository, encoding: 'utf8' });
  const date = new Date().toISOString().slice(0, 10);
  const written = `${begin}\n\n${table}\n\nMeasured on ${date}, commit ${commit.trim()}.\n\n`;
  writeFileSync(file, text.slice(0, from) + written + text.slice(to));
  // A formatter decides how a table stands in the source.
  execFileSync(...npm('exec', 'prettier', '--', '--log-level', 'warn', '--write', file), { cwd: repository });
}
