import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/**
 * The house (ARCHITECTURE.md): which room may import which. A room is a folder or a single file; the longest match is
 * a file's room. `import type`, `export … from`, `require()` and `import()` all count.
 */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly (string | RegExp)[];
}

const NODE = /^node:/;
const HOUSE: Readonly<Record<string, Room>> = {
  'src/core': { rooms: [], packages: ['jsonc-parser', 'yaml'] },
  'src/platform': { rooms: ['src/core'], packages: [NODE, 'ps-list', 'koffi', '@streamparser/json'] },
  'src/monitor.ts': {
    rooms: ['src/core', 'src/platform/probe.ts', 'src/platform/signaller.ts'],
    packages: [NODE],
  },
  'src/stopper.ts': {
    rooms: ['src/core', 'src/platform/signaller.ts', 'src/stopper'],
    packages: [NODE],
  },
  'src/stopper': { rooms: ['src/core', 'src/platform/signaller.ts'], packages: [NODE] },
  'src/protocol.ts': { rooms: ['src/core', 'src/protocol'], packages: [] },
  'src/protocol': { rooms: ['src/core'], packages: [] },
  'src/host': {
    rooms: ['src/core', 'src/monitor.ts', 'src/stopper.ts', 'src/protocol.ts', 'src/protocol'],
    packages: ['vscode'],
  },
  'webview-ui': {
    rooms: ['src/core', 'src/protocol.ts', 'src/protocol'],
    packages: ['@vscode/codicons', '@dagrejs/dagre', '@tanstack/virtual-core'],
  },
  'src/extension.ts': {
    rooms: ['src/core', 'src/platform', 'src/monitor.ts', 'src/stopper.ts', 'src/host'],
    packages: ['vscode', NODE],
  },
  'src/cli.ts': {
    rooms: ['src/core', 'src/platform', 'src/monitor.ts', 'src/stopper.ts', 'src/cli'],
    packages: [NODE],
  },
  'src/cli': { rooms: ['src/core', 'src/platform', 'src/monitor.ts', 'src/stopper.ts'], packages: [NODE] },
};

const isIn = (file: string, room: string): boolean => file === room || file.startsWith(`${room}/`);

const roomOf = (file: string): string | undefined =>
  Object.keys(HOUSE)
    .filter((room) => isIn(file, room))
    .sort((a, b) => b.length - a.length)[0];

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Every broken border below `root`, a sentence each. */
function brokenBorders(root: string): string[] {
  const broken: string[] = [];
  for (const file of [...sourceFiles(root, 'src'), ...sourceFiles(root, 'webview-ui')]) {
    const room = roomOf(file);
    if (room === undefined) {
      broken.push(`${file} is in no room of the house`);
      continue;
    }
    const { rooms, packages } = HOUSE[room]!;
    const text = readFileSync(join(root, file), 'utf8');
    for (const { fileName: name } of ts.preProcessFile(text, true, true).importedFiles) {
      if (!name.startsWith('.')) {
        const allowed = packages.some((each) => (typeof each === 'string' ? each === name : each.test(name)));
        if (!allowed) broken.push(`${file} imports the package ${name}`);
        continue;
      }
      const target = posix.join(posix.dirname(file), name);
      const targets = [target, `${target}.ts`];
      const allowed = [room, ...rooms].some((each) => targets.some((candidate) => isIn(candidate, each)));
      // A style sheet is the webview's own, like any file of its room.
      if (!allowed) broken.push(`${file} imports ${target}`);
    }
  }
  return broken;
}

const PROJECT = resolve(__dirname, '../..');

describe('the house', () => {
  it('has no broken border', () => {
    assert.deepEqual(brokenBorders(PROJECT), []);
  });

  it('names process.platform in one file only', () => {
    const naming = [...sourceFiles(PROJECT, 'src'), ...sourceFiles(PROJECT, 'webview-ui')].filter((file) =>
      readFileSync(join(PROJECT, file), 'utf8').includes('process.platform'),
    );
    assert.deepEqual(naming, ['src/platform/probeFor.ts']);
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
    ['host imports by import()', 'src/host/a.ts', "const later = import('../platform/probeFor');"],
    ['protocol imports node', 'src/protocol.ts', "import 'node:buffer';"],
    ['webview imports host', 'webview-ui/main.ts', "import '../src/host/views/tree';"],
    ['webview imports node', 'webview-ui/main.ts', "import 'node:fs';"],
    ['cli imports vscode', 'src/cli.ts', "import 'vscode';"],
    ['cli imports host', 'src/cli.ts', "import './host/x';"],
    ['a file outside every room', 'src/utils/a.ts', 'export {};'],
  ];
  for (const [what, file, line] of breaches) {
    it(`catches it when ${what}`, () => {
      const root = mkdtempSync(join(tmpdir(), 'portolan-house-'));
      try {
        for (const folder of ['src', 'webview-ui', dirname(file)])
          mkdirSync(join(root, folder), { recursive: true });
        writeFileSync(join(root, file), `${line}\n`);
        assert.equal(brokenBorders(root).length, 1);
      } finally {
        rmSync(root, { recursive: true });
      }
    });
  }
});
