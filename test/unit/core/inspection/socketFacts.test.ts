import assert from 'node:assert/strict';
import type { FactSection } from '../../../../src/core/inspection/fact';
import { processOnlyFacts, socketFacts } from '../../../../src/core/inspection/socketFacts';
import type { Target } from '../../../../src/core/listing/target';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const facts = (snapshot: Snapshot, target: Partial<Target> = {}): FactSection[] | undefined =>
  socketFacts({ sockets: [aSocket().id], process: undefined, ...target }, snapshot, {
    t: english,
    timeText: (ms) => new Date(ms).toISOString(),
  });

const lines = (sections: FactSection[] | undefined, title: string): string[] =>
  (sections ?? [])
    .filter((section) => section.title === title)
    .flatMap((section) => section.facts.map(({ name, value }) => `${name}: ${value}`));

describe('the facts about a socket', () => {
  const shell = aProcess({ pid: 1, ppid: 0, name: 'bash', command: ['bash'] });
  const origin = {
    kind: 'terminal',
    id: 'terminal:1',
    name: 'web',
    folder: '/srv',
    evidence: ['Seen.'],
  } as const;
  const owner = aProcess({ origin, command: ['node', 'server.js', '--token=abc'] });

  it('are its own, its process’s, its origin’s, and how it was looked', () => {
    const client = aSocket({ inode: 8, state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: 50000 } });
    const second = aSocket({ inode: 9, local: { address: '0.0.0.0', port: 9000 }, exposure: 'everyone' });
    const fork = aProcess({ pid: 101, command: ['node', 'worker.js'] });
    const listener = aSocket({ owners: [100, 101] });
    const found = facts(aSnapshot([listener, client, second], [owner, shell, fork]));
    assert.deepEqual(
      found?.map(({ title }) => title),
      [
        'Socket',
        'Connected to it',
        'Process',
        'Origin',
        'Started by',
        'Held by others too',
        'It also holds',
        'Its connections',
        'In the kernel',
        'How Portolan looked',
      ],
    );
    assert.ok(lines(found, 'Socket').includes('address: 127.0.0.1:3000'));
    assert.ok(lines(found, 'Socket').includes('backlog: 511'));
    assert.ok(lines(found, 'Process').includes('since: 2026-11-21T19:59:00.000Z (1 min)'));
    assert.ok(lines(found, 'Process').includes('command: node server.js --token=•••'));
    assert.deepEqual(lines(found, 'Origin'), [
      'origin: Terminal web',
      'workspace folder: /srv',
      'because: Seen.',
    ]);
    assert.deepEqual(lines(found, 'Started by'), ['1: bash']);
    assert.deepEqual(lines(found, 'Held by others too'), ['101: node worker.js']);
    assert.deepEqual(lines(found, 'It also holds'), ['tcp: 0.0.0.0:9000, everyone', 'other sockets: 1']);
    assert.deepEqual(lines(found, 'Connected to it'), ['elsewhere: 127.0.0.1']);
    assert.deepEqual(lines(found, 'Its connections'), ['127.0.0.1:50000: ESTABLISHED']);
  });

  it('are of the owner that was asked about, and of nobody who came after it', () => {
    const fork = aProcess({ pid: 101, startTime: '4001', command: ['node', 'worker.js'] });
    const snapshot = aSnapshot([aSocket({ owners: [100, 101] })], [owner, fork]);
    const chosen = facts(snapshot, { process: { pid: 101, startTime: '4001' } });
    assert.ok(lines(chosen, 'Process').includes('pid: 101'));
    const reused = facts(snapshot, { process: { pid: 101, startTime: '3999' } });
    assert.deepEqual(lines(reused, 'Process'), []);
  });

  it('name other processes shortly in brief, and cut a long command', () => {
    const long = aProcess({ ppid: 50, command: ['node', 'server.js', 'x'.repeat(1000)] });
    const parent = aProcess({ pid: 50, command: ['node', '/usr/lib/node_modules/pnpm/bin/pnpm.cjs', 'dev'] });
    const snapshot = aSnapshot([aSocket()], [long, parent]);
    const target = { sockets: [aSocket().id], process: undefined } as const;
    const timeText = String;
    const brief = socketFacts(target, snapshot, { timeText, t: english, brief: true });
    assert.deepEqual(lines(brief, 'Started by'), ['50: pnpm dev']);
    const command = (found: FactSection[] | undefined): string =>
      lines(found, 'Process').find((line) => line.startsWith('command: ')) ?? '';
    assert.equal(command(brief).length, 'command: '.length + 200);
    const whole = socketFacts(target, snapshot, { timeText, t: english });
    assert.deepEqual(lines(whole, 'Started by'), ['50: node /usr/lib/node_modules/pnpm/bin/pnpm.cjs dev']);
    assert.ok(command(whole).length > 1000);
  });

  it('name who is connected, and lead there; a look at listeners says nothing about it', () => {
    const browser = aProcess({ pid: 300, startTime: '5000', name: 'chrome', command: ['chrome'] });
    const ends = (inode: number, client: number): Socket[] => [
      aSocket({ inode, state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: client } }),
      aSocket({
        inode: inode + 1,
        state: 'ESTABLISHED',
        local: { address: '127.0.0.1', port: client },
        remote: { address: '127.0.0.1', port: 3000 },
        owners: [300],
      }),
    ];
    const sockets = [aSocket(), ...ends(20, 50_000), ...ends(22, 50_001)];
    const found = facts(aSnapshot(sockets, [owner, browser]));
    assert.deepEqual(lines(found, 'Connected to it'), ['300: chrome (2 connections)']);
    const clients = found?.find(({ title }) => title === 'Connected to it');
    assert.deepEqual(clients?.facts[0]?.lead, { to: 'process', key: '300:5000' });
    const client = facts(aSnapshot(sockets, [owner, browser]), { sockets: ['tcp:1:21'] });
    assert.ok(lines(client, 'At the other end').includes('process: node server.js (pid 100)'));
    const other = client?.find(({ title }) => title === 'At the other end');
    assert.deepEqual(
      other?.facts.map(({ lead }) => lead),
      [{ to: 'socket', id: 'tcp:1:20' }, { to: 'process', key: '100:4000' }, undefined],
    );
    const listeners = facts(aSnapshot([aSocket()], [owner], { scope: 'listeners' }));
    assert.deepEqual(lines(listeners, 'Connected to it'), []);
    assert.ok(lines(listeners, 'How Portolan looked').includes('not looked at: connections'));
  });

  it('lead to where each pid, path and port is', () => {
    const found = facts(aSnapshot([aSocket()], [owner, shell]));
    const lead = (title: string, name: string) =>
      found?.find((section) => section.title === title)?.facts.find((fact) => fact.name === name)?.lead;
    assert.deepEqual(lead('Socket', 'address'), { to: 'url', id: aSocket().id });
    assert.deepEqual(lead('Process', 'folder'), { to: 'folder', path: '/srv' });
    assert.deepEqual(lead('Origin', 'origin'), { to: 'origin', id: aSocket().id });
    assert.deepEqual(lead('Started by', '1'), { to: 'process', key: '1:4000' });
  });

  it('show the environment that matters, without its secrets, and none of VS Code’s', () => {
    const environment = { PORT: '3000', DB_PASSWORD: 'hunter2', VSCODE_PID: '7' };
    const found = facts(aSnapshot([aSocket()], [aProcess({ environment })]));
    assert.deepEqual(lines(found, 'Environment'), ['PORT: 3000', 'DB_PASSWORD: •••']);
  });

  it('say what a process uses, where somebody asked', () => {
    const usage = { cpu: 3.14159, memory: 0.8, machineMemory: 24 * 1024 ** 3 };
    const found = processOnlyFacts(owner, aSnapshot([aSocket()], [owner, shell]), {
      t: english,
      timeText: String,
      usage,
    });
    assert.ok(lines(found, 'Process').includes('memory: 0.8 % of 24.0 GB'));
    assert.ok(lines(found, 'Process').includes('CPU: 3.1 % of one core, on average since it began'));
    assert.deepEqual(lines(found, 'It also holds'), ['tcp: 127.0.0.1:3000, this machine only']);
  });

  it('are none once it is closed', () => {
    assert.equal(facts(aSnapshot([], [])), undefined);
  });

  it('say why there is no process', () => {
    assert.ok(
      lines(facts(aSnapshot([aSocket({ owners: null })], [])), 'Socket').includes(
        'owner: a process that cannot be seen',
      ),
    );
    assert.ok(lines(facts(aSnapshot([aSocket({ owners: [] })], [])), 'Socket').includes('owner: no process'));
  });

  it('are one line each, whatever the system says', () => {
    const nasty = 'a\nb\u202e\u0000<img src=x onerror=alert(1)>';
    const hostile = aProcess({ name: nasty, command: [nasty, nasty], cwd: nasty, exe: nasty, user: nasty });
    const found = facts(
      aSnapshot([aSocket({ local: { path: `/${nasty}` }, protocol: 'unix', id: aSocket().id })], [hostile]),
    );
    for (const { facts: all } of found ?? []) {
      // eslint-disable-next-line no-control-regex -- controls are what must not be there
      for (const { value } of all) assert.doesNotMatch(value, /[\u0000-\u001f\u202e]/);
    }
  });

  it('stop at fifty of a kind', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      aSocket({ inode: 100 + index, local: { address: '127.0.0.1', port: 4000 + index } }),
    );
    const also = lines(facts(aSnapshot([aSocket(), ...many], [owner])), 'It also holds');
    assert.equal(also.length, 51);
    assert.equal(also.at(-1), '…: +10');
  });
});
