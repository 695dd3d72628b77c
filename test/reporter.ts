import fs from 'node:fs';
import path from 'node:path';
import { type MochaOptions, reporters, type Runnable, type Runner } from 'mocha';
import type { Report, Skipped } from './report.js';

/** mocha's own report for people, and a {@link Report} in the file that PORTOLAN_REPORT names, if it names one. */
export class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const file = process.env['PORTOLAN_REPORT'];
    if (file === undefined) return;
    const passed = new Map(runner.suite.suites.map((suite) => [sourceOf(suite.file), 0]));
    runner.on('pass', (test) => passed.set(sourceOf(test.file), (passed.get(sourceOf(test.file)) ?? 0) + 1));
    const failed: string[] = [];
    runner.on('fail', (test, error: unknown) => failed.push(`${test.fullTitle()}\n${beginning(error)}`));
    const skipped: Skipped[] = [];
    runner.on('pending', (test: Runnable) =>
      skipped.push({ file: sourceOf(test.file), title: test.fullTitle() }),
    );
    runner.once('end', () => {
      const files = [...passed].map(([each, count]) => ({ file: each, passed: count }));
      const report: Report = { passed: this.stats.passes, failed, skipped, files };
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(report, null, 2));
    });
  }
}

/** From the last `test` or `out` on: what runs in an extension host is bundled, `out/integration/origins.test.js`. */
function sourceOf(file = ''): string {
  const parts = file.split(path.sep);
  const root = Math.max(parts.lastIndexOf('test'), parts.lastIndexOf('out'));
  return ['test', ...parts.slice(root + 1)].join('/').replace(/\.js$/, '.ts');
}

/** What went wrong, in few lines: the sum at the end of a long run is often all that is kept of it. */
function beginning(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .slice(0, 8)
    .map((line) => `    ${line.slice(0, 240)}`)
    .join('\n');
}

export default Reporter;
