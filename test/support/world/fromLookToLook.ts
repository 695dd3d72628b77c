// What a probe keeps from look to look, and how it notices that this is out of date. In argv[2] the method, and `uncounted`
// for a kernel before 6.2, which does not count descriptors. Prints each scenario with what went wrong, as JSON.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import koffi from 'koffi';
import type { Process } from '../../../src/core/snapshot/process';
import type { Reading, Scope } from '../../../src/core/snapshot/reading';
import { Access } from '../../../src/platform/linux/access';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { ProcessTable } from '../../../src/platform/linux/processTable';
import { ProcFs } from '../../../src/platform/linux/procFs';
import { type NetlinkCalls, netlinkCalls } from '../../../src/platform/linux/sockDiag/netlinkCalls';
import { UserNames } from '../../../src/platform/linux/userNames';
import { ipv4 } from './address';
import { Holder } from './holder';
import { setUp } from './libc';
import type { Held, Order } from './order';

const LISTENER: Omit<Order & { do: 'open' }, 'do'> = {
  domain: 'inet',
  type: 'stream',
  bind: ipv4('127.0.0.1'),
  listen: 1,
};

class UncountingProcFs extends ProcFs {
  override lstat(path: string): { uid: number; ino: number; size: number } | undefined {
    const found = super.lstat(path);
    return found && { uid: found.uid, ino: found.ino, size: 0 };
  }
}

/** A probe whose clock stands still, so that nothing is done because time has passed. */
class Eye {
  #ms = 1000;
  /** How many answers of the kernel were read. */
  received = 0;
  readonly probe: LinuxProbe;

  constructor(how: string) {
    const method = how === 'sock_diag' ? 'sock_diag' : 'proc';
    const fs = how === 'uncounted' ? new UncountingProcFs() : new ProcFs();
    const openNetlink = (): NetlinkCalls => {
      const calls = netlinkCalls(koffi);
      return {
        ...calls,
        recv: (...asked) => {
          this.received++;
          return calls.recv(...asked);
        },
      };
    };
    this.probe = new LinuxProbe({ method, fs, openNetlink, now: () => this.#ms });
  }

  pass(ms: number): void {
    this.#ms += ms;
  }

  async owners(scope: Scope, { inode }: Held): Promise<unknown> {
    return (await this.probe.read(scope)).sockets.find((socket) => socket.inode === inode)?.owners;
  }

  /** Looks until nothing is left to be found out. */
  async settle(): Promise<Reading> {
    for (const scope of ['all', 'listeners', 'all', 'listeners'] as const) await this.probe.read(scope);
    return this.probe.read('all');
  }

  /** How many folders of descriptors a look opens, and how often it lists the processes. */
  async asks(look: () => Promise<unknown>): Promise<{ folders: number; stats: number }> {
    const { readdirs, stats } = this.probe.counts;
    await look();
    return { folders: this.probe.counts.readdirs - readdirs, stats: this.probe.counts.stats - stats };
  }
}

interface World {
  readonly eye: Eye;
  readonly one: Holder;
  readonly two: Holder;
  /** Whether comparing a process costs a listing of its descriptors. */
  readonly counted: boolean;
}

const processes = (): string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

export const scenarios: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'opens no folder of descriptors where nothing is new, and answers with the same objects': async ({
    eye,
    one,
  }) => {
    await one.open(LISTENER);
    await one.pair('stream');
    for (const scope of ['listeners', 'all'] as const) {
      await eye.settle();
      let after: Reading | undefined;
      const before = await eye.probe.read(scope);
      const asked = await eye.asks(async () => (after = await eye.probe.read(scope)));
      assert.deepEqual(asked.folders, 0);
      assert.ok(asked.stats < 40, String(asked.stats));
      assert.ok(before.machine === after!.machine && before.processes === after!.processes);
      if (after!.machine.method.unix === 'sock_diag') assert.equal(before.sockets, after!.sockets);
      assert.ok(before.sockets.every((socket, at) => socket === after!.sockets[at]));
    }
  },

  'reads one process for its new listener': async ({ eye, one, counted }) => {
    await eye.settle();
    const held = await one.open(LISTENER);
    const { folders } = await eye.asks(async () =>
      assert.deepEqual(await eye.owners('listeners', held), [one.pid]),
    );
    if (counted) assert.equal(folders, 1);
  },

  'reads a new process for its new listener, and no other': async ({ eye, counted }) => {
    const before = new Set(processes());
    await eye.settle();
    const three = await Holder.start();
    try {
      const held = await three.open(LISTENER);
      const came = processes().filter((pid) => !before.has(pid)).length;
      const { folders } = await eye.asks(async () =>
        assert.deepEqual(await eye.owners('listeners', held), [three.pid]),
      );
      // The holder, whatever serves its TypeScript, and this process, which has a pipe to it.
      if (counted) assert.ok(folders <= came + 1, `${folders} of ${came}`);
    } finally {
      await three.stop();
    }
  },

  'finds what was opened by who closed another, though the count is what it was': async ({
    eye,
    one,
    counted,
  }) => {
    for (const between of ['no look', 'a look'] as const) {
      const old = await one.open(LISTENER);
      await eye.settle();
      await one.close(old);
      if (between === 'a look') assert.equal(await eye.owners('listeners', old), undefined);
      const held = await one.open(LISTENER);
      const { folders } = await eye.asks(async () =>
        assert.deepEqual(await eye.owners('listeners', held), [one.pid], between),
      );
      if (counted) assert.equal(folders, 1, between);
    }
  },

  'finds what was opened by who gave no sign at all': async ({ eye, one }) => {
    const [pair] = await one.pair('dgram');
    await eye.settle();
    await one.close(pair);
    const held = await one.open(LISTENER);
    assert.deepEqual(await eye.owners('listeners', held), [one.pid]);
  },

  'finds the child of a fork, which holds what is not new': async ({ eye, one }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    const child = await one.share(held);
    assert.deepEqual(await eye.owners('all', held), [one.pid, child]);
    assert.deepEqual(await eye.owners('listeners', held), [one.pid, child]);
  },

  'finds at looks at listeners alone who has come to hold what is not new': async ({ eye, one, two }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    const child = await one.share(held);
    eye.pass(1000);
    assert.deepEqual(await eye.owners('listeners', held), [one.pid, child]);
    await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    const all = [one.pid, two.pid, child].sort((a, b) => a - b);
    for (let looks = 0; String(await eye.owners('listeners', held)) !== String(all); looks++) {
      assert.ok(looks <= 8000 / 200);
      eye.pass(200);
    }
  },

  'notices at a look at listeners that one of several owners has closed it': async ({ eye, one }) => {
    const held = await one.open(LISTENER);
    const child = await one.share(held);
    await eye.settle();
    await one.close(held);
    assert.deepEqual(await eye.owners('listeners', held), [child]);
    assert.deepEqual(await eye.owners('all', held), [child]);
  },

  'finds an old process that was passed a descriptor, and the last that keeps it': async ({
    eye,
    one,
    two,
  }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    const taken = await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    eye.pass(8000);
    assert.deepEqual(
      await eye.owners('all', held),
      [one.pid, two.pid].sort((a, b) => a - b),
    );
    await one.close(held);
    assert.deepEqual(await eye.owners('listeners', held), [two.pid]);
    await two.close(taken.held[0]!);
  },

  'finds who was passed a descriptor in place of one that was open when it was read': async ({
    eye,
    one,
    two,
  }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    const pair = await two.pair('stream');
    eye.pass(8000);
    await eye.probe.read('listeners');
    // What takes it keeps a pidfd too: it has as many open as before.
    for (const socket of pair) await two.close(socket);
    const taken = await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    eye.pass(1000);
    const both = [one.pid, two.pid].sort((a, b) => a - b);
    assert.deepEqual(await eye.owners('listeners', held), both);
    await one.close(held);
    await two.close(taken.held[0]!);
  },

  'finds who was passed a listener whose only owner closed it at once': async ({ eye, one, two }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    await one.close(held);
    let looks = 0;
    while (String(await eye.owners('listeners', held)) !== String(two.pid)) assert.ok(++looks < 40);
    assert.deepEqual(await eye.owners('all', held), [two.pid]);
  },

  'takes the owner of a duplicated descriptor for the same owner': async ({ eye, one }) => {
    const held = await one.open(LISTENER);
    const before = (await eye.settle()).sockets.find(({ inode }) => inode === held.inode);
    await one.ask({ do: 'duplicate', fd: held.fd });
    await one.close(held);
    for (let looks = 40; looks > 0; looks--) {
      const { sockets } = await eye.probe.read('listeners');
      assert.equal(
        sockets.find(({ inode }) => inode === held.inode),
        before,
      );
    }
  },

  'forgets who has ended': async ({ eye }) => {
    const three = await Holder.start();
    const held = await three.open(LISTENER);
    const child = await three.share(held);
    await eye.settle();
    const before = await eye.owners('all', held);
    assert.deepEqual(before, [three.pid, child]);
    // Its child ends with it, a little later.
    await three.kill();
    const { processes, sockets } = await eye.probe.read('all');
    const socket = sockets.find(({ inode }) => inode === held.inode);
    assert.ok(socket?.owners?.includes(three.pid) !== true);
    assert.equal(processes.has(three.pid), false);
  },

  'knows at once that the parent of an owner has ended, which was an owner too': async () => {
    // Nobody is young, whom it would ask at each look.
    class LaterProcFs extends ProcFs {
      override readKept(path: string): Buffer {
        return path === 'uptime' ? Buffer.from('1000000000.00 0.00\n') : super.readKept(path);
      }
    }
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
           const stdio = ['ignore', 'ignore', 'ignore', server._handle.fd];
           console.log(require('node:child_process').spawn('sleep', ['60'], { stdio, detached: true }).pid);
         });`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(String(printed));
    const probe = new LinuxProbe({ fs: new LaterProcFs(), now: () => 1000 });
    try {
      await probe.read('all');
      const before = await probe.read('listeners');
      const socket = before.sockets.find(({ owners }) => owners?.includes(child));
      assert.deepEqual(socket?.owners, [parent.pid, child]);
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      const { sockets, processes } = await probe.read('listeners');
      assert.deepEqual(sockets.find(({ id }) => id === socket.id)?.owners, [child]);
      assert.notEqual(processes.get(child)?.ppid, parent.pid);
      assert.equal(processes.has(parent.pid!), false);
    } finally {
      probe.dispose();
      parent.kill('SIGKILL');
      process.kill(child, 'SIGKILL');
    }
  },

  'asks no more of a new process that has ended': async ({ eye }) => {
    await eye.settle();
    const three = await Holder.start();
    const held = await three.open(LISTENER);
    assert.deepEqual(await eye.owners('listeners', held), [three.pid]);
    await three.kill();
    // What serves its TypeScript ends with it.
    for (let looks = 500; (await eye.asks(() => eye.probe.read('listeners'))).folders > 0; looks--) {
      assert.ok(looks > 0);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },

  'names the process whose first thread has ended while others go on': async ({ eye }) => {
    const three = await Holder.start();
    const held = await three.open(LISTENER);
    const later = await Holder.start();
    const kept = await later.open(LISTENER);
    await eye.settle();
    await three.ask({ do: 'endFirstThread' });
    const fs = new ProcFs();
    for (let tries = 500; !fs.readStart(`${three.pid}/stat`).toString('latin1').includes(') Z '); tries--) {
      assert.ok(tries > 0, 'its first thread never ended');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // Known before, and by a probe that has never seen it otherwise.
    eye.pass(8000);
    assert.deepEqual(await eye.owners('all', held), [three.pid]);
    const fresh = new LinuxProbe();
    const { sockets, processes } = await fresh.read('listeners');
    fresh.dispose();
    assert.deepEqual(sockets.find(({ inode }) => inode === held.inode)?.owners, [three.pid]);
    assert.equal(processes.get(three.pid)?.exe, process.execPath);
    assert.ok(processes.get(three.pid)!.command.length > 1);
    // Nor does what it is asked for besides make it one that refuses.
    eye.pass(8000);
    await eye.settle();
    assert.deepEqual(await eye.owners('all', held), [three.pid]);
    assert.deepEqual(await eye.owners('all', kept), [later.pid]);
    await three.kill();
    await later.stop();
  },

  'compares everything after a pause': async ({ eye, one, two }) => {
    const held = await one.open(LISTENER);
    await eye.settle();
    await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    eye.pass(8000);
    assert.deepEqual(
      await eye.owners('listeners', held),
      [one.pid, two.pid].sort((a, b) => a - b),
    );
  },

  'reads everything anew where that is asked for': async ({ eye, one, two }) => {
    const held = await one.open(LISTENER);
    const [pair] = await two.pair('dgram');
    await eye.settle();
    // Its count is what it was, and nothing is new.
    await two.close(pair);
    await two.ask({ do: 'take', pid: one.pid, fd: held.fd });
    const { sockets } = await eye.probe.read('all', { thorough: true });
    const found = sockets.find(({ inode }) => inode === held.inode);
    assert.deepEqual(
      found?.owners,
      [one.pid, two.pid].sort((a, b) => a - b),
    );
  },

  'asks no more of a look at listeners where there are many connections': async ({ eye, one }) => {
    const server = await one.open({ ...LISTENER, listen: 400 });
    const asked = async (): Promise<unknown> => {
      await eye.settle();
      const received = eye.received;
      const { folders } = await eye.asks(() => eye.probe.read('listeners'));
      return { folders, received: eye.received - received };
    };
    const before = await asked();
    for (let left = 300; left > 0; left--) {
      await one.open({ domain: 'inet', type: 'stream', connect: ipv4('127.0.0.1', server.port) });
    }
    assert.deepEqual(await asked(), before);
  },

  'asks for no table of which the kernel counts no socket, and for its first socket at once': async ({
    eye,
    one,
  }) => {
    const received = async (): Promise<number> => {
      const before = eye.received;
      await eye.probe.read('listeners');
      return eye.received - before;
    };
    for (const scope of ['listeners', 'all'] as const) {
      await eye.settle();
      const none = await received();
      // IPPROTO_UDPLITE, <netinet/in.h>
      const held = await one.open({ domain: 'inet', type: 'dgram', protocol: 136, bind: ipv4('127.0.0.1') });
      assert.deepEqual(await eye.owners(scope, held), [one.pid]);
      const some = await received();
      await one.close(held);
      assert.equal(await eye.owners(scope, held), undefined);
      await eye.settle();
      assert.equal(await received(), none);
      // By /proc nothing is received at all. An empty table would answer once, too: that it has no more.
      if (none > 0) assert.equal(some, none + 2);
    }
  },

  'reads an owner’s facts again where its parent has ended, and when their turn comes': async () => {
    const shell = spawn('sh', ['-c', '"$@" & echo $!; read line', 'sh', 'sleep', '60'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
    const child = Number(String(printed));
    const table = new ProcessTable(new ProcFs(), new Access(process.geteuid!(), true), new UserNames());
    const clock = { now: String(2 ** 40), perSecond: 100 };
    const look = (): Process | undefined => table.of([child], clock).get(child);
    const parent = (): number | undefined => look()?.ppid;
    try {
      table.renew(clock, [], [], 0);
      assert.equal(parent(), shell.pid);
      const revision = table.revision;
      shell.stdin.end('\n');
      await once(shell, 'exit');
      table.renew(clock, [], [], 0);
      assert.equal(parent(), shell.pid, 'nobody has said anything');
      assert.equal(table.revision, revision);
      table.renew(clock, [shell.pid!], [], 0);
      assert.notEqual(parent(), shell.pid);
      assert.notEqual(table.revision, revision);
    } finally {
      process.kill(child, 'SIGKILL');
    }
    for (let tries = 500; new ProcFs().exists(`${child}/exe`); tries--) {
      assert.ok(tries > 0, 'it never ended');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    let looks = 0;
    // Gone, or a zombie that nobody asks about.
    while ((look()?.command.length ?? 0) > 0) {
      table.renew(clock, [], [], 1000);
      assert.ok(++looks <= 32, 'all are renewed within half a minute');
    }
  },

  'sees what a probe sees that has never looked before, after any history': async ({ eye, one, two }) => {
    // Numerical Recipes' generator: the same history each time.
    let seed = 20261122;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const open: { holder: Holder; held: Held }[] = [];
    for (let step = 0; step < 60; step++) {
      const holder = random(2) === 0 ? one : two;
      const other = holder === one ? two : one;
      const at = random(open.length);
      switch (open.length < 3 ? 0 : random(6)) {
        case 0:
        case 1:
          open.push({ holder, held: await holder.open(LISTENER) });
          break;
        case 2:
          for (const held of await holder.pair('stream')) open.push({ holder, held });
          break;
        case 3:
          await open[at]!.holder.share(open[at]!.held);
          break;
        case 4: {
          const mine = open.find((each) => each.holder === other);
          if (!mine) break;
          const { held } = await holder.ask({ do: 'take', pid: other.pid, fd: mine.held.fd });
          open.push({ holder, held: held[0]! });
          break;
        }
        case 5:
          await open[at]!.holder.close(open[at]!.held);
          open.splice(at, 1);
      }
      eye.pass(random(400));
      const quick = await eye.probe.read('listeners');
      if (random(3) === 0) await eye.probe.read('all');
      if (step % 6 === 5) eye.pass(8000);
      const fresh = new LinuxProbe({ method: process.argv[2] === 'sock_diag' ? 'sock_diag' : 'proc' });
      const truth = new Map((await fresh.read('all')).sockets.map((socket) => [socket.id, socket]));
      fresh.dispose();
      assert.deepEqual(
        quick.sockets.map(({ id }) => id).sort(),
        [...truth.values()].flatMap(({ id, exposure }) => (exposure === null ? [] : [id])).sort(),
        `listeners, step ${step}`,
      );
      if (step % 6 !== 5) continue;
      const { sockets } = await eye.probe.read('all');
      assert.deepEqual(new Map(sockets.map((socket) => [socket.id, socket])), truth, `step ${step}`);
    }
  },
};

async function main(): Promise<void> {
  setUp('lo');
  const [one, two] = await Promise.all([Holder.start(), Holder.start()]);
  const results: Record<string, string | null> = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    const eye = new Eye(process.argv[2]!);
    try {
      await scenario({ eye, one, two, counted: process.argv[2] !== 'uncounted' });
      results[name] = null;
    } catch (error) {
      results[name] = error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      eye.probe.dispose();
    }
  }
  console.log(JSON.stringify(results));
  await Promise.all([one.stop(), two.stop()]);
}

if (require.main === module) {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
