// Hundreds of sockets of every kind in a namespace of its own, held against ss and against what their holders know.
// The command line is held against both too, by its bundle in argv[2]. Prints what was compared, one kind a line. Ends with an error where anything differs.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInet, type Protocol, PROTOCOLS, type Socket } from '../../../src/core/socket/socket';
import { LinuxProbe } from '../../../src/platform/linux/linuxProbe';
import { abstract, ANY6, ipv4, ipv6, LOOPBACK6, packet, unixPath } from './address';
import { agree, lookInTurn, type View } from './agree';
import { readByCli } from './bundledCli';
import { Holder } from './holder';
import { setUp } from './libc';
import type { Held, Order } from './order';

type Open = Omit<Order & { do: 'open' }, 'do'>;

const UDPLITE = 136;
const ICMP = 1;
const ICMPV6 = 58;
const LO = 1;

const WEIRD = [
  'a b',
  ' lead and trail ',
  'a\nb',
  '\n',
  'x\n\ny\n',
  'ümläut',
  '日本',
  '\x1b[31m',
  '\'"`$(x)',
  'a@b',
];
const NOT_UTF8 = [Buffer.from([0xff, 0xfe, 0x41]), Buffer.from([0x62, 0x0a, 0xc3, 0x28, 0x20])];
const WITH_NUL = [
  Buffer.from('a\0b'),
  Buffer.from('\0'),
  Buffer.from('tail\0\0'),
  Buffer.from('\0\n\xff', 'latin1'),
];

interface Expected {
  readonly held: Held;
  readonly protocol: Protocol;
  readonly owners: readonly number[];
  readonly local?: Socket['local'];
  /** How /proc prints it, where that is not the same. */
  readonly printed?: Socket['local'];
}

/** Counts by kind; fails where a socket is missing, or is not what its holder knows. */
function heldAgainst(expected: readonly Expected[], { sockets, machine }: View): Map<Protocol, number> {
  const byInode = new Map(sockets.map((socket) => [socket.inode, socket]));
  const counts = new Map<Protocol, number>();
  for (const { held, protocol, owners, printed, ...whole } of expected) {
    const local = (machine.method[protocol] === 'proc' ? printed : undefined) ?? whole.local;
    const socket = byInode.get(held.inode);
    assert.ok(socket, `${protocol} ${held.inode} of ${owners.join()} is missing`);
    assert.equal(socket.protocol, protocol);
    assert.deepEqual(socket.owners, owners);
    if (local !== undefined) assert.deepEqual(socket.local, local);
    else if (isInet(socket.local)) assert.equal(socket.local.port, held.port);
    counts.set(protocol, (counts.get(protocol) ?? 0) + 1);
  }
  return counts;
}

async function main(): Promise<void> {
  setUp('lo');
  writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0');
  const folder = mkdtempSync(join(tmpdir(), 'crowd-'));
  const holders = await Promise.all([Holder.start(), Holder.start(), Holder.start()]);
  const expected: Expected[] = [];
  const open = async (
    count: number,
    protocol: Protocol,
    order: Open,
    local?: Socket['local'],
    printed?: Socket['local'],
  ): Promise<Held> => {
    let held: Held | undefined;
    for (let left = count; left > 0; left--) {
      const holder = holders[left % holders.length]!;
      held = await holder.open(order);
      expected.push({
        held,
        protocol,
        owners: [holder.pid],
        ...(local === undefined ? {} : { local }),
        ...(printed === undefined ? {} : { printed }),
      });
    }
    return held!;
  };

  try {
    const [holder] = holders;
    const local4 = ipv4('127.0.0.1');
    const local6 = ipv6(LOOPBACK6);
    await open(60, 'tcp', { domain: 'inet', type: 'stream', bind: local4, listen: 5 });
    await open(20, 'tcp', { domain: 'inet6', type: 'stream', bind: ipv6(ANY6), listen: 5, v6only: true });
    const dual = await open(20, 'tcp', { domain: 'inet6', type: 'stream', bind: ipv6(ANY6), listen: 128 });
    await open(40, 'tcp', { domain: 'inet', type: 'stream', connect: ipv4('127.0.0.1', dual.port) });
    await open(40, 'tcp', { domain: 'inet6', type: 'stream', connect: ipv6(LOOPBACK6, dual.port) });
    const shared = await holder.open({
      domain: 'inet',
      type: 'stream',
      bind: local4,
      listen: 5,
      sharePort: true,
    });
    const sharedPort = ipv4('127.0.0.1', shared.port);
    await open(6, 'tcp', { domain: 'inet', type: 'stream', bind: sharedPort, listen: 5, sharePort: true });
    expected.push({
      held: shared,
      protocol: 'tcp',
      owners: [holder.pid, await holder.share(shared), await holder.share(shared)],
    });

    for (const [protocol, number] of [
      ['udp', 0],
      ['udplite', UDPLITE],
      ['icmp', ICMP],
    ] as const) {
      if (protocol === 'udplite' && !existsSync('/proc/net/udplite')) continue;
      const dgram = { type: 'dgram', protocol: number } as const;
      const dgram6 = { type: 'dgram', protocol: protocol === 'icmp' ? ICMPV6 : number } as const;
      await open(30, protocol, { domain: 'inet', ...dgram, bind: local4 });
      await open(20, protocol, { domain: 'inet6', ...dgram6, bind: local6 });
      await open(10, protocol, { domain: 'inet', ...dgram, bind: local4, connect: ipv4('127.0.0.2', 9) });
    }
    for (const number of [1, 6, 47, 255]) {
      await open(
        5,
        'raw',
        { domain: 'inet', type: 'raw', protocol: number },
        { address: '0.0.0.0', protocol: number },
      );
    }
    await open(
      5,
      'raw',
      { domain: 'inet6', type: 'raw', protocol: ICMPV6, bind: local6 },
      { address: '::1', protocol: ICMPV6 },
    );
    await open(5, 'raw', { domain: 'inet', type: 'raw', protocol: ICMP, connect: local4 });
    await open(
      10,
      'packet',
      { domain: 'packet', type: 'raw', bind: packet(LO, 0x0800) },
      { interface: 'lo', protocol: 0x0800 },
    );
    await open(
      10,
      'packet',
      { domain: 'packet', type: 'dgram', bind: packet(0, 3) },
      { interface: null, protocol: 3 },
    );

    for (const type of ['stream', 'dgram', 'seqpacket'] as const) {
      const unix = { domain: 'unix', type, ...(type === 'dgram' ? {} : { listen: 4 }) } as const;
      for (const [index, name] of WEIRD.entries()) {
        const path = join(folder, `${type}${index}${name}`);
        await open(1, 'unix', { ...unix, bind: unixPath(path) }, { path });
        await open(1, 'unix', { ...unix, bind: abstract(`${type}${name}`) }, { abstract: `${type}${name}` });
      }
      for (const name of NOT_UTF8) {
        const path = Buffer.concat([Buffer.from(join(folder, type)), name]);
        await open(
          1,
          'unix',
          { ...unix, bind: unixPath(path) },
          { path: path.toString(), bytes: path.toString('base64') },
        );
      }
      for (const name of WITH_NUL) {
        const whole = Buffer.concat([Buffer.from(type), name]);
        const shown = Buffer.from(whole.map((byte) => (byte === 0 ? 0x40 : byte)));
        const named = (raw: Buffer): Socket['local'] => ({
          abstract: raw.toString(),
          ...(name.includes(0xff) ? { bytes: raw.toString('base64') } : {}),
        });
        await open(1, 'unix', { ...unix, bind: abstract(whole) }, named(whole), named(shown));
      }
      for (let pairs = 15; pairs > 0; pairs--) {
        for (const held of await holder.pair(type))
          expected.push({ held, protocol: 'unix', owners: [holder.pid], local: null });
      }
      const server = abstract(`${type} server`);
      const listener = await open(1, 'unix', { ...unix, bind: server });
      await open(4, 'unix', { domain: 'unix', type, connect: server }, null);
      if (type !== 'dgram') {
        // It was opened by the last of the round.
        const held = await holders[1].accept(listener);
        expected.push({ held, protocol: 'unix', owners: [holders[1].pid] });
      }
    }

    const probe = new LinuxProbe();
    const looks = await lookInTurn(() => probe.read('all'));
    const [before] = looks.ours;
    const listeners = await probe.read('listeners');
    probe.dispose();

    assert.equal(before.machine.method.tcp, 'sock_diag');
    const own = heldAgainst(expected, before);
    assert.deepEqual(
      listeners.sockets.map(({ id }) => id).sort(),
      before.sockets
        .filter(({ exposure }) => exposure !== null)
        .map(({ id }) => id)
        .sort(),
      'a look at listeners shows the listeners of a look at everything',
    );
    assert.deepEqual(
      before.gaps,
      before.gaps.filter(({ subject }) => subject === 'owners'),
    );

    const compared = agree(looks);
    const printed = await lookInTurn(() => readByCli(process.argv[2]!));
    assert.deepEqual(heldAgainst(expected, printed.ours[0]), own);
    agree(printed);
    for (const protocol of PROTOCOLS) {
      const missing = protocol === 'udplite' && !existsSync('/proc/net/udplite');
      assert.ok(
        missing || (own.get(protocol) ?? 0) > 0,
        `no ${protocol} socket was compared with its holder`,
      );
      const bySs = protocol !== 'udplite' && protocol !== 'icmp';
      assert.ok(!bySs || (compared[protocol] ?? 0) > 0, `no ${protocol} socket was compared with ss`);
      const withSs = bySs ? `${compared[protocol]} with ss` : 'not shown by ss';
      console.log(
        `${protocol}: ${missing ? 'not in this kernel' : `${own.get(protocol)} with their holders`}, ${withSs}`,
      );
    }
    console.log(
      `without inode: ${compared['without inode'] ?? 0} with ss; owners: ${compared.owners ?? 0} with ss`,
    );
    assert.ok((compared['without inode'] ?? 0) > 0);
  } finally {
    await Promise.all(holders.map((holder) => holder.stop()));
    rmSync(folder, { recursive: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
