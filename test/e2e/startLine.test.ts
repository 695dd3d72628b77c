import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { Workbench } from '../support/browser/workbench.js';
import { eventually } from '../support/eventually.js';
import { launchBrowser, openPage } from '../vscode/browser.js';
import { npm } from '../vscode/npm.js';
import { ProcessFamily } from '../vscode/processFamily.js';
import { repository } from '../vscode/repository.js';

describe('npm start', function () {
  this.timeout(180_000);
  const family = new ProcessFamily();
  let profile: string;
  let temporary: string;
  let start: ChildProcess;
  let browser: Browser;
  let printed = '';

  before(() => {
    profile = fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-profile-'));
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-'));
    start = spawn(...npm('start', '--', '--browser'), {
      cwd: repository,
      env: { ...process.env, ...family.environment, PORTOLAN_PROFILE: profile, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    start.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    family.ledBy(start.pid);
    process.once('exit', () => family.kill());
  });

  after(async () => {
    await browser.close();
    await family.end();
    for (const folder of [profile, temporary]) fs.rmSync(folder, { recursive: true, force: true });
  });

  it('prints the address of a VS Code that shows Portolan and what the sample’s task started', async () => {
    await eventually('an address', () => /http:\S+/.test(printed), 120_000);
    browser = await launchBrowser();
    const workbench = new Workbench(await openPage(browser));
    await workbench.open(/http:\S+/.exec(printed)![0]);
    await workbench.row('Task dev servers').waitFor({ timeout: 30_000 });
  });

  it('leaves no process and no temporary file behind after Ctrl+C', async () => {
    assert.ok(family.members().length > 5, 'a server, its extension host, a terminal and four servers run');
    const ended = new Promise((resolve) => start.once('exit', resolve));
    process.kill(-start.pid!, 'SIGINT'); // as a terminal does: to all of the foreground group
    await ended;
    await eventually('no process left', () => family.members().length === 0);
    const left = fs.readdirSync(temporary).filter((name) => name.startsWith('portolan-'));
    assert.deepEqual(left, []);
  });
});

describe('npm start, where a desktop VS Code is on PATH', function () {
  this.timeout(60_000);

  it('opens the sample in it, with Portolan in development', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-'));
    const heard = path.join(folder, 'arguments');
    fs.writeFileSync(path.join(folder, 'code'), `#!/bin/sh\nprintf '%s\\n' "$@" >'${heard}'\n`, {
      mode: 0o755,
    });
    const { status } = spawnSync(...npm('start'), {
      cwd: repository,
      env: { ...process.env, PATH: [folder, process.env['PATH']].join(path.delimiter) },
    });
    assert.equal(status, 0);
    const said = fs.readFileSync(heard, 'utf8').trimEnd().split('\n');
    assert.ok(said.includes(`--extensionDevelopmentPath=${repository}`), said.join(' '));
    assert.equal(said.at(-1), path.join(repository, 'samples/shop'));
    fs.rmSync(folder, { recursive: true });
  });
});
