import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { EMPTY, readReport, type Report } from './report.js';
import { isSuiteName } from './suites.js';
import { npm } from './vscode/npm.js';
import { repository } from './vscode/repository.js';

// `npm test [-- user]`: every part, or those that depend on the user who runs them; then what was skipped and why, each
// part's seconds, what failed, and on the last line the sum.

/** A script of package.json, or a suite of suites.ts, for which nothing is built once more. */
type Part = string;

interface Result {
  readonly part: Part;
  readonly report: Report;
  readonly seconds: number;
}

const { scripts } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const CHECKS = Object.keys(scripts).filter((script) => script.startsWith('check:'));

/** Lanes run at the same time, what is in a lane in turn; a step begins when the one before it is through. */
type Step = readonly (readonly Part[])[];

const PLANS: Readonly<Record<string, readonly Step[]>> = {
  all: [
    [['package']],
    [...CHECKS.map((check) => [check]), ['unit:core']],
    // The one is busy, the other mostly waits.
    [['unit:reading'], ['unit:stopping']],
    // Both have a browser; the page's ends first. What is built into dist, the second lane needs.
    [['e2e:window'], ['integration', 'e2e:page']],
  ],
  user: [[['package']], [['unit:reading'], ['unit:stopping']], [['integration'], ['e2e:user']]],
};

const reports = path.join(repository, 'out/reports');

main(process.argv[2] ?? 'all').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function main(name: string): Promise<void> {
  const plan = PLANS[name];
  if (!plan) throw new Error(`There is no plan ${name}; there are ${Object.keys(PLANS).join(', ')}.`);
  fs.rmSync(reports, { recursive: true, force: true });
  const results: Result[] = [];
  for (const step of plan) results.push(...(await Promise.all(step.map(runLane))).flat());

  console.log('\n— Sum —');
  for (const { part, report, seconds } of results)
    console.log(`${part.padEnd(14)} ${counted(report).padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  const skipped = results.flatMap(({ report }) => report.skipped);
  const failed = results.flatMap(({ report }) => report.failed);
  list(
    'Skipped',
    skipped.map(({ title }) => title),
  );
  list('Failed', failed);
  const passed = results.reduce((sum, { report }) => sum + report.passed, 0);
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
}

async function runLane(parts: readonly Part[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const part of parts) results.push(await run(part));
  return results;
}

/** What it says comes at its end, in one piece: others run beside it. */
async function run(part: Part): Promise<Result> {
  const start = performance.now();
  const tests = isSuiteName(part) || part === 'integration';
  const file = path.join(reports, `${part.replace(':', '-')}.json`);
  const child = spawn(...commandOf(part), {
    cwd: repository,
    env: { ...process.env, PORTOLAN_REPORT: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes));
  const [status] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  console.log(`\n— ${part}, ${seconds.toFixed(1)} s —`);
  process.stdout.write(Buffer.concat(said));

  const written = readReport(file);
  const report = written ?? EMPTY;
  if ((status === 0 && (written || !tests)) || report.failed.length > 0) return { part, report, seconds };
  // A part that broke off, or that never came to its tests, is a failure too.
  const failed = [`${part} ended with ${status ?? 'a signal'}`];
  return { part, report: { ...report, failed }, seconds };
}

function commandOf(part: Part): ReturnType<typeof npm> {
  if (isSuiteName(part)) return npm('exec', '--', 'tsx', 'test/runSuite.ts', part);
  if (part === 'integration') return npm('exec', '--', 'tsx', 'test/integration/run.ts');
  return npm('run', '--silent', part);
}

function list(heading: string, titles: readonly string[]): void {
  if (titles.length > 0) console.log(`\n${heading}:\n${titles.map((title) => `  ${title}`).join('\n')}`);
}

function counted({ passed, failed, skipped }: Report): string {
  const more = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${more}`;
}
