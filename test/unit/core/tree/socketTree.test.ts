import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFilter } from '../../../../src/core/filter/filter';
import { parseHideRule } from '../../../../src/core/listing/hideRules';
import type { Origin } from '../../../../src/core/origins/origin';
import type { OwnedProcess, Snapshot } from '../../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../../src/core/socket/socket';
import { planStop } from '../../../../src/core/stop/planStop';
import { english } from '../../../../src/core/text/translate';
import {
  type Grouping,
  type SocketTree,
  socketTree,
  type TreeOptions,
} from '../../../../src/core/tree/socketTree';
import { changedNodes } from '../../../../src/core/tree/treeChanges';
import type { TreeNode } from '../../../../src/core/tree/treeNode';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const SHOP = '/home/me/shop';
const FOLDERS = [{ name: 'shop', path: SHOP }];

const terminal: Origin = {
  kind: 'terminal',
  id: 'terminal:terminal:1',
  name: 'web',
  folder: SHOP,
  evidence: [],
};
const task: Origin = { kind: 'task', id: 'task:Workspace/dev', name: 'dev', folder: SHOP, evidence: [] };
const server: Origin = { kind: 'vscode', id: 'vscode:server', name: 'server', folder: null, evidence: [] };

const treeOf = (
  snapshot: Snapshot,
  options: Partial<Omit<TreeOptions, 'filter'>> & { readonly filter?: string } = {},
): SocketTree =>
  socketTree(
    snapshot,
    {
      grouping: 'origin',
      hide: [],
      isTrusted: true,
      ...options,
      filter: parseFilter(options.filter ?? '', english),
    },
    english,
  );

const shop = (sockets: readonly Socket[], processes: readonly OwnedProcess[]): Snapshot =>
  aSnapshot(sockets, processes, { folders: FOLDERS });

/** The rows as they are read: two blanks a level, description behind. */
function drawn(nodes: readonly TreeNode[], indent = ''): string[] {
  return nodes.flatMap((node) => [
    `${indent}${node.label}${node.description === '' ? '' : `  ${node.description}`}`,
    ...drawn(node.children, `${indent}  `),
  ]);
}

const allNodes = (tree: SocketTree): TreeNode[] => {
  const within = (nodes: readonly TreeNode[]): TreeNode[] =>
    nodes.flatMap((each) => [each, ...within(each.children)]);
  return within(tree.roots);
};

const portOf = (port: number, more: Partial<Socket> = {}): Socket =>
  aSocket({ inode: port, local: { address: '127.0.0.1', port }, ...more });

describe('the tree of sockets', () => {
  const processes = [
    aProcess({ pid: 10, command: ['node', '/x/node_modules/.bin/vite'], origin: terminal }),
    aProcess({ pid: 20, origin: task }),
    aProcess({ pid: 30, name: 'postgres', command: ['postgres'] }),
    aProcess({ pid: 40, origin: server }),
    aProcess({ pid: 50, name: 'sshd', command: ['sshd'], uid: 0, user: 'root' }),
  ];
  const sockets = [
    portOf(5173, { owners: [10], exposure: 'everyone', local: { address: '0.0.0.0', port: 5173 } }),
    portOf(3000, { owners: [20] }),
    portOf(3001, { owners: [20], protocol: 'udp', type: 'dgram', state: 'UNCONN' }),
    portOf(5432, { owners: [30] }),
    portOf(8080, { owners: [40] }),
    portOf(22, { owners: [50], exposure: 'everyone', local: { address: '0.0.0.0', port: 22 } }),
    portOf(111, { owners: null, uid: 0 }),
    portOf(40000, { owners: [20], state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: 3000 } }),
  ];

  it('groups by origin: the workspace open, the rest folded with a count', () => {
    const tree = treeOf(shop(sockets, processes));
    assert.deepEqual(drawn(tree.roots), [
      'shop  3',
      '  Task dev',
      '    3000  node server.js',
      '    3001  node server.js · udp',
      '  Terminal web',
      '    5173  vite · everyone',
      'Mine, elsewhere  1',
      '  5432  postgres',
      'VS Code  1',
      '  server',
      '    8080  node server.js',
      'System  2',
      '  22  sshd · everyone',
      '  111  could not be seen · RPC portmapper',
    ]);
    assert.deepEqual(
      tree.roots.map(({ folded }) => folded),
      [false, true, true, true],
    );
    assert.equal(tree.inWorkspace, 3);
  });

  it('groups by port only where several hold one, and Unix sockets by themselves', () => {
    const unix = aSocket({
      protocol: 'unix',
      family: 'unix',
      inode: 9,
      local: { path: '/run/app/web.sock' },
    });
    const both = [portOf(3000, { owners: [20] }), portOf(3000, { inode: 1, owners: [10] }), unix];
    assert.deepEqual(
      drawn(treeOf(shop([...both, portOf(22, { owners: [50] })], processes), { grouping: 'port' }).roots),
      [
        '22  sshd',
        '3000  2',
        '  3000  vite · Terminal web',
        '  3000  node server.js · Task dev',
        'Unix sockets  1',
        '  web.sock  could not be seen · unix',
      ],
    );
  });

  it('names the workspace for a terminal that is in none of its folders', () => {
    const tree = treeOf(shop([portOf(1234)], [aProcess({ origin: { ...terminal, folder: null } })]));
    assert.deepEqual(drawn(tree.roots), ['This Workspace  1', '  Terminal web', '    1234  node server.js']);
    assert.equal(tree.inWorkspace, 1);
  });

  it('keeps the order of the folders, also of one that has just left the workspace', () => {
    const folders = ['/b', '/a'].map((path) => ({ name: path.slice(1), path }));
    const inFolders = ['/a', '/b', '/gone'].map((folder, index) =>
      aProcess({ pid: 100 + index, origin: { ...terminal, id: `terminal:${folder}`, folder } }),
    );
    const held = inFolders.map(({ pid }) => portOf(pid, { owners: [pid] }));
    const { roots } = treeOf(aSnapshot(held, inFolders, { folders }));
    assert.deepEqual(
      roots.map(({ label }) => label),
      ['b', 'a', 'gone'],
    );
  });

  it('shows one row for a port on several addresses, and acts on all of them', () => {
    const four = portOf(3000, { owners: [20] });
    const six = aSocket({ family: 'ipv6', inode: 4, owners: [20], local: { address: '::1', port: 3000 } });
    const { byId, roots } = treeOf(shop([six, four], processes));
    const [row] = roots[0]?.children[0]?.children ?? [];
    assert.deepEqual(row?.target, { sockets: [four.id, six.id], process: { pid: 20, startTime: '4000' } });
    // One of the addresses goes: the row stays the same row.
    const after = treeOf(shop([six], processes));
    assert.ok(after.byId.has(row.id));
    assert.equal(byId.size, after.byId.size);
  });

  it('shows a socket under each of its three origins, and each can be stopped', () => {
    const owners = [
      aProcess({ pid: 10, origin: terminal }),
      aProcess({ pid: 11, origin: task }),
      aProcess({ pid: 12 }),
      aProcess({ pid: 13, origin: terminal, startTime: '4001' }),
    ];
    const snapshot = shop([aSocket({ owners: [10, 11, 12, 13] })], owners);
    const facts = { words: LINUX_WORDS, protection: new Map(), reaches: () => false, descendants: () => [] };
    for (const grouping of ['origin', 'port', 'flat'] as const) {
      const targets = allNodes(treeOf(snapshot, { grouping })).flatMap(({ target }) => target ?? []);
      assert.deepEqual(targets.map(({ process }) => process?.pid).sort(), [10, 11, 12, 13], grouping);
      for (const { sockets: ids, process } of targets) {
        const plan = planStop(snapshot, { sockets: ids, process }, facts, english);
        assert.equal(plan.kind === 'plan' && plan.target?.pid, process?.pid);
      }
    }
    const [group] = treeOf(snapshot).roots;
    assert.deepEqual(drawn([group!]), [
      'shop  2',
      '  Task dev',
      '    3000  node server.js',
      '  Terminal web',
      '    3000  node server.js',
      '      node server.js  pid 13 · holds it too',
    ]);
  });

  it('puts 200 children in a node and the rest behind “n more”, as far as it takes', () => {
    const many = Array.from({ length: 450 }, (_, index) => portOf(1000 + index, { owners: [20] }));
    const snapshot = shop(many, processes);
    const { roots, byId } = treeOf(snapshot, { grouping: 'flat' });
    assert.equal(roots.length, 201);
    assert.equal(roots.at(-1)?.label, '250 more');
    assert.equal(roots.at(-1)?.children.length, 201);
    assert.equal(roots.at(-1)?.children.at(-1)?.label, '50 more');
    assert.equal([...byId.values()].filter(({ target }) => target).length, 450);
    const inTask = treeOf(snapshot).roots[0]?.children[0]?.children;
    assert.equal(inTask?.length, 201);
  });

  it('filters by words in port, name, address and origin, all of which must be there', () => {
    const snapshot = shop(sockets, processes);
    const found = (filter: string): string[] =>
      allNodes(treeOf(snapshot, { filter, grouping: 'flat' })).map(({ label }) => label);
    assert.deepEqual(found('3000'), ['3000']);
    assert.deepEqual(found('VITE'), ['5173']);
    assert.deepEqual(found('terminal'), ['5173']);
    assert.deepEqual(found('0.0.0.0'), ['22', '5173']);
    assert.deepEqual(found('dev udp'), ['3001']);
    assert.deepEqual(found('dev vite'), []);
    assert.deepEqual(treeOf(snapshot, { filter: 'dev' }).counts, { shown: 2, hidden: 0, filtered: 5 });
    assert.equal(treeOf(snapshot, { filter: 'postgres' }).inWorkspace, 3);
    assert.deepEqual(found('port:3000-3999'), ['3000', '3001']);
    assert.deepEqual(found('port:3000-3999 -proto:udp'), ['3000']);
  });

  it('hides by port, range and process, and counts what it hides', () => {
    const hide = ['3000', '5000-6000/tcp', 'process:sshd'].map((text) => parseHideRule(text)!);
    const tree = treeOf(shop(sockets, processes), { hide, grouping: 'flat' });
    assert.deepEqual(
      tree.roots.map(({ label }) => label),
      ['111', '3001', '8080'],
    );
    assert.equal(tree.counts.hidden, 4);
    assert.equal(tree.inWorkspace, 1);
  });

  it('offers what can be done, and no more', () => {
    const rows = allNodes(
      treeOf(shop([...sockets, portOf(9229, { owners: [20] })], processes), { grouping: 'flat' }),
    );
    const offered = Object.fromEntries(rows.map(({ label, actions }) => [label, actions.join(' ')]));
    const held = 'copyAddress copyPid copyCommand hidePort hideProcess';
    const web = 'copyAddress copyUrl copyPid copyCommand hidePort hideProcess';
    assert.deepEqual(offered, {
      '22': `openInBrowser inspect stop stopAndWait forceStop ${web}`,
      '111': 'openInBrowser inspect copyAddress copyUrl hidePort',
      '3000': `openInBrowser reveal inspect stop stopAndWait restart forceStop ${web}`,
      '3001': `reveal inspect stop stopAndWait restart forceStop ${held}`,
      '5173': `openInBrowser reveal inspect stop stopAndWait restart forceStop ${web}`,
      '5432': `openInBrowser inspect stop stopAndWait forceStop ${web}`,
      '8080': `openInBrowser inspect stop stopAndWait forceStop ${web}`,
      '9229': `reveal inspect stop stopAndWait restart forceStop ${held}`,
    });
    assert.equal(
      rows.find(({ label }) => label === '9229')?.description,
      'debugger of node server.js · Task dev',
    );
  });

  it('says all of a row to somebody who hears it', () => {
    const [row] = treeOf(shop([sockets[0]!], processes), { grouping: 'flat' }).roots;
    assert.equal(row?.spoken, 'port 5173, vite, everyone, process 10, Terminal web');
  });

  it('shows a hostile name as text of one line', () => {
    const hostile = aProcess({ command: ['[x](command:portolan.stop)'], name: 'x' });
    const unix = aSocket({ protocol: 'unix', inode: 2, local: { path: '/run/a\n\u202eb' } });
    const rows = treeOf(shop([aSocket(), unix], [hostile]), { grouping: 'flat' }).roots;
    assert.deepEqual(drawn(rows), [
      '3000  [x](command:portolan.stop)',
      'a\\n\\u{202e}b  [x](command:portolan.stop) · unix',
    ]);
  });

  describe('what changed', () => {
    const before = shop(sockets, processes);

    it('is nothing after a look that found the same', () => {
      const later = aSnapshot(structuredClone(sockets), structuredClone(processes), {
        folders: FOLDERS,
        takenAt: before.takenAt + 60_000,
        clock: { now: '99999', perSecond: 100 },
        cost: { cpuMs: 9, wallMs: 9 },
      });
      for (const grouping of ['origin', 'port', 'flat'] as const) {
        assert.deepEqual(
          changedNodes(treeOf(before, { grouping }), treeOf(later, { grouping })),
          [],
          grouping,
        );
      }
    });

    it('is the origin that lost a row and the group whose count that changes', () => {
      const after = treeOf(shop(sockets.slice(1), processes));
      assert.deepEqual(changedNodes(treeOf(before), after), ['origin/folder:%2Fhome%2Fme%2Fshop']);
    });

    it('is the row alone where only that looks different', () => {
      const widened = sockets.map((socket) =>
        socket.inode === 3000 ? { ...socket, exposure: 'everyone' as const } : socket,
      );
      const after = treeOf(shop(widened, processes));
      assert.deepEqual(changedNodes(treeOf(before), after), [
        'origin/folder:%2Fhome%2Fme%2Fshop/task:Workspace%2Fdev/20:4000/tcp:1:3000',
      ]);
    });

    it('is all of it where a group comes or goes', () => {
      assert.equal(changedNodes(treeOf(before), treeOf(shop(sockets.slice(0, 3), processes))), undefined);
    });
  });

  it('never gives an id twice, and leads from every node to its root', () => {
    const origins: (Origin | null)[] = [
      null,
      terminal,
      task,
      server,
      { ...terminal, id: 'a/b%2F', folder: null },
    ];
    const processArbitrary = fc.record({
      pid: fc.integer({ min: 1, max: 12 }),
      startTime: fc.constantFrom('1', '2'),
      origin: fc.constantFrom(...origins),
      uid: fc.constantFrom(0, 1000),
    });
    const socketArbitrary = fc.record({
      inode: fc.integer({ min: 1, max: 400 }),
      netns: fc.constantFrom(1, 2),
      owners: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 5 }), { nil: null }),
      local: fc.oneof(
        fc.record({
          address: fc.constantFrom('127.0.0.1', '0.0.0.0'),
          port: fc.integer({ min: 1, max: 30 }),
        }),
        fc.record({ path: fc.constantFrom('/a', '/a/b', '/', '') }),
      ),
    });
    const grouping = fc.constantFrom<Grouping>('origin', 'port', 'flat');
    fc.assert(
      fc.property(
        fc.array(socketArbitrary, { maxLength: 300 }),
        fc.array(processArbitrary, { maxLength: 12 }),
        grouping,
        (given, owners, by) => {
          const held = given.map((each) =>
            aSocket({
              ...each,
              id: `tcp:${each.netns}:${each.inode}`,
              protocol: 'path' in each.local ? 'unix' : 'tcp',
            }),
          );
          const tree = treeOf(
            shop(
              held,
              owners.map((each) => aProcess(each)),
            ),
            { grouping: by },
          );
          const nodes = allNodes(tree);
          assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
          for (const node of nodes) {
            let root = node;
            for (let at = tree.parents.get(root.id); at; at = tree.parents.get(at.id)) root = at;
            assert.ok(tree.roots.includes(root));
            assert.ok(node.children.length <= 201);
          }
          const shown = new Set(nodes.flatMap(({ target }) => target?.sockets ?? []));
          assert.deepEqual(shown, new Set(held.map(({ id }) => id)));
        },
      ),
      { numRuns: Math.ceil(FUZZ_RUNS / 10) },
    );
  });
});
