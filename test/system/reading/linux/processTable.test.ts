import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Process } from '../../../../src/core/snapshot/process';
import { Access } from '../../../../src/platform/linux/access';
import { parseCgroup, parseStat } from '../../../../src/platform/linux/processFiles';
import { ProcessTable } from '../../../../src/platform/linux/processTable';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { UserNames } from '../../../../src/platform/linux/userNames';

const OLD = { now: String(2 ** 40), perSecond: 100 };

describe('ProcessTable', () => {
  const children: ChildProcess[] = [];
  let fs: ProcFs;
  let table: ProcessTable;

  beforeEach(() => {
    fs = new ProcFs();
    table = new ProcessTable(fs, new Access(process.geteuid!(), true), new UserNames());
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  });

  const start = async (
    env: NodeJS.ProcessEnv,
    argv0 = 'cat',
    args: readonly string[] = [],
  ): Promise<number> => {
    const child = spawn(args.length === 0 ? 'cat' : 'bash', args, {
      argv0,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    children.push(child);
    // It answers once it is cat.
    child.stdin.write('x');
    await once(child.stdout, 'data');
    return child.pid!;
  };

  const of = (pid: number): Process => table.of([pid], OLD).get(pid)!;

  it('knows the groups, the control group and the telling part of the environment', async () => {
    const pid = await start({ PORT: '3000', SECRET: 'no', PWD: '/srv', npm_lifecycle_event: 'dev' });
    const found = of(pid);
    assert.deepEqual(found.environment, { PORT: '3000', PWD: '/srv', npm_lifecycle_event: 'dev' });
    assert.equal(found.cgroup, parseCgroup(readFileSync(`/proc/${pid}/cgroup`)));
    assert.ok(found.cgroup?.startsWith('/'));
    assert.equal(found.pgrp, pid, 'it leads its own');
    assert.equal(found.tpgid, null, 'it has no terminal');
    const { ppid } = parseStat(readFileSync(`/proc/${pid}/stat`))!;
    assert.equal(found.ppid, ppid);
    assert.ok(table.of([pid], OLD).has(ppid), 'and its ancestors');
  });

  it('reads the command line of a Java program to its main class, and of others to 4 KB', async () => {
    const told = ['-c', 'cat; exit', '/opt/libs/a.jar:'.repeat(900), 'kafka.Kafka', 'server.properties'];
    const java = of(await start({}, '/usr/bin/java', told)).command;
    assert.deepEqual([java.at(-2), java.at(-1)], ['kafka.Kafka', 'server.properties']);
    assert.ok(java.join(' ').length < 1000);
    const other = of(await start({}, '/usr/bin/node', told)).command;
    assert.equal(Buffer.byteLength(other.join('\0')), 4096);
  });

  it('has null for a group that kill(2) would take for one’s own', () => {
    const self = process.pid;
    const everybody = table.of([...fs.pids(), self], OLD);
    assert.ok(everybody.has(self));
    for (const { pgrp, tpgid, pid } of everybody.values()) {
      assert.ok((pgrp === null || pgrp > 0) && (tpgid === null || tpgid > 0), String(pid));
    }
  });

  it('reads a process again only where there is a reason, and then the constant part not at all', async () => {
    const pid = await start({ PORT: '1' });
    const before = of(pid);
    const { opens } = fs.counts;
    assert.equal(of(pid), before);
    assert.equal(fs.counts.opens, opens, 'nothing');
    table.renew(OLD, [], [pid], 0);
    assert.equal(of(pid), before);
    assert.equal(fs.counts.opens, opens + 2, 'stat and cmdline');
    table.renew(OLD, [], [], 0);
    assert.equal(fs.counts.opens, opens + 2, 'nobody stirred');
  });

  it('reads the young at each look: one may be about to become another program', async () => {
    const pid = await start({});
    const { startTime } = of(pid);
    const young = { now: startTime, perSecond: 100 };
    table.renew(young, [], [pid], 0);
    table.of([pid], young);
    for (const clock of [young, { now: String(Number(startTime) + 400), perSecond: 100 }]) {
      const { opens } = fs.counts;
      table.renew(clock, [], [], 0);
      assert.equal(fs.counts.opens, opens + 2);
    }
    const { opens } = fs.counts;
    table.renew(OLD, [], [], 0);
    assert.equal(fs.counts.opens, opens, 'grown up');
  });
});
