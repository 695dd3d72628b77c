import assert from 'node:assert/strict';
import type { Gap } from '../../../../src/core/snapshot/reading';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { whoOwns } from '../../../../src/core/who/answer';
import { parseQuery } from '../../../../src/core/who/query';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

function who(snapshot: Snapshot, text: string) {
  const query = parseQuery(text);
  assert.ok(query, text);
  return whoOwns(snapshot, query, english);
}

const tcp = (inode: number, address: string, more: Partial<Socket> = {}): Socket =>
  aSocket({
    inode,
    local: { address, port: 3000 },
    family: address.includes(':') ? 'ipv6' : 'ipv4',
    ...more,
  });

const udp = (inode: number, address: string, more: Partial<Socket> = {}): Socket =>
  tcp(inode, address, { protocol: 'udp', type: 'dgram', state: 'UNCONN', exposure: 'everyone', ...more });

const web = { kind: 'terminal', id: 'terminal:1', name: 'web', folder: null, evidence: [] } as const;
const SHELL = aProcess({ pid: 50, ppid: 1, name: 'bash', command: ['bash'] });
const NODE = aProcess({ pid: 100, ppid: 50, origin: web });

describe('whoOwns', () => {
  it('names process, origin, address, exposure and age, and the chain of parents', () => {
    const answer = who(aSnapshot([tcp(1, '127.0.0.1')], [NODE, SHELL]), 'localhost:3000');
    assert.deepEqual(answer, {
      query: 'localhost:3000',
      listeners: ['tcp:1:1'],
      near: [],
      chain: [100, 50],
      sentence:
        'node server.js (pid 100, Terminal web) listens on 127.0.0.1:3000 (TCP), open to this machine only. ' +
        'It has been running for 1 min as user me.',
    });
  });

  it('says who is connected, where that was looked at', () => {
    const served = tcp(2, '127.0.0.1', { state: 'ESTABLISHED', remote: { address: '192.168.1.7', port: 9 } });
    const sockets = [tcp(1, '127.0.0.1'), served];
    assert.match(
      who(aSnapshot(sockets, [NODE]), '3000').sentence,
      / One client is connected: 192\.168\.1\.7\.$/,
    );
    const listeners = aSnapshot(sockets, [NODE], { scope: 'listeners' });
    assert.doesNotMatch(who(listeners, '3000').sentence, /connected/);
  });

  it('puts TCP before UDP and a specific address before a wildcard', () => {
    const sockets = [
      udp(1, '127.0.0.1'),
      udp(2, '0.0.0.0'),
      tcp(3, '::'),
      tcp(4, '0.0.0.0'),
      tcp(5, '::1'),
      tcp(6, '127.0.0.1'),
    ];
    const { listeners } = who(aSnapshot(sockets, [NODE]), '3000');
    assert.deepEqual(listeners, ['tcp:1:6', 'tcp:1:5', 'tcp:1:4', 'tcp:1:3', 'udp:1:1', 'udp:1:2']);
  });

  it('keeps an order of its own among equals', () => {
    const sockets = [tcp(1, '127.0.0.2'), tcp(2, '127.0.0.1')];
    assert.deepEqual(who(aSnapshot(sockets, [NODE]), '3000').listeners, ['tcp:1:2', 'tcp:1:1']);
  });

  it('never answers for a longer number', () => {
    const sockets = [tcp(1, '127.0.0.1', { local: { address: '127.0.0.1', port: 30001 } })];
    assert.deepEqual(who(aSnapshot(sockets, [NODE]), '3000'), {
      query: '3000',
      listeners: [],
      near: [],
      chain: [],
      sentence: 'Nothing listens on port 3000.',
    });
  });

  it('says that others hold it too, and who else is there', () => {
    const prefork = tcp(1, '0.0.0.0', { owners: [100, 101, 102], exposure: 'everyone' });
    const { sentence } = who(aSnapshot([prefork, tcp(2, '::1')], [NODE]), '3000');
    assert.match(
      sentence,
      /\[::1\]:3000 \(TCP\), open to this machine only\..*It also listens on 0\.0\.0\.0:3000 \(TCP\)\.$/,
    );
    assert.match(who(aSnapshot([prefork], [NODE]), '3000').sentence, /2 other processes hold it too\.$/);
    const python = aProcess({ pid: 7, command: ['python3', 'app.py'] });
    assert.match(
      who(aSnapshot([tcp(2, '::1'), tcp(3, '0.0.0.0', { owners: [7] })], [NODE, python]), '3000').sentence,
      /Also there: python app\.py \(pid 7\) on 0\.0\.0\.0:3000 \(TCP\)\.$/,
    );
  });

  it('says when the owner cannot be seen, and does not guess', () => {
    const answer = who(aSnapshot([tcp(1, '127.0.0.1', { owners: null, uid: 0 })], []), '3000');
    assert.deepEqual(answer.chain, []);
    assert.equal(
      answer.sentence,
      'Something listens on 127.0.0.1:3000 (TCP), open to this machine only. ' +
        'Its process belongs to another user (uid 0): only that user’s rights show it.',
    );
    const unnamed = aSnapshot([tcp(1, '127.0.0.1', { owners: null, uid: 61234 })], []);
    const machine = { ...unnamed.machine, users: { 61234: 'jo.doe' } };
    assert.match(
      who({ ...unnamed, machine }, '3000').sentence,
      /Its process belongs to the user jo\.doe: only/,
    );
    const kernel = who(aSnapshot([tcp(1, '0.0.0.0', { owners: [], exposure: 'everyone' })], []), '3000');
    assert.match(kernel.sentence, /open to everyone\. No process is seen to hold it\.$/);
    const refusal: Gap = { kind: 'permission', subject: 'owners', count: 1 };
    const own = aSnapshot([tcp(1, '127.0.0.1', { owners: null })], [], { gaps: [refusal] });
    assert.match(who(own, '3000').sentence, /Your own user opened it, but the kernel hides .* capabilities/);
    const outside: Gap = { kind: 'hidden', subject: 'owners', count: 1, detail: 'pid namespace' };
    const container = aSnapshot([tcp(1, '127.0.0.1', { owners: null })], [], { gaps: [outside] });
    assert.match(who(container, '3000').sentence, /Its process cannot be seen\.$/);
    const root = aSnapshot([tcp(1, '127.0.0.1', { owners: null })], [], {
      gaps: [{ ...refusal, detail: 'CAP_SYS_PTRACE' }],
    });
    assert.match(who(root, '3000').sentence, /cannot be seen: root lacks CAP_SYS_PTRACE here\.$/);
    const gone = who(aSnapshot([tcp(1, '127.0.0.1', { owners: [100] })], []), '3000');
    assert.match(gone.sentence, /Its process cannot be seen\.$/);
  });

  it('says what is near where nothing listens, weightiest first', () => {
    const leftOver = tcp(0, '127.0.0.1', { id: 'a', state: 'TIME_WAIT', owners: [] });
    const connection = tcp(2, '127.0.0.1', { state: 'ESTABLISHED' });
    const bound = tcp(3, '127.0.0.1', { state: 'CLOSE' });
    const container = tcp(4, '0.0.0.0', { netns: 2, owners: null });
    const lan = tcp(5, '192.168.1.5');
    const all = [leftOver, connection, bound, container, lan];
    const { listeners, near, chain, sentence } = who(aSnapshot(all, [NODE]), 'localhost:3000/tcp');
    assert.deepEqual([listeners, chain], [[], []]);
    assert.deepEqual(near, [
      { id: 'tcp:1:5', why: 'listens on the same port, but on 192.168.1.5:3000' },
      { id: 'tcp:1:4', why: 'listens on it in another network namespace, such as a container' },
      { id: 'tcp:1:3', why: 'has taken the port, but does not listen' },
      { id: 'a', why: 'a closed connection that the system keeps for about a minute (TIME_WAIT)' },
      { id: 'tcp:1:2', why: 'a connection whose own end it is (ESTABLISHED)' },
    ]);
    assert.equal(
      sentence,
      'Nothing listens on localhost:3000/tcp. But node server.js (pid 100, Terminal web) listens on 192.168.1.5:3000 (TCP).',
    );
    const after = (...sockets: Socket[]) => who(aSnapshot(sockets, [NODE]), 'localhost:3000/tcp').sentence;
    assert.match(
      after(container),
      /But a process that cannot be seen listens on 0\.0\.0\.0:3000 \(TCP\) in another network/,
    );
    assert.match(after(bound), /has taken 127\.0\.0\.1:3000 \(TCP\) without listening on it\.$/);
    assert.match(after(leftOver), /1 closed connection still occupies it/);
    assert.match(after(leftOver, { ...leftOver, id: 'b' }), /2 closed connections still occupy it/);
    assert.match(after(connection), /1 connection has it as its own end, of node server\.js \(pid 100/);
    assert.match(
      after(udp(9, '0.0.0.0')),
      /But node server\.js \(pid 100, Terminal web\) listens on 0\.0\.0\.0:3000 \(UDP\)\.$/,
    );
  });

  for (const [state, howLong] of [
    ['FIN_WAIT2', 'for about a minute at most'],
    ['FIN_WAIT1', 'until the other end answers or some minutes have passed'],
    ['CLOSING', 'until the other end answers or some minutes have passed'],
    ['LAST_ACK', 'until the other end answers or some minutes have passed'],
  ] as const) {
    it(`tells of a connection that is being closed, and who has the other end: ${state}`, () => {
      const remote = { address: '127.0.0.1', port: 50_000 };
      const closing = tcp(0, '127.0.0.1', { id: 'c', state, owners: [], remote });
      const client = aSocket({
        ...{ inode: 9, state: 'CLOSE_WAIT', exposure: null },
        ...{ local: remote, remote: { address: '127.0.0.1', port: 3000 } },
      });
      const said = `A connection that is being closed still occupies it, ${howLong} (${state}).`;
      const { sentence, near } = who(aSnapshot([closing, client], [NODE]), '3000');
      assert.equal(
        sentence,
        `Nothing listens on port 3000. ${said} node server.js (pid 100) has not closed its end.`,
      );
      assert.match(near[0]?.why ?? '', /being closed and that no process holds/);
      const away = who(aSnapshot([closing], []), '3000');
      assert.equal(away.sentence, `Nothing listens on port 3000. ${said}`);
      const more = { ...closing, id: 'd', remote: { address: '10.0.0.9', port: 4 } };
      assert.match(
        who(aSnapshot([closing, more, client], [NODE]), '3000').sentence,
        /2 connections that are being closed still occupy it, .* node server\.js \(pid 100\) has not closed its end\.$/,
      );
      // One that a process holds, and one whose holder is not seen, are that process's connections.
      const held = { ...closing, owners: [100] };
      assert.match(who(aSnapshot([held], [NODE]), '3000').sentence, /1 connection has it as its own end/);
      const unseen = { ...closing, owners: null };
      assert.match(who(aSnapshot([unseen], []), '3000').sentence, /1 connection has it as its own end/);
    });
  }

  it('names the service that serves a socket, and who holds it for it', () => {
    const systemd = aProcess({
      pid: 1,
      ppid: 0,
      name: 'systemd',
      command: ['systemd'],
      exe: '/sbin/systemd',
    });
    const { sentence } = who(aSnapshot([tcp(1, '127.0.0.1', { owners: [100, 1] })], [NODE, systemd]), '3000');
    assert.match(
      sentence,
      /^node server\.js \(pid 100.* It does so through a socket of systemd \(pid 1\)\. /,
    );
    assert.doesNotMatch(sentence, /holds? it too/);
  });

  it('leaves a listener’s own connections out', () => {
    const accepted = [1, 2, 3].map((inode) => tcp(inode, '127.0.0.1', { state: 'ESTABLISHED' }));
    const { listeners, near } = who(aSnapshot([...accepted, tcp(9, '127.0.0.1')], [NODE]), '3000');
    assert.deepEqual([listeners, near], [['tcp:1:9'], []]);
  });

  it('names at most 100 near sockets', () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      tcp(0, '127.0.0.1', { id: `t${at}`, state: 'TIME_WAIT', owners: [] }),
    );
    const { near, sentence } = who(aSnapshot(many, []), '3000');
    assert.equal(near.length, 100);
    assert.match(sentence, /5000 closed connections/);
  });

  it('does not say that nothing is there when it could not look', () => {
    const blind = aSnapshot([], [], {
      gaps: [{ kind: 'permission', subject: 'table', count: 1, detail: 'tcp' }],
    });
    assert.equal(
      who(blind, '3000').sentence,
      'Nothing was seen listening on port 3000, but not all sockets could be read.',
    );
    const noUdpLite = aSnapshot([], [], {
      gaps: [{ kind: 'unsupported', subject: 'table', count: 1, detail: 'udplite' }],
    });
    assert.equal(who(noUdpLite, '3000').sentence, 'Nothing listens on port 3000.');
  });

  it('answers for a process', () => {
    const snapshot = aSnapshot(
      [tcp(1, '127.0.0.1'), tcp(2, '::1'), tcp(3, '::1', { state: 'ESTABLISHED' })],
      [NODE, SHELL],
    );
    const { listeners, chain, sentence } = who(snapshot, 'pid:100');
    assert.deepEqual(
      [listeners, chain],
      [
        ['tcp:1:1', 'tcp:1:2'],
        [100, 50],
      ],
    );
    assert.match(
      sentence,
      /^node server\.js \(pid 100, Terminal web\) listens on 127\.0\.0\.1:3000 \(TCP\), \[::1\]:3000 \(TCP\)\. It has been/,
    );
    const quiet = who(aSnapshot([tcp(3, '::1', { state: 'ESTABLISHED' })], [NODE]), 'pid:100');
    assert.deepEqual(quiet.near, [{ id: 'tcp:1:3', why: 'held by this process: Connected' }]);
    assert.match(quiet.sentence, /holds 1 socket and listens on none/);
    assert.match(
      who(snapshot, 'pid:4').sentence,
      /^pid:4: no such process, or it holds no socket that can be seen\.$/,
    );
  });

  it('answers for a Unix name, and knows the other kind of name', () => {
    const path = aSocket({ protocol: 'unix', family: 'unix', local: { path: '/tmp/x' } });
    const answer = who(aSnapshot([path], [NODE]), '/tmp/x');
    assert.match(answer.sentence, /^node server\.js \(pid 100, Terminal web\) listens on \/tmp\/x\. It has/);
    const abstract = who(aSnapshot([path], [NODE]), '@/tmp/x');
    assert.deepEqual(abstract.near, [{ id: path.id, why: 'has the same name, but as /tmp/x' }]);
  });

  it('lets hostile names through as plain text on one line', () => {
    const hostile = aProcess({
      pid: 100,
      command: ['[x](command:portolan.stop)'],
      user: 'me\n# you',
      origin: { ...web, name: '<img src=x onerror=alert(1)>\u202e' },
    });
    const socket = aSocket({ protocol: 'unix', family: 'unix', local: { path: '/tmp/a\n\u001b[2Jb' } });
    const { sentence } = who(aSnapshot([socket], [hostile]), '/tmp/a\n\u001b[2Jb');
    assert.ok(
      sentence.includes('[x](command:portolan.stop) (pid 100, Terminal <img src=x onerror=alert(1)>'),
    );
    assert.ok(sentence.includes('/tmp/a\\n'));
    assert.doesNotMatch(sentence, /[\p{Cc}\u202e]/u);
    const long = aProcess({
      command: ['x'.repeat(5000)],
      user: 'y'.repeat(5000),
      origin: { ...web, name: 'z'.repeat(5000) },
    });
    assert.ok(who(aSnapshot([tcp(1, '127.0.0.1')], [long]), '3000').sentence.length < 500);
  });
});
