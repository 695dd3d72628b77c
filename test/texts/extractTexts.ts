import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { repository } from '../vscode/repository';
import { filled, isCount } from './longestArgument';
import { surfacesOf } from './surfaceOf';
import { MANIFEST_PLACES, PLACES } from './surfaces';
import type { Fault, Text } from './text';
import { literalsOf, translateCalls } from './translateCalls';

export interface Extracted {
  readonly texts: readonly Text[];
  readonly faults: readonly Fault[];
  /** The files that were read, relative to the repository. */
  readonly files: readonly string[];
}

/** All texts that people read: what goes through `t` in src and webview-ui, and package.nls.json. */
export function extractAll(): Extracted {
  const parts = ['tsconfig.json', 'webview-ui/tsconfig.json'].map((config) =>
    extractTexts(programOf(config), repository),
  );
  const manifest = manifestTexts(readFileSync(join(repository, 'package.nls.json'), 'utf8'));
  const all = [...parts, manifest];
  // Both programs have the files of core.
  const seen = new Set<string>();
  const once = <T extends { readonly file: string }>(part: Extracted, items: readonly T[]): T[] =>
    items.filter(({ file }) => !seen.has(file) || !part.files.includes(file));
  const texts: Text[] = [];
  const faults: Fault[] = [];
  for (const part of all) {
    texts.push(...once(part, part.texts));
    faults.push(...once(part, part.faults));
    for (const file of part.files) seen.add(file);
  }
  return { texts, faults, files: [...seen] };
}

/** Entries of PLACES that no file is in any more. */
export const idlePlaces = ({ files }: Extracted): string[] =>
  Object.keys(PLACES)
    .filter((place) => !files.some((file) => file === place || file.startsWith(`${place}/`)))
    .map((place) => `test/texts/surfaces.ts: nothing is at ${place} any more: remove it from PLACES`);

function programOf(config: string): ts.Program {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(repository, config), {}, host);
  if (!parsed) throw new Error(`${config} could not be read`);
  return ts.createProgram(parsed.fileNames, parsed.options);
}

/** The texts of all files of the program below src and webview-ui. */
export function extractTexts(program: ts.Program, root: string): Extracted {
  const checker = program.getTypeChecker();
  const texts: Text[] = [];
  const faults: Fault[] = [];
  const files: string[] = [];
  for (const source of program.getSourceFiles()) {
    const file = relative(root, source.fileName).split(sep).join('/');
    if (!/^(src|webview-ui)\//.test(file)) continue;
    files.push(file);
    const calls = translateCalls(source, checker);
    for (const call of calls) {
      const found = textsOf(call, file, calls, checker);
      if (typeof found === 'string') faults.push({ file, line: lineOf(call), sentence: found });
      else texts.push(...found);
    }
  }
  return { texts, faults, files };
}

function textsOf(
  call: ts.CallExpression,
  file: string,
  calls: readonly ts.CallExpression[],
  checker: ts.TypeChecker,
): Text[] | string {
  const [message, ...args] = call.arguments;
  const messages = message && literalsOf(message, checker);
  if (!messages)
    return 'the first argument of t is no text that is known when it is compiled: it cannot be translated';
  const surfaces = surfacesOf(call, file, checker);
  if (typeof surfaces === 'string') return surfaces;
  const counts = args.flatMap((arg, index) => (isCount(arg, checker) ? [index] : []));
  const beside = calls
    .filter((other) => functionOf(other) === functionOf(call))
    .flatMap(({ arguments: [first] }) => (first && literalsOf(first, checker)) ?? []);
  return messages.map((each) => ({
    message: each,
    file,
    line: lineOf(call),
    surfaces,
    longest: filled(each, args, checker),
    counts,
    beside: beside.filter((other) => other !== each),
    glued: isGlued(call),
  }));
}

const functionOf = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node, (each) => ts.isFunctionLike(each) || ts.isSourceFile(each));

/** Part of a template or a sum with other words. An icon, brackets, and what tells parts apart (` · `) are no words. */
function isGlued(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return !/[·\n]/.test(parent.getText());
  }
  if (!ts.isTemplateSpan(parent)) return false;
  const { head, templateSpans } = parent.parent;
  const fixed = [head.text, ...templateSpans.map(({ literal }) => literal.text)];
  return fixed.some((text, index) => {
    const isBetween = index > 0 && index < fixed.length - 1;
    return /\p{L}/u.test(text.replace(/\$\([a-z-]+\)/g, '')) || (isBetween && /^ *$/.test(text));
  });
}

const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

const NLS = 'package.nls.json';

/** The texts of package.nls.json: the first part of a key gives the surface, as in `command.stop`. */
export function manifestTexts(json: string): Extracted {
  const entries = Object.entries(JSON.parse(json) as Record<string, string>);
  const lines = json.split('\n');
  const texts: Text[] = [];
  const faults: Fault[] = [];
  for (const [key, message] of entries) {
    const line = lines.findIndex((each) => each.trimStart().startsWith(`${JSON.stringify(key)}:`)) + 1;
    const surface = MANIFEST_PLACES[key.split('.')[0] ?? ''];
    if (surface === undefined) {
      faults.push({
        file: NLS,
        line,
        sentence: `MANIFEST_PLACES (test/texts/surfaces.ts) does not know ${key}`,
      });
      continue;
    }
    // What a link runs is not read.
    const longest = message.replace(/\]\(command:[^)]*\)/g, ']');
    texts.push({
      message,
      file: NLS,
      line,
      surfaces: [surface],
      longest,
      counts: [],
      beside: [],
      glued: false,
    });
  }
  return { texts, faults, files: [NLS] };
}
