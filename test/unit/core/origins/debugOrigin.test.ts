import assert from 'node:assert/strict';
import type { SessionProcess, WorkspaceDebugSession } from '../../../../src/core/snapshot/workspace';
import { aWorkspace, brief, origin, world } from '../../../support/snapshots/originWorld';

const aSession = (given: Partial<WorkspaceDebugSession> = {}): WorkspaceDebugSession => ({
  id: 's1',
  name: 'API',
  configuration: 'API',
  attached: false,
  folder: '/shop',
  processes: [{ pid: 40, source: 'name', title: 'app.js' }],
  port: null,
  ...given,
});

const told = (process: SessionProcess) => aSession({ processes: [process] });
const debugged = (...debugSessions: WorkspaceDebugSession[]) => aWorkspace({ debugSessions });

describe('origin: debug session', () => {
  // js-debug starts the program itself, or in a terminal of its own.
  const processes = world(
    { pid: 30, ppid: 12, name: 'bash', command: ['bash'], exe: '/bin/bash', cwd: '/shop' },
    { pid: 40, ppid: 11, command: ['/usr/bin/node', './app.js'], cwd: '/shop' },
    { pid: 41, ppid: 40, command: ['node', 'worker.js'], cwd: '/' },
    { pid: 42, ppid: 30, command: ['node', 'app.js'], cwd: '/' },
    { pid: 50, ppid: 1, command: ['python3', 'main.py'], exe: '/usr/bin/python3.12', cwd: '/' },
  );

  it('is found by the name of a child session, and for what its process started', () => {
    assert.equal(brief(origin(40, processes, debugged(aSession()))), 'debug API in /shop');
    assert.equal(brief(origin(41, processes, debugged(aSession()))), 'debug API in /shop');
    assert.deepEqual(origin(41, processes, debugged(aSession()))?.evidence, [
      'A child of this session is named after process 40.',
      'Process 40 started this one.',
      'Its launch configuration is “API”, for the folder /shop.',
    ]);
  });

  it('is found by the process event, and by the shell that VS Code started for it', () => {
    const byEvent = told({ pid: 50, source: 'process', title: '/home/me/main.py' });
    assert.equal(brief(origin(50, processes, debugged(byEvent))), 'debug API in /shop');
    const byShell = told({ pid: 30, source: 'runInTerminal', title: null });
    assert.equal(brief(origin(42, processes, debugged(byShell))), 'debug API in /shop');
    const terminals = [{ id: '30', name: 'Node.js Process', pid: 30, command: null }];
    const workspace = { ...debugged(byShell), terminals };
    assert.equal(brief(origin(42, processes, workspace)), 'debug API in /shop');
  });

  it('is not believed of a pid that is another machine’s or a container’s', () => {
    const elsewhere = (pid: number) => told({ pid, source: 'name', title: 'app.js' });
    assert.equal(origin(50, processes, debugged(elsewhere(50))), null);
    assert.notEqual(origin(10, processes, debugged(elsewhere(10)))?.kind, 'debug');
    assert.equal(origin(50, processes, debugged(told({ pid: 50, source: 'process', title: null }))), null);
  });

  it('leaves what it has only joined to whoever started it, and says that it has', () => {
    const attached = {
      ...told({ pid: 42, source: 'name', title: 'app.js' }),
      name: 'Attach',
      attached: true,
    };
    const terminals = [{ id: '30', name: 'web', pid: 30, command: null }];
    const found = origin(42, processes, { ...debugged(attached), terminals });
    assert.equal(brief(found), 'terminal web in /shop');
    assert.equal(found?.evidence.at(-1), 'The debug session “Attach” is attached to process 42.');
    assert.equal(brief(origin(42, processes, debugged(attached))), 'debug Attach in /shop');
  });

  it('is unclear where two say to have started one process, and both are named', () => {
    const found = origin(40, processes, debugged(aSession(), aSession({ id: 's2', name: 'Worker' })));
    assert.equal(brief(found), 'unclear Debug session API, or Debug session Worker in /shop');
    assert.ok(found?.evidence.some((why) => why.startsWith('Debug session API: ')));
    assert.ok(found?.evidence.some((why) => why.startsWith('Debug session Worker: ')));
    const joined = aSession({ id: 's2', name: 'Attach', attached: true });
    assert.equal(brief(origin(40, processes, debugged(aSession(), joined))), 'debug API in /shop');
  });
});
