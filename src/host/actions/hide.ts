import * as vscode from 'vscode';
import type { ActionId } from '../../core/listing/actions';
import { portRule, processRule } from '../../core/listing/hideRules';
import { ownerOf } from '../../core/listing/target';
import type { OwnedProcess } from '../../core/snapshot/snapshot';
import type { Socket } from '../../core/socket/socket';
import { localPort } from '../../core/socket/socket';
import type { Monitor } from '../../monitor';
import { literalLabel } from '../literalText';
import { readSettings, writeHide } from '../settings';
import { type ActionTargets, registerAction } from './actionTargets';

type HideAction = Extract<ActionId, `hide${string}`>;

/** The entry of `portolan.hide` that each action adds; `undefined`: nothing would match the row. */
const RULES: Readonly<
  Record<HideAction, (socket: Socket, owner: OwnedProcess | undefined) => string | undefined>
> = {
  hidePort: (socket) => {
    const port = localPort(socket);
    return port === undefined ? undefined : portRule(port, socket.protocol);
  },
  hideProcess: (_socket, owner) => owner && processRule(owner),
};

/** Hide This Port, Hide This Process, and the way back. */
export const registerHide = (targets: ActionTargets, monitor: Monitor): vscode.Disposable =>
  vscode.Disposable.from(
    ...Object.entries(RULES).map(([action, ruleOf]) =>
      registerAction(action as HideAction, targets, async (meant) => {
        const snapshot = await monitor.scan('listeners');
        const rules = meant.flatMap((target) => {
          const socket = snapshot.sockets.get(target.sockets[0]);
          return (socket && ruleOf(socket, ownerOf(target, [socket], snapshot))) ?? [];
        });
        if (rules.length > 0) await writeHide((entries) => [...new Set([...entries, ...rules])]);
      }),
    ),
    vscode.commands.registerCommand('portolan.showHidden', showHidden),
  );

async function showHidden(): Promise<void> {
  const items = readSettings().hide.map((rule) => ({ label: literalLabel(rule), rule, picked: true }));
  const kept = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Hidden ports and processes'),
    placeHolder: vscode.l10n.t('Uncheck what you want to see again'),
  });
  if (!kept) return;
  const shown = new Set(items.filter((item) => !kept.includes(item)).map(({ rule }) => rule));
  if (shown.size > 0) await writeHide((entries) => entries.filter((entry) => !shown.has(entry)));
}
