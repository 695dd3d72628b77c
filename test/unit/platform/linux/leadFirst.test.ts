import assert from 'node:assert/strict';
import type { Process } from '../../../../src/core/snapshot/process';
import { leadFirst } from '../../../../src/platform/linux/leadFirst';
import { aProcess } from '../../../support/snapshots/snapshots';

const lead = (...processes: Process[]): number[] =>
  leadFirst(
    processes.map(({ pid }) => pid),
    new Map(processes.map((process) => [process.pid, process])),
  );

const named = (pid: number, ppid: number, name: string, exe: string | null = `/usr/bin/${name}`): Process =>
  aProcess({ pid, ppid, name, exe, startTime: String(pid * 10), command: [name] });

describe('the lead of a socket’s owners', () => {
  it('is the ancestor of all others', () => {
    assert.deepEqual(lead(named(30, 20, 'nginx'), named(20, 5, 'nginx')), [20, 30]);
  });

  for (const name of ['systemd', 'init', 'launchd', 'xinetd'])
    it(`is the service, not ${name}, which only holds its socket`, () => {
      assert.deepEqual(lead(named(1, 0, name), named(20, 1, 'shop')), [20, 1]);
      assert.deepEqual(lead(named(7, 1, name), named(20, 7, 'shop'), named(30, 20, 'shop')), [20, 30, 7]);
    });

  it('is the service where process 1 has an unknown name, or may not be looked into', () => {
    assert.deepEqual(lead(named(1, 0, 'my-init'), named(20, 1, 'shop')), [20, 1]);
    assert.deepEqual(lead(named(1, 0, 'my-init', null), named(20, 1, 'shop', null)), [20, 1]);
  });

  it('is process 1 where that is a server with workers, as in a container', () => {
    assert.deepEqual(lead(named(1, 0, 'nginx'), named(20, 1, 'nginx')), [1, 20]);
    assert.deepEqual(lead(named(1, 0, 'node', null), named(20, 1, 'node', null)), [1, 20]);
  });

  it('is systemd where nobody else holds the socket', () => {
    assert.deepEqual(lead(named(1, 0, 'systemd')), [1]);
  });
});
