import * as vscode from 'vscode';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../views/literalText';

/** Refresh, Pause, Resume. */
export function registerLook(monitor: Monitor): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.refresh', async () => {
      try {
        await monitor.look('listeners');
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const text = vscode.l10n.t('Portolan could not look: {0}', reason);
        void vscode.window.showErrorMessage(literalMessage(text));
      }
    }),
    vscode.commands.registerCommand('portolan.pause', () => monitor.pause()),
    vscode.commands.registerCommand('portolan.resume', () => monitor.resume()),
  );
}
