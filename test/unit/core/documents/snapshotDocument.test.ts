import assert from 'node:assert/strict';
import { answerDocument, diffLine, snapshotDocument } from '../../../../src/core/documents/snapshotDocument';
import { diffSnapshots } from '../../../../src/core/snapshot/diff';
import { english } from '../../../../src/core/text/translate';
import type { Answer } from '../../../../src/core/who/answer';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

type Json = Record<string, unknown>;

const parsed = (document: object): Json => JSON.parse(JSON.stringify(document)) as Json;
const keys = (value: unknown): string[] => Object.keys(value as object);
const first = (list: unknown): Json => (list as Json[])[0]!;

describe('snapshotDocument', () => {
  const shell = aProcess({ pid: 50, ppid: 1, name: 'bash', command: ['bash'] });
  const server = aProcess({
    ppid: 50,
    command: ['node', 'server.js', '--password=hunter2'],
    origin: { kind: 'terminal', id: 'terminal:1', name: 'web', folder: null, evidence: ['because'] },
  });
  const bystander = aProcess({ pid: 300 });
  const listener = aSocket();
  const connection = aSocket({
    inode: 8,
    state: 'ESTABLISHED',
    remote: { address: '127.0.0.1', port: 50001 },
    owners: [300],
  });
  const unix = aSocket({
    protocol: 'unix',
    family: 'unix',
    inode: 9,
    local: { path: '/run/\ufffd', bytes: 'L3J1bi//' },
    owners: null,
  });
  const snapshot = aSnapshot([listener, connection, unix], [shell, server, bystander], {
    gaps: [{ kind: 'permission', subject: 'owners', count: 3 }],
  });
  const answer: Answer = {
    query: '3000',
    listeners: [listener.id],
    near: [{ id: connection.id, why: 'a connection' }],
    chain: [100, 50],
    sentence: 'It is node.',
  };

  it('has exactly the keys of the contract', () => {
    const document = parsed(snapshotDocument(snapshot, { scope: 'all' }, english));
    assert.deepEqual(keys(document), [
      'version',
      'takenAt',
      'machine',
      'cost',
      'sockets',
      'processes',
      'gaps',
    ]);
    assert.equal(document['version'], 1);
    assert.equal(document['takenAt'], '2026-11-21T20:00:00.000Z');
    assert.deepEqual(document['machine'], { hostname: 'box', platform: 'linux', method: { tcp: 'proc' } });
    assert.deepEqual(document['cost'], { cpuMs: 1.2, wallMs: 1.4 });
    assert.deepEqual(first(document['sockets']), {
      id: 'tcp:1:7',
      protocol: 'tcp',
      family: 'ipv4',
      type: 'stream',
      state: 'LISTEN',
      local: { address: '127.0.0.1', port: 3000 },
      remote: null,
      recvQueue: 0,
      sendQueue: 511,
      inode: 7,
      uid: 1000,
      netns: 1,
      exposure: 'machine',
      owners: [100],
    });
    assert.deepEqual(
      (document['processes'] as Json[]).map((process) => process['pid']),
      [50, 100, 300],
    );
    assert.deepEqual((document['processes'] as Json[])[1], {
      pid: 100,
      startTime: '4000',
      ppid: 50,
      name: 'node',
      command: ['node', 'server.js', '--password=•••'],
      cwd: '/srv',
      exe: '/usr/bin/node',
      uid: 1000,
      user: 'me',
      origin: { kind: 'terminal', name: 'web', folder: null, evidence: ['because'] },
    });
    assert.equal(first(document['processes'])['origin'], null);
    assert.deepEqual(document['gaps'], [
      { kind: 'permission', count: 3, message: '3 sockets belong to processes of other users' },
    ]);
  });

  it('lets nothing through that a type may grow', () => {
    const grown = { ...listener, secret: 1 };
    const document = JSON.stringify(
      snapshotDocument(aSnapshot([grown], [{ ...server, secret: 1 } as never]), { scope: 'all' }, english),
    );
    assert.doesNotMatch(document, /secret/);
  });

  it('tells of the chosen sockets only, and of their owners with all that started them', () => {
    const told = (selection: Parameters<typeof snapshotDocument>[1]): unknown[][] => {
      const { sockets, processes } = parsed(snapshotDocument(snapshot, selection, english));
      return [(sockets as Json[]).map(({ id }) => id), (processes as Json[]).map(({ pid }) => pid)];
    };
    assert.deepEqual(told({ scope: 'listeners' }), [
      [listener.id, unix.id],
      [50, 100],
    ]);
    assert.deepEqual(told({ scope: 'all', protocols: ['unix'] }), [[unix.id], []]);
    assert.deepEqual(told({ scope: 'all', protocols: [] }), [[], []]);
  });

  it('keeps names that are not UTF-8 beside their bytes, and owners that could not be seen apart from none', () => {
    const { sockets } = parsed(snapshotDocument(snapshot, { scope: 'all', protocols: ['unix'] }, english));
    assert.deepEqual(first(sockets)['local'], { path: '/run/\ufffd', bytes: 'L3J1bi//' });
    assert.equal(first(sockets)['owners'], null);
  });

  it('adds the answer, and only the sockets that it names', () => {
    const document = parsed(answerDocument(snapshot, answer, english));
    assert.deepEqual(keys(document).at(-1), 'answer');
    assert.deepEqual(document['answer'], answer);
    assert.deepEqual(keys(document['answer']), ['query', 'listeners', 'near', 'chain', 'sentence']);
    assert.deepEqual(
      (document['sockets'] as Json[]).map(({ id }) => id),
      [listener.id, connection.id],
    );
    assert.deepEqual(
      (document['processes'] as Json[]).map(({ pid }) => pid),
      [50, 100, 300],
    );
  });

  it('says what changed in a line', () => {
    const { gaps } = snapshot;
    const after = aSnapshot(
      [{ ...listener, recvQueue: 1 }, connection, aSocket({ inode: 10 })],
      [shell, server],
      {
        gaps,
        takenAt: Date.UTC(2026, 10, 21, 20, 0, 1),
      },
    );
    const line = parsed(diffLine(diffSnapshots(snapshot, after), english));
    assert.deepEqual(keys(line), ['at', 'opened', 'closed', 'changed', 'processes', 'ended', 'gaps']);
    assert.equal(line['at'], '2026-11-21T20:00:01.000Z');
    assert.equal(first(line['opened'])['id'], 'tcp:1:10');
    assert.deepEqual(keys(first(line['opened'])), keys(aSocket()));
    assert.deepEqual(line['closed'], [unix.id]);
    assert.equal(first(line['changed'])['recvQueue'], 1);
    assert.deepEqual(line['processes'], []);
    assert.deepEqual(line['ended'], [300]);
    assert.equal(first(line['gaps'])['kind'], 'permission');
  });
});
