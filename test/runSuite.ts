// `npm run unit [-- FILE …]`, and so for every suite of suites.ts: all of its files, or only those that are given.
// `-g TEXT` runs the tests whose title has TEXT in it, `-b` ends with the first failure, `-t MS` is a test's time limit.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { judgeReport, reportFile } from './report.js';
import { runMocha } from './runMocha.js';
import { isSuiteName, type Suite, SUITES } from './suites.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string', short: 'g' },
    bail: { type: 'boolean', short: 'b', default: false },
    timeout: { type: 'string', short: 't' },
  },
});
const [name, ...files] = positionals;
if (!isSuiteName(name))
  throw new Error(`No suite ${name ?? ''}: there are ${Object.keys(SUITES).join(', ')}.`);
const suite: Suite = SUITES[name];

const report = reportFile(name);
fs.rmSync(report, { force: true });
const status = runMocha(
  [
    ...[
      '--fail-zero',
      '--reporter',
      'test/reporter.ts',
      '--timeout',
      values.timeout ?? String(suite.timeout),
    ],
    ...(suite.exit ? ['--exit'] : []),
    ...(values.bail ? ['--bail'] : []),
    ...(values.grep === undefined ? [] : ['--fgrep', values.grep]),
    ...(files.length > 0 ? files : suite.files),
  ],
  { ...process.env, PORTOLAN_REPORT: report },
);
// What was picked by its title leaves out the rest on purpose.
const whole = values.grep === undefined && !values.bail;
process.exitCode = !whole || judgeReport(report) ? status : Math.max(status, 1);
