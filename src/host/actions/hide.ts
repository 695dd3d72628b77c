import * as vscode from 'vscode';
import { ownerOf } from '../../core/inspection/socketFacts';
import { portRule, processRule } from '../../core/listing/hideRules';
import type { OwnedProcess } from '../../core/snapshot/snapshot';
import type { Socket } from '../../core/socket/socket';
import { localPort } from '../../core/socket/socket';
import type { Monitor } from '../../monitor';
import { literalLabel } from '../literalText';
import { readSettings, writeHide } from '../settings';
import type { ActionTargets } from './actionTargets';

const RULES: Record<string, (socket: Socket, owner: OwnedProcess | undefined) => string | undefined> = {
  hidePort: (socket) => {
    const port = localPort(socket);
    return port === undefined ? undefined : portRule(port, socket.protocol);
  },
  hideProcess: (_socket, owner) => owner && processRule(owner),
};

/** Hide This Port, Hide This Process, and the way back. */
export function registerHide(targets: ActionTargets, monitor: Monitor): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(RULES).map(([name, ruleOf]) =>
      vscode.commands.registerCommand(`portolan.${name}`, async (...args: unknown[]) => {
        const chosen = await targets.resolve(args, vscode.l10n.t('Hide which?'));
        const snapshot = await monitor.scan('listeners');
        const rules = chosen.flatMap((target) => {
          const socket = snapshot.sockets.get(target.sockets[0]);
          return (socket && ruleOf(socket, ownerOf(target, [socket], snapshot))) ?? [];
        });
        if (rules.length > 0) await writeHide((entries) => [...new Set([...entries, ...rules])]);
      }),
    ),
    vscode.commands.registerCommand('portolan.showHidden', showHidden),
  );
}

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
