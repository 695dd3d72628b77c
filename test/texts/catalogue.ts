import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../vscode/repository';
import { SURFACES } from './surfaces';
import type { Text } from './text';

/** A file that is made from the texts and their surfaces, and stands in the repository. */
export interface MadeFile {
  /** Relative to the repository. */
  readonly file: string;
  readonly content: string;
}

/** The English texts by themselves, in the form that VS Code and translators' tools read (`vscode.l10n`). */
function bundle(texts: readonly Text[]): MadeFile {
  // VS Code reads the texts of package.json from package.nls.json itself.
  const messages = texts.filter(({ file }) => file !== 'package.nls.json').map(({ message }) => message);
  const sorted = [...new Set(messages)].sort();
  const content = JSON.stringify(Object.fromEntries(sorted.map((message) => [message, message])), null, 2);
  return { file: 'l10n/bundle.l10n.json', content: `${content}\n` };
}

const [BEGIN, END] = ['<!-- surfaces -->', '<!-- /surfaces -->'];

/** The table of surfaces in docs/words.md. */
function words(): MadeFile {
  const file = 'docs/words.md';
  const page = readFileSync(join(repository, file), 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file} has no place between ${BEGIN} and ${END}`);
  const FORMS = { sentence: 'whole sentences', label: 'no full stop' };
  const rows = Object.entries(SURFACES).map(([name, { where, longest, sentences, form }]) => [
    `\`${name}\``,
    where,
    String(longest),
    [
      ...(sentences === undefined ? [] : [sentences === 1 ? '1 sentence' : `${sentences} sentences`]),
      ...(form === undefined ? [] : [FORMS[form]]),
    ].join(', '),
  ]);
  const table = alignedTable([['surface', 'who reads it where', 'characters', 'form'], ...rows]);
  return { file, content: `${page.slice(0, from)}${BEGIN}\n\n${table}\n\n${page.slice(to)}` };
}

/** Aligned in the way that Prettier writes a table. */
function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

export const madeFiles = (texts: readonly Text[]): MadeFile[] => [bundle(texts), words()];

/** Files that are not what they would be if they were made now. */
export const staleFiles = (made: readonly MadeFile[]): string[] =>
  made
    .filter(({ file, content }) => content !== readFile(file))
    .map(({ file }) => `${file} is out of date: npm run texts -- --write`);

function readFile(file: string): string | undefined {
  try {
    return readFileSync(join(repository, file), 'utf8');
  } catch {
    return undefined; // never written yet
  }
}
