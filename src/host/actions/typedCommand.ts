import * as vscode from 'vscode';

/** Long enough for a shell with much to read; one without shell integration never says that it is ready. */
const PROMPT_MS = 3000;

/** Types a command into a terminal of its own, and leaves it to a person to press Enter: it may ask for a password. */
export function typeCommand(command: string): void {
  const terminal = vscode.window.createTerminal('Portolan');
  terminal.show();
  const type = (): void => {
    clearTimeout(late);
    ready.dispose();
    // Closed meanwhile, it takes nothing.
    if (terminal.exitStatus === undefined) terminal.sendText(command, false);
  };
  // What is typed before there is a prompt stands on the screen twice.
  const ready = vscode.window.onDidChangeTerminalShellIntegration((change) => {
    if (change.terminal === terminal) type();
  });
  const late = setTimeout(type, PROMPT_MS);
}
