import assert from 'node:assert/strict';
import { chartProcess, chartRow, compareRows, MAX_TEXT, type ChartAction } from '../../../src/core/chartRows';
import type { Socket } from '../../../src/core/socket';
import { english } from '../../../src/core/translate';
import { HOSTILE, listener, origin, owner, snapshot, unixListener } from '../chartExamples';

const rowOf = (socket: Socket, ...processes: Parameters<typeof owner>[]) =>
  chartRow(
    socket,
    snapshot([socket], processes.length ? processes.map((each) => owner(...each)) : undefined),
  );

describe('a row of the chart', () => {
  it('names port, address, exposure and lead', () => {
    assert.deepEqual(rowOf(listener(7, 5432, { exposure: 'everyone', owners: [100, 101] })), {
      id: 'tcp:1:7',
      protocol: 'tcp',
      port: 5432,
      name: '5432',
      service: 'PostgreSQL',
      address: '127.0.0.1',
      exposure: 'everyone',
      ownership: 'seen',
      process: '100:94000',
      owners: 2,
      actions: ['openInBrowser', 'reveal', 'copyAddress', 'inspect', 'stop'],
    });
  });

  it('says the interface of a link-local address', () => {
    const local = { address: 'fe80::1', port: 3000, scope: 'eth0' };
    assert.equal(rowOf(listener(7, 3000, { family: 'ipv6', local })).address, 'fe80::1%eth0');
  });

  it('puts the name of a Unix socket where others have the port', () => {
    const { name, port, address, service } = rowOf(unixListener(7, { path: '/run/x.sock' }));
    assert.deepEqual(
      { name, port, address, service },
      { name: 'x.sock', port: null, address: '/run/x.sock', service: null },
    );
    assert.equal(rowOf(unixListener(7, { abstract: 'bus' })).name, '@bus');
  });

  it('tells an owner that cannot be seen from none', () => {
    assert.equal(rowOf(listener(7, 3000, { owners: null })).ownership, 'hidden');
    assert.equal(rowOf(listener(7, 3000, { owners: [999] })).ownership, 'hidden');
    assert.equal(rowOf(listener(7, 3000, { owners: [] })).ownership, 'none');
  });

  const offered: [string, ChartAction, boolean, Partial<Socket>, Parameters<typeof owner>?][] = [
    ['a browser on TCP', 'openInBrowser', true, {}],
    ['no browser on UDP', 'openInBrowser', false, { protocol: 'udp', state: 'UNCONN' }],
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
    const hostile = rowOf(unixListener(7, { path: `/tmp/${HOSTILE}` }));
    assert.deepEqual([hostile.name, hostile.address], [HOSTILE, `/tmp/${HOSTILE}`]);
    assert.equal(rowOf(unixListener(7, { abstract: 'a\0b\u202e\nc' })).name, '@a\\u{0}b\\u{202e}\\nc');
    assert.equal(rowOf(unixListener(7, { path: 'x'.repeat(9000) })).address.length, MAX_TEXT);
  });
});

describe('a process of the chart', () => {
  it('says where it came from, since when, and what it runs without its secrets', () => {
    const process = owner(100, { command: ['node', 'server.js', '--password', 'hunter2'] });
    const shown = chartProcess(process, snapshot([]), english);
    assert.equal(shown.key, '100:94000');
    assert.equal(shown.name, 'node server.js');
    assert.equal(shown.origin, 'Terminal web');
    assert.equal(shown.originKind, 'terminal');
    assert.equal(shown.since, 1_700_000_000_000 - 60_000);
    assert.match(shown.command, /^node server\.js --password /);
    assert.doesNotMatch(shown.command, /hunter2/);
  });

  it('keeps hostile names as text, on one line', () => {
    const process = owner(100, {
      name: HOSTILE,
      command: [],
      user: 'a\nb',
      origin: origin('task', `${HOSTILE}\x1b[2J`),
    });
    const shown = chartProcess(process, snapshot([]), english);
    assert.equal(shown.name, HOSTILE);
    assert.equal(shown.user, 'a\\nb');
    assert.equal(shown.origin, `Task ${HOSTILE}\\u{1b}[2J`);
  });
});

describe('the order of rows', () => {
  it('is by port, then protocol, then address; Unix sockets last by name', () => {
    const rows = [
      unixListener(1, { path: '/b' }),
      listener(2, 3000, { id: 'udp:1:2', protocol: 'udp', state: 'UNCONN' }),
      listener(3, 3000, { local: { address: '127.0.0.2', port: 3000 } }),
      unixListener(4, { path: '/a' }),
      listener(5, 3000),
      listener(6, 22),
    ].map((socket) => rowOf(socket));
    assert.deepEqual(
      rows.sort(compareRows).map(({ protocol, name, address }) => `${protocol} ${name} ${address}`.trim()),
      [
        'tcp 22 127.0.0.1',
        'tcp 3000 127.0.0.1',
        'tcp 3000 127.0.0.2',
        'udp 3000 127.0.0.1',
        'unix a /a',
        'unix b /b',
      ],
    );
  });
});
