import assert from 'node:assert/strict';
import {
  ACTION_IDS,
  type ActionId,
  actionOf,
  actionsAt,
  actionsOn,
  groupActions,
} from '../../../../src/core/listing/actions';
import { type ActionContext, actionContext, heldSockets } from '../../../../src/core/listing/actionSubject';
import { listenerRows } from '../../../../src/core/listing/listenerRows';
import type { Origin } from '../../../../src/core/origins/origin';
import { leadOf, type OwnedProcess, type Snapshot } from '../../../../src/core/snapshot/snapshot';
import type { Socket } from '../../../../src/core/socket/socket';
import type { Episode } from '../../../../src/core/timeline/timeline';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const terminal: Origin = { kind: 'terminal', id: 'terminal:1', name: 'web', folder: null, evidence: [] };
const container: Origin = { kind: 'container', id: 'container:1', name: 'db', folder: null, evidence: [] };

/** What is offered for the first of these sockets, in its lead owner's hands. */
function offered(
  sockets: readonly [Socket, ...Socket[]],
  processes: readonly OwnedProcess[] = [aProcess()],
  given: { readonly within?: Partial<Snapshot>; readonly context?: Partial<ActionContext> } = {},
): readonly ActionId[] {
  const [first] = sockets;
  const snapshot = aSnapshot(sockets, processes, given.within);
  const context = actionContext(snapshot, { isTrusted: true, ...given.context });
  return actionsOn(heldSockets([first], leadOf(first, snapshot)), context);
}

const WEB: readonly ActionId[] = ['openInBrowser', 'copyUrl'];
const STOPS: readonly ActionId[] = ['stop', 'stopAndWait', 'forceStop'];

const among = (asked: readonly ActionId[], actions: readonly ActionId[]): ActionId[] =>
  asked.filter((id) => actions.includes(id));

describe('what is offered for a listener', () => {
  const published = (socket: Socket): Partial<Snapshot> => ({
    socketOrigins: new Map([[socket.id, container]]),
  });

  it('is no force for a container’s port: there is no process of its own to signal', () => {
    const ofNobody = aSocket({ owners: [] });
    assert.deepEqual(among(STOPS, offered([ofNobody], [], { within: published(ofNobody) })), [
      'stop',
      'stopAndWait',
    ]);
    const ofItsProxy = aSocket();
    const proxy = aProcess({ name: 'docker-proxy', command: ['docker-proxy'] });
    assert.deepEqual(among(STOPS, offered([ofItsProxy], [proxy], { within: published(ofItsProxy) })), [
      'stop',
      'stopAndWait',
    ]);
    // A container on the host's own network has its process here.
    assert.deepEqual(among(STOPS, offered([aSocket()], [aProcess({ origin: container })])), STOPS);
  });

  it('is no stop where nobody holds it, or nobody who can be seen', () => {
    assert.deepEqual(among(STOPS, offered([aSocket({ owners: [] })])), []);
    assert.deepEqual(among(STOPS, offered([aSocket({ owners: null })])), []);
  });

  const onWeb: readonly (readonly [string, boolean, readonly [Socket, ...Socket[]], OwnedProcess[]?])[] = [
    ['a plain listener', true, [aSocket()]],
    [
      'a link-local address',
      false,
      [aSocket({ family: 'ipv6', local: { address: 'fe80::1', port: 3000, scope: 'eth0' } })],
    ],
    [
      'a wildcard whose loopback address another process has taken',
      false,
      [aSocket({ local: { address: '0.0.0.0', port: 3000 } }), aSocket({ inode: 8, owners: [200] })],
    ],
    [
      'a wildcard beside the same process’s own loopback address',
      true,
      [aSocket({ local: { address: '0.0.0.0', port: 3000 } }), aSocket({ inode: 8 })],
    ],
    [
      'a wildcard beside another port',
      true,
      [
        aSocket({ local: { address: '0.0.0.0', port: 3000 } }),
        aSocket({ inode: 8, owners: [200], local: { address: '127.0.0.1', port: 3001 } }),
      ],
    ],
    [
      'a debugger’s port in a fork’s hands',
      false,
      [aSocket({ owners: [100, 200] })],
      [aProcess(), aProcess({ pid: 200, command: ['node', '--inspect=3000', 'a.js'] })],
    ],
    [
      'a port in a fork’s hands',
      true,
      [aSocket({ owners: [100, 200] })],
      [aProcess(), aProcess({ pid: 200 })],
    ],
    ['another network namespace', false, [aSocket({ netns: 2 })]],
    ['UDP', false, [aSocket({ protocol: 'udp', state: 'UNCONN', type: 'dgram' })]],
    ['a connection', false, [aSocket({ state: 'ESTABLISHED' })]],
  ];
  for (const [what, expected, sockets, processes] of onWeb) {
    it(`is ${expected ? 'a' : 'no'} browser for ${what}`, () => {
      assert.deepEqual(among(WEB, offered(sockets, processes)), expected ? WEB : []);
    });
  }

  it('is a restart only of what can be run again, in a trusted workspace', () => {
    const ofTerminal = [aProcess({ origin: terminal })];
    assert.ok(offered([aSocket()], ofTerminal).includes('restart'));
    assert.ok(!offered([aSocket()], ofTerminal, { context: { isTrusted: false } }).includes('restart'));
    assert.ok(!offered([aSocket()]).includes('restart'));
  });

  it('is no stop of who is never signalled; a terminal’s shell may be, where it holds the socket', () => {
    const stops = (why: 'editor' | 'shell'): ActionId[] =>
      among(STOPS, offered([aSocket()], [aProcess()], { context: { protection: new Map([[100, why]]) } }));
    assert.deepEqual(stops('editor'), []);
    assert.deepEqual(stops('shell'), STOPS);
    const socket = aSocket();
    const ofEngine = {
      within: published(socket),
      context: { protection: new Map([[100, 'engine' as const]]) },
    };
    assert.deepEqual(among(STOPS, offered([socket], [aProcess()], ofEngine)), ['stop', 'stopAndWait']);
  });

  it('is the same whether the row has one address or two: what one of them can', () => {
    const linkLocal = aSocket({ local: { address: 'fe80::1', port: 3000, scope: 'eth0' }, family: 'ipv6' });
    const snapshot = aSnapshot([linkLocal, aSocket({ inode: 8 })], [aProcess()]);
    const [row] = listenerRows(snapshot);
    assert.equal(row?.sockets.length, 2);
    const actions = actionsOn(
      heldSockets(row.sockets, row.lead),
      actionContext(snapshot, { isTrusted: true }),
    );
    assert.ok(actions.includes('openInBrowser'));
  });
});

describe('what is offered for other subjects', () => {
  const snapshot = aSnapshot([aSocket()], [aProcess({ origin: terminal })]);
  const context = actionContext(snapshot, { isTrusted: true });

  it('is of a connection what does not need a port that waits', () => {
    const socket = aSocket({ state: 'ESTABLISHED', remote: { address: '127.0.0.1', port: 4000 } });
    assert.deepEqual(offered([socket]), [
      'inspect',
      'stop',
      'forceStop',
      'copyAddress',
      'copyPid',
      'copyCommand',
    ]);
  });

  it('is of a process what does not need a socket', () => {
    assert.deepEqual(actionsOn({ kind: 'process', process: aProcess({ origin: terminal }) }, context), [
      'reveal',
      'inspect',
      'stop',
      'restart',
      'forceStop',
      'copyPid',
      'copyCommand',
      'hideProcess',
    ]);
  });

  it('is of a group what one of its members offers and groups have', () => {
    const members = listenerRows(snapshot).map((row) => heldSockets(row.sockets, row.lead));
    assert.deepEqual(actionsOn({ kind: 'group', members }, context), ['reveal', 'stop', 'copyAddress']);
    assert.deepEqual(actionsOn({ kind: 'group', members: [] }, context), []);
    assert.deepEqual(groupActions([['inspect'], ['copyUrl', 'stop']]), ['stop']);
  });

  it('is of what has closed only to look at it', () => {
    const episode: Episode = {
      ...{ id: 1, socketId: 'tcp:1:7', protocol: 'tcp', port: 3000, address: '127.0.0.1' },
      ...{ exposure: 'machine', holder: null, absentAt: null, openedAt: 1, closed: { seenAt: 2, at: 3 } },
    };
    assert.deepEqual(actionsOn({ kind: 'episode', episode }, context), ['inspect']);
  });
});

describe('the table of actions', () => {
  it('has no two at one place of a surface', () => {
    for (const surface of ['inline', 'answer', 'button', 'hover'] as const) {
      const places = actionsAt(surface).map((id) => actionOf(id).surfaces[surface]);
      assert.equal(new Set(places).size, places.length, surface);
    }
    const inMenu = ACTION_IDS.map((id) => `${actionOf(id).group} ${actionOf(id).surfaces.menu}`);
    assert.equal(new Set(inMenu).size, inMenu.length);
  });

  it('offers in a hover over a file nothing that ends or changes anything', () => {
    assert.deepEqual(actionsAt('hover'), ['inspect', 'reveal']);
  });
});
