import assert from 'node:assert/strict';
import type { Container } from '../../../../src/core/origins/container';
import { joinSnapshot } from '../../../../src/core/snapshot/joinSnapshot';
import type { Process } from '../../../../src/core/snapshot/process';
import { originOfSocket } from '../../../../src/core/snapshot/snapshot';
import type { Workspace } from '../../../../src/core/snapshot/workspace';
import type { Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { aContainer, aWorkspace, brief, ID, origin, world } from '../../../support/snapshots/originWorld';
import { aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const kept = (...containers: Container[]): Workspace => aWorkspace({ containers });

describe('origin: container, by the control group', () => {
  const inGroup = (cgroup: string) => world({ pid: 900, ppid: 1, name: 'postgres', cgroup, cwd: '/' });

  const groups = [
    `/docker/${ID}`,
    `/system.slice/docker-${ID}.scope`,
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`,
    `/machine.slice/libpod-${ID}.scope`,
    `/kubepods/besteffort/pod8a2e/${ID}`,
    `/kubepods.slice/kubepods-pod8a2e.slice/cri-containerd-${ID}.scope`,
    `/kubepods.slice/kubepods-pod8a2e.slice/crio-${ID}.scope`,
    `/docker/${'a'.repeat(64)}/docker/${ID}`,
  ];
  for (const group of groups) {
    it(group, () => {
      assert.equal(brief(origin(900, inGroup(group), kept(aContainer()))), 'container shop-db-1 in /shop');
      assert.equal(brief(origin(900, inGroup(group))), `container ${ID.slice(0, 12)}`);
    });
  }

  const others = [
    `/machine.slice/libpod-conmon-${ID}.scope`, // the monitor, outside
    `/process_api/${ID}`,
    `/docker/${ID.slice(1)}`,
    '/system.slice/docker.service',
    '/',
  ];
  for (const group of others) {
    it(`not ${group}`, () => assert.notEqual(origin(900, inGroup(group))?.kind, 'container'));
  }

  it('tells nothing where all of it runs in that container', () => {
    const inside = new Map(
      [...inGroup(`/docker/${ID}`)].map(([pid, process]) => [pid, { ...process, cgroup: `/docker/${ID}` }]),
    );
    assert.equal(origin(900, inside, kept(aContainer())), null);
  });

  it('contradicts a terminal only where an engine keeps the container', () => {
    const processes = world(
      { pid: 30, ppid: 12, name: 'bash', command: ['bash'], cwd: '/' },
      { pid: 900, ppid: 30, cgroup: `/docker/${ID}`, cwd: '/' },
    );
    const terminals = [{ id: '30', name: 'web', pid: 30, command: null }];
    const byHand = origin(900, processes, { ...kept(), terminals });
    assert.equal(brief(byHand), 'terminal web');
    assert.match(byHand?.evidence.at(-1) ?? '', /control group is that of the container/);
    const both = origin(900, processes, { ...kept(aContainer()), terminals });
    assert.equal(brief(both), 'unclear Container shop-db-1, or Terminal web in /shop');
  });
});

describe('origin: container, by its published port', () => {
  const program = (path: string): Partial<Process> => ({
    ...{ name: path.slice(path.lastIndexOf('/') + 1), command: [path], exe: path, cwd: '/' },
  });
  const processes = world(
    { pid: 30, ppid: 12, ...program('/bin/bash') },
    { pid: 31, ppid: 30, command: ['node', 'server.js'], cwd: '/' },
    { pid: 32, ppid: 30, ...program('/usr/bin/rootlesskit') },
    { pid: 33, ppid: 1, command: ['python3', 'app.py'], cwd: '/' },
    { pid: 34, ppid: 1, ...program('/usr/bin/ssh') },
    { pid: 35, ppid: 1, ...program('/home/me/rename'), name: 'docker-proxy', command: ['docker-proxy'] },
    { pid: 36, ppid: 1, cgroup: `/docker/${ID}`, command: ['postgres'], cwd: '/' },
    { pid: 37, ppid: 1, name: 'docker-proxy', command: ['/usr/bin/docker-proxy'], exe: null },
    { pid: 38, ppid: 1, ...program('/usr/bin/docker-proxy'), exe: '/usr/bin/docker-proxy (deleted)' },
    { pid: 700, ppid: 1, ...program('/usr/bin/dockerd') },
    { pid: 800, ppid: 1, ...program('/usr/bin/docker-proxy'), uid: 0 },
  );
  const terminals = [{ id: '30', name: 'web', pid: 30, command: null }];

  /** The socket on which the engine answers: dockerd's; `ssh`: a tunnel to another machine's; `none`: mounted from outside. */
  type Engine = 'here' | 'tunnel' | 'none';
  const engineSocket = (engine: Engine): Socket[] =>
    engine === 'none'
      ? []
      : [
          aSocket({
            ...{ protocol: 'unix', family: 'unix', inode: 50, exposure: 'machine' },
            ...{ local: { path: '/run/docker.sock' }, owners: [engine === 'here' ? 700 : 34] },
          }),
        ];

  const publishedBy = (engine: Engine, socket: Partial<Socket>, ...containers: Container[]): string => {
    const { machine, clock, cost } = aSnapshot([], []);
    const row = aSocket({ local: { address: '0.0.0.0', port: 5432 }, owners: [800], ...socket });
    const reading = {
      ...{ takenAt: 0, scope: 'all' as const, gaps: [], machine: { ...machine, netns: 1 } },
      clock,
      cost,
    };
    const snapshot = joinSnapshot(
      { ...reading, sockets: [row, ...engineSocket(engine)], processes },
      { ...kept(...containers), terminals },
      english,
    );
    return brief(originOfSocket(row, snapshot));
  };
  const published = publishedBy.bind(undefined, 'here');

  it('is the socket’s, where a port proxy listens for it, or nobody is seen to', () => {
    for (const owners of [[800], [32], [37], [38], [], null])
      assert.equal(published({ owners }, aContainer()), 'container shop-db-1 in /shop', String(owners));
    assert.equal(
      published({ local: { address: '::', port: 5432 } }, aContainer()),
      'container shop-db-1 in /shop',
    );
  });

  it('needs a port proxy where the engine is another machine’s: its ports are not ours', () => {
    for (const engine of ['tunnel', 'none'] as const) {
      assert.equal(publishedBy(engine, {}, aContainer()), 'container shop-db-1 in /shop', engine);
      assert.equal(publishedBy(engine, { owners: [33] }, aContainer()), 'none', engine);
      assert.equal(publishedBy(engine, { owners: [31] }, aContainer()), 'terminal web', engine);
      assert.equal(publishedBy(engine, { owners: [] }, aContainer()), 'none', engine);
      assert.equal(publishedBy(engine, { owners: null }, aContainer()), 'none', engine);
    }
  });

  it('stays that of a process inside the container, whoever keeps it', () => {
    const there = { owners: [36] };
    assert.equal(published(there, aContainer()), 'container shop-db-1 in /shop');
    assert.equal(publishedBy('none', there, aContainer()), 'container shop-db-1 in /shop');
  });

  it('is of no folder where it was composed elsewhere', () => {
    assert.equal(published({}, aContainer({ workingDir: '/shop-two' })), 'container shop-db-1');
    assert.equal(published({}, aContainer({ workingDir: null })), 'container shop-db-1');
  });

  it('is that of the very address, port, protocol and network', () => {
    assert.equal(published({ local: { address: '127.0.0.1', port: 5432 } }, aContainer()), 'none');
    assert.equal(published({ local: { address: '0.0.0.0', port: 5433 } }, aContainer()), 'none');
    assert.equal(published({ protocol: 'udp', state: 'UNCONN' }, aContainer()), 'none');
    assert.equal(published({ netns: 2 }, aContainer()), 'none');
    assert.equal(published({ state: 'ESTABLISHED' }, aContainer()), 'none');
    const other = [{ hostAddress: '127.0.0.2', hostPort: 5432, containerPort: 80, protocol: 'tcp' as const }];
    assert.equal(
      published({ local: { address: '127.0.0.1', port: 5432 } }, aContainer({ ports: other })),
      'none',
    );
    const ports = [{ hostAddress: '127.0.0.1', hostPort: 5432, containerPort: 80, protocol: 'tcp' as const }];
    assert.equal(
      published({ local: { address: '127.0.0.1', port: 5432 } }, aContainer({ ports })),
      'container shop-db-1 in /shop',
    );
  });

  it('is unclear where another process holds the very address, whatever it calls itself', () => {
    assert.equal(
      published({ owners: [31] }, aContainer()),
      'unclear Container shop-db-1, or Terminal web in /shop',
    );
    assert.equal(
      published({ owners: [33] }, aContainer()),
      'unclear Container shop-db-1, or python app.py (33) in /shop',
    );
    assert.match(published({ owners: [35] }, aContainer()), /^unclear Container shop-db-1, or .* \(35\)/);
  });
});
