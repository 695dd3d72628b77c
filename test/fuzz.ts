// `npm run fuzz [-- --runs 100000] [-- FILE …]`: the properties of parsers and decoders in the long setting; `npm test`
// tries each 200 times, in CI 2,000 times. Files are tests; without any, those of what reads other people's bytes: the
// system's, the page's, a file's, a terminal's.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMocha } from './runMocha.js';
import { repository } from './vscode/repository.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '100000' } },
});

const parsers = (): string[] =>
  ['test/unit/protocol.test.ts', ...PARSING.flatMap(testsIn)].filter((file) =>
    readFileSync(join(repository, file), 'utf8').includes('FUZZ_RUNS'),
  );

const PARSING = [
  'test/unit/platform',
  'test/unit/core/mentions',
  'test/unit/core/text',
  'test/unit/core/who',
  'test/system/reading',
];

const testsIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file));

const files = positionals.length > 0 ? positionals : parsers();
console.log(`${values.runs} runs of each property in ${files.length} files`);
process.exitCode = runMocha(['--timeout', '0', ...files], {
  ...process.env,
  PORTOLAN_FUZZ_RUNS: values.runs,
});
