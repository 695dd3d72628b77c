import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { allowanceOf, HOUSE, roomOf } from '../../house';

interface Import {
  readonly file: string;
  /** The imported name as it stands in the file. */
  readonly name: string;
}

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const allFiles = (root: string): string[] => [
  ...sourceFiles(root, 'src'),
  ...sourceFiles(root, 'webview-ui'),
];

/** `import type`, `export … from`, `require()` and `import()` all count. */
const importsOf = (root: string, file: string): Import[] =>
  ts
    .preProcessFile(readFileSync(join(root, file), 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => ({ file, name: fileName }));

/** Every broken border below `root`, a sentence each. */
const brokenBorders = (root: string): string[] =>
  allFiles(root).flatMap((file) =>
    roomOf(file)
      ? importsOf(root, file)
          .filter(({ name }) => allowanceOf(file, name) === undefined)
          .map(({ name }) => `${file} imports ${name}`)
      : [`${file} is in no room of the house`],
  );

/** What a room may import though nothing in it does, a sentence each. A room without files may be filled yet. */
function unusedAllowances(root: string): string[] {
  const used = new Map(HOUSE.map((room) => [room, new Set<string | undefined>()]));
  for (const file of allFiles(root)) {
    const room = roomOf(file);
    for (const { name } of importsOf(root, file)) if (room) used.get(room)?.add(allowanceOf(file, name));
  }
  return [...used].flatMap(([{ paths, imports }, entries]) =>
    entries.size === 0
      ? []
      : imports.filter((entry) => !entries.has(entry)).map((entry) => `${paths.join(', ')}: ${entry}`),
  );
}

/** Files that import each other in a circle, a list for each circle. */
function circles(root: string): string[][] {
  const files = new Set(allFiles(root));
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    done.add(file);
    for (const { name } of importsOf(root, file)) {
      const target = `${posix.join(posix.dirname(file), name)}.ts`;
      if (name.startsWith('.') && files.has(target)) visit(target, [...path, file]);
    }
  };
  for (const file of files) visit(file, []);
  return found;
}

/** The rooms as ARCHITECTURE.md shows them: the code spans of a row's first and last cell. */
function shownRooms(text: string): { paths: string[]; imports: string[] }[] {
  const house = /^## The house$[^]*?(?=^## )/m.exec(text)?.[0] ?? '';
  const spans = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  return house
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => ({ paths: spans(cells[0]), imports: spans(cells.at(-1)) }));
}

/** Runs with a project that has these files and no others. */
function withProject<T>(files: Readonly<Record<string, string>>, run: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'portolan-house-'));
  try {
    for (const folder of ['src', 'webview-ui']) mkdirSync(join(root, folder));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), `${text}\n`);
    }
    return run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const PROJECT = resolve(__dirname, '../..');

describe('the house', () => {
  it('has no broken border', () => {
    assert.deepEqual(brokenBorders(PROJECT), []);
  });

  it('allows nothing that nobody imports', () => {
    assert.deepEqual(unusedAllowances(PROJECT), []);
  });

  it('has no files that import each other in a circle', () => {
    assert.deepEqual(circles(PROJECT), []);
  });

  it('is shown in ARCHITECTURE.md', () => {
    assert.deepEqual(shownRooms(readFileSync(join(PROJECT, 'ARCHITECTURE.md'), 'utf8')), HOUSE);
  });

  it('names process.platform in one file only', () => {
    const naming = [...sourceFiles(PROJECT, 'src'), ...sourceFiles(PROJECT, 'webview-ui')].filter((file) =>
      readFileSync(join(PROJECT, file), 'utf8').includes('process.platform'),
    );
    assert.deepEqual(naming, ['src/platform/system.ts']);
  });

  it('never hands a shell a string, and never trusts Markdown outright', () => {
    for (const file of sourceFiles(PROJECT, 'src')) {
      const text = readFileSync(join(PROJECT, file), 'utf8');
      assert.doesNotMatch(
        text,
        /\bexec(?:Sync)?\b[^;]*'node:child_process'|shell: true|isTrusted(?: =|:) true/,
        file,
      );
    }
  });

  const breaches: [what: string, file: string, line: string][] = [
    ['core imports vscode', 'src/core/a.ts', "import * as vscode from 'vscode';"],
    ['core imports node', 'src/core/a.ts', "import { readFileSync } from 'node:fs';"],
    ['core imports a type of platform', 'src/core/a.ts', "import type { Probe } from '../platform/probe';"],
    ['core requires', 'src/core/a.ts', "const fs = require('fs');"],
    ['platform imports host', 'src/platform/a.ts', "export { x } from '../host/x';"],
    ['platform imports vscode', 'src/platform/linux/a.ts', "import 'vscode';"],
    [
      'monitor imports a back-end',
      'src/monitor.ts',
      "import { LinuxProbe } from './platform/linux/linuxProbe';",
    ],
    ['stopper imports vscode', 'src/stopper.ts', "import type { Event } from 'vscode';"],
    ['host imports platform', 'src/host/views/a.ts', "import type { Probe } from '../../platform/probe';"],
    ['host imports node', 'src/host/a.ts', "import 'node:http';"],
    ['host imports by import()', 'src/host/a.ts', "const later = import('../platform/system');"],
    ['protocol imports node', 'src/protocol.ts', "import 'node:buffer';"],
    ['extension imports a back-end', 'src/extension.ts', "import './platform/linux/liveProcess';"],
    ['the worker imports a back-end', 'src/platform/scanner/a.ts', "import '../linux/ownSocket';"],
    ['monitor imports a package', 'src/monitor.ts', "import 'koffi';"],
    ['webview imports host', 'webview-ui/main.ts', "import '../src/host/views/tree';"],
    ['webview imports node', 'webview-ui/main.ts', "import 'node:fs';"],
    ['cli imports vscode', 'src/cli.ts', "import 'vscode';"],
    ['cli imports host', 'src/cli.ts', "import './host/x';"],
    ['a file outside every room', 'src/utils/a.ts', 'export {};'],
  ];
  for (const [what, file, line] of breaches) {
    it(`catches it when ${what}`, () => {
      withProject({ [file]: line }, (root) => assert.equal(brokenBorders(root).length, 1));
    });
  }

  it('catches an allowance that nobody uses', () => {
    withProject({ 'src/monitor.ts': "import 'node:fs';" }, (root) => {
      assert.deepEqual(unusedAllowances(root), ['src/monitor.ts: src/core']);
    });
  });

  it('catches a circle of types', () => {
    const project = {
      'src/core/a.ts': "import type { B } from './b';",
      'src/core/b.ts': "import { c } from './c';",
      'src/core/c.ts': "export type { A } from './a';",
    };
    withProject(project, (root) => {
      const [circle = [], ...others] = circles(root);
      assert.deepEqual([...new Set(circle)].sort(), Object.keys(project));
      assert.deepEqual(others, []);
    });
  });
});
