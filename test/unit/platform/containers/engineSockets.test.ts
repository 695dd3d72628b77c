import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineSockets } from '../../../../src/platform/containers/engineSockets';

describe('engineSockets', () => {
  let home: string;
  beforeEach(() => void (home = realpathSync(mkdtempSync(join(tmpdir(), 'home-')))));
  afterEach(() => rmSync(home, { recursive: true }));

  /** What this machine itself has is not the test's. */
  const found = (environment: Record<string, string>): string[] =>
    engineSockets({ environment, home }).filter((path) => path.startsWith(home));

  it('names the one that is set first, and each file once', () => {
    const run = join(home, 'run');
    mkdirSync(join(run, 'podman'), { recursive: true });
    for (const file of ['docker.sock', 'podman/podman.sock', 'mine.sock']) writeFileSync(join(run, file), '');
    symlinkSync(join(run, 'docker.sock'), join(home, 'link.sock'));
    assert.deepEqual(found({ XDG_RUNTIME_DIR: run, DOCKER_HOST: `unix://${run}/mine.sock` }), [
      join(run, 'mine.sock'),
      join(run, 'docker.sock'),
      join(run, 'podman/podman.sock'),
    ]);
    assert.deepEqual(found({ XDG_RUNTIME_DIR: run, DOCKER_HOST: `unix://${home}/link.sock` }), [
      join(run, 'docker.sock'),
      join(run, 'podman/podman.sock'),
    ]);
  });

  it('takes an engine at a network address for one that runs elsewhere', () => {
    assert.deepEqual(found({ DOCKER_HOST: 'tcp://10.0.0.7:2375' }), []);
    assert.deepEqual(found({ DOCKER_HOST: `ssh://me@box${home}` }), []);
  });
});
