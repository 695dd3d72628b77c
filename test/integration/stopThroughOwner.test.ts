import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { freePort } from '../support/freePort';
import { DockerEngine } from '../support/world/dockerEngine';

/** What the stop commands answer: a line of the journal each. */
interface StopRecord {
  readonly what: string;
  readonly way: string;
  readonly signals: readonly { readonly pid: number; readonly signal: string }[];
  readonly confirmedBy: string | null;
  readonly outcome: string | null;
  readonly sentence: string;
}

interface Answer {
  readonly sockets: readonly { readonly id: string; readonly owners: readonly number[] }[];
  readonly processes: readonly { readonly pid: number; readonly origin: { readonly kind: string } | null }[];
}

/** Listens on the port it is given, and says so. */
const SERVER = `require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1', () => console.log('up'));\n`;

interface Listener {
  readonly socket: string;
  readonly pid: number;
}

/** The process that listens there, once its origin is known to be of that kind. */
async function listener(port: number, kind: string): Promise<Listener> {
  let found: Listener | undefined;
  await eventually(
    `port ${port} is of a ${kind}`,
    async () => {
      const { sockets, processes }: Answer = await vscode.commands.executeCommand(
        'portolan.whoOwnsPort',
        port,
      );
      const pid = sockets[0]?.owners[0];
      const origin = processes.find((process) => process.pid === pid)?.origin;
      if (!sockets[0] || pid === undefined || origin?.kind !== kind) return false;
      found = { socket: sockets[0].id, pid };
      return true;
    },
    15_000,
  );
  return found!;
}

/** The first such event from now on, and what came with it. */
const next = <T>(event: vscode.Event<T>, isIt: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    const subscription = event((value) => {
      if (!isIt(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });

/** Field 3 of proc_pid_stat(5): a zombie has ended, and waits for its parent. */
function lives(pid: number): boolean {
  try {
    return !/^.*\) Z /s.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch (error) {
    assert.match(String((error as NodeJS.ErrnoException).code), /^(ENOENT|ESRCH)$/);
    return false;
  }
}

describe('stopping through what owns it', function () {
  this.timeout(40_000);
  const settings = vscode.workspace.getConfiguration('portolan');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const program = path.join(folder.uri.fsPath, 'owned.cjs');
  const terminals: vscode.Terminal[] = [];
  const children: ChildProcess[] = [];

  before(async () => {
    fs.writeFileSync(program, SERVER);
    // The suite may not answer dialogs: that is the end-to-end test's.
    await settings.update('confirmStop', 'never', vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    for (const terminal of terminals) terminal.dispose();
    for (const child of children) child.kill('SIGKILL');
    fs.rmSync(program);
    await settings.update('confirmStop', undefined, vscode.ConfigurationTarget.Global);
  });

  async function run(command: string, ...args: unknown[]): Promise<StopRecord> {
    const records: StopRecord[] = await vscode.commands.executeCommand(command, ...args);
    assert.equal(records.length, 1, JSON.stringify(records));
    return records[0]!;
  }

  const briefly = ({ way, signals, confirmedBy, outcome, sentence }: StopRecord) => ({
    way,
    signals: signals.map(({ signal, pid }) => `${signal} ${pid}`),
    confirmedBy,
    outcome: outcome === 'freed' ? outcome : sentence,
  });

  async function runTask(name: string, port: number): Promise<vscode.TaskExecution> {
    const execution = new vscode.ProcessExecution(process.execPath, [program, String(port)]);
    return await vscode.tasks.executeTask(
      new vscode.Task({ type: 'process', task: name }, folder!, name, 'test', execution),
    );
  }

  async function openShell(name: string): Promise<vscode.Terminal> {
    const terminal = vscode.window.createTerminal({ name, shellPath: '/bin/bash', cwd: folder!.uri });
    terminals.push(terminal);
    if (terminal.shellIntegration) return terminal;
    await next(vscode.window.onDidChangeTerminalShellIntegration, (event) => event.terminal === terminal);
    return terminal;
  }

  const command = (port: number): string => `'${process.execPath}' owned.cjs ${port}`;

  it('ends a task by terminate(): no signal is sent, and the task’s own event comes', async () => {
    const port = await freePort();
    const execution = await runTask('owned', port);
    const { socket, pid } = await listener(port, 'task');
    const ended = next(vscode.tasks.onDidEndTask, (event) => event.execution === execution);
    const record = await run('portolan.stop', socket);
    assert.deepEqual(briefly(record), {
      way: 'task',
      signals: [],
      confirmedBy: 'onDidEndTask',
      outcome: 'freed',
    });
    await ended;
    assert.equal(lives(pid), false);
  });

  it('ends one part of a compound task, and leaves the other', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const file = path.join(folder.uri.fsPath, '.vscode/tasks.json');
    const tasks = fs.readFileSync(file, 'utf8');
    const part = (label: string, port: number) => ({
      ...{ label, type: 'process', command: process.execPath, args: [program, String(port)] },
      ...{ isBackground: true, problemMatcher: [], presentation: { panel: 'dedicated' } },
    });
    const compound = { label: 'whole', dependsOn: ['left half', 'right half'], problemMatcher: [] };
    const all = [part('left half', one), part('right half', two), compound];
    fs.writeFileSync(file, JSON.stringify({ version: '2.0.0', tasks: all }));
    try {
      let whole: vscode.Task | undefined;
      await eventually('VS Code has read tasks.json', async () => {
        whole = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'whole');
        return whole !== undefined;
      });
      await vscode.tasks.executeTask(whole!);
      const left = await listener(one, 'task');
      const right = await listener(two, 'task');
      assert.deepEqual(briefly(await run('portolan.stop', left.socket)), {
        way: 'task',
        signals: [],
        confirmedBy: 'onDidEndTask',
        outcome: 'freed',
      });
      assert.deepEqual([lives(left.pid), lives(right.pid)], [false, true]);
    } finally {
      for (const execution of vscode.tasks.taskExecutions) execution.terminate();
      fs.writeFileSync(file, tasks);
    }
    await eventually('they have ended', () => vscode.tasks.taskExecutions.length === 0);
  });

  it('types ^C for a terminal’s foreground job: no signal is sent, and the shell’s own event comes', async () => {
    const port = await freePort();
    const terminal = await openShell('foreground');
    terminal.sendText(command(port));
    const { socket, pid } = await listener(port, 'terminal');
    const ended = next(vscode.window.onDidEndTerminalShellExecution, (event) => event.terminal === terminal);
    const record = await run('portolan.stop', socket);
    assert.deepEqual(briefly(record), {
      way: 'interrupt',
      signals: [],
      confirmedBy: 'onDidEndTerminalShellExecution',
      outcome: 'freed',
    });
    assert.equal((await ended).exitCode, 130); // 128 and SIGINT: it was the terminal's
    assert.equal(lives(pid), false);
    assert.equal(terminal.exitStatus, undefined, 'the terminal is still there');
  });

  it('tells two jobs of one terminal apart: a signal for the one behind, ^C for the one in front', async () => {
    const [behind, front] = [await freePort(), await freePort()];
    const terminal = await openShell('two jobs');
    terminal.sendText(`${command(behind)} & ${command(front)}`);
    const inFront = await listener(front, 'terminal');
    const inBack = await listener(behind, 'terminal');
    const first = await run('portolan.stop', inBack.socket);
    assert.deepEqual(briefly(first), {
      way: 'signals',
      signals: [`SIGTERM ${inBack.pid}`],
      confirmedBy: null,
      outcome: 'freed',
    });
    assert.deepEqual([lives(inBack.pid), lives(inFront.pid)], [false, true]);
    const second = await run('portolan.stop', inFront.socket);
    assert.deepEqual(
      [second.way, second.signals, second.outcome],
      ['interrupt', [], 'freed'],
      second.sentence,
    );
  });

  it('ends a debug session that launched it: no signal is sent, and the session’s own event comes', async () => {
    const port = await freePort();
    const configuration = { type: 'pwa-node', request: 'launch', name: 'owned session', program };
    const started = next(vscode.debug.onDidStartDebugSession, ({ name }) => name === 'owned session');
    await vscode.debug.startDebugging(folder, {
      ...configuration,
      args: [String(port)],
      runtimeExecutable: process.execPath,
      internalConsoleOptions: 'neverOpen',
    });
    const session = await started;
    const { socket, pid } = await listener(port, 'debug');
    const ended = next(vscode.debug.onDidTerminateDebugSession, ({ id }) => id === session.id);
    const record = await run('portolan.stop', socket);
    assert.deepEqual(briefly(record), {
      way: 'debug',
      signals: [],
      confirmedBy: 'onDidTerminateDebugSession',
      outcome: 'freed',
    });
    await ended;
    assert.equal(lives(pid), false);
  });

  it('restarts a debug session: another process, and the same configuration', async () => {
    const port = await freePort();
    await vscode.debug.startDebugging(folder, {
      ...{ type: 'pwa-node', request: 'launch', name: 'again', program, args: [String(port)] },
      ...{ runtimeExecutable: process.execPath, internalConsoleOptions: 'neverOpen' },
    });
    const { socket, pid } = await listener(port, 'debug');
    const started = next(vscode.debug.onDidStartDebugSession, ({ name }) => name === 'again');
    const record = await run('portolan.restart', socket);
    assert.deepEqual([record.way, record.signals, record.outcome], ['debug', [], 'freed'], record.sentence);
    const session = await started;
    const again = await listener(port, 'debug');
    assert.notEqual(again.pid, pid);
    const ended = next(vscode.debug.onDidTerminateDebugSession, ({ id }) => id === session.id);
    await vscode.debug.stopDebugging(session);
    await ended;
  });

  it('stops a container by its engine: no signal is sent, though docker-proxy is who listens', async function () {
    const engine = await DockerEngine.start(this);
    process.env['DOCKER_HOST'] = `unix://${engine.socketPath}`;
    try {
      const port = await freePort();
      const label = `com.docker.compose.project.working_dir=${folder.uri.fsPath}`;
      await engine.run([
        '--stop-signal',
        'SIGKILL',
        '--name',
        'owned-1',
        '--label',
        label,
        '--publish',
        `127.0.0.1:${port}:80`,
      ]);
      let socket: string | undefined;
      await eventually('it is the container’s', async () => {
        const answer: Answer & { readonly answer: { readonly sentence: string } } =
          await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
        socket = answer.sockets[0]?.id;
        return answer.answer.sentence.startsWith('Container owned-1');
      });
      assert.deepEqual(briefly(await run('portolan.stop', socket)), {
        way: 'container',
        signals: [],
        confirmedBy: 'docker stop owned-1',
        outcome: 'freed',
      });
    } finally {
      delete process.env['DOCKER_HOST'];
      await engine.stop();
    }
  });

  it('asks about a process that a session has only joined: the workspace did not start it', async () => {
    const [port, inspector] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [`--inspect=127.0.0.1:${inspector}`, program, String(port)], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    const started = next(vscode.debug.onDidStartDebugSession, ({ name }) => name === 'joined');
    await vscode.debug.startDebugging(folder, {
      ...{ type: 'pwa-node', request: 'attach', name: 'joined', address: '127.0.0.1', port: inspector },
      internalConsoleOptions: 'neverOpen',
    });
    const session = await started;
    const { socket } = await listener(port, 'debug');
    // Nobody can be asked here, and the suite's VS Code says so.
    await assert.rejects(run('portolan.stop', socket), /refused to show dialog/);
    assert.equal(lives(child.pid!), true);
    const ended = next(vscode.debug.onDidTerminateDebugSession, ({ id }) => id === session.id);
    await vscode.debug.stopDebugging(session);
    await ended;
    assert.equal(lives(child.pid!), true);
  });

  it('restarts a task: another process, the same port', async () => {
    const port = await freePort();
    await runTask('restarted', port);
    const { socket, pid } = await listener(port, 'task');
    const record = await run('portolan.restart', socket);
    assert.deepEqual([record.way, record.signals, record.outcome], ['task', [], 'freed'], record.sentence);
    const again = await listener(port, 'task');
    assert.notEqual(again.pid, pid);
    await run('portolan.stop', again.socket);
  });

  it('waits until the port is free again, named by its number', async () => {
    const port = await freePort();
    await runTask('awaited', port);
    await listener(port, 'task');
    assert.equal(await vscode.commands.executeCommand('portolan.stopAndWait', port), true);
    const server = spawn(process.execPath, [program, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(server);
    const said = await new Promise<string>((resolve) =>
      server.stdout.once('data', (data) => resolve(String(data))),
    );
    assert.equal(said.trim(), 'up');
    assert.equal(await vscode.commands.executeCommand('portolan.stopAndWait', await freePort()), true);
  });

  it('stops all that this workspace has started, and nothing else', async () => {
    const [port, shellPort, foreignPort] = [await freePort(), await freePort(), await freePort()];
    const foreign = spawn(process.execPath, [program, String(foreignPort)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(foreign);
    await once(foreign.stdout, 'data');
    await runTask('one of all', port);
    const terminal = await openShell('another of all');
    terminal.sendText(command(shellPort));
    await listener(port, 'task');
    await listener(shellPort, 'terminal');
    const records: StopRecord[] = await vscode.commands.executeCommand('portolan.stopAllOfWorkspace');
    assert.deepEqual(records.map(({ way, outcome }) => `${way} ${outcome}`).sort(), [
      'interrupt freed',
      'task freed',
    ]);
    assert.equal(foreign.exitCode ?? foreign.signalCode, null);
  });

  it('keeps a journal that says so', async () => {
    const records: StopRecord[] = await vscode.commands.executeCommand('portolan.showStopped');
    assert.ok(records.length >= 8);
    const page = vscode.window.activeTextEditor?.document;
    assert.equal(page?.uri.scheme, 'portolan-stopped');
    assert.match(
      page.getText(),
      /Types Ctrl\+C into its terminal\.\n\s+No signal was sent\.\n\s+Its end was reported by onDidEndTerminalShellExecution\./,
    );
    assert.match(page.getText(), /Signals: SIGTERM to \d+\./);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
