import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';

/** Commands about a row, as VS Code calls them: by key without an argument, from a row's menu with two. */
describe('a command about a row', () => {
  let server: Server;

  before(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    await vscode.commands.executeCommand('portolan.groupFlat');
    await vscode.commands.executeCommand('portolan.sockets.focus');
    await vscode.commands.executeCommand('portolan.refresh');
    await eventually('a row is selected, and a key acts on it', async () => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('list.select');
      await dismissing(vscode.commands.executeCommand('portolan.copyAddress'));
      return (await vscode.env.clipboard.readText()) !== '';
    });
  });

  after(async () => {
    await vscode.commands.executeCommand('portolan.groupByOrigin');
    server.close();
  });

  it('asks where a menu’s row was lost while it was read anew, and takes no other that is selected', async () => {
    await vscode.env.clipboard.writeText('as before');
    await dismissing(vscode.commands.executeCommand('portolan.copyAddress', undefined, undefined));
    assert.equal(await vscode.env.clipboard.readText(), 'as before');
  });

  /** Closes whatever is asked until the command has ended. */
  async function dismissing(command: Thenable<unknown>): Promise<void> {
    let ended = false;
    const end = (): void => void (ended = true);
    command.then(end, end);
    await eventually('the command has ended', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return ended;
    });
  }
});
