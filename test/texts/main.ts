// `npm run texts [-- SURFACE…]` prints every text that people read, by surface, with file and line and how long it can be.
// `-- --write` writes what is made of them: l10n/bundle.l10n.json, and the table in docs/words.md. `-- --check`, part of
// `npm run check`, says which texts break a rule of docs/words.md, and whether those two files are up to date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../vscode/repository';
import { madeFiles, staleFiles } from './catalogue';
import { readExceptions, withoutExceptions } from './exceptions';
import { extractAll, idlePlaces } from './extractTexts';
import { isSurface, type Surface, SURFACES } from './surfaces';
import type { Text } from './text';
import { problemsOf } from './textRules';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

const extracted = extractAll();
const { texts } = extracted;
const faults = extracted.faults.map(({ file, line, sentence }) => `${file}:${line} ${sentence}`);

if (values.write) {
  for (const { file, content } of madeFiles(texts)) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    writeFileSync(join(repository, file), content);
  }
} else if (values.check) {
  faults.push(
    ...idlePlaces(extracted),
    ...withoutExceptions(texts.flatMap(problemsOf), readExceptions()),
    ...staleFiles(madeFiles(texts)),
  );
} else print(positionals);

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function print(names: readonly string[]): void {
  const unknown = names.filter((name) => !isSurface(name));
  if (unknown.length > 0)
    faults.push(`There is no surface ${unknown.join(', ')}; there are ${Object.keys(SURFACES).join(', ')}.`);
  const surfaces = names.length > 0 ? names.filter(isSurface) : (Object.keys(SURFACES) as Surface[]);
  for (const surface of surfaces) {
    const { where, longest } = SURFACES[surface];
    console.log(`\n${surface}: ${where}, at most ${longest}`);
    for (const text of texts) if (text.surfaces.includes(surface)) console.log(lineOf(text));
  }
}

function lineOf({ file, line, message, longest }: Text): string {
  return `  ${String(longest.length).padStart(3)}  ${message.replaceAll('\n', '\\n')}  (${file}:${line})`;
}
