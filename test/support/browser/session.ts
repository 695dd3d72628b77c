import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../vscode/browser.js';
import { installVSCode } from '../../vscode/install.js';
import { type Profile, temporaryProfile } from '../../vscode/profile.js';
import { repository } from '../../vscode/repository.js';
import { freePort, installExtension, type Server, startServer, workbenchUrl } from '../../vscode/server.js';
import { Workbench } from './workbench.js';

const screenshots = path.join(repository, 'test/screenshots');

/** Ports of the sample workspace, each moved to a free one, since this machine may use the sample's. */
export type Ports = Readonly<Record<3000 | 3001 | 4000 | 8125 | 9229, number>>;

export interface SessionOptions {
  /** On top of the tests' own. */
  readonly settings?: Record<string, unknown>;
  readonly ports?: Ports;
}

/** The packaged Portolan, installed in a fresh embedded VS Code, on a copy of the sample workspace, in a browser. */
export class Session {
  readonly folder: string;
  readonly workbench: Workbench;
  /** Where the sample's Unix socket is. */
  readonly ordersSocket: string;
  /** Addresses outside this machine that the page asked for (and did not get). */
  readonly refused: string[];
  readonly ports: Ports;
  readonly #profile: Profile;
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(
    profile: Profile,
    folder: string,
    ports: Ports,
    server: Server,
    browser: Browser,
    page: Page,
    refused: string[],
  ) {
    this.#profile = profile;
    this.#server = server;
    this.#browser = browser;
    this.folder = folder;
    this.ordersSocket = path.join(server.temporary, 'shop-orders.sock');
    this.ports = ports;
    this.workbench = new Workbench(page);
    this.refused = refused;
  }

  static async open({ settings, ports: wanted }: SessionOptions = {}): Promise<Session> {
    const ports = wanted ?? (await freePorts());
    installVSCode();
    const profile = temporaryProfile({
      'task.allowAutomaticTasks': 'off',
      'terminal.integrated.defaultProfile.linux': 'bash', // whatever the user's is: dash has no shell integration
      'terminal.integrated.gpuAcceleration': 'off', // text that can be found, in place of a canvas
      'workbench.reduceMotion': 'on',
      ...settings,
    });
    installExtension(profile, path.join(repository, 'portolan.vsix'));
    fs.writeFileSync(path.join(profile.home, '.bashrc'), "PS1='\\W $ '\n"); // nothing of this machine in a picture
    const folder = copySample(path.join(profile.folder, 'shop'), ports);
    const server = await startServer(profile);
    const browser = await launchBrowser();
    const refused: string[] = [];
    const page = await openPage(browser, refused);
    page.context().setDefaultTimeout(20_000);
    const session = new Session(profile, folder, ports, server, browser, page, refused);
    await session.workbench.open(workbenchUrl(server, folder));
    return session;
  }

  /** Another window of this VS Code, on the empty folder `annex`, with a terminal of that name. */
  async openAnnex(): Promise<Workbench> {
    const folder = path.join(this.#profile.folder, 'annex');
    fs.mkdirSync(folder);
    const annex = new Workbench(await this.workbench.page.context().newPage());
    await annex.open(workbenchUrl(this.#server, folder));
    await annex.activity('Portolan'); // it has its extensions now
    await annex.newTerminal('annex');
    return annex;
  }

  /** Keeps a picture of the window as `test/screenshots/<name>.png`. */
  async snap(name: string): Promise<void> {
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.png`;
    await this.workbench.page.screenshot({ path: path.join(screenshots, file) });
  }

  /** After a failure: a picture, and the end of what the extension host and Portolan logged. */
  async explain(title: string): Promise<void> {
    await this.snap(`failed ${title}`);
    const logs = path.join(this.#profile.userData, 'logs');
    for (const name of fs.readdirSync(logs, { recursive: true, encoding: 'utf8' })) {
      if (!/(Portolan|remoteexthost)\.log$/.test(name)) continue;
      const lines = fs.readFileSync(path.join(logs, name), 'utf8').trimEnd().split('\n');
      console.log([`      ${name}:`, ...lines.slice(-15)].join('\n        '));
    }
  }

  /** @throws when a process is left that came from this VS Code */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    fs.rmSync(this.#profile.folder, { recursive: true, force: true });
    const left = this.#server.family.members();
    if (left.length > 0) throw new Error(`Processes left behind: ${left.join(', ')}`);
  }
}

async function freePorts(): Promise<Ports> {
  return {
    3000: await freePort(),
    3001: await freePort(),
    4000: await freePort(),
    8125: await freePort(),
    9229: await freePort(),
  };
}

function copySample(folder: string, ports: Ports): string {
  const servers = ['storefront', 'api', 'metrics'].map((name) => `servers/${name}.mjs`);
  const files = ['.vscode/launch.json', 'README.md', ...servers];
  fs.cpSync(path.join(repository, 'samples/shop'), folder, { recursive: true });
  for (const file of files.map((name) => path.join(folder, name))) {
    const text = fs.readFileSync(file, 'utf8');
    const moved = text.replace(/\b(3000|3001|4000|8125|9229)\b/g, (port) =>
      String(ports[Number(port) as keyof Ports]),
    );
    fs.writeFileSync(file, moved);
  }
  return folder;
}
