import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { npm } from './npm.js';

const here = import.meta.dirname;
const codeServer = path.join(here, 'node_modules/code-server');
const vscode = path.join(codeServer, 'lib/vscode');
const stamp = path.join(here, 'node_modules/.portolan-installed');

/** Native modules without a prebuilt binary, which VS Code loads at run time. */
const SHIMMED = ['spdlog', 'native-watchdog'];

/** Not needed to run or test an extension: half of what npm unpacks. */
const UNNEEDED = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

/** code-server's entry point; it takes the command line that `code-server --help` describes. */
export const codeServerEntry = path.join(codeServer, 'out/node/entry.js');

/**
 * Installs the embedded VS Code (code-server: the real workbench and the real Node extension host, served over HTTP)
 * beside this file, unless it is there. All of it comes from npm: no install script runs, nothing is compiled.
 */
export function installVSCode(): void {
  const recipe = [
    'package-lock.json',
    'install.ts',
    ...SHIMMED.map((module) => `shims/${module}.cjs`),
  ].reduce((hash, file) => hash.update(fs.readFileSync(path.join(here, file))), createHash('sha256'));
  const wanted = recipe.digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Installing the embedded VS Code into test/vscode (once; a minute or less)…');
  install(here, 'ci');
  // code-server leaves these two to an install script. Its npm-shrinkwrap.json pins the versions; `npm ci` refuses
  // that file, since it lacks a peer dependency.
  install(vscode, 'install', '--omit=dev', '--no-save');
  install(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--no-save');

  for (const module of SHIMMED)
    fs.copyFileSync(
      path.join(here, `shims/${module}.cjs`),
      path.join(vscode, `node_modules/@vscode/${module}/index.js`),
    );
  for (const folder of UNNEEDED) fs.rmSync(path.join(vscode, folder), { recursive: true, force: true });
  fs.writeFileSync(stamp, wanted);
}

function install(cwd: string, ...args: string[]): void {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync(...npm(...args, ...options), { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${path.relative(process.cwd(), cwd)}`);
}
