import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

interface Result {
  readonly script: string;
  readonly report: Report;
  readonly seconds: number;
}

const part = (script: string): Part => ({ script, tests: false });
const tests = (script: string): Part => ({ script, tests: true });

const { scripts } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What one step holds runs at the same time: the parts of `check`, which only read, and take a processor each. */
const STEPS: readonly (readonly Part[])[] = [
  [part('build')],
  Object.keys(scripts)
    .filter((script) => script.startsWith('check:'))
    .map(part),
  [tests('unit')],
  [tests('integration')],
  [tests('e2e')],
];

const reports = path.join(repository, 'out/reports');

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

async function main(): Promise<void> {
  fs.rmSync(reports, { recursive: true, force: true });
  const results: Result[] = [];
  for (const step of STEPS) {
    for (const { script } of step) console.log(`\n— npm run ${script} —`);
    results.push(...(await Promise.all(step.map(run))));
  }

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
}

async function run({ script, tests }: Part): Promise<Result> {
  const start = performance.now();
  const file = path.join(reports, `${script}.json`);
  const child = spawn(...npm('run', '--silent', script), {
    cwd: repository,
    env: { ...process.env, PORTOLAN_REPORT: file },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  const written = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : undefined;
  const report = written ?? { passed: 0, failed: [], skipped: [] };
  if ((status === 0 && (written || !tests)) || report.failed.length > 0) return { script, report, seconds };
  // A part that broke off, or that never came to its tests, is a failure too.
  const failed = [`npm run ${script} ended with ${status ?? 'a signal'}`];
  return { script, report: { ...report, failed }, seconds };
}

function list(heading: string, titles: readonly string[]): void {
  if (titles.length > 0) console.log(`\n${heading}:\n${titles.map((title) => `  ${title}`).join('\n')}`);
}

function counted({ passed, failed, skipped }: Report): string {
  const more = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${more}`;
}
