import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Process } from '../../../../src/core/snapshot/process';
import type { Reading } from '../../../../src/core/snapshot/reading';
import { isInet, type Socket } from '../../../../src/core/socket/socket';
import { describeGap } from '../../../../src/core/text/describe';
import { english } from '../../../../src/core/text/translate';
import { Access } from '../../../../src/platform/linux/access';
import { LinuxProbe } from '../../../../src/platform/linux/linuxProbe';
import { ProcessTable } from '../../../../src/platform/linux/processTable';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import type { NetlinkCalls } from '../../../../src/platform/linux/sockDiag/netlinkCalls';
import { UserNames } from '../../../../src/platform/linux/userNames';
import { abstract, ANY6, ipv4, ipv6, LOOPBACK6, mapped, unixPath } from '../../../support/world/address';
import { Holder } from '../../../support/world/holder';
import type { Held } from '../../../support/world/order';
import { runInNamespaces } from '../../../support/world/runInNamespaces';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const socketOf = (reading: Reading, held: Held): Socket | undefined =>
  reading.sockets.find(({ inode }) => inode === held.inode);

const ofPort = (reading: Reading, port: number): Socket[] =>
  reading.sockets.filter(({ local }) => isInet(local) && local.port === port);

/** A process as the next look's table has it. */
function lookAt(table: ProcessTable, pid: number): Process | undefined {
  const clock = { now: '0', perSecond: 100 };
  table.renew(clock, [], [pid], 0);
  return table.of([pid], clock).get(pid);
}

/** Looks until it is so; a real kernel takes its time to end a process. */
async function lookUntil(probe: LinuxProbe, so: (reading: Reading) => boolean): Promise<Reading> {
  for (let tries = 200; ; tries--) {
    const reading = await probe.read('all');
    if (so(reading)) return reading;
    assert.ok(tries > 0, 'it never came to be so');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

for (const method of ['sock_diag', 'proc'] as const)
  describe(`LinuxProbe by ${method}, against the pitfalls of Linux`, () => {
    let holder: Holder;
    let probe: LinuxProbe;
    let folder: string;
    const children: ChildProcess[] = [];

    beforeEach(async () => {
      holder = await Holder.start();
      probe = new LinuxProbe({ method });
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'pitfall-')));
    });

    afterEach(async () => {
      probe.dispose();
      await holder.stop();
      rmSync(folder, { recursive: true, force: true });
      for (const child of children.splice(0)) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
    });

    const listen = (host = '127.0.0.1', port = 0): Promise<Held> =>
      holder.open({ domain: 'inet', type: 'stream', bind: ipv4(host, port), listen: 4 });

    it('pitfall 1: misses no UDP socket that stays while others come and go, and has none twice', async function () {
      this.timeout(60000);
      const { torn, wrong, lingers } = JSON.parse(await runInNamespaces(this, 'tearing', method)) as {
        torn: number;
        wrong: number;
        lingers: boolean;
      };
      assert.ok(torn > 0, 'nothing was torn, so nothing was tried');
      assert.equal(wrong, 0);
      assert.equal(lingers, false, 'a closed one is gone at the next look');
    });

    it('pitfall 2: shows TIME_WAIT and what waits to be accepted, as nobody’s and of no known user', async () => {
      const listener = await listen();
      const waiting = await holder.open({
        domain: 'inet',
        type: 'stream',
        connect: ipv4('127.0.0.1', listener.port),
      });
      const unaccepted = ofPort(await probe.read('all'), listener.port).filter(({ inode }) => inode === 0);
      assert.equal(unaccepted.length, 1);
      assert.deepEqual(unaccepted[0]!.owners, []);
      assert.equal(unaccepted[0]!.state, 'ESTABLISHED');
      assert.equal(unaccepted[0]!.uid, null);

      const accepted = await holder.accept(listener);
      await holder.close(waiting);
      await holder.close(accepted);
      const left = await lookUntil(probe, (reading) =>
        ofPort(reading, waiting.port).some(({ state }) => state === 'TIME_WAIT'),
      );
      const [row] = ofPort(left, waiting.port);
      assert.deepEqual(row!.owners, []);
      assert.equal(row!.uid, null);
      assert.equal(row!.inode, 0);
      assert.match(row!.id, /^tcp:\d+:0:127\.0\.0\.1:\d+>127\.0\.0\.1:\d+$/);
      assert.equal(socketOf(left, listener)!.recvQueue, 0);
    });

    it('pitfall 2: counts what waits to be accepted in the listener’s queue', async () => {
      const listener = await listen();
      for (let left = 3; left > 0; left--) {
        await holder.open({ domain: 'inet', type: 'stream', connect: ipv4('127.0.0.1', listener.port) });
      }
      const row = socketOf(await probe.read('listeners'), listener)!;
      assert.equal(row.recvQueue, 3);
      assert.equal(row.sendQueue, method === 'proc' ? null : 4, 'the backlog');

      const name = abstract(`portolan waits ${process.pid}`);
      const unix = await holder.open({ domain: 'unix', type: 'stream', bind: name, listen: 4 });
      for (let left = 2; left > 0; left--)
        await holder.open({ domain: 'unix', type: 'stream', connect: name });
      const reading = await probe.read('all');
      assert.equal(socketOf(reading, unix)!.recvQueue, 2);
      const nobodys = reading.sockets.filter(({ protocol, inode }) => protocol === 'unix' && inode === 0);
      assert.deepEqual(nobodys, []);
    });

    it('pitfall 3: reads Unix names back, whatever is in them', async () => {
      const unix = { domain: 'unix', type: 'stream', listen: 1 } as const;
      const strange = Buffer.from([0xff, 0x0a, 0x20]);
      const path = Buffer.concat([Buffer.from(`${folder}/`), strange]);
      await holder.ask({ do: 'chdir', folder });
      const expected = new Map<Held, Socket['local']>([
        [await holder.open({ ...unix, bind: unixPath(`${folder}/a b\nc`) }), { path: `${folder}/a b\nc` }],
        [await holder.open({ ...unix, bind: unixPath(`${folder}/end\n\n`) }), { path: `${folder}/end\n\n` }],
        [await holder.open({ ...unix, bind: unixPath('relative.sock') }), { path: 'relative.sock' }],
        [
          await holder.open({ ...unix, bind: unixPath(path) }),
          { path: path.toString(), bytes: path.toString('base64') },
        ],
        [
          await holder.open({ ...unix, bind: abstract(`${folder}\0x`) }),
          { abstract: `${folder}${method === 'proc' ? '@' : '\0'}x` },
        ],
        [await holder.open({ ...unix, bind: abstract(`${folder}@x`) }), { abstract: `${folder}@x` }],
        [(await holder.pair('dgram'))[0], null],
      ]);
      const reading = await probe.read('all');
      for (const [held, local] of expected) {
        assert.deepEqual(socketOf(reading, held)?.local, local);
        assert.deepEqual(socketOf(reading, held)?.owners, [holder.pid]);
      }
    });

    it('pitfall 4: shows the sockets of another network namespace as such, and says that a look at listeners does not', async function () {
      this.timeout(60000);
      const inside = await runInNamespaces(this, 'otherNamespace', method);
      assert.equal(inside.trim(), 'agreed');
    });

    it('pitfall 5: shows dual-stack listeners, and their IPv4 clients as mapped', async () => {
      const both = await holder.open({
        domain: 'inet6',
        type: 'stream',
        bind: ipv6(ANY6),
        listen: 2,
        v6only: false,
      });
      const only = await holder.open({
        domain: 'inet6',
        type: 'stream',
        bind: ipv6(ANY6),
        listen: 2,
        v6only: true,
      });
      const client = await holder.open({
        domain: 'inet',
        type: 'stream',
        connect: ipv4('127.0.0.1', both.port),
      });
      const viaMapped = await holder.open({
        domain: 'inet6',
        type: 'stream',
        connect: ipv6(mapped('127.0.0.1'), both.port),
      });
      const reading = await probe.read('all');
      for (const [held, v6only] of [
        [both, false],
        [only, true],
      ] as const) {
        // /proc doesn't tell the two apart, so nothing is said.
        const told = method === 'proc' ? {} : { v6only };
        assert.deepEqual(socketOf(reading, held)!.local, { address: '::', port: held.port, ...told });
        assert.equal(socketOf(reading, held)!.exposure, 'everyone');
      }
      const served = reading.sockets.filter(
        ({ local, inode }) => inode === 0 && isInet(local) && local.port === both.port,
      );
      assert.deepEqual(
        served.map(({ remote }) => remote).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
        [client.port, viaMapped.port]
          .map((port) => ({ address: '::ffff:127.0.0.1', port }))
          .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
      );
      assert.deepEqual(socketOf(reading, client)!.remote, { address: '127.0.0.1', port: both.port });
      assert.deepEqual(socketOf(reading, viaMapped)!.remote, {
        address: '::ffff:127.0.0.1',
        port: both.port,
      });
      const six = await holder.open({ domain: 'inet6', type: 'dgram', bind: ipv6(LOOPBACK6) });
      assert.equal(socketOf(await probe.read('listeners'), six)!.exposure, 'machine');
    });

    it('pitfall 6: keeps several listeners of one port apart', async () => {
      const order = { domain: 'inet', type: 'stream', listen: 2, sharePort: true } as const;
      const first = await holder.open({ ...order, bind: ipv4('127.0.0.1') });
      const second = await holder.open({ ...order, bind: ipv4('127.0.0.1', first.port) });
      const rows = ofPort(await probe.read('listeners'), first.port);
      assert.deepEqual(rows.map(({ inode }) => inode).sort(), [first.inode, second.inode].sort());
      assert.equal(new Set(rows.map(({ id }) => id)).size, 2);
    });

    it('pitfall 7: finds everyone who holds a socket, the parent first, and a child that keeps it', async () => {
      const listener = await listen();
      const first = await holder.share(listener);
      const second = await holder.share(listener);
      assert.deepEqual(socketOf(await probe.read('listeners'), listener)!.owners, [
        holder.pid,
        first,
        second,
      ]);
      await holder.close(listener);
      assert.deepEqual(socketOf(await probe.read('listeners'), listener)!.owners, [first, second]);
    });

    it('pitfall 8: reads a name that looks like the fields behind it', async () => {
      await holder.ask({ do: 'name', name: 'a) R 1 (b\n) S' });
      const reading = await lookOwner(await listen());
      const found = reading.processes.get(holder.pid)!;
      assert.equal(found.name, 'a) R 1 (b\n) S');
      assert.equal(found.ppid, process.pid);
    });

    const lookOwner = async (held: Held): Promise<Reading> => {
      const reading = await probe.read('listeners');
      assert.deepEqual(socketOf(reading, held)!.owners, [holder.pid]);
      return reading;
    };

    it('pitfall 9: takes zombies and deleted folders as they are', async () => {
      await holder.ask({ do: 'chdir', folder });
      rmdirSync(folder);
      const reading = await lookOwner(await listen());
      assert.equal(reading.processes.get(holder.pid)!.cwd, `${folder} (deleted)`);

      // The shell's child ends while the shell, now cat, never asks about it.
      const shell = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec cat'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      children.push(shell);
      const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
      const zombie = Number(printed.toString());
      const fs = new ProcFs();
      const table = new ProcessTable(fs, new Access(process.geteuid!(), true), new UserNames());
      for (let tries = 200; !fs.readStart(`${zombie}/stat`).toString('latin1').includes(') Z '); tries--) {
        assert.ok(tries > 0, 'it never became a zombie');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const found = lookAt(table, zombie)!;
      assert.deepEqual([found.command, found.cwd, found.exe, found.ppid], [[], null, null, shell.pid]);
      await probe.read('all');
    });

    it('pitfall 10: names processes as owners, not their threads', async () => {
      // libuv's threads are there once something was asked of them; the holder has loaded files.
      const reading = await lookOwner(await listen());
      assert.ok(new ProcFs().readdir(`${holder.pid}/task`).length > 1, 'it has threads');
      assert.ok([...reading.processes.keys()].includes(holder.pid));
    });

    it('pitfall 13: shows TCP that is bound and does not listen where the source has a row for it', async () => {
      const bound = await holder.open({ domain: 'inet', type: 'stream', bind: ipv4('127.0.0.1') });
      const row = socketOf(await probe.read('all'), bound);
      if (method === 'proc') {
        assert.equal(row, undefined);
        return;
      }
      assert.equal(row!.state, 'CLOSE');
      assert.equal(row!.exposure, null);
      assert.deepEqual(row!.local, { address: '127.0.0.1', port: bound.port });
      assert.deepEqual(row!.owners, [holder.pid]);
    });

    it('keeps its descriptors, and lets go of them at the end', async () => {
      const own = (): number => new ProcFs().readdir('self/fd').length;
      const before = own();
      await probe.read('all');
      const { opens } = probe.counts;
      const kept = own() - before;
      assert.ok(kept >= 7, `${kept} tables are kept open`);
      await probe.read('all');
      assert.equal(own() - before, kept);
      assert.ok(probe.counts.opens - opens < opens, 'the second look opens less');
      probe.dispose();
      assert.equal(own(), before);
    });

    it('reads nothing between looks, and counts while it looks', async () => {
      await probe.read('listeners');
      const after = { ...probe.counts };
      await once(createServer().listen(0).unref(), 'listening');
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(probe.counts, after);
      await probe.read('listeners');
      assert.ok(probe.counts.reads > after.reads && probe.counts.readlinks > after.readlinks);
      assert.ok(probe.counts.readdirs > after.readdirs);
    });
  });

describe('LinuxProbe, against the pitfalls of processes', () => {
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  });

  it('pitfall 11: says so where /proc shows nothing, or not everything', async function () {
    this.timeout(60000);
    const inside = await runInNamespaces(this, 'restrictedProc');
    console.log(inside.trimEnd().replace(/^/gm, '      '));
    assert.match(inside, /^subset=pid: agreed$/m);
    if (process.getuid?.() === 0) {
      for (const restriction of ['another user', 'hidepid=1', 'hidepid=2']) {
        assert.ok(inside.includes(`${restriction}: agreed\n`), restriction);
      }
    }
  });

  it('sees what may be seen with 64 descriptors, and with none left', async function () {
    this.timeout(60000);
    const inside = await runInNamespaces(this, 'fewDescriptors');
    assert.equal(inside.trim(), 'agreed');
  });

  it('pitfall 12: tries a process that refuses once, and says what it could not see', async function () {
    this.timeout(60000);
    const inside = await runInNamespaces(this, 'refusingProcess');
    assert.equal(inside.trim(), 'agreed');
  });

  it('pitfall 15: does not mistake a process for the one that had its pid before', async function () {
    this.timeout(60000);
    const inside = await runInNamespaces(this, 'reusedPid');
    assert.equal(inside.trim(), 'agreed');
  });

  it('pitfall 18: reads no more than 4 KB of a command line', async () => {
    const long = 'x'.repeat(100_000);
    const child = spawn('sh', ['-c', 'read line; true', 'sh', long], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    await once(child, 'spawn');
    const table = new ProcessTable(new ProcFs(), new Access(process.geteuid!(), true), new UserNames());
    const found = lookAt(table, child.pid!)!;
    const { length } = found.command.join(' ');
    assert.ok(length > 4000 && length <= 4096, String(length));
  });

  it('notices that a process has become another program under the same identity', async () => {
    const script = 'read line; exec sh -c "read line; exec cat"';
    const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    await once(child, 'spawn');
    const table = new ProcessTable(new ProcFs(), new Access(process.geteuid!(), true), new UserNames());
    const look = (): Process => lookAt(table, child.pid!)!;
    const lookFor = async (command: readonly string[]): Promise<Process> => {
      for (let tries = 200; tries > 0; tries--) {
        const found = look();
        // Its name is read first, and may still be that of the program before.
        if (found.command.join() === command.join() && found.name === command[0]) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.fail(`it never became ${command.join(' ')}`);
    };
    const before = await lookFor(['sh', '-c', script]);
    assert.equal(look(), before, 'nothing new is the same object');
    child.stdin.write('\n');
    const sameName = await lookFor(['sh', '-c', 'read line; exec cat']);
    assert.equal(sameName.name, before.name);
    child.stdin.write('\n');
    const after = await lookFor(['cat']);
    assert.equal(after.startTime, before.startTime);
    assert.equal(after.name, 'cat');
    assert.notEqual(after.exe, before.exe);
  });

  it('goes on through /proc where netlink is refused, and says so', async () => {
    const holder = await Holder.start();
    const EPERM = 1;
    const refusing: NetlinkCalls = {
      socket: () => -1,
      send: () => -1,
      recv: () => -1,
      close: () => 0,
      errno: () => EPERM,
    };
    for (const openNetlink of [() => refusing, () => ({ reason: 'no koffi here' })]) {
      const probe = new LinuxProbe({ openNetlink });
      try {
        const held = await holder.open({
          domain: 'inet',
          type: 'stream',
          bind: ipv4('127.0.0.1'),
          listen: 1,
        });
        const reading = await probe.read('all');
        assert.deepEqual(socketOf(reading, held)!.owners, [holder.pid]);
        assert.ok(Object.values(reading.machine.method).every((method) => method !== 'sock_diag'));
        const [gap] = reading.gaps;
        assert.equal(gap?.kind, 'unsupported');
        assert.ok(describeGap(gap, english).length > 20);
      } finally {
        probe.dispose();
      }
    }
    await holder.stop();
  });
});
