import fs from 'node:fs';
import path from 'node:path';
import { type MochaOptions, reporters, type Runner } from 'mocha';

/** What one part of the tests found, as {@link Reporter} writes it and `test/run.ts` adds it up. */
export interface Report {
  readonly passed: number;
  /** Full titles, each with the beginning of what went wrong. */
  readonly failed: readonly string[];
  /** Full titles; `skip` puts the reason into them. */
  readonly skipped: readonly string[];
}

/** mocha's own report for people, and a {@link Report} in the file that PORTOLAN_REPORT names, if it names one. */
export class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const file = process.env['PORTOLAN_REPORT'];
    if (file === undefined) return;
    const failed: string[] = [];
    runner.on('fail', (test, error: unknown) => failed.push(`${test.fullTitle()}\n${beginning(error)}`));
    const skipped: string[] = [];
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.once('end', () => {
      const report: Report = { passed: this.stats.passes, failed, skipped };
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(report, null, 2));
    });
  }
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
