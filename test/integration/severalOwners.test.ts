import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { freePort } from '../support/freePort';

interface AnswerDocument {
  readonly sockets: { id: string; owners: number[] }[];
  readonly processes: { pid: number; startTime: string; origin: { kind: string } | null }[];
}

describe('a socket under three owners', () => {
  const settings = vscode.workspace.getConfiguration('portolan');
  const { extensionPath } = vscode.extensions.getExtension('portolan.portolan')!;
  let execution: vscode.TaskExecution;
  let port: number;
  let pids: number[];

  before(async () => {
    // The suite may not answer dialogs: that is the end-to-end test's.
    await settings.update('confirmStop', 'never', vscode.ConfigurationTarget.Global);
    port = await freePort();
    const prefork = path.join(extensionPath, 'test/prefork.cjs');
    execution = await vscode.tasks.executeTask(
      new vscode.Task(
        { type: 'process', task: 'prefork' },
        vscode.TaskScope.Workspace,
        'prefork',
        'test',
        new vscode.ProcessExecution(process.execPath, [prefork, String(port)]),
      ),
    );
    // The task's pid comes by an event of its own; before it nobody knows that the workspace started them, and is asked.
    await eventually('all three hold it, and are the task’s', async () => {
      const { sockets, processes } = await ask();
      pids = sockets[0]?.owners ?? [];
      const owners = processes.filter(({ pid }) => pids.includes(pid));
      return owners.length === 3 && owners.every(({ origin }) => origin?.kind === 'task');
    });
  });
  after(async () => {
    execution.terminate();
    await settings.update('confirmStop', undefined, vscode.ConfigurationTarget.Global);
  });

  const ask = (): Thenable<AnswerDocument> => vscode.commands.executeCommand('portolan.whoOwnsPort', port);

  it('shows all three, the parent first', async () => {
    const { sockets } = await ask();
    assert.equal(sockets.length, 1);
    const parents = pids.map((pid) => Number(/^PPid:\s+(\d+)$/m.exec(status(pid))?.[1]));
    assert.deepEqual(parents.slice(1), [pids[0], pids[0]]);
  });

  it('stops the one that was pointed at, each in turn, and no other', async () => {
    for (let left = [...pids].reverse(); left.length > 0; left = left.slice(1)) {
      const { sockets, processes } = await ask();
      const target = processes.find(({ pid }) => pid === left[0])!;
      await vscode.commands.executeCommand('portolan.stop', {
        sockets: [sockets[0]!.id],
        process: { pid: target.pid, startTime: target.startTime },
      });
      assert.deepEqual(left.map(isAlive), [false, ...left.slice(1).map(() => true)]);
    }
    assert.deepEqual((await ask()).sockets, []);
  });
});

const status = (pid: number): string => fs.readFileSync(`/proc/${pid}/status`, 'latin1');

function isAlive(pid: number): boolean {
  // A zombie is still listed: its parent has not asked for it yet.
  return fs.existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(status(pid));
}
