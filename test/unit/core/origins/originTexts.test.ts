import assert from 'node:assert/strict';
import { parseFilter } from '../../../../src/core/filter/filter';
import type { Origin } from '../../../../src/core/origins/origin';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { english } from '../../../../src/core/text/translate';
import { socketTree } from '../../../../src/core/tree/socketTree';
import type { TreeNode } from '../../../../src/core/tree/treeNode';
import { whoOwns } from '../../../../src/core/who/answer';
import { parseQuery } from '../../../../src/core/who/query';
import { aContainer, ID } from '../../../support/snapshots/originWorld';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const from = (kind: Origin['kind'], name: string, more: Partial<Origin> = {}): Origin => ({
  ...{ kind, id: `${kind}:${name}`, name, folder: null, evidence: [] },
  ...more,
});
const listener = (port: number, owner: number, address = '0.0.0.0') =>
  aSocket({ inode: port, local: { address, port }, owners: [owner], exposure: 'machine' });

const container = from('container', 'shop-db-1', {
  id: `container:${ID}`,
  folder: '/shop',
  detail: 'compose db',
});
const ports = [{ hostAddress: '0.0.0.0', hostPort: 15_432, containerPort: 5432, protocol: 'tcp' as const }];

const snapshot = (given: Partial<Snapshot> = {}): Snapshot => {
  const v6 = aSocket({ inode: 1, family: 'ipv6', local: { address: '::', port: 15_432 }, owners: [11] });
  const v4 = listener(15_432, 10);
  return aSnapshot(
    [
      v4,
      v6,
      listener(1000, 20),
      listener(2000, 30),
      listener(3000, 40),
      listener(4000, 50),
      listener(5000, 60),
    ],
    [
      aProcess({ pid: 10, name: 'docker-proxy', command: ['docker-proxy'], uid: 0 }),
      aProcess({ pid: 11, name: 'docker-proxy', command: ['docker-proxy'], uid: 0 }),
      aProcess({ pid: 20, origin: from('terminal', 'web', { folder: '/shop', detail: 'pnpm dev' }) }),
      aProcess({
        pid: 30,
        origin: from('orphan', 'terminal web', { folder: '/shop', endedAgo: 31 * 60_000 }),
      }),
      aProcess({ pid: 40, origin: from('window', 'a terminal in annex') }),
      aProcess({ pid: 50, uid: 0, origin: from('service', 'nginx') }),
      aProcess({ pid: 60, origin: from('container', 'elsewhere', { detail: 'nginx:1' }) }),
    ],
    {
      folders: [{ name: 'shop', path: '/shop', branch: 'fix', worktreeOf: '/home/me/main-shop' }],
      containers: [aContainer({ ports })],
      socketOrigins: new Map([v4, v6].map(({ id }) => [id, container])),
      ...given,
    },
  );
};

const drawn = (nodes: readonly TreeNode[], indent = ''): string[] =>
  nodes.flatMap((node) => [
    `${indent}${[node.label, node.description].filter(Boolean).join('  ')}`,
    ...drawn(node.children, `${indent}  `),
  ]);

describe('how origins are shown', () => {
  it('in the tree: each in its place, with what runs there', () => {
    const options = {
      grouping: 'origin',
      filter: parseFilter('', english),
      hide: [],
      isTrusted: true,
    } as const;
    assert.deepEqual(drawn(socketTree(snapshot(), options, english).roots), [
      'shop  fix, worktree of main-shop · 3',
      '  Terminal web  pnpm dev',
      '    1000  node server.js · 0.0.0.0',
      '  Container shop-db-1  compose db',
      '    15432  postgres:16 · port 5432 inside · 0.0.0.0, ::',
      '  Left over from terminal web  ended 31 min ago',
      '    2000  node server.js · 0.0.0.0',
      'Containers  1',
      '  Container elsewhere  nginx:1',
      '    5000  node server.js · 0.0.0.0',
      'Mine, elsewhere  1',
      '  Another VS Code window: a terminal in annex',
      '    3000  node server.js · 0.0.0.0',
      'System  1',
      '  Service nginx',
      '    4000  node server.js · 0.0.0.0',
    ]);
  });

  it('in an answer: the container, not its proxy', () => {
    const { sentence } = whoOwns(snapshot(), parseQuery('15432')!, english);
    assert.match(sentence, /^Container shop-db-1 \(compose db\) listens on 0\.0\.0\.0:15432/);
    assert.match(sentence, /docker-proxy \(pid 10\) passes on what comes\./);
  });

  it('in an answer: the container of an engine that is not seen to run here', () => {
    const nobody = aSnapshot([], [], { containers: [aContainer({ ports })] });
    assert.equal(
      whoOwns(nobody, parseQuery('15432')!, english).sentence,
      'Nothing listens on port 15432. But Container shop-db-1 (postgres:16) publishes it ' +
        'where its engine runs, which may be another machine.',
    );
    assert.equal(
      whoOwns(nobody, parseQuery('15432/udp')!, english).sentence,
      'Nothing listens on port 15432 (UDP).',
    );
  });
});
