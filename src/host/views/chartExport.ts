import * as vscode from 'vscode';
import { exportSockets } from '../../core/chart/exportSockets';
import type { Snapshot } from '../../core/snapshot/snapshot';
import type { PeerIndex } from '../../core/socket/peers';
import type { Monitor } from '../../monitor';
import type { ExportFormat } from '../../protocol';

/**
 * Puts rows on the clipboard, in the page's order; what has closed meanwhile is left out. Tells what was done.
 *
 * @surface panel
 */
export async function copyRows(
  ids: readonly string[],
  format: ExportFormat,
  snapshot: Snapshot,
  peers: PeerIndex | undefined,
): Promise<string> {
  const { t } = vscode.l10n;
  const sockets = ids.flatMap((id) => snapshot.sockets.get(id) ?? []);
  if (sockets.length === 0) return t('There is nothing to copy any more.');
  await vscode.env.clipboard.writeText(exportSockets(sockets, format, snapshot, t, peers));
  return sockets.length === 1 ? t('1 row copied') : t('{0} rows copied', sockets.length);
}

const ENDINGS: Readonly<Record<ExportFormat, string>> = { text: 'txt', csv: 'csv', json: 'json' };

/**
 * Scans again and saves everything to a file of the person's choice; `undefined`: they cancelled.
 *
 * @surface panel
 */
export async function exportSnapshot(
  format: ExportFormat,
  monitor: Pick<Monitor, 'scan'>,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const ending = ENDINGS[format];
  const name = `sockets-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${ending}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [ending.toUpperCase()]: [ending] },
    title: t('Export all sockets'),
  });
  if (!uri) return undefined;
  const snapshot = await monitor.scan('all');
  const text = exportSockets([...snapshot.sockets.values()], format, snapshot, t);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const { size } = snapshot.sockets;
  return size === 1 ? t('1 socket exported') : t('{0} sockets exported', size);
}
