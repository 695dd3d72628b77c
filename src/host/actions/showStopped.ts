import * as vscode from 'vscode';
import { describeRecord, type StopRecord } from '../../core/stop/stopRecord';
import type { StopJournal } from '../../memory/stopJournal';
import { timeText } from '../timeText';

const SCHEME = 'portolan-stopped';

/**
 * Show What Was Stopped: the journal as a read-only document, the newest first. Resolves to the records.
 *
 * @surface history
 */
export function registerShowStopped(journal: StopJournal): vscode.Disposable {
  const { t } = vscode.l10n;
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${t('Stopped by Portolan')}` });
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    journal.onDidChange(() => changed.fire(uri)),
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => pageOf(journal.records),
    }),
    vscode.commands.registerCommand('portolan.showStopped', async () => {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
      return journal.records;
    }),
  );
}

/** @surface history */
function pageOf(records: readonly StopRecord[]): string {
  const { t } = vscode.l10n;
  if (records.length === 0) return t('Portolan has stopped nothing in this workspace yet.');
  return [...records]
    .reverse()
    .map((record) => {
      const [first = '', ...rest] = describeRecord(record, timeText(record.at), t);
      return [first, ...rest.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n\n');
}
