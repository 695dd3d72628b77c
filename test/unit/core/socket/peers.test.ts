import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientsOf, clientsSentence } from '../../../../src/core/listing/clients';
import { type PeerIndex, peersOf } from '../../../../src/core/socket/peers';
import type { Endpoint, Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const at = (address: string, port: number): Endpoint => ({ address, port });

const connection = (inode: number, local: Endpoint, remote: Endpoint, given: Partial<Socket> = {}): Socket =>
  aSocket({ inode, state: 'ESTABLISHED', local, remote, exposure: null, ...given });

const unix = (inode: number, given: Partial<Socket>): Socket =>
  aSocket({ inode, protocol: 'unix', family: 'unix', local: null, ...given });

const indexOf = (...sockets: Socket[]): PeerIndex => peersOf(aSnapshot(sockets, []));

describe('the other end of a socket', () => {
  const client = connection(1, at('127.0.0.1', 50_000), at('127.0.0.1', 3000));
  const served = connection(2, at('127.0.0.1', 3000), at('127.0.0.1', 50_000));

  it('has the same pair of addresses, the other way round', () => {
    const index = indexOf(aSocket(), client, served);
    assert.equal(index.peerOf(client), served);
    assert.equal(index.peerOf(served), client);
    assert.equal(index.listenerOf(served)?.id, aSocket().id);
    assert.equal(index.listenerOf(client), undefined);
  });

  it('is found where one side speaks IPv6 and the other IPv4', () => {
    const mapped = connection(2, at('::ffff:127.0.0.1', 3000), at('::ffff:127.0.0.1', 50_000), {
      family: 'ipv6',
    });
    const listener = aSocket({
      inode: 9,
      family: 'ipv6',
      local: { address: '::', port: 3000, v6only: false },
    });
    const index = indexOf(listener, client, mapped);
    assert.equal(index.peerOf(client), mapped);
    assert.equal(index.listenerOf(mapped), listener);
  });

  it('is never in another network namespace, however alike', () => {
    const index = indexOf(client, { ...served, netns: 2 });
    assert.equal(index.peerOf(client), undefined);
  });

  it('is on the same interface, for link-local addresses', () => {
    const scoped = (inode: number, from: number, to: number, scope: string): Socket =>
      connection(inode, { address: 'fe80::1', port: from, scope }, { address: 'fe80::1', port: to, scope });
    const [here, there, elsewhere] = [
      scoped(1, 5, 6, 'eth0'),
      scoped(2, 6, 5, 'eth0'),
      scoped(3, 6, 5, 'eth1'),
    ];
    assert.equal(indexOf(here, elsewhere, there).peerOf(here), there);
    assert.equal(indexOf(here, elsewhere).peerOf(here), undefined);
  });

  it('is for a datagram socket the one that receives', () => {
    const udp = { protocol: 'udp', type: 'dgram' } as const;
    const server = aSocket({ inode: 5, ...udp, state: 'UNCONN', local: at('127.0.0.1', 53) });
    const asking = connection(6, at('127.0.0.1', 40_000), at('127.0.0.1', 53), udp);
    const away = connection(7, at('10.0.0.2', 40_000), at('10.0.0.1', 53), udp);
    const index = indexOf(server, asking, away);
    assert.equal(index.peerOf(asking), server);
    assert.equal(index.peerOf(away), undefined);
  });

  it('is for a Unix socket the one that the kernel names', () => {
    const server = unix(1, { local: { path: '/run/x.sock' } });
    const accepted = unix(2, { state: 'ESTABLISHED', local: { path: '/run/x.sock' }, remote: { inode: 3 } });
    const caller = unix(3, { state: 'ESTABLISHED', remote: { inode: 2 } });
    const index = indexOf(server, accepted, caller);
    assert.equal(index.peerOf(caller), accepted);
    assert.equal(index.listenerOf(accepted), server);
    assert.equal(index.listenerOf(caller), undefined);
    assert.deepEqual([...index.callersOf(accepted)], [caller]);
  });

  it('came through the listener of its own address before that of all, and of its own process before others', () => {
    const all = aSocket({ inode: 3, local: at('0.0.0.0', 3000), owners: [1] });
    const own = aSocket({ inode: 4, owners: [2] });
    const worker = aSocket({ inode: 5, owners: [3] });
    assert.equal(indexOf(all, own).listenerOf(served), own);
    assert.equal(indexOf(all).listenerOf(served), all);
    assert.equal(indexOf(all, own, worker).listenerOf({ ...served, owners: [3] }), worker);
    const narrow = { address: '::', port: 3000, v6only: true };
    assert.equal(indexOf(aSocket({ inode: 6, family: 'ipv6', local: narrow })).listenerOf(served), undefined);
  });

  const endpoint = fc.record({
    address: fc.constantFrom('127.0.0.1', '::ffff:127.0.0.1', '10.0.0.2'),
    port: fc.nat(3),
  });
  const any = fc.record({
    inode: fc.nat(30),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    state: fc.constantFrom('LISTEN' as const, 'ESTABLISHED' as const, 'UNCONN' as const),
    local: endpoint,
    remote: fc.option(endpoint),
  });
  const anyUnix = fc.record({
    inode: fc.nat(8),
    protocol: fc.constant('unix' as const),
    state: fc.constantFrom('LISTEN' as const, 'ESTABLISHED' as const),
    local: fc.constantFrom(null, { path: '/a' }, { abstract: 'a' }),
    remote: fc.option(fc.record({ inode: fc.nat(8) })),
  });
  const world = fc
    .array(fc.oneof(any, anyUnix), { maxLength: 12 })
    .map((all) => new Map(all.map((each) => aSocket(each)).map((socket) => [socket.id, socket])));

  it('is the same, in whatever order sockets came and went', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const index = peersOf({ sockets: before });
        for (const socket of before.values()) index.remove(socket);
        for (const socket of [...after.values()].reverse()) index.add(socket);
        const fresh = peersOf({ sockets: after });
        for (const socket of after.values()) {
          assert.equal(index.peerOf(socket), fresh.peerOf(socket));
          assert.equal(index.listenerOf(socket), fresh.listenerOf(socket));
          const peer = fresh.peerOf(socket);
          if (peer && !['LISTEN', 'UNCONN'].includes(peer.state)) {
            assert.ok([...fresh.callersOf(peer)].includes(socket), 'who has a peer is one of its callers');
          }
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

describe('the clients of a listener', () => {
  const served = (inode: number, remote: Endpoint): Socket =>
    connection(inode, at('127.0.0.1', 3000), remote);
  const mine = (inode: number, port: number, pid: number): Socket =>
    connection(inode, at('127.0.0.1', port), at('127.0.0.1', 3000), { owners: [pid] });
  const chrome = aProcess({ pid: 300, command: ['chrome'], name: 'chrome' });
  const sockets = [
    aSocket(),
    ...[50_000, 50_001].flatMap((port, at_) => [
      served(10 + at_, at('127.0.0.1', port)),
      mine(20 + at_, port, 300),
    ]),
    served(12, at('127.0.0.1', 50_002)),
    mine(22, 50_002, 400),
    served(13, at('192.168.1.7', 9)),
    { ...served(14, at('192.168.1.8', 9)), state: 'TIME_WAIT' as const },
    connection(30, at('127.0.0.1', 9), at('127.0.0.1', 5432)),
  ];
  const clients = (scope: 'all' | 'listeners') =>
    clientsOf([aSocket()], aSnapshot(sockets, [aProcess(), chrome], { scope }));

  it('are processes and addresses, each once, with their connections', () => {
    assert.deepEqual(
      clients('all')?.map(({ process, address, network, sockets: ends }) => [
        process?.pid,
        address,
        network,
        ends.map(({ inode }) => inode),
      ]),
      [
        [300, null, 'machine', [20, 21]],
        [undefined, null, 'machine', [22]],
        [undefined, '192.168.1.7', 'local', [13]],
      ],
    );
  });

  it('are not known where connections were not looked at', () => {
    assert.equal(clients('listeners'), undefined);
    assert.equal(clientsSentence(clients('listeners'), english), undefined);
  });

  it('make a sentence', () => {
    assert.equal(
      clientsSentence(clients('all'), english),
      '3 clients are connected: chrome (2 connections), a process that cannot be seen, 192.168.1.7.',
    );
  });

  it('are the processes that send to a datagram socket', () => {
    const udp = { protocol: 'udp', type: 'dgram' } as const;
    const listener = aSocket({ inode: 5, ...udp, state: 'UNCONN', local: at('127.0.0.1', 53) });
    const asking = connection(6, at('127.0.0.1', 40_000), at('127.0.0.1', 53), { ...udp, owners: [300] });
    assert.deepEqual(
      clientsOf([listener], aSnapshot([listener, asking], [chrome]))?.map(({ process }) => process?.pid),
      [300],
    );
  });
});
