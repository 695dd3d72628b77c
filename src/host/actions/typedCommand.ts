import * as vscode from 'vscode';

/** Types a command into a terminal of its own, and leaves it to a person to press Enter: it may ask for a password. */
export function typeCommand(command: string): void {
  const terminal = vscode.window.createTerminal('Portolan');
  terminal.show();
  terminal.sendText(command, false);
}
