import assert from 'node:assert/strict';
import { socketFacts } from '../../../../src/core/inspection/socketFacts';
import { actionsOn } from '../../../../src/core/listing/actions';
import { actionContext, heldSockets } from '../../../../src/core/listing/actionSubject';
import { listenerRows } from '../../../../src/core/listing/listenerRows';
import { rowNotes } from '../../../../src/core/listing/rowName';
import { rowTarget } from '../../../../src/core/listing/target';
import type { Container } from '../../../../src/core/origins/container';
import { type Joined, joining, joinSnapshot } from '../../../../src/core/snapshot/joinSnapshot';
import type { Process } from '../../../../src/core/snapshot/process';
import type { Snapshot } from '../../../../src/core/snapshot/snapshot';
import { isListener, type Socket } from '../../../../src/core/socket/socket';
import { planStop } from '../../../../src/core/stop/planStop';
import { stopQuestion } from '../../../../src/core/stop/stopTexts';
import { english } from '../../../../src/core/text/translate';
import { whoOwns } from '../../../../src/core/who/answer';
import { parseQuery } from '../../../../src/core/who/query';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { aContainer, aWorkspace, ID, world } from '../../../support/snapshots/originWorld';
import { aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const program = (path: string): Pick<Process, 'name' | 'command' | 'exe' | 'cwd'> => ({
  ...{ name: path.slice(path.lastIndexOf('/') + 1), command: [path], exe: path, cwd: '/' },
});
const DOCKERD = { pid: 700, ppid: 1, uid: 0, ...program('/usr/bin/dockerd') };
const PROXY = { pid: 800, ppid: 700, ...program('/usr/bin/docker-proxy') };
const PROCESSES = world(DOCKERD, PROXY, { pid: 900, ppid: 1, ...program('/usr/bin/ssh') });

/** The socket on which the engine answers. */
const engine = (given: Partial<Socket> = {}): Socket =>
  aSocket({
    ...{ protocol: 'unix', family: 'unix', inode: 50, owners: [700], exposure: 'machine' },
    ...{ local: { path: '/run/docker.sock' }, ...given },
  });

const proxy = aSocket({ local: { address: '0.0.0.0', port: 5432 }, inode: 51, owners: [800] });

interface Given {
  readonly containers?: readonly Container[];
  readonly sockets?: readonly Socket[];
  readonly processes?: ReadonlyMap<number, Process>;
}

function joined(
  { containers = [aContainer()], sockets = [engine()], processes = PROCESSES }: Given,
  before?: Joined,
): Joined {
  const { machine, clock, cost } = aSnapshot([], []);
  const reading = {
    ...{ takenAt: 0, scope: 'all' as const, gaps: [], machine: { ...machine, netns: 1 } },
    ...{ clock, cost, sockets, processes },
  };
  const workspace =
    before?.workspace.containers === containers ? before.workspace : aWorkspace({ containers });
  const steps = joining(reading, workspace, english, before ? new Map([['all', before]]) : new Map());
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const snapshot = (given: Given = {}): Snapshot => joined(given).snapshot;

/** `tcp LISTEN 0.0.0.0:5432` */
const brief = ({ sockets }: Snapshot): string[] =>
  [...sockets.values()]
    .filter((socket) => socket.protocol !== 'unix' && isListener(socket) && socket.inode === null)
    .map(({ id }) => id);

const ROW = `tcp:1:${ID.slice(0, 12)}:0.0.0.0:5432>*`;

describe('a port that is published without a process', () => {
  it('has a row, known by its container and port, that nobody holds', () => {
    const found = snapshot();
    assert.deepEqual(brief(found), [ROW]);
    const { owners, inode, uid, exposure, state } = found.sockets.get(ROW)!;
    assert.deepEqual([owners, inode, uid, exposure, state], [[], null, null, 'everyone', 'LISTEN']);
    assert.equal(found.socketOrigins.get(ROW)?.name, 'shop-db-1');
  });

  it('has one for each address and protocol', () => {
    const port = { hostPort: 53, containerPort: 53 };
    const ports = [
      { ...port, hostAddress: '127.0.0.1', protocol: 'udp' as const },
      { ...port, hostAddress: '::', protocol: 'tcp' as const },
      { ...port, hostAddress: '', protocol: 'tcp' as const },
    ];
    const start = ID.slice(0, 12);
    assert.deepEqual(brief(snapshot({ containers: [aContainer({ ports })] })).sort(), [
      `tcp:1:${start}:0.0.0.0:53>*`,
      `tcp:1:${start}:[::]:53>*`,
      `udp:1:${start}:127.0.0.1:53>*`,
    ]);
  });

  it('has none where a proxy listens for it, for one family or both', () => {
    assert.deepEqual(brief(snapshot({ sockets: [engine(), proxy] })), []);
    const both = { ...proxy, family: 'ipv6' as const, local: { address: '::', port: 5432 } };
    assert.deepEqual(brief(snapshot({ sockets: [engine(), both] })), []);
  });

  it('has one beside what listens on another address or for another protocol', () => {
    const other = { ...proxy, local: { address: '127.0.0.1', port: 5432 } };
    assert.deepEqual(brief(snapshot({ sockets: [engine(), other] })), [ROW]);
    const udp = { ...proxy, protocol: 'udp' as const, state: 'UNCONN' as const };
    assert.deepEqual(brief(snapshot({ sockets: [engine(), udp] })), [ROW]);
  });

  it('is only of an engine that answers here: not of one in another namespace, nor at the end of a tunnel', () => {
    assert.deepEqual(brief(snapshot({ sockets: [] })), []);
    assert.deepEqual(brief(snapshot({ sockets: [engine({ netns: 2 })] })), []);
    assert.deepEqual(brief(snapshot({ sockets: [engine({ owners: [900] })] })), []);
    assert.deepEqual(brief(snapshot({ sockets: [engine({ owners: null })] })), [ROW], 'root’s');
    assert.deepEqual(brief(snapshot({ sockets: [engine({ state: 'ESTABLISHED' })] })), []);
  });

  it('says so in its row, its answer and its inspection, and can be stopped by its engine alone', () => {
    const found = snapshot();
    const row = listenerRows(found).find(({ port }) => port === 5432)!;
    assert.deepEqual(rowNotes(row, english, false), [
      'postgres:16',
      'published without a process',
      'everyone',
    ]);
    assert.equal(
      whoOwns(found, parseQuery('5432')!, english).sentence,
      'Container shop-db-1 (compose db) is published on 0.0.0.0:5432 (TCP), open to everyone. ' +
        'No process holds that port here: the kernel passes on what comes.',
    );
    const sections = socketFacts(rowTarget(row), found, { t: english, timeText: String })!;
    assert.deepEqual(
      sections.map(({ kind }) => kind),
      ['socket', 'origin', 'container', 'kernel', 'look'],
    );
    const offered = actionsOn(heldSockets(row.sockets, row.lead), actionContext(found, { isTrusted: true }));
    assert.ok(offered.includes('stop') && !offered.includes('forceStop'));
    const facts = { words: LINUX_WORDS, protection: new Map(), descendants: () => [] };
    const stop = (reaches: boolean) =>
      planStop(found, rowTarget(row), { ...facts, reaches: () => reaches }, english);
    const plan = stop(true);
    assert.deepEqual(plan.kind === 'plan' && [plan.way, plan.target], ['container', null]);
    assert.ok(plan.kind === 'plan');
    assert.deepEqual(stopQuestion(plan, english), {
      message: 'Stop Container shop-db-1?',
      detail: [
        'Its engine stops it, as this does: docker stop shop-db-1',
        'Image: postgres:16',
        'Compose: service db of the project shop',
        'Publishes: 0.0.0.0:5432/tcp',
      ].join('\n'),
    });
    const refusal = stop(false);
    assert.equal(refusal.kind === 'refusal' && refusal.reason, 'nobody');
    assert.equal(
      refusal.kind === 'refusal' && refusal.sentence,
      'No process holds 0.0.0.0:5432/tcp: its engine publishes it for container shop-db-1.',
    );
  });

  it('takes nobody’s port along that the container listens on within itself', () => {
    const inside = { pid: 901, ppid: 1, cgroup: `/docker/${ID}`, cwd: '/' };
    const own = aSocket({ inode: 60, netns: 2, local: { address: '::', port: 5432 }, owners: [901] });
    const found = snapshot({ sockets: [engine(), own], processes: world(DOCKERD, inside) });
    assert.equal(found.processes.get(901)?.origin?.name, 'shop-db-1');
    const facts = { words: LINUX_WORDS, protection: new Map(), descendants: () => [], reaches: () => true };
    const plan = planStop(found, { sockets: [ROW] }, facts, english);
    assert.deepEqual(plan.kind === 'plan' && plan.otherListeners, []);
  });

  it('goes with its container, and stays the same object until then', () => {
    const containers = [aContainer()];
    const sockets = [engine()];
    const first = joined({ containers, sockets });
    const second = joined({ containers, sockets }, first);
    assert.equal(second.snapshot.sockets, first.snapshot.sockets);
    const busy = joined({ containers, sockets: [engine({ recvQueue: 1 })] }, second);
    assert.equal(busy.snapshot.sockets.get(ROW), first.snapshot.sockets.get(ROW));
    assert.deepEqual(brief(joined({ containers: [], sockets }, busy).snapshot), []);
  });

  it('does not appear because its proxy is gone, until the engine has been heard again', () => {
    const containers = [aContainer()];
    const first = joined({ containers, sockets: [engine(), proxy] });
    const second = joined({ containers, sockets: [engine()] }, first);
    assert.deepEqual(brief(second.snapshot), []);
    assert.deepEqual(brief(joined({ containers: [aContainer()], sockets: [engine()] }, second).snapshot), [
      ROW,
    ]);
  });

  it('adds what may not be asked to what could not be seen', () => {
    const { machine, clock, cost } = aSnapshot([], []);
    const gap = { kind: 'permission', subject: 'containers', count: 1, detail: '/run/docker.sock' } as const;
    const reading = { takenAt: 0, scope: 'all' as const, gaps: [], machine, clock, cost };
    const { gaps } = joinSnapshot(
      { ...reading, sockets: [], processes: new Map() },
      aWorkspace({ gaps: [gap] }),
      english,
    );
    assert.deepEqual(gaps, [gap]);
  });
});
