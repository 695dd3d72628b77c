import assert from 'node:assert/strict';
import ts from 'typescript';
import { type Extracted, extractTexts, manifestTexts } from '../../texts/extractTexts';

const ROOT = '/project';

/** The part of TypeScript's library that these sources need. */
const LIBRARY = `
  interface Array<T> { readonly length: number; [index: number]: T; map<U>(of: (item: T) => U): U[] }
  interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
  interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {} interface NewableFunction {}
  interface Number { toFixed(digits: number): string } interface Object {} interface RegExp {} interface String { readonly length: number }
`;

const VSCODE = `declare module 'vscode' {
  namespace l10n { function t(message: string, ...args: (string | number)[]): string; }
  namespace window {
    function showWarningMessage(message: string, options: { modal?: boolean; detail?: string }, ...items: string[]): string;
    function showInformationMessage(message: string, ...items: string[]): string;
  }
}`;

const TRANSLATE =
  'type Translate = (message: string, ...args: (string | number)[]) => string; declare const t: Translate;\n';

/** The texts of one file of the project. */
function extract(file: string, code: string): Extracted {
  const files = new Map([
    [`${ROOT}/${file}`, TRANSLATE + code],
    [`${ROOT}/lib.d.ts`, LIBRARY],
    [`${ROOT}/node_modules/@types/vscode/index.d.ts`, VSCODE],
  ]);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => {
      const text = files.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
    },
    getDefaultLibFileName: () => `${ROOT}/lib.d.ts`,
    writeFile: () => undefined,
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
  };
  const options = { strict: true, noLib: true, target: ts.ScriptTarget.ES2022, types: [] };
  return extractTexts(ts.createProgram([...files.keys()], options, host), ROOT);
}

/** A text of a file that is on no surface by its place, with its surfaces. */
const surfaces = (code: string, file = 'src/host/actions/some.ts'): (readonly string[])[] => {
  const { texts, faults } = extract(file, code);
  assert.deepEqual(faults, []);
  return texts.map((text) => [text.message, ...text.surfaces]);
};

const longest = (code: string): string[] =>
  extract('src/cli/some.ts', code).texts.map((text) => text.longest);

describe('extracting texts', () => {
  it('finds what goes through a Translate, whatever it is called, and through vscode.l10n.t', () => {
    const { texts } = extract(
      'src/cli/some.ts',
      `import * as vscode from 'vscode';
       class Stop { #t: Translate = t; end(deps: { readonly translate: Translate }) { return [this.#t('one'), deps.translate('two')]; } }
       const { t: said } = vscode.l10n;
       said('three'); vscode.l10n.t('four');
       function other(text: string) { return text; }
       other('no text for people');`,
    );
    assert.deepEqual(
      texts.map(({ message, line }) => `${line} ${message}`),
      ['3 one', '3 two', '5 three', '5 four'],
    );
  });

  it('takes both texts of a choice, and a constant for what it is', () => {
    assert.deepEqual(
      longest(`declare const many: boolean; const HELP = 'All of it'; t(many ? 'Some' : 'One'); t(HELP);`),
      ['Some', 'One', 'All of it'],
    );
  });

  it('refuses a text that is put together, but not the function that passes texts on', () => {
    const code = `declare const name: string; t('Stop ' + name);
      const page: Translate = (message, ...args) => t(message, ...args);`;
    const { texts, faults } = extract('src/cli/some.ts', code);
    assert.deepEqual(texts, []);
    assert.deepEqual(
      faults.map(({ line, sentence }) => `${line} ${sentence}`),
      ['2 the first argument of t is no text that is known when it is compiled: it cannot be translated'],
    );
  });

  it('says so where nobody can tell who reads it', () => {
    const { faults } = extract('src/host/actions/some.ts', `const said = t('Something');`);
    assert.match(faults[0]?.sentence ?? '', /nobody can tell where this text is read/);
  });

  it('knows the surface by the folder, the longest match first', () => {
    assert.deepEqual(surfaces(`t('a')`, 'webview-ui/portMap/new.ts'), [['a', 'map']]);
    assert.deepEqual(surfaces(`t('a')`, 'webview-ui/portMap/mapTexts.ts'), [['a', 'card']]);
  });

  it('knows the surface by a mark on what is around it, and refuses a mark that names none', () => {
    const code = `/** What a button says.\n * @surface button, pick */\nfunction name() { return [0].map(() => t('Stop')); }`;
    assert.deepEqual(surfaces(code), [['Stop', 'button', 'pick']]);
    const { faults } = extract('src/cli/some.ts', `/** @surface knob */ const a = t('Stop');`);
    assert.deepEqual(faults[0]?.sentence, '@surface names no surface: knob');
  });

  it('knows the surface by what the text is handed to, also by way of a constant', () => {
    const vscode = `import * as vscode from 'vscode'; declare function literal(text: string): string;`;
    assert.deepEqual(
      surfaces(`${vscode}
        function ask() {
          const [stop, keep] = [t('Stop'), t('Keep')];
          const detail = t('Ends it');
          const options = { modal: true, detail: literal(detail) };
          vscode.window.showWarningMessage(literal(t('Stop it?')), options, stop, keep);
          vscode.window.showInformationMessage(t('It has ended.'), t('Run Again'));
        }`),
      [
        ['Stop', 'button'],
        ['Keep', 'button'],
        ['Ends it', 'detail'],
        ['Stop it?', 'question'],
        ['It has ended.', 'notification'],
        ['Run Again', 'button'],
      ],
    );
    assert.deepEqual(
      surfaces(`declare const button: { ariaLabel: string; title: string };
        button.ariaLabel = button.title = t('Zoom in');`),
      [['Zoom in', 'hint', 'spoken']],
    );
  });

  it('fills in the longest argument: by type, by name, by what is known of it', () => {
    assert.deepEqual(
      longest(`declare const count: number; declare const port: number; declare const name: string; declare const few: boolean;
        t('{0}', count); t('{0}', port); t('{0}', name);
        const state = few ? t('free') : t('taken by {0}', port);
        t('{0} is {1}', port, state);`),
      ['20,000', '65535', 'n'.repeat(30), 'free', 'taken by 65535', '65535 is taken by 65535'],
    );
  });

  it('tells counts from other numbers, and what stands beside a text', () => {
    const { texts } = extract(
      'src/cli/some.ts',
      `declare const count: number; declare const pid: number;
       function said() { return count === 1 ? t('1 row of {0}', pid) : t('{0} rows of {1}', count, pid); }`,
    );
    assert.deepEqual(
      texts.map(({ counts, beside }) => ({ counts, beside })),
      [
        { counts: [], beside: ['{0} rows of {1}'] },
        { counts: [0], beside: ['1 row of {0}'] },
      ],
    );
  });

  it('sees where code joins a text with other words', () => {
    const { texts } = extract(
      'src/cli/some.ts',
      'declare const name: string; `${t("Stop")} ${name}`; `$(stop) ${t("Stop")}`; `${t("pid")} · ${name}`; t("Stop") + name;',
    );
    assert.deepEqual(
      texts.map(({ glued }) => glued),
      [true, false, false, true],
    );
  });
});

describe('extracting the texts of package.nls.json', () => {
  it('knows the surface by the key, and does not count what a link runs', () => {
    const json = '{\n  "command.stop": "Stop…",\n  "welcome.empty": "[Look](command:portolan.refresh)"\n}';
    assert.deepEqual(
      manifestTexts(json).texts.map(({ line, surfaces: [surface], longest: text }) => [line, surface, text]),
      [
        [2, 'command', 'Stop…'],
        [3, 'welcome', '[Look]'],
      ],
    );
  });

  it('says so where it does not know the key', () => {
    assert.match(
      manifestTexts('{ "badge.many": "many" }').faults[0]?.sentence ?? '',
      /does not know badge\.many/,
    );
  });
});
