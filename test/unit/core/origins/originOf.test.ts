import assert from 'node:assert/strict';
import { originOf } from '../../../../src/core/origins/originOf';
import type { Process } from '../../../../src/core/snapshot/process';
import { NO_WORKSPACE, type Workspace } from '../../../../src/core/snapshot/workspace';
import { english } from '../../../../src/core/text/translate';
import { aProcess } from '../../../support/snapshots/snapshots';

const APP = '/opt/code-server/lib/vscode';
const NODE = '/usr/bin/node';

/** The processes of a VS Code window, its terminals and what else runs beside it. */
const PROCESSES = new Map(
  (
    [
      [1, 0, 'init', ['/sbin/init'], '/', '/sbin/init'],
      [10, 1, 'node', ['node', '/opt/code-server/out/node/entry.js'], '/', NODE],
      [11, 10, 'node', [NODE, `${APP}/out/bootstrap-fork`, '--type=extensionHost'], '/', NODE],
      [12, 10, 'node', [NODE, `${APP}/out/bootstrap-fork`, '--type=ptyHost'], '/', NODE],
      [20, 11, 'node', [NODE, '/home/me/.ext/astro/server.js', '--stdio'], '/shop', NODE],
      [21, 11, 'node', ['node', 'server.js'], '/shop/api', NODE],
      [22, 11, 'sleep', ['sleep', '1'], '/', '/bin/sleep'],
      [30, 12, 'bash', ['bash'], '/shop', '/bin/bash'],
      [31, 30, 'node', ['node', 'pnpm.cjs', 'dev'], '/shop', NODE],
      [32, 31, 'node', ['node', '/shop/node_modules/.bin/vite'], '/shop/web', NODE],
      [33, 12, 'bash', ['bash'], '/', '/bin/bash'],
      [40, 12, 'node', ['node', 'servers.js'], '/shop', NODE],
      [41, 40, 'node', ['node', 'http.js'], '/', NODE],
      [50, 1, 'python3', ['python3', '-m', 'http.server'], '/shop/web/public', '/usr/bin/python3'],
      [51, 1, 'node', ['node', '/shop-two/server.js'], '/', NODE],
      [52, 1, 'node', ['node', '/shop/tools/x.js'], '/', NODE],
      [60, 61, 'a', ['a'], null, null],
      [61, 60, 'b', ['b'], null, null],
    ] as [number, number, string, string[], string | null, string | null][]
  ).map(([pid, ppid, name, command, cwd, exe]): [number, Process] => [
    pid,
    aProcess({ pid, startTime: String(pid), ppid, name, command, cwd, exe }),
  ]),
);

const WORKSPACE: Workspace = {
  ...NO_WORKSPACE,
  folders: [
    { name: 'shop', path: '/shop' },
    { name: 'web', path: '/shop/web' },
  ],
  terminals: [
    { id: '1', name: 'web', pid: 30, command: 'pnpm dev' },
    { id: '2', name: 'servers', pid: 40, command: null },
  ],
  tasks: [{ id: 'Workspace/servers', name: 'servers', pid: 40, reported: true, folder: '/shop' }],
  extensionHost: 11,
  extensions: [
    { id: 'astro.astro', name: 'Astro', path: '/home/me/.ext/astro' },
    { id: 'astro.astro-theme', name: 'Astro Theme', path: '/home/me/.ext/astro-theme' },
  ],
  appRoot: APP,
};

const origin = (pid: number, workspace: Workspace = WORKSPACE): string => {
  const found = originOf(pid, PROCESSES, workspace, english);
  return found ? `${found.kind} ${found.name}${found.folder === null ? '' : ` in ${found.folder}`}` : 'none';
};

const withTerminal = (name: string, command: string | null): Workspace => ({
  ...WORKSPACE,
  terminals: [{ id: '1', name, pid: 30, command }],
});

describe('originOf', () => {
  it('finds the task of a process it started, and says how it knows', () => {
    assert.equal(origin(40), 'task servers in /shop');
    assert.equal(origin(41), 'task servers in /shop');
    assert.deepEqual(originOf(41, PROCESSES, WORKSPACE, english)?.evidence, [
      'VS Code reported process 40 as this task’s.',
      'Process 40 started this one.',
    ]);
    const tasks = WORKSPACE.tasks.map((task) => ({ ...task, reported: false }));
    assert.deepEqual(originOf(40, PROCESSES, { ...WORKSPACE, tasks }, english)?.evidence, [
      'The task is running, and process 40 runs in the one terminal with its name.',
    ]);
  });

  it("calls a task's terminal the task", () => {
    assert.equal(origin(41), 'task servers in /shop');
    assert.equal(origin(41, { ...WORKSPACE, tasks: [] }), 'terminal servers in /shop');
  });

  it('finds the terminal of a descendant of its shell, in the folder where the process runs', () => {
    assert.equal(origin(30), 'terminal web in /shop');
    assert.equal(origin(32), 'terminal web in /shop/web');
  });

  it('names a terminal by its command line where its name is just the process', () => {
    assert.equal(origin(32, withTerminal('bash', 'pnpm dev')), 'terminal pnpm dev in /shop/web');
    assert.equal(origin(32, withTerminal('node', 'pnpm dev')), 'terminal pnpm dev in /shop/web');
    assert.equal(origin(30, withTerminal('', null)), 'terminal bash in /shop');
    assert.notEqual(origin(32, withTerminal('node', null)), 'terminal node in /shop/web');
  });

  it("names VS Code's own processes, and the extension whose file a process runs", () => {
    assert.equal(origin(11), 'vscode extension host');
    assert.equal(origin(12), 'vscode pty host');
    assert.equal(origin(20), 'vscode Astro');
    assert.equal(origin(22), 'vscode an extension');
  });

  it('gives what an extension started in a workspace folder to the folder', () => {
    assert.equal(origin(21), 'folder shop in /shop');
  });

  it('never takes the shell of an unknown terminal for VS Code itself', () => {
    assert.equal(origin(33), 'none');
  });

  it('knows a folder that was opened through a link, by either of its paths', () => {
    const at = (cwd: string): unknown => {
      const processes = new Map([[9, aProcess({ pid: 9, cwd, exe: NODE, command: ['node'] })]]);
      const folders = [
        { name: 'all', path: '/home/me/all', realPath: '/data' },
        { name: 'shop', path: '/home/me/shop', realPath: '/data/code/shop' },
        { name: 'plain', path: '/srv/plain' },
      ];
      const found = originOf(9, processes, { ...NO_WORKSPACE, folders }, english);
      return found && [found.kind, found.name, found.folder];
    };
    assert.deepEqual(at('/data/code/shop/api'), ['folder', 'shop', '/home/me/shop']);
    assert.deepEqual(at('/home/me/shop'), ['folder', 'shop', '/home/me/shop']);
    assert.deepEqual(at('/data/other'), ['folder', 'all', '/home/me/all']);
    assert.deepEqual(at('/srv/plain'), ['folder', 'plain', '/srv/plain']);
    assert.equal(at('/data2'), null);
  });

  it('finds the deepest folder by working directory, then by command', () => {
    assert.equal(origin(50), 'folder web in /shop/web');
    assert.equal(origin(52), 'folder shop in /shop');
  });

  it('does not take /shop-two for /shop', () => {
    assert.equal(origin(51), 'none');
  });

  it('claims nothing without a workspace, nor on a cycle of parents', () => {
    for (const pid of PROCESSES.keys()) assert.equal(origin(pid, NO_WORKSPACE), 'none');
    assert.equal(origin(60), 'none');
    assert.equal(origin(404), 'none');
  });
});
