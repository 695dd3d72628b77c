import * as vscode from 'vscode';
import type { FactLead } from '../../core/inspection/fact';
import { isInside } from '../../core/text/paths';
import { runCommand } from '../runCommand';

/** Goes where a fact leads, outside the chart: a browser, a terminal, a folder, a file. */
export function followLead(lead: Exclude<FactLead, { readonly to: 'process' | 'socket' }>): void {
  switch (lead.to) {
    case 'url':
      runCommand('portolan.openInBrowser', lead.id);
      return;
    case 'origin':
      runCommand('portolan.reveal', lead.id);
      return;
    case 'file':
      runCommand('vscode.open', vscode.Uri.file(lead.path));
      return;
    case 'folder':
      runCommand(folderCommand(lead.path), vscode.Uri.file(lead.path));
  }
}

/** The explorer shows what is in the workspace, the system's own what is on this machine; elsewhere a terminal goes there. */
function folderCommand(path: string): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.some(({ uri }) => isInside(path, uri.fsPath))) return 'revealInExplorer';
  const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  return local ? 'revealFileInOS' : 'openInIntegratedTerminal';
}
