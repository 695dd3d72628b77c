import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { freePort } from '../support/freePort';

interface Origin {
  readonly kind: string;
  readonly name: string;
  readonly folder: string | null;
  readonly evidence: readonly string[];
}

interface Answer {
  /** `owners` is `null` for a moment while a process ends: the kernel lets nobody but root read of it then. */
  readonly sockets: readonly { readonly owners: readonly number[] | null }[];
  readonly processes: readonly { readonly pid: number; readonly origin: Origin | null }[];
}

/** Listens on the port it is given. */
const SERVER = `require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1');\n`;

async function originOf(port: number): Promise<Origin | null | undefined> {
  const answer: Answer = await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
  const [socket] = answer.sockets;
  if (socket?.owners === null) return null;
  const pid = socket?.owners[0];
  return answer.processes.find((process) => process.pid === pid)?.origin;
}

/** `terminal web in shop`; `undefined`: nobody listens there. */
async function briefly(port: number): Promise<string | undefined> {
  const origin = await originOf(port);
  if (!origin) return origin === null ? 'none' : undefined;
  const { kind, name, folder } = origin;
  return `${kind} ${name}${folder === null ? '' : ` in ${path.basename(folder)}`}`;
}

const evidenceOf = async (port: number): Promise<string> => (await originOf(port))?.evidence.join(' ') ?? '';

async function becomes(port: number, expected: string): Promise<void> {
  let last: string | undefined;
  const isSo = async (): Promise<boolean> => (last = await briefly(port)) === expected;
  try {
    await eventually(`port ${port} is of ${expected}`, isSo);
  } catch (error) {
    throw new Error(`Not ${expected}, but ${String(last)}`, { cause: error });
  }
}

describe('where a listener came from', function () {
  this.timeout(40_000);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const program = path.join(folder.uri.fsPath, 'origin.cjs');
  const children: ChildProcess[] = [];
  const terminals: vscode.Terminal[] = [];
  const left: number[] = [];

  before(() => fs.writeFileSync(program, SERVER));
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const terminal of terminals) terminal.dispose();
    for (const pid of left) if (fs.existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
    fs.rmSync(program);
  });

  const openTerminal = (name: string): vscode.Terminal => {
    const terminal = vscode.window.createTerminal({ name, shellPath: '/bin/bash', cwd: folder.uri });
    terminals.push(terminal);
    return terminal;
  };
  const command = (port: number): string => `'${process.execPath}' origin.cjs ${port}`;

  async function debug(configuration: Partial<vscode.DebugConfiguration>): Promise<vscode.DebugSession> {
    const { name } = configuration;
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const subscription = vscode.debug.onDidStartDebugSession((session) => {
        if (session.name !== name || session.parentSession) return;
        subscription.dispose();
        resolve(session);
      });
    });
    const common = { type: 'pwa-node', request: 'launch', internalConsoleOptions: 'neverOpen' } as const;
    await vscode.debug.startDebugging(folder, { ...common, name: String(name), ...configuration });
    return await started;
  }

  async function endOf(session: vscode.DebugSession): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const subscription = vscode.debug.onDidTerminateDebugSession(({ id }) => {
        if (id !== session.id) return;
        subscription.dispose();
        resolve();
      });
    });
    await vscode.debug.stopDebugging(session);
    await ended;
  }

  describe('a debug session', () => {
    for (const console of ['internalConsole', 'integratedTerminal']) {
      it(`that launched it, with the program in the ${console}`, async () => {
        const port = await freePort();
        const args = [String(port)];
        const session = await debug({
          name: 'API',
          program,
          args,
          console,
          runtimeExecutable: process.execPath,
        });
        await becomes(port, 'debug API in shop');
        assert.match(await evidenceOf(port), /launch configuration is “API”/);
        await endOf(session);
        await eventually('it has ended', async () => (await briefly(port)) === undefined);
      });
    }

    it('that is attached to it, unless it is known who started it', async () => {
      const [port, inspector] = [await freePort(), await freePort()];
      const inspected = [`--inspect=127.0.0.1:${inspector}`, program, String(port)];
      children.push(spawn(process.execPath, inspected, { cwd: '/', stdio: 'ignore' }));
      await eventually('it listens', async () => (await briefly(port)) !== undefined);
      const session = await debug({ name: 'Join', request: 'attach', address: '127.0.0.1', port: inspector });
      await becomes(port, 'debug Join in shop');
      await becomes(inspector, 'debug Join in shop');
      await endOf(session);
      await eventually(
        'it is nobody’s session any more',
        async () => (await originOf(port))?.kind !== 'debug',
      );
      assert.notEqual(await briefly(port), undefined, 'it runs on');
    });

    it('that is attached to a terminal’s server leaves it the terminal’s, and is named', async () => {
      const [port, inspector] = [await freePort(), await freePort()];
      openTerminal('inspected').sendText(
        `'${process.execPath}' --inspect=127.0.0.1:${inspector} origin.cjs ${port}`,
      );
      await becomes(port, 'terminal inspected in shop');
      const session = await debug({ name: 'Join', request: 'attach', address: '127.0.0.1', port: inspector });
      await eventually('the session is named', async () =>
        (await evidenceOf(port)).includes('“Join” is attached'),
      );
      assert.equal(await briefly(port), 'terminal inspected in shop');
      await endOf(session);
    });
  });

  it('the parts of a compound task, which has no process itself', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const file = vscode.Uri.joinPath(folder.uri, '.vscode/tasks.json');
    const tasks = fs.readFileSync(file.fsPath, 'utf8');
    const part = (label: string, port: number) => ({
      ...{ label, type: 'process', command: process.execPath, args: ['origin.cjs', String(port)] },
      ...{ isBackground: true, problemMatcher: [], presentation: { panel: 'dedicated' } },
    });
    const compound = { label: 'both', dependsOn: ['first half', 'second half'], problemMatcher: [] };
    const all = [part('first half', one), part('second half', two), compound];
    fs.writeFileSync(file.fsPath, JSON.stringify({ version: '2.0.0', tasks: all }));
    try {
      let both: vscode.Task | undefined;
      await eventually('VS Code has read tasks.json', async () => {
        both = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'both');
        return both !== undefined;
      });
      await vscode.tasks.executeTask(both!);
      await becomes(one, 'task first half in shop');
      await becomes(two, 'task second half in shop');
    } finally {
      for (const execution of vscode.tasks.taskExecutions) execution.terminate();
      fs.writeFileSync(file.fsPath, tasks);
    }
    await eventually('they have ended', async () => (await briefly(two)) === undefined);
  });

  it('a terminal, for each of its jobs', async () => {
    const [one, two] = [await freePort(), await freePort()];
    openTerminal('two jobs').sendText(`${command(one)} & ${command(two)}`);
    await becomes(one, 'terminal two jobs in shop');
    await becomes(two, 'terminal two jobs in shop');
  });

  describe('what is left over', () => {
    const pidOn = async (port: number): Promise<number> => {
      const { sockets }: Answer = await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
      return sockets[0]!.owners![0]!;
    };

    it('is of a terminal that was closed', async () => {
      const port = await freePort();
      const terminal = openTerminal('short-lived');
      // nohup(1) would not do: Node.js takes SIGHUP back.
      terminal.sendText(`${command(port)} >/dev/null 2>&1 & disown`);
      await becomes(port, 'terminal short-lived in shop');
      left.push(await pidOn(port));
      terminal.dispose();
      await becomes(port, 'orphan terminal short-lived in shop');
      assert.match(
        (await originOf(port))?.evidence[0] ?? '',
        /started by terminal short-lived, which has ended/,
      );
    });

    it('is of a terminal of this window where nobody saw it begin', async () => {
      const port = await freePort();
      openTerminal('parent').sendText(`setsid --fork ${command(port)} >/dev/null 2>&1`);
      await becomes(port, 'orphan a terminal of this window in shop');
      left.push(await pidOn(port));
    });
  });

  describe('VS Code itself', () => {
    it('is the extension host for what an extension listens on', async () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      await becomes((server.address() as net.AddressInfo).port, 'vscode extension host');
      server.close();
    });

    it('is the server for its own port', async () => {
      await becomes(Number(/:(\d+)$/.exec(vscode.env.remoteName ?? '')?.[1]), 'vscode server');
    });

    it('is the extension for a server that runs a file of it', async () => {
      const { extensionPath } = vscode.extensions.getExtension('portolan.portolan')!;
      const prefork = path.join(extensionPath, 'test/prefork.cjs');
      const port = await freePort();
      const child = spawn(process.execPath, [prefork, String(port)], { cwd: '/', stdio: 'ignore' });
      children.push(child);
      await becomes(port, 'vscode Portolan');
      const { processes }: Answer = await vscode.commands.executeCommand('portolan.whoOwnsPort', port);
      left.push(
        ...processes.map(({ pid }) => pid).filter((pid) => pid !== child.pid && isBelow(pid, child.pid!)),
      );
    });
  });

  it('the folder it runs in, with what Git has checked out there', async () => {
    const git = (...args: string[]): void => {
      const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid'];
      const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder.uri.fsPath });
      assert.equal(status, 0, String(stderr));
    };
    // Node.js itself comes from below the folder that Portolan runs from here, and would be Portolan's.
    const node = path.join(path.dirname(folder.uri.fsPath), 'node');
    fs.copyFileSync(process.execPath, node, fs.constants.COPYFILE_FICLONE);
    const port = await freePort();
    children.push(spawn(node, [program, String(port)], { cwd: folder.uri.fsPath, stdio: 'ignore' }));
    await becomes(port, 'folder shop in shop');
    assert.doesNotMatch(await evidenceOf(port), /Git/);
    git('init', '--quiet', '--initial-branch=harbour');
    try {
      await eventually('the branch', async () => (await evidenceOf(port)).includes('branch harbour'));
      git('checkout', '--quiet', '-b', 'lighthouse');
      await eventually('the other branch', async () =>
        (await evidenceOf(port)).includes('branch lighthouse'),
      );
    } finally {
      fs.rmSync(path.join(folder.uri.fsPath, '.git'), { recursive: true });
    }
  });
});

function isBelow(pid: number, ancestor: number): boolean {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === ancestor;
}
