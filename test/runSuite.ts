// `npm run unit [-- FILE …]`, and so for every suite of suites.ts: all of its files, or only those that are given.
// `-g TEXT` runs the tests whose title has TEXT in it, `-b` ends with the first failure, `-t MS` is a test's time limit.
import { parseArgs } from 'node:util';
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

process.exitCode = runMocha([
  ...['--fail-zero', '--reporter', 'test/reporter.ts', '--timeout', values.timeout ?? String(suite.timeout)],
  ...(suite.exit ? ['--exit'] : []),
  ...(values.bail ? ['--bail'] : []),
  ...(values.grep === undefined ? [] : ['--fgrep', values.grep]),
  ...(files.length > 0 ? files : suite.files),
]);
