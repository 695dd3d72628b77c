import assert from 'node:assert/strict';
import { aWorkspace, brief, origin, world } from '../../../support/snapshots/originWorld';

describe('origin: service manager', () => {
  const inGroup = (cgroup: string | null) =>
    brief(origin(900, world({ pid: 900, ppid: 1, name: 'x', cgroup, cwd: '/' })));

  const units: readonly (readonly [cgroup: string | null, origin: string])[] = [
    ['/system.slice/nginx.service', 'service nginx'],
    ['/system.slice/system-postgresql.slice/postgresql@16-main.service', 'service postgresql@16-main'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/web.service', 'service web'],
    ['/system.slice/x.service/payload', 'service x'],
    ['/system.slice/app-foo\\x2dbar.service', 'service app-foo-bar'],
    ['/user.slice/user-1000.slice/user@1000.service/init.scope', 'none'],
    ['/user.slice/user-1000.slice/user@1000.service', 'none'],
    ['/user.slice/user-1000.slice/session-3.scope', 'none'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-code-4711.scope', 'none'],
    ['/system.slice/ssh.service/session-3.scope', 'none'],
    ['/init.scope', 'none'],
    ['/', 'none'],
    [null, 'none'],
  ];
  for (const [cgroup, expected] of units) it(String(cgroup), () => assert.equal(inGroup(cgroup), expected));

  it('is cron’s for what cron started, with systemd or without', () => {
    const processes = world(
      {
        pid: 800,
        ppid: 1,
        name: 'cron',
        command: ['/usr/sbin/cron'],
        cwd: '/',
        cgroup: '/system.slice/cron.service',
      },
      {
        pid: 801,
        ppid: 800,
        name: 'sh',
        command: ['sh', '-c', 'job'],
        cwd: '/',
        cgroup: '/system.slice/cron.service',
      },
      { pid: 802, ppid: 801, name: 'job', cwd: '/', cgroup: null },
      { pid: 810, ppid: 1, name: 'crond', command: ['crond'], exe: '/bin/busybox', cwd: '/' },
      { pid: 811, ppid: 810, name: 'job', cwd: '/' },
    );
    assert.equal(brief(origin(801, processes)), 'service cron');
    assert.deepEqual(origin(802, processes)?.evidence, ['cron (800) started it.']);
    assert.equal(brief(origin(811, processes)), 'service cron');
    assert.equal(brief(origin(810, processes)), 'none');
  });

  it('is weaker than the folder it runs in, and is told without a workspace', () => {
    const processes = world({ pid: 900, ppid: 1, cwd: '/shop', cgroup: '/system.slice/shop.service' });
    assert.equal(brief(origin(900, processes)), 'folder shop in /shop');
    const outside = aWorkspace({ folders: [], extensionHost: null, appRoot: null });
    assert.equal(brief(origin(900, processes, outside)), 'service shop');
  });
});
