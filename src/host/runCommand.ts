import * as vscode from 'vscode';
import { oneLine } from '../core/text/oneLine';
import { reasonOf } from '../core/text/reasonOf';
import { literalMessage } from './literalText';

/** Runs a command that a person chose elsewhere than in the palette, where VS Code itself would say that it failed. */
export function runCommand(command: string, ...args: readonly unknown[]): void {
  const failed = (error: unknown): void => {
    const reason = oneLine(reasonOf(error), 300);
    void vscode.window.showErrorMessage(literalMessage(vscode.l10n.t('Portolan: {0}', reason)));
  };
  vscode.commands.executeCommand(command, ...args).then(undefined, failed);
}
