import assert from 'node:assert/strict';
import type { Descendant } from '../../../../src/core/stop/stopPlan';
import { supervisedBy } from '../../../../src/core/stop/supervisor';
import { english } from '../../../../src/core/text/translate';
import { aProcess } from '../../../support/snapshots/snapshots';

type Given = Parameters<typeof aProcess>[0];

/** What process 90 runs, as a supervisor with these children. */
function supervised(command: string, ...children: Given[]) {
  const processes = [aProcess({ pid: 90, ppid: 1, command: [command] })].concat(
    children.map((given, index) => aProcess({ pid: 100 + index, ppid: 90, ...given })),
  );
  const below = processes.slice(1).map(({ pid, startTime, ppid, name, pgrp }): Descendant => ({
    pid,
    startTime,
    ppid,
    name,
    pgrp,
    detached: true,
  }));
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  return supervisedBy(processes[0]!, below, byPid, english);
}

const PM2 = 'PM2 v6.0.5: God Daemon (/home/me/.pm2)';

describe('supervisedBy', () => {
  it('names each app once, and what ends it where there is no other', () => {
    const shop = { environment: { pm_id: '0', name: 'shop' } };
    assert.deepEqual(supervised(PM2, shop, { environment: { pm_id: '1', name: 'shop' } }), {
      apps: 'shop',
      command: 'pm2 stop shop',
    });
  });

  it('does not guess which of several it listens for', () => {
    const apps = ['shop', 'blog'].map((name, id) => ({ environment: { pm_id: String(id), name } }));
    assert.deepEqual(supervised(PM2, ...apps), { apps: 'shop, blog', command: 'pm2 stop <name>' });
  });

  it('puts no name into a command that means more than one app, or is no plain word', () => {
    for (const name of ['all', '-s', 'a; rm -rf /', ''])
      assert.equal(supervised(PM2, { environment: { pm_id: '0', name } })?.command, 'pm2 stop <name>', name);
  });

  it('knows supervisord and circusd, and names an app by its program where nothing else does', () => {
    const api = { environment: { SUPERVISOR_PROCESS_NAME: 'api' } };
    assert.equal(supervised('/usr/bin/supervisord', api)?.command, 'supervisorctl stop api');
    assert.deepEqual(supervised('/usr/bin/circusd', { command: ['node', 'a.js'], environment: {} }), {
      apps: 'node a.js',
      command: 'circusctl stop <name>',
    });
  });

  it('is nothing for what listens for itself, or runs nothing', () => {
    assert.equal(supervised('/usr/bin/node', {}), undefined);
    assert.equal(supervised('/usr/sbin/nginx', {}), undefined);
    assert.equal(supervised(PM2), undefined);
  });
});
