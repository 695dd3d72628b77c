import assert from 'node:assert/strict';
import { keeperOf, mayStartAgain } from '../../../../src/core/stop/keeper';
import { LINUX_WORDS } from '../../../../src/platform/linux/linuxWords';
import { aProcess } from '../../../support/snapshots/snapshots';

type Given = Parameters<typeof aProcess>[0];

/** The keeper of `node server.js` where it has that parent. */
function keeperBelow(parent: Given, given: Given = {}) {
  const processes = [aProcess({ pid: 90, ppid: 1, ...parent }), aProcess({ ppid: 90, ...given })];
  return keeperOf(processes[1]!, new Map(processes.map((process) => [process.pid, process])), LINUX_WORDS);
}

const ID = '4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01db0b339c4c01';

describe('keeperOf', () => {
  const watchers: readonly [command: string, name: string][] = [
    ['node /x/node_modules/.bin/nodemon server.js', 'nodemon server.js (90)'],
    ['node --watch server.js', 'node server.js (90)'],
    ['node /x/node_modules/tsx/dist/cli.mjs watch server.ts', 'tsx server.ts (90)'],
    ['/usr/bin/python3 /srv/.venv/bin/uvicorn app:app --reload', 'uvicorn app:app (90)'],
    ['dotnet watch run', 'dotnet watch (90)'],
    ['watchexec -r -- node server.js', 'watchexec node server.js (90)'],
    ['/usr/bin/forever start server.js', 'forever start (90)'],
    ['turbo run dev', 'turbo run dev (90)'],
  ];
  for (const [command, name] of watchers) {
    it(`knows ${command}`, () => {
      assert.deepEqual(keeperBelow({ command: command.split(' ') }), { name, command: null });
    });
  }

  it('knows the command of each supervisor', () => {
    const commandBelow = (parent: Given, given: Given = {}) => keeperBelow(parent, given)?.command;
    const pm2 = { command: ['PM2 v6.0.5: God Daemon (/home/me/.pm2)'] };
    assert.equal(commandBelow(pm2, { environment: { pm_id: '3' } }), 'pm2 stop 3');
    assert.equal(commandBelow(pm2), 'pm2 stop <name>');
    const supervisord = { command: ['/usr/bin/python3', '/usr/bin/supervisord', '-n'] };
    const environment = { SUPERVISOR_PROCESS_NAME: 'api' };
    assert.equal(commandBelow(supervisord, { environment }), 'supervisorctl stop api');
    assert.equal(commandBelow({ command: ['runsv', 'nginx'] }), 'sv down nginx');
    assert.equal(commandBelow({ command: ['s6-supervise', 'api'] }), 's6-svc -d /run/service/api');
    assert.equal(commandBelow({ name: 'cron', command: ['/usr/sbin/CRON', '-f'] }), 'crontab -e');
  });

  it('puts nothing into a command that is no plain name', () => {
    assert.equal(keeperBelow({ command: ['runsv', 'a; rm -rf /'] })?.command, 'sv down <name>');
    assert.equal(keeperBelow({ command: ['runsv'] })?.command, 'sv down <name>');
  });

  it('knows systemd for the process that it started, and not for what that started', () => {
    const cgroup = '/system.slice/nginx.service';
    const master = aProcess({ pid: 100, ppid: 1, cgroup });
    const worker = aProcess({ pid: 101, ppid: 100, cgroup });
    const processes = new Map([master, worker].map((process) => [process.pid, process]));
    assert.equal(keeperOf(master, processes, LINUX_WORDS)?.command, 'sudo systemctl stop nginx.service');
    assert.equal(keeperOf(worker, processes, LINUX_WORDS), undefined);
    assert.equal(
      keeperOf(aProcess({ cgroup: '/user.slice/session-3.scope' }), new Map(), LINUX_WORDS),
      undefined,
    );
  });

  it('knows a container by its control group', () => {
    assert.deepEqual(keeperOf(aProcess({ cgroup: `/docker/${ID}` }), new Map(), LINUX_WORDS), {
      name: 'docker',
      command: 'docker stop 4c01db0b339c',
    });
    const podman = `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`;
    assert.equal(
      keeperOf(aProcess({ cgroup: podman }), new Map(), LINUX_WORDS)?.command,
      'podman stop 4c01db0b339c',
    );
  });

  it('looks some generations up, and no further', () => {
    const above = (generations: number) => {
      const chain = [
        aProcess({ pid: 200, command: ['nodemon', 'server.js'] }),
        ...Array.from({ length: generations }, (_, at) =>
          aProcess({ pid: 201 + at, ppid: 200 + at, command: ['sh', '-c', 'node server.js'] }),
        ),
      ];
      const last = aProcess({ ppid: 200 + generations });
      return keeperOf(last, new Map([...chain, last].map((process) => [process.pid, process])), LINUX_WORDS);
    };
    assert.equal(above(2)?.name, 'nodemon server.js (200)');
    assert.equal(above(9), undefined);
  });

  it('knows none of what a person started', () => {
    assert.equal(keeperBelow({ name: 'bash', command: ['-bash'] }), undefined);
    assert.equal(keeperBelow({ command: ['npm', 'run', 'watchdog'] }), undefined);
  });
});

describe('mayStartAgain', () => {
  it('is no shell that a person types into, and not the first process', () => {
    const may = (given: Given): boolean => mayStartAgain(aProcess(given));
    assert.equal(may({ name: 'bash', command: ['bash'] }), false);
    assert.equal(may({ name: 'bash', command: ['-bash', '--login', '-i'] }), false);
    assert.equal(may({ name: 'zsh', command: ['zsh', '-il'] }), false);
    assert.equal(may({ pid: 1, name: 'tini' }), false);
    assert.equal(may({ name: 'bash', command: ['bash', 'keep.sh'] }), true);
    assert.equal(may({ name: 'sh', command: ['sh', '-c', 'while true; do node server.js; done'] }), true);
    assert.equal(may({ name: 'bash', command: ['bash', '-lc', 'x'] }), true);
    assert.equal(may({}), true);
  });
});
