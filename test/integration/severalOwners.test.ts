import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

interface AnswerDocument {
  readonly sockets: { id: string; owners: number[] }[];
  readonly processes: { pid: number; startTime: string }[];
}

describe('a socket under three owners', () => {
  const settings = vscode.workspace.getConfiguration('portolan');
  const { extensionPath } = vscode.extensions.getExtension('portolan.portolan')!;
  let parent: ChildProcess;
  let port: number;
  let pids: number[];

  before(async () => {
    // The suite may not answer dialogs: that is the end-to-end test's.
    await settings.update('confirmStop', 'never', vscode.ConfigurationTarget.Global);
    parent = fork(path.join(extensionPath, 'test/prefork.cjs'), { silent: true });
    [{ port, pids }] = (await once(parent, 'message')) as [{ port: number; pids: number[] }];
  });
  after(async () => {
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await settings.update('confirmStop', undefined, vscode.ConfigurationTarget.Global);
  });

  const ask = (): Thenable<AnswerDocument> => vscode.commands.executeCommand('portolan.whoOwnsPort', port);

  it('shows all three, the parent first', async () => {
    const { sockets } = await ask();
    assert.equal(sockets.length, 1);
    assert.equal(sockets[0]!.owners[0], parent.pid);
    assert.deepEqual(new Set(sockets[0]!.owners), new Set(pids));
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie still answers: its parent has not asked for it yet.
  return !fs.readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
}
