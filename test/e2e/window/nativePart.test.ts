import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Machine } from '../../../src/core/snapshot/reading';
import { Workbench } from '../../support/browser/workbench.js';
import { eventually } from '../../support/eventually.js';
import { launchBrowser, openPage } from '../../vscode/browser.js';
import { installVSCode } from '../../vscode/install.js';
import { type Profile, temporaryProfile } from '../../vscode/profile.js';
import { repository } from '../../vscode/repository.js';
import { installExtension, startServer, workbenchUrl } from '../../vscode/server.js';

/** Part of the document that both give: core/snapshotDocument.ts. */
interface Seen {
  readonly machine: Machine;
  readonly gaps: readonly { readonly message: string }[];
}

/** An extension that asks Portolan through its API, and writes down what it heard. */
const ASKER = {
  'package.json': JSON.stringify({
    name: 'asker',
    publisher: 'portolan-tests',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './asker.js',
    activationEvents: ['onStartupFinished'],
    extensionKind: ['workspace'],
  }),
  'README.md': 'Asks.\n',
  'asker.js': `
    const fs = require('node:fs');
    const vscode = require('vscode');
    exports.activate = async () => {
      const file = process.env.PORTOLAN_ANSWER;
      try {
        const portolan = await vscode.extensions.getExtension('portolan.portolan').activate();
        const { machine, gaps } = await portolan.snapshot();
        fs.writeFileSync(file + '.part', JSON.stringify({ machine, gaps }));
      } catch (error) {
        fs.writeFileSync(file + '.part', JSON.stringify({ error: String(error?.stack ?? error) }));
      }
      fs.renameSync(file + '.part', file);
    };
  `,
};

const BY_SOCK_DIAG = ['tcp', 'udp', 'unix'] as const;

const SAYS_SO = /^Sockets are read from \/proc, .* \(Cannot find module 'koffi'\)$/;

describe('The native part, on the installed package', function () {
  this.timeout(180_000);
  let profile: Profile;
  /** Where the package was unpacked. */
  let installed: string;

  before(() => {
    installVSCode();
    profile = temporaryProfile();
    installExtension(profile, path.join(repository, 'portolan.vsix'));
    installExtension(profile, packAsker(path.join(profile.folder, 'asker')));
    const [name] = fs.readdirSync(profile.extensions).filter((each) => each.startsWith('portolan.portolan-'));
    installed = path.join(profile.extensions, name!);
  });

  after(() => fs.rmSync(profile.folder, { recursive: true, force: true }));

  it('is there for every processor and C library, and within its budget', () => {
    for (const processor of ['x64', 'arm64'])
      for (const libc of ['linux', 'musl']) {
        const part = `dist/node_modules/@koromix/koffi-linux-${processor}/${libc}_${processor}/koffi.node`;
        assert.deepEqual(machineOf(path.join(installed, part)), processor, part);
      }
    const { size } = fs.statSync(path.join(repository, 'portolan.vsix'));
    assert.ok(size <= 3 * 2 ** 20, `${size} bytes`);
  });

  it('lets the extension, and the command line, ask the kernel by sock_diag', async () => {
    for (const { machine, gaps } of [await askExtension(profile), askCommandLine(installed)]) {
      for (const protocol of BY_SOCK_DIAG) assert.equal(machine.method[protocol], 'sock_diag', protocol);
      assert.ok(!gaps.some(({ message }) => SAYS_SO.test(message)));
    }
  });

  it('can be missing: both read /proc then, and say so', async () => {
    fs.rmSync(path.join(installed, 'dist/node_modules'), { recursive: true });
    for (const { machine, gaps } of [await askExtension(profile), askCommandLine(installed)]) {
      for (const protocol of BY_SOCK_DIAG) assert.equal(machine.method[protocol], 'proc', protocol);
      assert.equal(gaps.filter(({ message }) => SAYS_SO.test(message)).length, 1);
    }
  });
});

/** `e_machine` of an ELF file, elf(5). */
function machineOf(file: string): string | undefined {
  const header = fs.readFileSync(file).subarray(0, 20);
  assert.equal(header.toString('latin1', 1, 4), 'ELF');
  return new Map([
    [62, 'x64'],
    [183, 'arm64'],
  ]).get(header.readUInt16LE(18));
}

function packAsker(folder: string): string {
  fs.mkdirSync(folder);
  for (const [name, text] of Object.entries(ASKER)) fs.writeFileSync(path.join(folder, name), text);
  const vsce = path.join(repository, 'node_modules/@vscode/vsce/vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--out',
    'asker.vsix',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, 'package', ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return path.join(folder, 'asker.vsix');
}

/** What Portolan says of itself in a VS Code that runs just for that. */
async function askExtension(profile: Profile): Promise<Seen> {
  const answer = path.join(profile.folder, 'answer.json');
  const server = await startServer(profile, { environment: { PORTOLAN_ANSWER: answer } });
  const browser = await launchBrowser();
  try {
    await new Workbench(await openPage(browser)).open(workbenchUrl(server, profile.home));
    await eventually('an answer from the extension', () => fs.existsSync(answer), 30_000);
    const seen = JSON.parse(fs.readFileSync(answer, 'utf8')) as Seen | { error: string };
    return 'error' in seen ? assert.fail(seen.error) : seen;
  } finally {
    fs.rmSync(answer, { force: true });
    await browser.close();
    await server.stop();
  }
}

function askCommandLine(installed: string): Seen {
  const cli = path.join(installed, 'dist/cli.js');
  const printed = execFileSync(process.execPath, [cli, 'ls', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(printed) as Seen;
}
