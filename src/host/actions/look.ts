import * as vscode from 'vscode';
import { reasonOf } from '../../core/text/reasonOf';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../literalText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';

/** Refresh, Pause, Resume. */
export function registerLook(monitor: Monitor, facts: WorkspaceFacts): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.refresh', async () => {
      facts.refreshEngines();
      try {
        await monitor.refresh();
      } catch (error) {
        const text = vscode.l10n.t('Portolan could not look: {0}', reasonOf(error));
        void vscode.window.showErrorMessage(literalMessage(text));
      }
    }),
    vscode.commands.registerCommand('portolan.pause', () => monitor.pause()),
    vscode.commands.registerCommand('portolan.resume', () => monitor.resume()),
  );
}
