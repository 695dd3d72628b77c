import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepChildren, startServer } from '../../support/childServer';
import { skip } from '../../support/skip';
import { bundleCli } from '../../support/world/bundledCli';
import { controlGroup, HIERARCHIES } from '../../support/world/controlGroup';

interface Document {
  readonly processes: readonly {
    readonly pid: number;
    readonly origin: { kind: string; name: string } | null;
  }[];
  readonly answer: { readonly chain: readonly number[] };
}

/** There is no systemd to ask: a real control group with a unit's name is all that it would leave to see. */
describe('a service, told by its control group', () => {
  const keep = keepChildren();
  let folder: string;
  let cli: string;

  before(async function () {
    if (process.platform !== 'linux') skip(this, 'Linux only');
    if (process.getuid?.() !== 0) skip(this, 'only root may make control groups');
    if (HIERARCHIES.length === 0) skip(this, 'no control groups are mounted');
    folder = mkdtempSync(join(tmpdir(), 'portolan-cli-'));
    cli = await bundleCli(folder);
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const who = (...args: string[]): string =>
    execFileSync(process.execPath, [cli, 'who', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  for (const root of HIERARCHIES) {
    it(`in ${root}: portolan who names the unit, and the parents up to the first process`, async function () {
      const unit = `portolan-test-${process.pid}.service`;
      const group = controlGroup(this, unit, root);
      const server = keep(await startServer());
      try {
        writeFileSync(group.procs, String(server.pid));
        const { processes, answer } = JSON.parse(who(String(server.port), '--json')) as Document;
        const origin = processes.find(({ pid }) => pid === server.pid)?.origin;
        assert.deepEqual([origin?.kind, origin?.name], ['service', unit.replace('.service', '')]);
        assert.deepEqual(answer.chain.slice(0, 2), [server.pid, process.pid]);
        const text = who(String(server.port));
        assert.match(text, new RegExp(`origin +Service portolan-test-${process.pid}\n`));
        assert.match(text, new RegExp(`because +Its control group .*/portolan-test\\w+\\.slice/${unit}`));
        assert.match(text, new RegExp(`\n  ${process.pid} `), 'its parent');
      } finally {
        server.process.kill('SIGKILL');
        await server.ended;
        await group.remove();
      }
    });
  }
});
