import assert from 'node:assert/strict';
import type { RememberedProcess, Workspace } from '../../../../src/core/snapshot/workspace';
import { aWorkspace, brief, origin, world } from '../../../support/snapshots/originWorld';

const MINUTE = 60_000;
const TERMINAL = { kind: 'terminal', id: 'terminal:30', name: 'web', folder: '/shop' } as const;

const remembering = (entry: Partial<RememberedProcess>, given: Partial<Workspace> = {}): Workspace =>
  aWorkspace({
    at: 20 * MINUTE,
    remembered: new Map([['40:40', { pid: 40, startTime: '40', origin: TERMINAL, endedAt: null, ...entry }]]),
    ...given,
  });

describe('origin: orphan, remembered', () => {
  const processes = world(
    { pid: 40, ppid: 1, command: ['node', 'server.js'], cwd: '/' },
    { pid: 41, ppid: 40, command: ['node', 'worker.js'], cwd: '/' },
  );
  const ended = { endedAt: 8 * MINUTE };

  it('is what its terminal left over, with what that started, and says for how long', () => {
    for (const pid of [40, 41]) {
      const found = origin(pid, processes, remembering(ended));
      assert.equal(brief(found), 'orphan terminal web in /shop');
      assert.equal(found?.endedAgo, 12 * MINUTE);
    }
    const task = { ...TERMINAL, kind: 'task', id: 'task:x', name: 'dev' } as const;
    assert.equal(
      brief(origin(40, processes, remembering({ ...ended, origin: task }))),
      'orphan task dev in /shop',
    );
  });

  it('is nobody who only has the same pid', () => {
    const later = new Map([...processes, [40, { ...processes.get(40)!, startTime: '4000' }]]);
    assert.equal(origin(40, later, remembering(ended)), null);
  });

  it('is none while it lives on in a terminal that is there', () => {
    const terminals = [{ id: '30', name: 'web', pid: 30, command: null }];
    const within = world(
      { pid: 30, ppid: 12, command: ['bash'], cwd: '/' },
      { pid: 40, ppid: 30, cwd: '/shop' },
    );
    assert.equal(brief(origin(40, within, remembering(ended, { terminals }))), 'terminal web in /shop');
  });

  it('is not judged while the window comes back: the name does at once', () => {
    const back = { reconnecting: true };
    assert.equal(brief(origin(40, processes, remembering({}, back))), 'terminal web in /shop');
    assert.match(origin(40, processes, remembering({}, back))?.evidence[0] ?? '', /^Remembered/);
    assert.equal(origin(40, processes, remembering(ended, back)), null);
    assert.equal(origin(40, processes, remembering({})), null);
  });

  it('stays its terminal’s when it has left that', () => {
    const terminals = [{ id: '30', name: 'web', pid: 30, command: null }];
    const found = origin(40, processes, remembering({}, { terminals }));
    assert.equal(brief(found), 'terminal web in /shop');
    assert.match(found?.evidence[0] ?? '', /has left it since/);
  });

  it('is none inside a terminal multiplexer, which is there to outlive its terminal', () => {
    const inTmux = world(
      { pid: 39, ppid: 1, name: 'tmux: server', cwd: '/' },
      { pid: 40, ppid: 39, cwd: '/shop' },
    );
    assert.equal(brief(origin(40, inTmux, remembering(ended))), 'folder shop in /shop');
  });
});

describe('origin: orphan or another window, by the environment', () => {
  const env = (git: string, terminal: string) => ({
    ...{ TERM_PROGRAM: 'vscode', VSCODE_GIT_IPC_HANDLE: git, VSCODE_IPC_HOOK_CLI: terminal },
  });
  const [ours, theirs] = [env('/tmp/vscode-git-1.sock', '/a'), env('/tmp/vscode-git-2.sock', '/b')];
  const workspace = aWorkspace({ windowSockets: ['/tmp/vscode-git-1.sock'] });
  const processes = world(
    { pid: 30, ppid: 12, name: 'bash', command: ['bash'], cwd: '/shop', environment: ours },
    { pid: 31, ppid: 30, cwd: '/', environment: ours },
    { pid: 40, ppid: 1, cwd: '/shop/api', environment: ours },
    { pid: 41, ppid: 40, cwd: '/', environment: ours },
    { pid: 50, ppid: 12, name: 'bash', command: ['bash'], cwd: '/other', environment: theirs },
    { pid: 51, ppid: 50, cwd: '/shop', environment: theirs },
    { pid: 60, ppid: 11, cwd: '/', environment: ours },
    { pid: 70, ppid: 2, cwd: '/', environment: ours },
    { pid: 71, ppid: 72, cwd: '/', environment: ours },
    { pid: 72, ppid: 1, name: 'su', cwd: '/', environment: null },
    { pid: 80, ppid: 81, cwd: '/', environment: ours },
    { pid: 81, ppid: 1, name: 'systemd', command: ['systemd', '--user'], cwd: '/', environment: {} },
  );

  it('is an orphan where only its environment tells of this window, and its parent is gone', () => {
    assert.equal(brief(origin(40, processes, workspace)), 'orphan a terminal of this window in /shop');
    assert.equal(brief(origin(41, processes, workspace)), 'orphan a terminal of this window in /shop');
    assert.equal(brief(origin(80, processes, workspace)), 'orphan a terminal of this window');
    assert.match(origin(80, processes, workspace)?.evidence[1] ?? '', /belongs to systemd \(81\) now/);
  });

  it('is none below a pty host, an extension host, or a parent that was not seen', () => {
    assert.equal(brief(origin(31, processes, workspace)), 'none');
    assert.equal(brief(origin(60, processes, workspace)), 'vscode an extension');
    assert.equal(brief(origin(70, processes, workspace)), 'none');
    assert.equal(brief(origin(71, processes, workspace)), 'none');
    assert.notEqual(origin(40, processes, { ...workspace, reconnecting: true })?.kind, 'orphan');
  });

  it('is another window’s terminal by the socket that its processes were told', () => {
    assert.equal(brief(origin(51, processes, workspace)), 'window a terminal in other');
    assert.equal(brief(origin(51, processes, aWorkspace())), 'folder shop in /shop');
  });

  it('is another window’s terminal by the pty host where there is no more than the terminal’s own socket', () => {
    const own = { TERM_PROGRAM: 'vscode', VSCODE_IPC_HOOK_CLI: '/tmp/vscode-ipc-9.sock' };
    const without = world(
      { pid: 50, ppid: 12, name: 'bash', command: ['bash'], cwd: '/other', environment: own },
      { pid: 51, ppid: 50, cwd: '/shop', environment: own },
      { pid: 52, ppid: 1, cwd: '/shop', environment: own },
    );
    assert.equal(brief(origin(51, without, workspace)), 'window a terminal in other');
    assert.equal(brief(origin(52, without, workspace)), 'folder shop in /shop');
    assert.equal(brief(origin(51, without, { ...workspace, reconnecting: true })), 'folder shop in /shop');
    const ours = { ...workspace, windowSockets: ['/tmp/vscode-ipc-9.sock'] };
    assert.notEqual(origin(51, without, ours)?.kind, 'window');
  });

  it('is another window’s by its extension host', () => {
    const node = ['node', '/opt/code-server/lib/vscode/out/bootstrap-fork', '--type=extensionHost'];
    const extensions = [{ id: 'astro.astro', name: 'Astro', path: '/ext/astro' }];
    const two = world(
      { pid: 13, ppid: 10, command: node },
      { pid: 14, ppid: 13, command: ['node', '/ext/astro/server.js'], cwd: '/other' },
    );
    assert.equal(brief(origin(13, two, aWorkspace({ extensions }))), 'window extension host');
    assert.equal(brief(origin(14, two, aWorkspace({ extensions }))), 'window Astro');
    assert.equal(origin(14, two)?.evidence.at(-1), 'Process 14 runs in /other.');
  });
});
