import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { LinuxProbe } from '../../../../src/platform/linux/linuxProbe';
import { skip } from '../../../support/skip';
import { ipv4 } from '../../../support/world/address';
import { agree, lookInTurn } from '../../../support/world/agree';
import { bundleCli, readByCli } from '../../../support/world/bundledCli';
import { Holder } from '../../../support/world/holder';
import { runInNamespaces } from '../../../support/world/runInNamespaces';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

function needSs(test: Context): void {
  if (spawnSync('ss', ['-V']).status !== 0) skip(test, 'no ss');
}

describe('LinuxProbe, and the command line, held against ss', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  let cli: string;

  before(async () => {
    cli = await bundleCli(folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('agrees in a namespace with hundreds of sockets of every kind (pitfalls 2, 3, 5, 6, 7)', async function () {
    this.timeout(60000);
    needSs(this);
    const compared = await runInNamespaces(this, 'crowd', cli);
    console.log(compared.trimEnd().replace(/^/gm, '      '));
    assert.match(compared, /^tcp: \d+ with their holders, \d+ with ss$/m);
  });

  it('agrees by the command line, row by row, among 25,000 sockets of 2,000 processes', async function () {
    this.timeout(120000);
    needSs(this);
    const compared = await runInNamespaces(this, 'largeWorld', cli);
    console.log(compared.replace(/\s*agreed\s*$/, '').replace(/^/gm, '      '));
    assert.match(compared, /^tcp: 20500, udp: 200, unix: \d+, owners: \d+ with ss$/m);
  });

  it('agrees on this machine, as it is', async function () {
    this.timeout(60000);
    needSs(this);
    const holder = await Holder.start();
    const probe = new LinuxProbe();
    try {
      await holder.open({ domain: 'inet', type: 'stream', bind: ipv4('127.0.0.1'), listen: 1 });
      await holder.open({ domain: 'inet', type: 'dgram', bind: ipv4('127.0.0.1') });
      await holder.pair('stream');
      const compared = agree(await lookInTurn(() => probe.read('all')));
      agree(await lookInTurn(() => readByCli(cli)));
      console.log(
        `      ${Object.entries(compared)
          .map(([kind, count]) => `${kind}: ${count}`)
          .join(', ')}`,
      );
      for (const kind of ['tcp', 'udp', 'unix', 'owners'] as const)
        assert.ok((compared[kind] ?? 0) > 0, kind);
    } finally {
      probe.dispose();
      await holder.stop();
    }
  });
});
