import * as vscode from 'vscode';
import { parseFilter } from '../../core/filter/filter';
import type { SocketTreeView } from './socketTreeView';

/** What the view's own menu does to it: filter and grouping. */
export function registerTreeCommands(tree: SocketTreeView): vscode.Disposable {
  const { t } = vscode.l10n;
  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.filter', async () => {
      const filter = await vscode.window.showInputBox({
        title: t('Filter listeners'),
        prompt: t(
          'Words, or port:3000-3999 user:me exposure:everyone origin:web -name:node. Empty shows all.',
        ),
        value: tree.filter,
        validateInput: (value) => {
          const [message] = parseFilter(value, t).problems;
          // Said, but no reason to refuse: what makes sense of it still counts.
          return message === undefined
            ? undefined
            : { message, severity: vscode.InputBoxValidationSeverity.Warning };
        },
      });
      if (filter !== undefined) tree.setFilter(filter);
    }),
    vscode.commands.registerCommand('portolan.clearFilter', () => tree.setFilter('')),
    vscode.commands.registerCommand('portolan.groupByOrigin', () => tree.setGrouping('origin')),
    vscode.commands.registerCommand('portolan.groupByPort', () => tree.setGrouping('port')),
    vscode.commands.registerCommand('portolan.groupFlat', () => tree.setGrouping('flat')),
  );
}
