import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { skip } from '../skip';

const run = promisify(execFile);

const IMAGE = 'portolan-test:1';

/** How long dockerd may take until it answers. */
const START_MS = 30_000;

/** A real Docker engine of the test's own, with one image that has busybox and nothing else. */
export class DockerEngine {
  readonly socketPath: string;
  readonly #folder: string;
  readonly #daemon: ChildProcess;
  /** Whether the bridge was there before. */
  readonly #hadBridge: boolean;

  private constructor(folder: string, daemon: ChildProcess, hadBridge: boolean) {
    this.#folder = folder;
    this.#daemon = daemon;
    this.#hadBridge = hadBridge;
    this.socketPath = join(folder, 'docker.sock');
  }

  /** @param options of dockerd(8): `--userland-proxy=false` */
  static async start(test: Context, options: readonly string[] = []): Promise<DockerEngine> {
    if (process.getuid?.() !== 0) skip(test, 'needs root, to start a container engine');
    for (const tool of ['dockerd', 'docker', 'iptables', 'busybox']) {
      if (spawnSync('which', [tool]).status !== 0) skip(test, `no ${tool}`);
    }
    const folder = mkdtempSync(join(tmpdir(), 'portolan-docker-'));
    const log = openSync(join(folder, 'log'), 'w');
    const hadBridge = existsSync('/sys/class/net/docker0');
    const daemon = spawn(
      'dockerd',
      [
        ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
        ...['--host', `unix://${join(folder, 'docker.sock')}`, '--pidfile', join(folder, 'pid')],
        ...options,
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const engine = new DockerEngine(folder, daemon, hadBridge);
    try {
      await engine.#answers();
      await engine.#makeImage();
    } catch (error) {
      const tail = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n').slice(-5).join('\n');
      await engine.stop();
      throw new Error(`dockerd does not work here:\n${tail}`, { cause: error });
    }
    return engine;
  }

  /** Runs docker(1) against this engine, and gives what it prints. */
  async docker(...args: string[]): Promise<string> {
    const { stdout } = await run('docker', ['--host', `unix://${this.socketPath}`, ...args]);
    return stdout.trim();
  }

  /**
   * Runs a container in the background; gives its id.
   * @param options of docker-run(1)
   * @param command in the container; by default a web server on port 80
   */
  async run(options: readonly string[], command: readonly string[] = WEB_SERVER): Promise<string> {
    return await this.docker('run', '--detach', ...options, IMAGE, ...command);
  }

  /** Ends it with all it runs, and removes what it made. */
  async stop(): Promise<void> {
    const left = await this.docker('ps', '--all', '--quiet').catch(() => '');
    if (left !== '') await this.docker('rm', '--force', ...left.split('\n')).catch(() => undefined);
    if (this.#daemon.exitCode === null && this.#daemon.signalCode === null) {
      const ended = once(this.#daemon, 'exit');
      this.#daemon.kill('SIGTERM');
      await ended;
    }
    if (!this.#hadBridge) spawnSync('ip', ['link', 'delete', 'docker0'], { stdio: 'ignore' });
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      try {
        await this.docker('version');
        return;
      } catch (error) {
        if (this.#daemon.exitCode !== null || Date.now() > deadline) throw error;
        await delay(100);
      }
    }
  }

  /** There is no registry to ask: a folder becomes the image. */
  async #makeImage(): Promise<void> {
    const root = join(this.#folder, 'image');
    mkdirSync(join(root, 'bin'), { recursive: true });
    mkdirSync(join(root, 'www'));
    const { stdout } = await run('which', ['busybox']);
    cpSync(stdout.trim(), join(root, 'bin/busybox'), { dereference: true });
    const archive = join(this.#folder, 'image.tar');
    await run('tar', ['-C', root, '-cf', archive, '.']);
    await this.docker('import', archive, IMAGE);
  }
}

const WEB_SERVER = ['/bin/busybox', 'httpd', '-f', '-p', '80', '-h', '/www'];
