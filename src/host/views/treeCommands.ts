import * as vscode from 'vscode';
import type { SocketTreeView } from './socketTreeView';

/** What the view's own menu does to it: filter and grouping. */
export function registerTreeCommands(tree: SocketTreeView): vscode.Disposable {
  const { t } = vscode.l10n;
  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.filter', async () => {
      const filter = await vscode.window.showInputBox({
        title: t('Filter listeners'),
        prompt: t('Words found in the port, name, address or origin. Empty shows all.'),
        value: tree.filter,
      });
      if (filter !== undefined) tree.setFilter(filter);
    }),
    vscode.commands.registerCommand('portolan.clearFilter', () => tree.setFilter('')),
    vscode.commands.registerCommand('portolan.groupByOrigin', () => tree.setGrouping('origin')),
    vscode.commands.registerCommand('portolan.groupByPort', () => tree.setGrouping('port')),
    vscode.commands.registerCommand('portolan.groupFlat', () => tree.setGrouping('flat')),
  );
}
