import * as vscode from 'vscode';
import type { Target } from '../../core/listing/target';
import { leadOf, type Snapshot } from '../../core/snapshot/snapshot';
import type { Socket } from '../../core/socket/socket';
import { listenerNames } from '../../core/stop/stopTexts';
import { listenersOn } from '../../core/who/listenersOn';
import { literalMessage } from '../literalText';
import type { ActionTargets } from './actionTargets';
import { type StopDeps, stopTargets } from './stopTargets';

/**
 * Stop and Wait for Free Port: resolves when one can listen there again, to `true`; to `false` where that was not wanted,
 * not possible, or not waited for. A port number in place of a row means whatever listens on it.
 */
export function registerStopAndWait(targets: ActionTargets, deps: StopDeps): vscode.Disposable {
  return vscode.commands.registerCommand(
    'portolan.stopAndWait',
    async (...args: unknown[]): Promise<boolean> => {
      const [argument] = args;
      const snapshot = await deps.monitor.scan('all');
      const meant =
        typeof argument === 'number' ? targetsOn(argument, snapshot) : await targets.of('stopAndWait', args);
      const sockets = meant.flatMap((target) =>
        target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []),
      );
      const [first, ...more] = sockets;
      if (!first) return typeof argument === 'number';
      const records = await stopTargets(meant, 'stop', deps);
      const left = records.some(({ outcome }) => outcome === 'refused' || outcome === 'not-permitted');
      if (records.length === 0 || left) return false;
      return await waitUntilFree([first, ...more], deps);
    },
  );
}

const targetsOn = (port: number, snapshot: Snapshot): Target[] =>
  listenersOn(port, snapshot).map((socket) => ({
    sockets: [socket.id],
    process: leadOf(socket, snapshot),
  }));

async function waitUntilFree(
  sockets: readonly [Socket, ...Socket[]],
  { stopper, shutdown }: StopDeps,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const names = listenerNames(sockets, t);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: literalMessage(t('Waiting until {0} can be listened at', names)),
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (_, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    try {
      return await stopper.untilFree(sockets, AbortSignal.any([cancel.signal, shutdown]));
    } finally {
      subscription.dispose();
    }
  });
}
