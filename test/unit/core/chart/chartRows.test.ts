import assert from 'node:assert/strict';
import { type ChartRow, MAX_TEXT, placeText } from '../../../../src/core/chart/chart';
import { chartOrigin, chartProcess, chartRow } from '../../../../src/core/chart/chartRows';
import type { ActionId } from '../../../../src/core/listing/actions';
import { actionContext } from '../../../../src/core/listing/actionSubject';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { peersOf } from '../../../../src/core/socket/peers';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import {
  HOSTILE,
  listener,
  origin,
  owner,
  snapshot,
  unixListener,
} from '../../../support/snapshots/chartExamples';

const rowIn = (socket: Socket, within: Snapshot): ChartRow =>
  chartRow(socket, {
    context: actionContext(within, { isTrusted: true }),
    peers: peersOf(within),
    since: () => null,
  });

const rowOf = (socket: Socket, ...processes: Parameters<typeof owner>[]): ChartRow =>
  rowIn(socket, snapshot([socket], processes.length ? processes.map((each) => owner(...each)) : undefined));

describe('a row of the chart', () => {
  it('says all that a socket is, and whose', () => {
    assert.deepEqual(rowOf(listener(7, 5432, { exposure: 'everyone', owners: [100, 101] })), {
      id: 'tcp:1:7',
      protocol: 'tcp',
      family: 'ipv4',
      type: 'stream',
      state: 'LISTEN',
      listens: true,
      address: '127.0.0.1',
      port: 5432,
      remoteAddress: '',
      remotePort: null,
      network: null,
      service: 'PostgreSQL',
      exposure: 'everyone',
      recvQueue: 0,
      sendQueue: 511,
      ownership: 'seen',
      owners: ['100:94000'],
      ownerCount: 2,
      origin: 'terminal:web',
      place: 'workspace',
      uid: 1000,
      user: 'me',
      inode: 7,
      netns: null,
      since: null,
      peer: null,
      listener: null,
      actions: [
        'openInBrowser',
        'reveal',
        'inspect',
        'stop',
        'stopAndWait',
        'restart',
        'forceStop',
        'copyAddress',
        'copyUrl',
        'copyPid',
        'copyCommand',
        'hidePort',
        'hideProcess',
      ],
    });
  });

  it('names both ends of a connection, where they are, and what was called', () => {
    const far = { address: '192.168.1.7', port: 50_000 };
    const served = listener(8, 5432, { state: 'ESTABLISHED', remote: far, exposure: null });
    const within = snapshot([listener(7, 5432), served]);
    const row = rowIn(served, within);
    assert.equal(placeText(row.remoteAddress, row.remotePort), '192.168.1.7:50000');
    assert.deepEqual(
      [row.listens, row.listener, row.peer, row.network, row.service],
      [false, 'tcp:1:7', null, 'local', 'PostgreSQL'],
    );
    const out = { local: { address: '10.0.0.2', port: 50_001 }, remote: { address: '1.1.1.1', port: 443 } };
    const calling = rowOf(listener(9, 1, { state: 'ESTABLISHED', ...out }));
    assert.deepEqual([calling.network, calling.service, calling.listener], ['internet', 'HTTPS', null]);
  });

  it('calls the other end of a Unix socket by its name, and an end that nobody is at by none', () => {
    const server = unixListener(1, { path: '/run/x.sock' });
    const served = { ...unixListener(2, { path: '/run/x.sock' }), state: 'ESTABLISHED' as const };
    const client = unixListener(3, { inode: 2 });
    const ends = [
      { ...served, remote: { inode: 3 } },
      { ...client, local: null, state: 'ESTABLISHED' as const, remote: { inode: 2 } },
    ] as const;
    const within = snapshot([server, ...ends]);
    assert.deepEqual(
      ends
        .map((each) => rowIn(each, within))
        .map(({ remoteAddress, peer, listener: listener }) => [remoteAddress, peer, listener]),
      [
        ['', 'unix:1:3', 'unix:1:1'],
        ['/run/x.sock', 'unix:1:2', null],
      ],
    );
    const udp = rowOf(
      listener(7, 5353, { protocol: 'udp', state: 'UNCONN', remote: { address: '0.0.0.0', port: 0 } }),
    );
    assert.deepEqual([udp.remoteAddress, udp.remotePort, udp.network], ['', null, null]);
  });

  it('says the interface of a link-local address', () => {
    const local = { address: 'fe80::1', port: 3000, scope: 'eth0' };
    const { address, port } = rowOf(listener(7, 3000, { family: 'ipv6', local }));
    assert.equal(placeText(address, port), '[fe80::1%eth0]:3000');
  });

  it('says another network namespace, and not its own', () => {
    assert.equal(rowOf(listener(7, 3000, { netns: 2 })).netns, 2);
  });

  it('tells an owner that cannot be seen from none', () => {
    assert.equal(rowOf(listener(7, 3000, { owners: null })).ownership, 'hidden');
    assert.equal(rowOf(listener(7, 3000, { owners: [999] })).ownership, 'hidden');
    assert.equal(rowOf(listener(7, 3000, { owners: [] })).ownership, 'none');
  });

  it('counts a published port among the workspace of its container, not among the system of its proxy', () => {
    const container = { ...origin('container', 'db'), folder: '/home/me/shop' };
    const socket = listener(7, 5432);
    const within = snapshot([socket], [owner(100, { uid: 0, origin: null })], {
      socketOrigins: new Map([[socket.id, container]]),
    });
    const { place, origin: from, actions } = rowIn(socket, within);
    assert.deepEqual([place, from], ['workspace', 'container:db']);
    assert.ok(actions.includes('stop') && actions.includes('reveal') && !actions.includes('restart'));
  });

  const offered: [string, ActionId, boolean, Partial<Socket>, Parameters<typeof owner>?][] = [
    ['a browser on TCP', 'openInBrowser', true, {}],
    ['no browser on UDP', 'openInBrowser', false, { protocol: 'udp', state: 'UNCONN' }],
    ['no browser on a connection', 'openInBrowser', false, { state: 'ESTABLISHED' }],
    ['no browser in another network namespace', 'openInBrowser', false, { netns: 2 }],
    [
      'no browser on a debugger',
      'openInBrowser',
      false,
      {},
      [100, { command: ['node', '--inspect=3000', 'a.js'] }],
    ],
    ['a terminal to reveal', 'reveal', true, {}, [100, { origin: origin('terminal', 'web') }]],
    ['nothing to reveal elsewhere', 'reveal', false, {}, [100, { origin: null }]],
    ['a task to restart', 'restart', true, {}, [100, { origin: origin('task', 'web') }]],
    ['no restart of what nothing here started', 'restart', false, {}, [100, { origin: null }]],
    ['nobody to stop where nobody is', 'stop', false, { owners: [] }],
    ['nobody to stop where nobody can be seen', 'stop', false, { owners: null }],
  ];
  for (const [what, action, expected, socket, process] of offered) {
    it(`offers ${what}`, () => {
      const { actions } = rowOf(listener(7, 3000, socket), process ?? [100]);
      assert.equal(actions.includes(action), expected);
    });
  }

  it('keeps hostile names as text, on one line, and bounded', () => {
    assert.equal(rowOf(unixListener(7, { path: `/tmp/${HOSTILE}` })).address, `/tmp/${HOSTILE}`);
    assert.equal(rowOf(unixListener(7, { abstract: 'a\0b\u202e\nc' })).address, '@a\\u{0}b\\u{202e}\\nc');
    assert.equal(rowOf(unixListener(7, { path: 'x'.repeat(9000) })).address.length, MAX_TEXT);
  });
});

describe('a process of the chart', () => {
  it('says where it came from, since when, and what it runs without its secrets', () => {
    const process = owner(100, { command: ['node', 'server.js', '--password', 'hunter2'] });
    const shown = chartProcess(process, snapshot([]));
    assert.equal(shown.key, '100:94000');
    assert.deepEqual([shown.name, shown.comm], ['node server.js', 'node']);
    assert.deepEqual([shown.origin, shown.place], ['terminal:web', 'workspace']);
    assert.equal(shown.since, 1_700_000_000_000 - 60_000);
    assert.match(shown.command, /^node server\.js --password /);
    assert.doesNotMatch(shown.command, /hunter2/);
  });

  it('names its parent where that is known', () => {
    const child = owner(101, { ppid: 100 });
    const both = snapshot([], [owner(100), child]);
    assert.equal(chartProcess(child, both).parent, '100:94000');
    assert.equal(chartProcess(child, snapshot([], [child])).parent, null);
  });

  it('stands among the same groups as in the tree', () => {
    const placeOf = (given: Parameters<typeof owner>[1]) =>
      chartProcess(owner(100, given), snapshot([])).place;
    assert.equal(placeOf({ origin: origin('vscode', 'TypeScript') }), 'vscode');
    assert.equal(placeOf({ origin: null, uid: 1000 }), 'elsewhere');
    assert.equal(placeOf({ origin: null, uid: 0 }), 'system');
    const container = { ...origin('container', 'db'), folder: null };
    assert.equal(placeOf({ origin: container, uid: 0 }), 'containers', 'as in the sidebar and on the map');
  });

  it('keeps hostile names as text, on one line', () => {
    const from = origin('task', `${HOSTILE}\x1b[2J`);
    const process = owner(100, { name: HOSTILE, command: [], user: 'a\nb', origin: from });
    const shown = chartProcess(process, snapshot([]));
    assert.equal(shown.name, HOSTILE);
    assert.equal(shown.user, 'a\\nb');
    assert.equal(chartOrigin(from, 0, english).label, `Task ${HOSTILE}\\u{1b}[2J`);
  });
});

describe('an origin of the chart', () => {
  it('has ended at one moment, from whichever minute it is counted', () => {
    const ended = (takenAt: number, endedAgo: number) =>
      chartOrigin({ ...origin('orphan', 'web'), endedAgo }, takenAt, english);
    assert.equal(ended(600_000, 120_000).endedAt, 480_000);
    assert.equal(ended(640_000, 180_000).endedAt, 480_000);
    assert.equal(ended(600_000, 120_000).detail, 'ended 2 min ago');
  });
});
