import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Scope } from '../../../../src/core/snapshot/reading';
import { normalizeAddress } from '../../../../src/core/socket/addresses';
import { isInet } from '../../../../src/core/socket/socket';
import { InterfaceNames } from '../../../../src/platform/linux/interfaceNames';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { DiagSocket } from '../../../../src/platform/linux/sockDiag/diagSocket';
import type { DiagRows } from '../../../../src/platform/linux/sockDiag/diagTable';
import { type DiagProtocol, SockDiag } from '../../../../src/platform/linux/sockDiag/sockDiag';
import type { TableRow } from '../../../../src/platform/linux/tableRow';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { mutated } from '../../../support/linux/hostileBytes';
import { type Asked, KernelRecorder, type Page } from '../../../support/linux/kernelAtTheDoor';
import {
  attribute,
  done,
  inetMessage,
  type InetSocket,
  message,
  NLM_F_DUMP_INTR,
  packetMessage,
  type PacketSocket,
  refused,
  unixMessage,
  type UnixSocket,
} from '../../../support/linux/netlinkMessages';

// “Pitfall N” is number N of docs/linux-pitfalls.md.

const { EINTR, ENOBUFS, ENOENT, EPERM } = constants.errno;
const AF_INET = 2;
const LISTEN = 10;

/** The states by number, under the names that ss(8) gives them. */
const TCP =
  ' ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING SYN_RECV'.split(
    ' ',
  );

const u32 = fc.nat(0xffffffff);
const cookie = fc.tuple(fc.integer({ min: 1, max: 0xffffffff }), fc.nat(0xffff));

const inetSocket = (states: readonly number[]): fc.Arbitrary<InetSocket> =>
  fc.constantFrom(2 as const, 10 as const).chain((family) => {
    const bytes = family === AF_INET ? 4 : 16;
    const address = fc.oneof(
      fc.array(fc.nat(255), { minLength: bytes, maxLength: bytes }),
      fc.constant(Array<number>(bytes).fill(0)),
    );
    return fc.record({
      family: fc.constant(family),
      state: fc.constantFrom(...states),
      local: address,
      localPort: fc.nat(65535),
      remote: address,
      remotePort: fc.nat(65535),
      index: fc.constantFrom(0, 0, 1, 7),
      cookie,
      recvQueue: u32,
      sendQueue: u32,
      uid: u32,
      inode: u32,
      v6only: family === AF_INET ? fc.constant(undefined) : fc.constantFrom(undefined, true, false),
      timers: fc.tuple(fc.nat(4), fc.nat(15), u32),
    });
  });

const unixSocket: fc.Arbitrary<UnixSocket> = fc.record({
  type: fc.constantFrom(1, 2, 5),
  state: fc.constantFrom(1, 7, LISTEN),
  inode: u32,
  cookie,
  name: fc.option(
    fc
      .oneof(
        fc
          .uint8Array({ minLength: 1, maxLength: 108 })
          .map((bytes) => Buffer.from(bytes).map((byte) => byte || 1)),
        fc.uint8Array({ maxLength: 107 }).map((bytes) => Buffer.concat([Buffer.of(0), bytes])),
      )
      .map((bytes) => Buffer.from(bytes)),
    { nil: undefined },
  ),
  peer: fc.option(fc.integer({ min: 1, max: 0xffffffff }), { nil: undefined }),
  queues: fc.tuple(fc.oneof(u32, fc.constant(0)), fc.oneof(u32, fc.constant(0))),
  // The last of all numbers would be easy to take for none.
  uid: fc.oneof(u32, fc.constantFrom(undefined, 0, 0xffffffff)),
});

const packetSocket: fc.Arbitrary<PacketSocket> = fc.record({
  type: fc.constantFrom(2, 3, 10),
  protocol: fc.nat(0xffff),
  inode: u32,
  cookie,
  index: fc.nat(99),
  uid: u32,
  recvQueue: u32,
});

const distinct = <T extends { readonly cookie: readonly [number, number] }>(
  socket: fc.Arbitrary<T>,
): fc.Arbitrary<T[]> => fc.uniqueArray(socket, { maxLength: 12, selector: ({ cookie: key }) => key.join() });

/** Written by core's reader of addresses, which shares no code with the parser under test. */
const text = (bytes: readonly number[]): string =>
  normalizeAddress(
    bytes.length === 4
      ? bytes.join('.')
      : [0, 2, 4, 6, 8, 10, 12, 14].map((at) => ((bytes[at]! << 8) | bytes[at + 1]!).toString(16)).join(':'),
  )!;

/** Cut into pages after every few messages, with the end of the dump in the last. */
const pages = (messages: readonly Buffer[], size = 4): Buffer[] => {
  const cut: Buffer[] = [];
  for (let at = 0; at < messages.length; at += size) cut.push(Buffer.concat(messages.slice(at, at + size)));
  return [...cut, done()];
};

const named = new InterfaceNames(new ProcFs('/nowhere'), 'net');

function asking(answer: (asked: Asked) => readonly Page[]): { kernel: KernelRecorder; diag: SockDiag } {
  const kernel = new KernelRecorder(answer);
  return { kernel, diag: new SockDiag(new DiagSocket(kernel, () => undefined), named) };
}

function rowsOf(diag: SockDiag, protocol: DiagProtocol, scope: Scope = 'all'): TableRow[] {
  return read(diag, protocol, scope).lists.flat();
}

function read(diag: SockDiag, protocol: DiagProtocol, scope: Scope = 'all'): DiagRows {
  const answer = diag.read(protocol, scope);
  assert.ok('lists' in answer, JSON.stringify(answer));
  return answer;
}

/** Listeners come first: they are a list of their own. */
const listenersFirst = <T>(all: readonly T[], isListener: (one: T) => boolean): T[] => [
  ...all.filter(isListener),
  ...all.filter((one) => !isListener(one)),
];

const listener = (inode: number, changes: Partial<InetSocket> = {}): InetSocket => ({
  family: AF_INET,
  state: LISTEN,
  local: [127, 0, 0, 1],
  localPort: 3000,
  remote: [0, 0, 0, 0],
  remotePort: 0,
  index: 0,
  cookie: [inode, 0],
  recvQueue: 0,
  sendQueue: 511,
  uid: 1000,
  inode,
  v6only: undefined,
  timers: [0, 0, 0],
  ...changes,
});

const unix = (inode: number, changes: Partial<UnixSocket> = {}): UnixSocket => ({
  type: 1,
  state: LISTEN,
  inode,
  cookie: [inode, 0],
  name: Buffer.from(`/run/${inode}.sock`),
  peer: undefined,
  queues: [0, 128],
  uid: 1000,
  ...changes,
});

describe('SockDiag', () => {
  it('reads every TCP, UDP and UDP-Lite socket back that the kernel could send', () => {
    const protocols = fc.constantFrom('tcp' as const, 'udp' as const, 'udplite' as const);
    const worlds = protocols.chain((protocol) =>
      distinct(inetSocket(protocol === 'tcp' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [1, 7])).map(
        (sockets) => ({ protocol, sockets }),
      ),
    );
    fc.assert(
      fc.property(worlds, ({ protocol, sockets }) => {
        const { diag } = asking(({ family }) =>
          pages(sockets.filter((socket) => family === 0 || socket.family === family).map(inetMessage)),
        );
        const listens = protocol === 'tcp' ? LISTEN : 7;
        const isListener = ({ state }: InetSocket): boolean => state === listens;
        const expected =
          protocol === 'tcp'
            ? listenersFirst(sockets, isListener)
            : [2, 10].flatMap((family) =>
                listenersFirst(
                  sockets.filter((socket) => socket.family === family),
                  isListener,
                ),
              );
        assert.deepEqual(
          rowsOf(diag, protocol).map(({ remote, ...row }) => ({
            ...row,
            remote: isInet(remote) ? { address: remote.address, port: remote.port } : remote,
          })),
          expected.map((socket) => {
            const nobody = socket.remotePort === 0 && socket.remote.every((byte) => byte === 0);
            const wild = text(socket.local) === '::';
            return {
              protocol,
              family: socket.family === AF_INET ? 'ipv4' : 'ipv6',
              type: protocol === 'tcp' ? 'stream' : 'dgram',
              recvQueue: socket.recvQueue,
              sendQueue: socket.sendQueue,
              inode: socket.inode,
              uid: socket.inode === 0 ? null : socket.uid,
              state: protocol === 'tcp' ? TCP[socket.state] : isListener(socket) ? 'UNCONN' : 'ESTABLISHED',
              local: {
                address: text(socket.local),
                port: socket.localPort,
                ...(socket.index === 0 ? {} : { scope: `if${socket.index}` }),
                ...(wild && socket.v6only !== undefined ? { v6only: socket.v6only } : {}),
              },
              remote: nobody ? null : { address: text(socket.remote), port: socket.remotePort },
            };
          }),
        );
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('reads every Unix socket back, its name byte for byte (pitfall 3)', () => {
    fc.assert(
      fc.property(distinct(unixSocket), (sockets) => {
        const { diag } = asking(() => pages(sockets.map(unixMessage)));
        const rows = rowsOf(diag, 'unix');
        const expected = listenersFirst(sockets, ({ state }) => state === LISTEN);
        assert.equal(rows.length, expected.length);
        for (const [index, socket] of expected.entries()) {
          const { local, ...row } = rows[index]!;
          assert.deepEqual(row, {
            protocol: 'unix',
            family: 'unix',
            type: { 1: 'stream', 2: 'dgram', 5: 'seqpacket' }[socket.type],
            state: { 1: 'ESTABLISHED', 7: 'UNCONN', [LISTEN]: 'LISTEN' }[socket.state],
            remote: socket.peer === undefined ? null : { inode: socket.peer },
            recvQueue: socket.queues[0],
            sendQueue: socket.queues[1],
            inode: socket.inode,
            uid: socket.uid ?? null,
          });
          if (!socket.name) {
            assert.equal(local, null);
            continue;
          }
          assert.ok(local && ('path' in local || 'abstract' in local));
          const shown = 'path' in local ? local.path : local.abstract;
          const bytes = local.bytes === undefined ? Buffer.from(shown) : Buffer.from(local.bytes, 'base64');
          assert.deepEqual('path' in local ? bytes : Buffer.concat([Buffer.of(0), bytes]), socket.name);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('reads every packet socket back', () => {
    fc.assert(
      fc.property(distinct(packetSocket), (sockets) => {
        const { diag } = asking(() => pages(sockets.map(packetMessage)));
        assert.deepEqual(
          rowsOf(diag, 'packet').map(({ type, local, recvQueue, uid, inode }) => ({
            type,
            local,
            recvQueue,
            uid,
            inode,
          })),
          sockets.map(({ type, index, protocol, recvQueue, uid, inode }) => ({
            type: type === 2 ? 'dgram' : 'raw',
            local: { interface: index === 0 ? null : `if${index}`, protocol },
            recvQueue,
            uid,
            inode,
          })),
        );
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('invents no row, never throws and comes to an end, whatever the kernel answers', () => {
    const messages = fc.oneof(
      inetSocket([1, 7, 10]).map(inetMessage),
      unixSocket.map(unixMessage),
      packetSocket.map(packetMessage),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => message(Buffer.from(bytes))),
      fc.constant(done(0, NLM_F_DUMP_INTR)),
    );
    const whole = fc.array(messages, { maxLength: 8 }).map((list) => Buffer.concat(list));
    const page = fc.oneof(
      whole,
      mutated(whole),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    const recvs = fc.array(fc.oneof({ weight: 5, arbitrary: page }, fc.constantFrom<Page>(EINTR, ENOBUFS)), {
      maxLength: 6,
    });
    const protocols = fc.constantFrom<DiagProtocol>('tcp', 'udp', 'udplite', 'unix', 'packet');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(recvs, protocols, fc.constantFrom<Scope>('all', 'listeners')), { maxLength: 4 }),
        (looks) => {
          let now: readonly Page[] = [];
          const { diag } = asking(() => [...now, done()]);
          for (const [answer, protocol, scope] of looks) {
            now = answer;
            const bytes = answer.reduce<number>(
              (sum, one) => sum + (typeof one === 'number' ? 0 : one.length),
              0,
            );
            const rows = diag.read(protocol, scope);
            if ('reason' in rows) continue;
            // Both IP versions of UDP were answered by the same bytes, and a dump may have been repeated.
            assert.ok(rows.lists.flat().length + rows.strange <= (4 * bytes) / 16);
            for (const { inode, local, recvQueue } of rows.lists.flat()) {
              assert.ok(Number.isSafeInteger(inode) && (recvQueue === null || recvQueue >= 0));
              if (!isInet(local)) continue;
              assert.equal(normalizeAddress(local.address), local.address);
              assert.ok(local.port >= 0 && local.port <= 65535);
            }
          }
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('takes no message for a row that is too short, of another family or state, or whose attributes do not end with it', () => {
    const good = inetMessage(listener(1));
    const inet = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(good);
      change(bytes);
      return bytes;
    };
    const strange = [
      message(Buffer.alloc(68)),
      inet((bytes) => bytes.writeUInt8(1, 16)),
      inet((bytes) => bytes.writeUInt8(14, 17)),
      message(Buffer.concat([good.subarray(16), Buffer.of(9, 0, 8, 0)])),
      message(Buffer.concat([good.subarray(16), Buffer.of(3, 0, 8, 0)])),
      message(Buffer.concat([good.subarray(16), Buffer.of(1, 2)])),
    ];
    const { diag } = asking(() => pages([...strange, good]));
    const { lists, strange: counted } = read(diag, 'tcp');
    assert.deepEqual(
      lists.flat().map(({ inode }) => inode),
      [1],
    );
    assert.equal(counted, strange.length);

    const long = unixMessage(unix(2, { name: Buffer.alloc(110, 'x') }));
    const { diag: other } = asking(() => pages([long, unixMessage(unix(3))]));
    assert.deepEqual(
      rowsOf(other, 'unix').map(({ inode }) => inode),
      [3],
    );
  });

  it('passes over attributes and messages that it does not know', () => {
    const payload = Buffer.concat([
      inetMessage(listener(1)).subarray(16),
      attribute(99, Buffer.alloc(40, 1)),
    ]);
    const { diag } = asking(() =>
      pages([message(payload), message(Buffer.alloc(8), 1), message(Buffer.alloc(72), 77)]),
    );
    assert.equal(rowsOf(diag, 'tcp').length, 1);
  });

  it('names the interface of a socket that is bound to one, and of the peer of a link-local address', () => {
    const linkLocal = [0xfe, 0x80, ...Array<number>(13).fill(0), 1];
    const sockets = [
      listener(1, { family: 10, local: linkLocal, remote: linkLocal, remotePort: 9, index: 3, state: 1 }),
      listener(2, {
        family: 10,
        local: Array<number>(16).fill(0),
        remote: Array<number>(16).fill(0),
        v6only: true,
      }),
      listener(3, { index: 3 }),
    ];
    const { diag } = asking(() => pages(sockets.map(inetMessage)));
    assert.deepEqual(
      rowsOf(diag, 'tcp').map(({ local, remote }) => [local, remote]),
      [
        [{ address: '::', port: 3000, v6only: true }, null],
        [{ address: '127.0.0.1', port: 3000, scope: 'if3' }, null],
        [
          { address: 'fe80::1', port: 3000, scope: 'if3' },
          { address: 'fe80::1', port: 9, scope: 'if3' },
        ],
      ],
    );
  });

  describe('from look to look', () => {
    it('gives the same row for an unchanged socket and the same list for an unchanged table, whatever its timers say', () => {
      let sockets = [listener(1), listener(2, { localPort: 3001 }), listener(3, { state: 1, remotePort: 7 })];
      const { diag } = asking(({ states }) =>
        pages(sockets.filter(({ state }) => (states >>> state) & 1).map(inetMessage)),
      );
      const [listeners, others] = read(diag, 'tcp').lists;
      sockets = sockets.map((socket) => ({ ...socket, timers: [2, 0, 12345] }));
      const again = read(diag, 'tcp').lists;
      assert.equal(again[0], listeners);
      assert.equal(again[1], others);

      // A look at listeners in between knows the same rows.
      assert.equal(read(diag, 'tcp', 'listeners').lists[0], listeners);

      sockets = [...sockets.slice(1), { ...listener(1), recvQueue: 1 }, listener(9)];
      const [changed] = read(diag, 'tcp', 'listeners').lists;
      assert.equal(changed![0], listeners![1]);
      assert.deepEqual(changed![1], { ...listeners![0], recvQueue: 1 });
      assert.equal(changed!.length, 3);
      assert.equal(read(diag, 'tcp').lists[1], others);
    });

    it('sees every change of a socket that stays, each alone', () => {
      /** One field of the second in place of the first's. */
      const changed = <T extends object>(
        socket: fc.Arbitrary<T>,
        fields: readonly (keyof T)[],
      ): fc.Arbitrary<[T, T]> =>
        fc
          .tuple(socket, socket, fc.constantFrom(...fields))
          .map(([before, other, field]) => [before, { ...before, [field]: other[field] }]);
      const inet = changed(
        inetSocket([1, 7, 10]).filter(({ family }) => family === 10),
        [
          'state',
          'local',
          'localPort',
          'remote',
          'remotePort',
          'index',
          'recvQueue',
          'sendQueue',
          'uid',
          'inode',
          'v6only',
        ],
      );
      const other = changed(unixSocket, ['type', 'state', 'inode', 'name', 'peer', 'queues', 'uid']);
      const third = changed(packetSocket, ['type', 'protocol', 'inode', 'index', 'uid', 'recvQueue']);
      fc.assert(
        fc.property(inet, other, third, (inets, unixes, packets) => {
          let look = 0;
          const answer = ({ family }: Asked): Buffer[] =>
            pages([
              family === 1
                ? unixMessage(unixes[look]!)
                : family === 17
                  ? packetMessage(packets[look]!)
                  : inetMessage(inets[look]!),
            ]);
          const { diag } = asking(answer);
          const protocols = ['tcp', 'unix', 'packet'] as const;
          for (const protocol of protocols) rowsOf(diag, protocol);
          look = 1;
          const fresh = asking(answer).diag;
          for (const protocol of protocols) assert.deepEqual(rowsOf(diag, protocol), rowsOf(fresh, protocol));
        }),
        { numRuns: FUZZ_RUNS },
      );
    });

    it('gives what a fresh eye would see, after any history', () => {
      const inodes = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
      // Few of them, so that what was there before is often there again.
      const worlds = fc.array(inodes, { minLength: 3, maxLength: 3 });
      const look = fc.tuple(fc.nat(2), fc.constantFrom<Scope>('all', 'listeners'));
      fc.assert(
        fc.property(worlds, fc.array(look, { maxLength: 12 }), (all, looks) => {
          let now: readonly number[] = [];
          const answer = ({ family, states }: Asked): Buffer[] => {
            const isAsked = ({ state }: { state: number }): boolean => ((states >>> state) & 1) === 1;
            const state = (inode: number): number => (inode % 3 === 0 ? LISTEN : 1);
            return family === 1
              ? pages(
                  now
                    .map((inode) => unix(inode, { state: state(inode) }))
                    .filter(isAsked)
                    .map(unixMessage),
                )
              : pages(
                  now
                    .map((inode) => listener(inode, { state: state(inode) }))
                    .filter(isAsked)
                    .map(inetMessage),
                );
          };
          const { diag } = asking(answer);
          for (const [world, scope] of looks) {
            now = all[world]!;
            for (const protocol of ['tcp', 'unix'] as const)
              assert.deepEqual(rowsOf(diag, protocol, scope), rowsOf(asking(answer).diag, protocol, scope));
          }
        }),
        { numRuns: Math.ceil(FUZZ_RUNS / 4) },
      );
    });

    it('knows a Unix socket again among others with longer names, and by both halves of its cookie', () => {
      const all = [
        unix(1, { name: Buffer.from('/x'.repeat(50)), cookie: [7, 1] }),
        unix(2, { name: undefined, cookie: [7, 0] }),
        unix(3, { name: Buffer.from('/y'), cookie: [7, 2] }),
      ];
      let now = all;
      const { diag } = asking(() => pages(now.map(unixMessage)));
      const [first, second, third] = rowsOf(diag, 'unix');
      for (const order of [
        [0, 1, 2],
        [2, 0, 1],
        [1, 2, 0],
        [0, 1, 2],
      ] as const) {
        now = order.map((index) => all[index]!);
        const expected = order.map((index) => [first, second, third][index]);
        for (const [index, row] of rowsOf(diag, 'unix').entries()) assert.equal(row, expected[index]);
      }
    });

    it('leaves out of a look at listeners what a kernel sends that does not heed states', () => {
      const { diag } = asking(() => pages([unixMessage(unix(1)), unixMessage(unix(2, { state: 1 }))]));
      const { lists } = read(diag, 'unix');
      assert.equal(rowsOf(diag, 'unix', 'listeners').length, 1);
      assert.equal(lists.flat().length, 2, 'what was handed out stays as it was');
    });

    it('gives both scopes the same row, also where one of them says what it said before', () => {
      const [first, second] = [listener(1), listener(2, { localPort: 3001 })];
      let sockets = [first, second];
      const { diag } = asking(() => pages(sockets.map(inetMessage)));
      read(diag, 'tcp');
      sockets = [first];
      read(diag, 'tcp', 'listeners');
      sockets = [first, second];
      const all = rowsOf(diag, 'tcp');
      assert.equal(all.length, 2);
      for (const [at, row] of rowsOf(diag, 'tcp', 'listeners').entries()) assert.equal(row, all[at]);
    });

    it('sees that an interface has another name, though the kernel says the same', () => {
      const root = mkdtempSync(join(tmpdir(), 'names-'));
      try {
        mkdirSync(join(root, 'net'));
        const put = (name: string): void =>
          writeFileSync(join(root, 'net/dev_mcast'), `3    ${name}   1  0  33\n`);
        const names = new InterfaceNames(new ProcFs(root), 'net');
        const kernel = new KernelRecorder(() => pages([inetMessage(listener(1, { index: 3 }))]));
        const diag = new SockDiag(new DiagSocket(kernel, () => undefined), names);
        for (const name of ['eth0', 'wan0', 'wan0']) {
          put(name);
          names.refresh();
          assert.deepEqual(rowsOf(diag, 'tcp')[0]?.local, { address: '127.0.0.1', port: 3000, scope: name });
        }
      } finally {
        rmSync(root, { recursive: true });
      }
    });

    it('misses a Unix socket that somebody still holds, as often as it is told to keep it', () => {
      let all = [unix(1), unix(2)];
      const { diag } = asking(() => pages(all.map(unixMessage)));
      const [, second] = rowsOf(diag, 'unix');
      all = [unix(1)];
      for (let looks = 0; looks < 3; looks++) {
        assert.deepEqual(read(diag, 'unix').missing, [second]);
        diag.keep(second!);
      }
      assert.deepEqual(read(diag, 'unix').missing, [second]);
      assert.deepEqual(read(diag, 'unix').missing, []);
    });

    it('takes a Unix socket for closed after two absences only', () => {
      const all = [unix(1), unix(2), unix(3, { state: 1 })];
      let dumps: UnixSocket[][] = [all];
      const { diag, kernel } = asking(() =>
        pages((dumps.length > 1 ? dumps.shift()! : dumps[0]!).map(unixMessage)),
      );
      const inodes = ({ lists }: DiagRows): (number | null)[] => lists.flat().map(({ inode }) => inode);
      read(diag, 'unix');
      dumps = [[unix(1)], all];
      const whole = read(diag, 'unix');
      assert.deepEqual(inodes(whole).sort(), [1, 2, 3]);
      assert.deepEqual(whole.missing, []);

      dumps = [[unix(1)], [unix(1), unix(3, { state: 1 })]];
      const lacking = read(diag, 'unix');
      assert.deepEqual(inodes(lacking), [1, 3]);
      assert.deepEqual(
        lacking.missing.map(({ inode }) => inode),
        [2],
      );
      // Somebody was found to hold it: so it is missed again, and once more recognized when it comes back.
      diag.keep(lacking.missing[0]!);
      dumps = [[unix(1), unix(3, { state: 1 })]];
      assert.deepEqual(read(diag, 'unix').missing, lacking.missing);
      dumps = [all];
      assert.deepEqual(read(diag, 'unix').missing, []);

      dumps = [[unix(1)]];
      read(diag, 'unix');
      kernel.asked.length = 0;
      assert.deepEqual(read(diag, 'unix').missing, []);
      assert.equal(kernel.asked.length, 1, 'where nothing is missing one dump is enough');
    });

    for (const [what, protocol, state, repeats] of [
      ['a UDP socket', 'udp', 7, true],
      ['a connected UDP socket', 'udp', 1, true],
      ['a TCP listener', 'tcp', LISTEN, true],
      ['a TCP connection', 'tcp', 1, false],
    ] as const) {
      it(`asks ${repeats ? 'again' : 'no second time'} where ${what} is missing in a dump of several pages`, () => {
        const all = [1, 2, 3, 4].map((inode) => inetMessage(listener(inode, { state, localPort: inode })));
        const torn = all.toSpliced(2, 1);
        let dumps: Buffer[][] = [];
        const { diag, kernel } = asking(({ family }) => {
          if (protocol === 'udp' && family !== AF_INET) return pages([]);
          return pages(dumps.length > 1 ? dumps.shift()! : dumps[0]!, 1);
        });
        const inodes = (): (number | null)[] => rowsOf(diag, protocol).map(({ inode }) => inode);
        const others = protocol === 'udp' ? 1 : 0; // of IPv6
        const questions = (): number => kernel.asked.length - others;
        dumps = [all];
        inodes();
        dumps = [torn, all];
        kernel.asked.length = 0;
        assert.deepEqual(inodes().sort(), repeats ? [1, 2, 3, 4] : [1, 2, 4]);
        assert.equal(questions(), repeats ? 2 : 1);
        dumps = [torn];
        inodes();
        kernel.asked.length = 0;
        assert.deepEqual(inodes().sort(), [1, 2, 4]);
        assert.equal(questions(), 1, 'where nothing is missing one dump is enough');
      });
    }

    it('asks no second time where an internet socket is missing that a single page has', () => {
      let all = [1, 2, 3].map((inode) => inetMessage(listener(inode, { localPort: inode })));
      const { diag, kernel } = asking(() => pages(all));
      read(diag, 'tcp');
      all = all.slice(1);
      kernel.asked.length = 0;
      assert.equal(rowsOf(diag, 'tcp').length, 2);
      assert.equal(kernel.asked.length, 1);
    });

    it('does not miss a Unix socket that has begun to listen', () => {
      let socket = unix(1, { state: 7 });
      const { diag } = asking(({ states }) =>
        pages((states >>> socket.state) & 1 ? [unixMessage(socket)] : []),
      );
      read(diag, 'unix');
      socket = unix(1);
      assert.equal(read(diag, 'unix', 'listeners').lists.flat().length, 1);
      assert.deepEqual(read(diag, 'unix').missing, []);
    });

    it('reads the first dump of several pages twice', () => {
      const dumps = [
        [unix(1), unix(2)],
        [unix(1), unix(2), unix(3)],
      ];
      const { diag } = asking(() => pages(dumps.shift()!.map(unixMessage), 1));
      assert.equal(rowsOf(diag, 'unix').length, 3);
    });
  });

  it('reads 100,000 sockets, and the same again without a new row', () => {
    const messages = Array.from({ length: 100_000 }, (_, i) =>
      inetMessage(listener(i + 1, { state: i % 50 === 0 ? LISTEN : 1, localPort: i & 0xffff })),
    );
    const answer = pages(messages, 200);
    const { diag } = asking(() => answer);
    const first = read(diag, 'tcp').lists;
    assert.equal(first.flat().length, 100_000);
    assert.deepEqual(
      read(diag, 'tcp').lists.map((list, i) => list === first[i]),
      [true, true],
    );
  });

  describe('whose dump fails', () => {
    /** Every dump takes the next of these. */
    function answering(...dumps: (readonly Page[])[]): { kernel: KernelRecorder; diag: SockDiag } {
      return asking(() => dumps.shift() ?? []);
    }
    const one = inetMessage(listener(1));

    it('asks again where it was interrupted, or cut short', () => {
      const endings: (readonly Page[])[] = [
        [Buffer.concat([one, done(0, NLM_F_DUMP_INTR)])],
        [Buffer.concat([message(one.subarray(16), 20, NLM_F_DUMP_INTR), done()])],
        [one],
        [Buffer.concat([one, one.subarray(0, 40)])],
        [Buffer.concat([one, Buffer.alloc(8)]), done()],
        [one, ENOBUFS],
        [message(Buffer.alloc(70_000), 77), done()],
        [Buffer.alloc(0)],
        [message(Buffer.alloc(4), 4)],
        [refused(constants.errno.EBUSY)],
      ];
      for (const [index, broken] of endings.entries()) {
        const { diag, kernel } = answering(broken, [Buffer.concat([one, done()])]);
        assert.equal(rowsOf(diag, 'tcp').length, 1, `ending ${index}`);
        assert.equal(kernel.asked.length, 2, `ending ${index}`);
        assert.equal(kernel.open.size, 1);
      }
    });

    it('gives up after three times, and may be asked later', () => {
      const { diag, kernel } = answering([one], [one], [one], [one, done()]);
      assert.deepEqual(diag.read('tcp', 'all'), { refused: false, reason: 'EAGAIN' });
      assert.equal(kernel.asked.length, 3);
      assert.equal(rowsOf(diag, 'tcp').length, 1);
    });

    it('goes on where a signal came between', () => {
      const { diag, kernel } = answering([EINTR, one, EINTR, EINTR, done()]);
      assert.equal(rowsOf(diag, 'tcp').length, 1);
      assert.equal(kernel.asked.length, 1);
    });

    it('reads the errno of a refusal, also inside the end of a dump that looks empty', () => {
      for (const [answer, errno] of [
        [done(ENOENT), 'ENOENT'],
        [refused(EPERM), 'EPERM'],
      ] as const) {
        const { diag, kernel } = answering([answer]);
        assert.deepEqual(diag.read('udplite', 'all'), { refused: true, reason: errno });
        assert.equal(kernel.asked.length, 1);
      }
    });

    it('drops the pages of an earlier question', () => {
      const kernel = new KernelRecorder(() => pages([one]));
      const recv = kernel.recv.bind(kernel);
      let late = true;
      kernel.recv = (descriptor, buffer, length) => {
        if (!late) return recv(descriptor, buffer, length);
        late = false;
        const stale = Buffer.concat([inetMessage(listener(99)), done()]);
        buffer.set(stale);
        return stale.length;
      };
      const diag = new SockDiag(new DiagSocket(kernel, () => undefined), named);
      assert.deepEqual(
        rowsOf(diag, 'tcp').map(({ inode }) => inode),
        [1],
      );
    });

    it('takes no more than it has room for', () => {
      const page = Buffer.concat(Array.from({ length: 300 }, () => one));
      let pagesRead = 0;
      const kernel = new KernelRecorder(() => Array.from({ length: 1000 }, () => page));
      const recv = kernel.recv.bind(kernel);
      kernel.recv = (descriptor, buffer, length) => {
        pagesRead++;
        return recv(descriptor, buffer, length);
      };
      const diag = new SockDiag(new DiagSocket(kernel, () => undefined, 1 << 20), named);
      assert.deepEqual(diag.read('tcp', 'all'), { refused: false, reason: 'cut short' });
      // Three times, each time less than the 2 MB that its buffer has grown to.
      assert.ok(pagesRead * page.length <= 3 * (2 << 20), `${pagesRead} pages`);
    });

    it('says which descriptor it has open, and closes it', () => {
      const said: (number | undefined)[] = [];
      const kernel = new KernelRecorder(() => pages([one]));
      const diag = new SockDiag(new DiagSocket(kernel, (descriptor) => said.push(descriptor)), named);
      rowsOf(diag, 'tcp');
      rowsOf(diag, 'tcp');
      const [descriptor] = [...kernel.open];
      assert.deepEqual(said, [descriptor]);
      diag.close();
      assert.deepEqual(said, [descriptor, undefined]);
      assert.equal(kernel.open.size, 0);
    });
  });
});
