import * as vscode from 'vscode';

/** A key for `when` clauses; writes only what is new. */
export function contextKey(name: `portolan.${string}`): (value: string | boolean) => void {
  let written: string | boolean | undefined;
  return (value) => {
    if (value === written) return;
    written = value;
    void vscode.commands.executeCommand('setContext', name, value);
  };
}
