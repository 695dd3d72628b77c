import fs from 'node:fs';
import path from 'node:path';
import { judged, thisSystem } from './mustRun.js';
import { repository } from './vscode/repository.js';

export interface Skipped {
  /** Relative to the repository, with `/`: `test/unit/protocol.test.ts`. */
  readonly file: string;
  /** The full title, with the titles around it and the reason that `skip` puts into it. */
  readonly title: string;
}

/** What one part of the tests found, as the reporter (reporter.ts) writes it and `test/run.ts` adds it up. */
export interface Report {
  readonly passed: number;
  /** Full titles, each with the beginning of what went wrong. */
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
  /** Every file that was loaded, and how many of its tests passed. */
  readonly files: readonly { readonly file: string; readonly passed: number }[];
}

export const EMPTY: Report = { passed: 0, failed: [], skipped: [], files: [] };

/** Where the part of that name writes its report: PORTOLAN_REPORT, or a file of its own in `out`. */
export const reportFile = (name: string): string =>
  process.env['PORTOLAN_REPORT'] ?? path.join(repository, 'out/reports', `${name.replace(':', '-')}.json`);

/** `undefined`: the part broke off before it had one. */
export const readReport = (file: string): Report | undefined =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : undefined;

/**
 * Judges the report of a part that has run, in CI, by what must run on this system; says what did not, and writes it into
 * the report. Answers whether nothing is amiss; elsewhere, and without a report, nothing is.
 */
export function judgeReport(file: string): boolean {
  const report = process.env['CI'] === 'true' ? readReport(file) : undefined;
  const system = thisSystem();
  if (!report || !system) return true;
  const judgement = judged(report, system);
  const amiss = judgement.failed.slice(report.failed.length);
  if (amiss.length > 0)
    console.error(`\nDid not run, and must:\n${amiss.map((each) => `  ${each}`).join('\n')}`);
  fs.writeFileSync(file, JSON.stringify(judgement, null, 2));
  return amiss.length === 0;
}
