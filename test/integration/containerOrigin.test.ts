import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { freePort } from '../support/freePort';
import { DockerEngine } from '../support/world/dockerEngine';

interface Answer {
  readonly sockets: readonly {
    readonly id: string;
    readonly owners: readonly number[];
    readonly inode: number | null;
  }[];
  readonly answer: { readonly sentence: string };
}

describe('a container’s published port', function () {
  this.timeout(60_000);
  let engine: DockerEngine | undefined;

  after(async () => {
    delete process.env['DOCKER_HOST'];
    await engine?.stop();
  });

  const sentence = async (port: number): Promise<string> => {
    const { answer }: Answer = await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
    return answer.sentence;
  };

  it('is the container’s, by its name and Compose service, from the moment it is there', async function () {
    engine = await DockerEngine.start(this);
    process.env['DOCKER_HOST'] = `unix://${engine.socketPath}`;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const compose = { project: 'shop', service: 'web', 'project.working_dir': folder!.uri.fsPath };
    const labels = Object.entries(compose).flatMap(([key, value]) => [
      ...['--label', `com.docker.compose.${key}=${value}`],
    ]);
    const port = await freePort();
    await engine.run(['--name', 'shop-web-1', ...labels, '--publish', `127.0.0.1:${port}:80`]);
    await eventually('its name', async () =>
      (await sentence(port)).startsWith(`Container shop-web-1 (compose web) listens on 127.0.0.1:${port}`),
    );
    assert.match(await sentence(port), /docker-proxy \(pid \d+\) passes on what comes/);

    await engine.docker('stop', '--time', '0', 'shop-web-1');
    let last = '';
    const ended = async (): Promise<boolean> => (last = await sentence(port)).startsWith('Nothing listens');
    await eventually('its end', ended).catch((error: unknown) => {
      throw new Error(last, { cause: error });
    });
  });

  it('is the container’s also where no process holds it, and its engine stops it', async function () {
    await engine?.stop();
    const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
    // As without userland proxy: one that says it is ready, and listens nowhere.
    const proxy = join(folder, 'docker-proxy');
    writeFileSync(proxy, "#!/bin/sh\nprintf '0\\n' >&3\nexec sleep 3600\n", { mode: 0o755 });
    engine = await DockerEngine.start(this, ['--userland-proxy-path', proxy]);
    // It has started after the window, and nothing shows it but its socket: the question itself finds it.
    process.env['DOCKER_HOST'] = `unix://${engine.socketPath}`;
    const port = await freePort();
    await engine.run(['--name', 'bare', '--publish', `0.0.0.0:${port}:80`]);
    let sockets: Answer['sockets'] = [];
    // A question waits no longer than a second for an engine, which may take longer while it starts.
    await eventually('the question finds it', async () => {
      const said: Answer = await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
      sockets = said.sockets;
      return said.answer.sentence.startsWith('Container bare (portolan-test:1) is published on 0.0.0.0:');
    });
    assert.deepEqual([sockets[0]?.owners, sockets[0]?.inode], [[], null]);

    const settings = vscode.workspace.getConfiguration('portolan');
    await settings.update('confirmStop', 'never', vscode.ConfigurationTarget.Global);
    try {
      // The workspace did not start it: somebody has to be asked, and nobody can be here.
      const asked = vscode.commands.executeCommand('portolan.stop', sockets[0]?.id);
      await assert.rejects(Promise.resolve(asked), /refused to show dialog.*Container bare/s);
      assert.equal(await engine.docker('inspect', '--format', '{{.State.Running}}', 'bare'), 'true');
    } finally {
      await settings.update('confirmStop', undefined, vscode.ConfigurationTarget.Global);
      rmSync(folder, { recursive: true });
    }
  });
});
