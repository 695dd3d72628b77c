import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../e2e/eventually';
import { DockerEngine } from '../unit/world/dockerEngine';
import { freePort } from './freePort';

interface Answer {
  readonly sockets: readonly unknown[];
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
    await eventually('its end', async () => (await sentence(port)).startsWith('Nothing listens'));
  });
});
