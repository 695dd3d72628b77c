import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { freePort } from '../support/freePort';
import { type ControlGroup, controlGroup } from '../support/world/controlGroup';

interface Answer {
  readonly sockets: readonly { readonly id: string; readonly owners: readonly number[] }[];
  readonly processes: readonly {
    readonly pid: number;
    readonly origin: { kind: string; name: string; evidence: readonly string[] } | null;
  }[];
  readonly answer: { readonly sentence: string };
}

const SERVER = `require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1');\n`;

const who = async (port: number): Promise<Answer> =>
  await vscode.commands.executeCommand('portolan.whoOwnsPort', port);

/** Neither VS Code nor this workspace has anything to do with these: another program, folder, environment and parent. */
describe('what this workspace did not start', () => {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  let folder: string;
  let program: string;
  let group: ControlGroup | undefined;
  const pids: number[] = [];

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    assert.ok(!folder.startsWith(workspace!.uri.fsPath));
    fs.copyFileSync(process.execPath, path.join(folder, 'node'), fs.constants.COPYFILE_FICLONE);
    program = path.join(folder, 'server.cjs');
    fs.writeFileSync(program, SERVER);
  });
  afterEach(async () => {
    for (const pid of pids.splice(0)) if (fs.existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
    await group?.remove();
    group = undefined;
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  /** Starts it as a daemon: its parent is gone at once. */
  async function start(...before: string[]): Promise<number> {
    const port = await freePort();
    const command = [...before, path.join(folder, 'node'), program, String(port)];
    const options = { cwd: '/', env: { PATH: process.env['PATH'] }, stdio: 'ignore' } as const;
    spawn('setsid', ['--fork', ...command], options);
    await eventually('it listens', async () => {
      const [socket] = (await who(port)).sockets;
      const pid = socket?.owners[0];
      if (pid !== undefined) pids.push(pid);
      return pid !== undefined;
    });
    return port;
  }

  it('is a service manager’s, by its control group', async function () {
    group = controlGroup(this, `portolan-test-${process.pid}.service`);
    const port = await start('sh', '-c', 'echo $$ >"$0" && exec "$@"', group.procs);
    const { processes, answer } = await who(port);
    const origin = processes.find(({ pid }) => pid === pids[0])?.origin;
    assert.deepEqual([origin?.kind, origin?.name], ['service', `portolan-test-${process.pid}`]);
    assert.match(origin?.evidence.join(' ') ?? '', /control group .*portolan-test\w+\.slice/);
    assert.match(
      answer.sentence,
      new RegExp(`^node server\\.cjs \\(pid ${pids[0]}, Service portolan-test-${process.pid}\\) listens on`),
    );
  });

  it('is nobody’s here, and is said to be no more than what it is', async function () {
    const port = await start();
    const { processes, answer } = await who(port);
    const { origin } = processes.find(({ pid }) => pid === pids[0])!;
    // The machine itself may run all of this in a unit of its own.
    if (origin?.kind === 'service') this.skip();
    assert.equal(origin, null);
    assert.match(answer.sentence, new RegExp(`^node server\\.cjs \\(pid ${pids[0]}\\) listens on`));
  });
});
