import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from './reporter.js';
import { npm } from './vscode/npm.js';
import { repository } from './vscode/repository.js';

// `npm test`: every part in turn, then what was skipped and why, and on the last line the sum.

interface Part {
  /** A script of package.json, which prints for itself. */
  readonly script: string;
  /** Whether mocha counts in it; else it counts only when it fails. */
  readonly tests: boolean;
}

const PARTS: readonly Part[] = [
  { script: 'build', tests: false },
  { script: 'check', tests: false },
  { script: 'unit', tests: true },
  { script: 'integration', tests: true },
  { script: 'e2e', tests: true },
];

const reports = path.join(repository, 'out/reports');
fs.rmSync(reports, { recursive: true, force: true });

const results = PARTS.map((part) => ({ script: part.script, ...run(part) }));

console.log('\n— Sum —');
for (const { script, report, seconds } of results)
  console.log(`${script.padEnd(12)} ${counted(report).padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
const sum = results.reduce<Report>(
  (total, { report }) => ({
    passed: total.passed + report.passed,
    failed: total.failed.concat(report.failed),
    skipped: total.skipped.concat(report.skipped),
  }),
  { passed: 0, failed: [], skipped: [] },
);
list('Skipped', sum.skipped);
list('Failed', sum.failed);
console.log(`\n${counted(sum)}`);
process.exitCode = sum.failed.length > 0 || sum.passed === 0 ? 1 : 0;

function run({ script, tests }: Part): { report: Report; seconds: number } {
  console.log(`\n— npm run ${script} —`);
  const start = performance.now();
  const file = path.join(reports, `${script}.json`);
  const { status } = spawnSync(...npm('run', '--silent', script), {
    cwd: repository,
    env: { ...process.env, PORTOLAN_REPORT: file },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const seconds = (performance.now() - start) / 1000;
  const written = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : undefined;
  const report = written ?? { passed: 0, failed: [], skipped: [] };
  if ((status === 0 && (written || !tests)) || report.failed.length > 0) return { report, seconds };
  // A part that broke off, or that never came to its tests, is a failure too.
  return { report: { ...report, failed: [`npm run ${script} ended with ${status ?? 'a signal'}`] }, seconds };
}

function list(heading: string, titles: readonly string[]): void {
  if (titles.length > 0) console.log(`\n${heading}:\n${titles.map((title) => `  ${title}`).join('\n')}`);
}

function counted({ passed, failed, skipped }: Report): string {
  const more = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${more}`;
}
