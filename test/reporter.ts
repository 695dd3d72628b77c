import fs from 'node:fs';
import path from 'node:path';
import { reporters, type MochaOptions, type Runner } from 'mocha';

/** What one part of the tests found, as {@link Reporter} writes it and `test/run.ts` adds it up. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Full titles; `skip` puts the reason into them. */
  readonly skipped: readonly string[];
}

/** mocha's own report for people, and a {@link Report} in the file that PORTOLAN_REPORT names, if it names one. */
export class Reporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const file = process.env['PORTOLAN_REPORT'];
    if (file === undefined) return;
    const skipped: string[] = [];
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.once('end', () => {
      const report: Report = { passed: this.stats.passes, failed: this.stats.failures, skipped };
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(report, null, 2));
    });
  }
}

export default Reporter;
