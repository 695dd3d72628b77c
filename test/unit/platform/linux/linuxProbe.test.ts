import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ageMs } from '../../../../src/core/snapshot/process';
import type { Gap, Reading, Scope } from '../../../../src/core/snapshot/reading';
import { endpointText } from '../../../../src/core/socket/socket';
import { LinuxProbe, type LinuxProbeOptions } from '../../../../src/platform/linux/linuxProbe';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { UserNames } from '../../../../src/platform/linux/userNames';
import {
  type InetRow,
  inetTable,
  packetTable,
  type UnixRow,
  unixTable,
} from '../../../support/linux/procText';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const PID = 81243;

const listener = (inode: number, port = 3000): InetRow => ({
  local: [127, 0, 0, 1],
  localPort: port,
  remote: [0, 0, 0, 0],
  remotePort: 0,
  state: 10,
  sendQueue: 0,
  recvQueue: 0,
  uid: 1000,
  inode,
});

const stat = (pid: number, ppid: number, start: number): string =>
  `${pid} (node) S ${ppid} 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 ${start} 0 0\n`;

describe('LinuxProbe, on a /proc that this machine does not have', () => {
  let root: string;

  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };

  const link = (path: string, to: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(to, join(root, path));
  };

  /** A process with its descriptors; links that lead nowhere, as in /proc. */
  const processOf = (pid: number, ppid: number, start: number, links: readonly string[]): void => {
    put(`${pid}/stat`, stat(pid, ppid, start));
    put(`${pid}/cmdline`, 'node\0server.js\0');
    mkdirSync(join(root, `${pid}/fd`));
    for (const [fd, to] of links.entries()) link(`${pid}/fd/${fd}`, to);
  };

  const probe = (options: LinuxProbeOptions = {}): LinuxProbe =>
    new LinuxProbe({
      fs: new ProcFs(root),
      pid: PID,
      euid: process.geteuid!(),
      bigEndian: false,
      kernelRelease: '6.18.0',
      method: 'proc',
      ...options,
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'proc-'));
    put('uptime', '1234.56 99.00\n');
    put('net/tcp', inetTable([], false, 16));
    put('net/udp', inetTable([], false, 16));
    put('net/unix', unixTable([], 16));
    link('self', String(PID));
    processOf(1, 0, 10, []);
    processOf(PID, 1, 500, []);
    link(`${PID}/ns/net`, 'net:[4026531840]');
    link(`${PID}/ns/pid`, 'pid:[4026531836]');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('reads a listener with its owner', async () => {
    put('net/tcp', inetTable([listener(4711)], false, 16));
    processOf(900, 1, 600, ['/dev/null', 'socket:[4711]', 'pipe:[9]', 'socket:[4711]']);
    const { sockets, processes, gaps, clock, machine } = await probe().read('all');
    assert.deepEqual(sockets, [
      {
        id: 'tcp:4026531840:4711',
        protocol: 'tcp',
        family: 'ipv4',
        type: 'stream',
        state: 'LISTEN',
        local: { address: '127.0.0.1', port: 3000 },
        remote: null,
        recvQueue: 0,
        sendQueue: null,
        inode: 4711,
        uid: 1000,
        netns: 4026531840,
        exposure: 'machine',
        owners: [900],
      },
    ]);
    assert.deepEqual([...processes.keys()], [900, 1]);
    assert.deepEqual(processes.get(900)?.command, ['node', 'server.js']);
    assert.deepEqual(gaps, []);
    assert.deepEqual(clock, { now: '123456', perSecond: 100 });
    assert.deepEqual(
      { tcp: machine.method.tcp, icmp: machine.method.icmp, netns: machine.netns },
      { tcp: 'proc', icmp: 'none', netns: 4026531840 },
    );
  });

  it('pitfall 14: finds owners by where a link points, never by what is there, and asks no descriptor more than once', async () => {
    put('net/tcp', inetTable([listener(4711)], false, 16));
    processOf(900, 1, 600, Array<string>(50).fill('/no/such/mount/file').concat('socket:[4711]'));
    const one = probe();
    assert.deepEqual((await one.read('listeners')).sockets[0]?.owners, [900]);
    const { readlinks, stats } = one.counts;
    await one.read('listeners');
    assert.ok(one.counts.readlinks - readlinks <= 51 + 2, String(one.counts.readlinks - readlinks));
    assert.ok(one.counts.stats - stats < 30, 'no stat for each descriptor');
  });

  it('pitfall 16: says so on WSL 1, whose tables have not even a header', async () => {
    for (const table of ['tcp', 'udp', 'unix']) put(`net/${table}`, '');
    const { sockets, gaps, machine } = await probe({ kernelRelease: '4.4.0-26100-Microsoft' }).read(
      'listeners',
    );
    assert.deepEqual(sockets, []);
    assert.deepEqual(gaps, [{ kind: 'unsupported', subject: 'system', count: 1, detail: 'WSL1' }]);
    assert.equal(machine.method.tcp, 'none');
  });

  it('pitfall 17: reads the tables of a big-endian machine with 32-bit pointers', async () => {
    put('net/tcp', inetTable([listener(4711)], true, 8));
    put(
      'net/unix',
      unixTable([{ flags: 0x10000, type: 1, state: 1, inode: 4712, name: Buffer.from('/run/x') }], 8),
    );
    put(
      'net/packet',
      packetTable([{ type: 3, protocol: 3, index: 2, recvQueue: 0, uid: 0, inode: 4713 }], 8),
    );
    put('net/igmp', 'Idx\tDevice\n2\teth0      :     1      V3\n');
    const { sockets } = await probe({ bigEndian: true }).read('all');
    assert.deepEqual(
      sockets.map(({ local }) => local),
      [{ address: '127.0.0.1', port: 3000 }, { interface: 'eth0', protocol: 3 }, { path: '/run/x' }],
    );
  });

  it('names interfaces, and one it cannot find by its number', async () => {
    const rows = [2, 60, 7].map((index, at) => ({
      type: 2,
      protocol: 3,
      index,
      recvQueue: 0,
      uid: 0,
      inode: 10 + at,
    }));
    put('net/packet', packetTable(rows, 16));
    const many = Array.from(
      { length: 50 },
      (_, at) => `${11 + at}    veth${at}         1     0     333300000001\n`,
    );
    put('net/dev_mcast', many.join(''));
    put('net/igmp', 'Idx\tDevice\n2\teth0      :     1      V3\n');
    const { sockets } = await probe().read('all');
    assert.deepEqual(
      sockets.map(({ local }) => local),
      ['eth0', 'veth49', 'if7'].map((name) => ({ interface: name, protocol: 3 })),
    );
  });

  it('says which table is missing or not understood, and shows the others', async () => {
    put('net/tcp', `${inetTable([listener(4711)], false, 16).toString()}what is this\n`);
    rmSync(join(root, 'net/udp'));
    const { sockets, gaps } = await probe().read('all');
    assert.equal(sockets.length, 1);
    assert.deepEqual(gaps, [
      { kind: 'truncated', subject: 'table', count: 1, detail: 'tcp' },
      { kind: 'unsupported', subject: 'table', count: 1, detail: 'udp: ENOENT' },
    ]);
  });

  it('tells nobody’s from whose could not be seen', async () => {
    put('net/tcp', inetTable([listener(4711), listener(0, 3001)], false, 16));
    const owners = async (options: LinuxProbeOptions = {}): Promise<unknown> => {
      const { sockets, gaps } = await probe(options).read('listeners');
      return [sockets.map((socket) => socket.owners), gaps];
    };
    assert.deepEqual(await owners(), [[[], []], []]);

    // Everyone is another user's.
    const refused = [{ kind: 'permission', subject: 'owners', count: 1 }];
    assert.deepEqual(await owners({ euid: 4242 }), [[null, []], refused]);

    rmSync(join(root, '1'), { recursive: true });
    const hidepid = [{ kind: 'hidden', subject: 'owners', count: 1, detail: 'hidepid' }];
    assert.deepEqual(await owners(), [[null, []], hidepid]);

    processOf(1, 0, 10, []);
    rmSync(join(root, `${PID}/ns/pid`));
    link(`${PID}/ns/pid`, 'pid:[4026532000]');
    const namespace = [{ kind: 'hidden', subject: 'owners', count: 1, detail: 'pid namespace' }];
    assert.deepEqual(await owners(), [[null, []], namespace]);
  });

  describe('where rows of /proc/net/unix may be forged by a name with a newline in it', () => {
    const OWN = 4026531840;
    const unix = (inode: number, name: string): UnixRow => ({
      flags: 0x10000,
      type: 1,
      state: 1,
      inode,
      name: Buffer.from(name),
    });
    /** Somebody in another namespace, whose Unix table says this. */
    const elsewhere = (pid: number, rows: readonly UnixRow[]): void => {
      processOf(pid, 1, 600, []);
      link(`${pid}/ns/net`, 'net:[4026532222]');
      put(`${pid}/net/tcp`, inetTable([], false, 16));
      put(`${pid}/net/udp`, inetTable([], false, 16));
      put(`${pid}/net/unix`, unixTable(rows, 16));
    };
    const told = async (scope: Scope = 'all'): Promise<unknown[]> => {
      const { sockets, gaps } = await probe().read(scope);
      return [sockets.map(({ local, inode, owners }) => [endpointText(local), inode, owners]), gaps];
    };
    const gap = (count: number): Gap => ({ kind: 'hidden', subject: 'owners', count, detail: 'unproven' });

    for (const table of ['tcp', 'udp'])
      it(`takes no row for the socket of another table that has its inode (${table})`, async () => {
        put(`net/${table}`, inetTable([{ ...listener(4711), state: table === 'tcp' ? 10 : 7 }], false, 16));
        put('net/unix', unixTable([unix(4711, '/tmp/dev.sock'), unix(4712, '/run/own.sock')], 16));
        processOf(900, 1, 600, ['socket:[4711]', 'socket:[4712]']);
        for (const scope of ['all', 'listeners'] as const) {
          assert.deepEqual(await told(scope), [
            [
              ['127.0.0.1:3000', 4711, [900]],
              ['/tmp/dev.sock', null, null],
              ['/run/own.sock', 4712, [900]],
            ],
            [gap(1)],
          ]);
        }
      });

    it('takes no row of another namespace for a socket that is here', async () => {
      put('net/unix', unixTable([unix(4711, '/run/own.sock')], 16));
      processOf(800, 1, 600, ['socket:[4711]']);
      link('800/ns/net', `net:[${OWN}]`);
      elsewhere(900, [unix(4711, '/tmp/dev.sock')]);
      // Both are text: neither proves the inode.
      assert.deepEqual(await told(), [
        [
          ['/run/own.sock', null, null],
          ['/tmp/dev.sock', null, null],
        ],
        [gap(2)],
      ]);
    });

    it('names no holder that lives in another namespace than the row', async () => {
      processOf(800, 1, 600, ['socket:[4711]']);
      link('800/ns/net', `net:[${OWN}]`);
      elsewhere(900, [unix(4711, '/tmp/dev.sock')]);
      assert.deepEqual(await told(), [[['/tmp/dev.sock', 4711, null]], [gap(1)]]);
    });

    it('names the holder of whose threads one lives there, and all where one of several does', async () => {
      processOf(800, 1, 600, ['socket:[4711]', 'socket:[4712]']);
      link('800/ns/net', `net:[${OWN}]`);
      link('800/task/801/ns/net', 'net:[4026532222]');
      processOf(810, 1, 700, ['socket:[4712]']);
      link('810/ns/net', `net:[${OWN}]`);
      elsewhere(900, [unix(4711, '/tmp/dev.sock'), unix(4712, '/tmp/shared.sock')]);
      assert.deepEqual(await told(), [
        [
          ['/tmp/dev.sock', 4711, [800]],
          ['/tmp/shared.sock', 4712, [800, 810]],
        ],
        [],
      ]);
    });

    it('believes neither of two rows of one table with the same inode', async () => {
      put('net/unix', unixTable([unix(4711, '/run/own.sock'), unix(4711, '/tmp/dev.sock')], 16));
      processOf(900, 1, 600, ['socket:[4711]']);
      assert.deepEqual(await told(), [
        [
          ['/run/own.sock', null, null],
          ['/tmp/dev.sock', null, null],
        ],
        [gap(2)],
      ]);
    });

    it('lets TCP rows share an inode, as MPTCP’s do', async () => {
      put('net/tcp', inetTable([listener(4711), listener(4711, 3001)], false, 16));
      processOf(900, 1, 600, ['socket:[4711]']);
      assert.deepEqual(await told(), [
        [
          ['127.0.0.1:3000', 4711, [900]],
          ['127.0.0.1:3001', 4711, [900]],
        ],
        [],
      ]);
    });

    it('asks nothing more where every holder lives where its row is', async () => {
      elsewhere(900, [unix(4711, '/tmp/dev.sock')]);
      link('900/fd/0', 'socket:[4711]');
      const one = probe();
      await one.read('all');
      const { readlinks, readdirs } = one.counts;
      await one.read('all');
      assert.deepEqual([one.counts.readlinks - readlinks, one.counts.readdirs - readdirs], [5, 0]);
    });
  });

  it('says from the first look at listeners on that another network namespace is left out, and asks once', async () => {
    for (const pid of [800, 900]) processOf(pid, 1, 600, []);
    link('800/ns/net', 'net:[4026531840]');
    link('900/ns/net', 'net:[4026532222]');
    let now = 0;
    const one = probe({ now: () => now });
    const leftOut: Gap[] = [{ kind: 'truncated', subject: 'namespaces', count: 1 }];
    assert.deepEqual((await one.read('listeners')).gaps, leftOut);
    const { readlinks, readdirs } = one.counts;
    now += 10;
    assert.deepEqual((await one.read('listeners')).gaps, leftOut);
    assert.deepEqual([one.counts.readlinks - readlinks, one.counts.readdirs - readdirs], [0, 0]);
    now += 300_000;
    rmSync(join(root, '900'), { recursive: true });
    assert.deepEqual((await one.read('listeners')).gaps, []);
  });

  describe('users that /etc/passwd does not have', () => {
    const JO = 61234;
    let asked: number[][];
    const users = (): UserNames =>
      new UserNames({
        file: join(root, 'passwd'),
        ask: (uids) => {
          asked.push([...uids]);
          return Promise.resolve(uids.includes(JO) ? `jo.doe:x:${JO}:${JO}::/:/bin/sh\n` : '');
        },
      });

    beforeEach(() => {
      asked = [];
      put('passwd', `root:x:0:0::/:/bin/sh\nrunner:x:${process.geteuid!()}:0::/:/bin/sh\n`);
      put('net/tcp', inetTable([{ ...listener(4711), uid: JO }], false, 16));
    });

    it('are named from the first look at all sockets on, without a process too; a listener scan asks nobody', async () => {
      const one = probe({ users: users() });
      const before = await one.read('listeners');
      assert.deepEqual([asked, before.machine.users], [[], {}]);
      const all = await one.read('all');
      assert.deepEqual([asked, all.machine.users], [[[JO]], { [JO]: 'jo.doe' }]);
      const after = await one.read('listeners');
      assert.deepEqual([asked.length, after.machine.users], [1, { [JO]: 'jo.doe' }]);
    });

    it('are named at a look at listeners where somebody asks for that', async () => {
      const { machine } = await probe({ users: users() }).read('listeners', { askNames: true });
      assert.deepEqual([asked, machine.users], [[[JO]], { [JO]: 'jo.doe' }]);
    });

    it('name their processes in the very reading that has asked', async () => {
      const euid = process.geteuid!();
      put('passwd', 'nobody:x:65534:65534::/:/bin/sh\n');
      put('net/tcp', inetTable([{ ...listener(4711), uid: euid }], false, 16));
      processOf(900, 1, 600, ['socket:[4711]']);
      const ask = (): Promise<string> => Promise.resolve(`served:x:${euid}:0::/:/bin/sh\n`);
      const named = new UserNames({ file: join(root, 'none'), ask });
      const one = probe({ users: named });
      const first = await one.read('all');
      assert.equal(first.processes.get(900)?.user, 'served');
      const second = await one.read('all');
      assert.equal(second.processes.get(900), first.processes.get(900));
    });
  });

  it('tells apart whose sockets are not seen: one’s own, hidden by the kernel, and other users’', async () => {
    const euid = process.geteuid!() + 1;
    put(
      'net/tcp',
      inetTable([{ ...listener(1), uid: euid }, listener(2, 3001), listener(3, 3002)], false, 16),
    );
    const { gaps } = await probe({ euid }).read('listeners');
    assert.deepEqual(gaps, [
      { kind: 'permission', subject: 'owners', count: 2 },
      { kind: 'permission', subject: 'owners', count: 1, detail: 'own' },
    ]);
  });

  it('names no owner by a number that would be another process’s to kill', async () => {
    put('net/tcp', inetTable([listener(4711)], false, 16));
    processOf(900, 1, 600, ['socket:[4711]']);
    const { sockets, processes, gaps } = await probe({ pid: 17 }).read('listeners');
    assert.equal(sockets[0]?.owners, null);
    assert.equal(processes.size, 0);
    assert.deepEqual(gaps, [{ kind: 'hidden', subject: 'owners', count: 1, detail: 'pid namespace' }]);
  });

  it('puts the owner that is an ancestor of the others first, or else the oldest', async () => {
    put('net/tcp', inetTable([listener(1), listener(2, 3001)], false, 16));
    processOf(950, 1, 700, ['socket:[1]', 'socket:[2]']);
    processOf(901, 950, 700, ['socket:[1]']);
    processOf(902, 901, 700, ['socket:[1]']);
    processOf(903, 1, 600, ['socket:[2]']);
    const { sockets } = await probe().read('listeners');
    assert.deepEqual(
      sockets.map(({ owners }) => owners),
      [
        [950, 901, 902],
        [903, 950],
      ],
    );
  });

  it('searches all processes once for a socket that none of them holds', async () => {
    put('net/tcp', inetTable([{ ...listener(4711), uid: process.geteuid!() }], false, 16));
    for (let pid = 900; pid < 910; pid++) processOf(pid, 1, 600, ['socket:[9999]', '/dev/null']);
    const one = probe({ now: () => 0 });
    await one.read('listeners');
    assert.equal(one.counts.readdirs, 12, 'all were read');
    await one.read('all');
    const { readdirs } = one.counts;
    assert.equal(readdirs, 24, 'and then asked for threads');
    for (const scope of ['all', 'listeners', 'all', 'listeners'] as const) {
      const { sockets, gaps } = await one.read(scope);
      assert.deepEqual(sockets[0]?.owners, []);
      assert.deepEqual(gaps, []);
      assert.equal(one.counts.readdirs, readdirs);
    }
  });

  describe('a listener in the descriptor table of one thread', () => {
    const mine = (inode: number, port: number): InetRow => ({
      ...listener(inode, port),
      uid: process.geteuid!(),
    });

    beforeEach(() => {
      put('net/tcp', inetTable([mine(4711, 3000), mine(4712, 3001)], false, 16));
      processOf(900, 1, 600, ['socket:[4712]']);
      link('900/task/900/fd/0', 'socket:[4712]');
      link('900/task/901/fd/0', 'socket:[4712]');
      link('900/task/902/fd/0', 'socket:[4712]');
      link('900/task/902/fd/7', 'socket:[4711]');
    });

    it('belongs to its process from the first look at all sockets on, and no longer once it is closed', async () => {
      let now = 0;
      const one = probe({ now: () => now });
      const owners = async (scope: Scope, thorough = false): Promise<unknown> =>
        (await one.read(scope, { thorough })).sockets.map((socket) => socket.owners);
      assert.deepEqual(await owners('listeners'), [[], [900]]);
      for (const scope of ['all', 'listeners', 'all'] as const) {
        assert.deepEqual(await owners(scope, scope === 'all'), [[900], [900]]);
      }
      rmSync(join(root, '900/task/902/fd/7'));
      now += 1000;
      assert.deepEqual(await owners('all', true), [[], [900]]);
    });

    it('is searched for in the next scan too where there are very many threads', async () => {
      processOf(800, 1, 550, []);
      for (let thread = 10_000; thread < 11_100; thread++) {
        mkdirSync(join(root, `800/task/${thread}/fd`), { recursive: true });
      }
      const one = probe({ now: () => 0 });
      assert.deepEqual((await one.read('all')).sockets[0]?.owners, []);
      assert.deepEqual((await one.read('all')).sockets[0]?.owners, [900]);
    });

    it('is searched for once where none has it, and threads are not read where every listener has an owner', async () => {
      rmSync(join(root, '900/task/902/fd/7'));
      const one = probe({ now: () => 0 });
      await one.read('all');
      const { readdirs } = one.counts;
      await one.read('all');
      assert.equal(one.counts.readdirs, readdirs);

      put('net/tcp', inetTable([mine(4712, 3001)], false, 16));
      const owned = probe({ now: () => 0 });
      await owned.read('all');
      assert.equal(owned.counts.readdirs, 3, 'one folder for each of three processes');
    });
  });

  it('pitfall 15: takes no process for an owner that has the pid of one, and as many descriptors', async () => {
    let started = 0;
    // The kernel gives a process's folders new inodes; a file system may give the inode of a folder that was removed.
    class RenumberingProcFs extends ProcFs {
      override lstat(path: string): { uid: number; ino: number; size: number } | undefined {
        const found = super.lstat(path);
        return found && { uid: found.uid, ino: path.startsWith('900') ? 1000 + started : found.ino, size: 2 };
      }
    }
    const connection = { ...listener(4711), state: 1, remote: [127, 0, 0, 2] as const, remotePort: 9 };
    put('net/tcp', inetTable([connection], false, 16));
    processOf(900, 1, 600, ['socket:[4711]', '/dev/null']);
    processOf(901, 1, 600, ['socket:[4711]', '/dev/null']);
    let now = 0;
    const one = probe({ fs: new RenumberingProcFs(root), now: () => now });
    const owners = async (): Promise<unknown> => (await one.read('all')).sockets[0]?.owners;
    assert.deepEqual(
      [await owners(), await owners()],
      [
        [900, 901],
        [900, 901],
      ],
    );
    rmSync(join(root, '900'), { recursive: true });
    processOf(900, 1, 700, ['/dev/null', '/dev/null']);
    started = 1;
    now = 8000;
    assert.deepEqual(await owners(), [901]);
  });

  it('goes by the boot clock: a wall clock that jumps changes nothing but what it says', async () => {
    put('net/tcp', inetTable([listener(4711)], false, 16));
    processOf(900, 1, 600, ['socket:[4711]']);
    const dates = [1_800_000_000_000, 0, 4_000_000_000_000, -1];
    const one = probe({ date: () => dates.shift() ?? NaN });
    const readings: Reading[] = [];
    for (const takenAt of [...dates]) {
      const reading = await one.read('all');
      assert.equal(reading.takenAt, takenAt);
      assert.deepEqual(reading.gaps, []);
      readings.push(reading);
    }
    for (const { sockets, processes, clock } of readings) {
      assert.deepEqual(sockets[0]?.owners, [900]);
      assert.equal(sockets[0], readings[0]!.sockets[0]);
      assert.equal(processes, readings[0]!.processes);
      assert.equal(ageMs(processes.get(900)!, clock), 1_228_560);
    }
  });

  it('rejects where there is no /proc at all', async () => {
    rmSync(root, { recursive: true });
    await assert.rejects(probe().read('listeners'), { code: 'ENOENT' });
    mkdirSync(root);
  });
});
