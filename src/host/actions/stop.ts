import * as vscode from 'vscode';
import type { Target } from '../../core/listing/target';
import { leadOf, originOfSocket, type Snapshot } from '../../core/snapshot/snapshot';
import { isListener, type Socket } from '../../core/socket/socket';
import { startedByWorkspace } from '../../core/stop/startedByWorkspace';
import type { StopRecord } from '../../core/stop/stopRecord';
import { type ActionTargets, registerAction } from './actionTargets';
import { runAgain } from './runAgain';
import { type StopDeps, stopTargets } from './stopTargets';

/**
 * Stop, Force Stop, Restart, Stop All of This Workspace, Stop Orphans. Each resolves to what it noted down in the journal.
 *
 * @surface notification
 */
export function registerStop(targets: ActionTargets, deps: StopDeps): vscode.Disposable {
  const { t } = vscode.l10n;
  return vscode.Disposable.from(
    registerAction('stop', targets, (meant) => stopTargets(meant, 'stop', deps)),
    registerAction('forceStop', targets, (meant) => stopTargets(meant, 'force', deps)),
    registerAction('restart', targets, ([target]) => restart(target, deps)),
    vscode.commands.registerCommand('portolan.stopAllOfWorkspace', () =>
      stopWhere(
        (socket, snapshot) => startedByWorkspace(originOfSocket(socket, snapshot), deps.facts.current()),
        t('Nothing that this workspace started is listening.'),
        deps,
      ),
    ),
    vscode.commands.registerCommand('portolan.stopOrphans', () =>
      stopWhere(isOrphans, t('Nothing that is left over is listening.'), deps),
    ),
  );
}

/** A listener whose terminal, task or session has ended. */
export const isOrphans = (socket: Socket, snapshot: Snapshot): boolean =>
  originOfSocket(socket, snapshot)?.kind === 'orphan';

async function stopWhere(
  isMeant: (socket: Socket, snapshot: Snapshot) => boolean,
  otherwise: string,
  deps: StopDeps,
): Promise<StopRecord[]> {
  const snapshot = await deps.monitor.scan('all');
  const targets = [...snapshot.sockets.values()]
    .filter((socket) => isListener(socket) && isMeant(socket, snapshot))
    .map((socket): Target => ({ sockets: [socket.id], process: leadOf(socket, snapshot) }));
  if (targets.length > 0) return await stopTargets(targets, 'stop', deps);
  void vscode.window.showInformationMessage(otherwise);
  return [];
}

async function restart(target: Target, deps: StopDeps): Promise<StopRecord[]> {
  const { t } = vscode.l10n;
  const snapshot = await deps.monitor.scan('all');
  const socket = snapshot.sockets.get(target.sockets[0]);
  const origin = socket ? originOfSocket(socket, snapshot) : null;
  // What would be started again is what the workspace's files say.
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      t('In Restricted Mode nothing is started again: first trust this workspace.'),
    );
  } else if (!runAgain(origin, deps.facts)) {
    void vscode.window.showInformationMessage(
      t('Only a debug session, a task or a terminal’s command can be restarted.'),
    );
  } else return await stopTargets([target], 'restart', deps);
  return [];
}
