import * as vscode from 'vscode';
import type { Target } from '../../core/listing/target';
import { type WebAddress, webAddress } from '../../core/listing/webAddress';
import type { Snapshot } from '../../core/snapshot/snapshot';
import { isDebugPort } from '../../core/socket/debugPort';
import { endpointText, type Socket } from '../../core/socket/socket';
import type { Monitor } from '../../monitor';
import { literalMessage } from '../literalText';
import { type ActionTargets, registerAction } from './actionTargets';

/**
 * Connects to the server at that place to find out its scheme; `undefined`: it speaks neither, or did not answer in
 * time.
 */
export type AskScheme = (place: WebAddress['connect']) => Promise<'http' | 'https' | undefined>;

export function registerOpenInBrowser(
  targets: ActionTargets,
  monitor: Monitor,
  askScheme: AskScheme,
): vscode.Disposable {
  return registerAction('openInBrowser', targets, async ([target]) => {
    await openInBrowser(target, await monitor.scan('listeners'), askScheme);
  });
}

async function openInBrowser(target: Target, snapshot: Snapshot, askScheme: AskScheme): Promise<void> {
  const { t } = vscode.l10n;
  const sockets = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
  const [address] = sockets.flatMap((socket) => webAddress(socket, snapshot) ?? []);
  if (!address) {
    void vscode.window.showInformationMessage(literalMessage(whyNot(sockets, snapshot)));
    return;
  }
  const scheme = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Asking {0}', address.authority) },
    () => askScheme(address.connect),
  );
  if (scheme !== undefined) {
    await open(scheme, address);
    return;
  }
  const anyway = t('Open Anyway');
  const text = t('{0} does not answer like a web server.', address.authority);
  if ((await vscode.window.showWarningMessage(text, anyway)) === anyway) await open('http', address);
}

/** @surface notification */
function whyNot(sockets: readonly Socket[], snapshot: Snapshot): string {
  const { t } = vscode.l10n;
  const [socket] = sockets;
  if (!socket) return t('That socket is closed already.');
  const debugged = (socket.owners ?? []).some((pid) => isDebugPort(socket, snapshot.processes.get(pid)));
  return debugged
    ? t('A debugger waits on {0}. A browser there could end the session.', endpointText(socket.local))
    : t('A browser cannot reach {0} from here.', endpointText(socket.local));
}

/** VS Code brings it to the person's own machine where this one is remote. */
async function open(scheme: 'http' | 'https', { authority }: WebAddress): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.from({ scheme, authority, path: '/' }));
}
