import * as vscode from 'vscode';
import type { Snapshot } from '../../core/snapshot/snapshot';
import { oneLine } from '../../core/text/oneLine';
import type { SocketTree, TreeOptions } from '../../core/tree/socketTree';
import type { MonitorStatus } from '../../monitor';
import { timeText } from '../timeText';

/**
 * The state of the view, which selects its welcome text (`viewsWelcome` in package.json); `looking` and `rows` have
 * none.
 */
export type ViewState = 'looking' | 'rows' | 'empty' | 'denied' | 'unsupported' | 'failed';

export function viewState(
  snapshot: Snapshot | undefined,
  status: MonitorStatus,
  tree: SocketTree,
): ViewState {
  if (!snapshot) return status.failure === undefined ? 'looking' : 'failed';
  const { shown, hidden, filtered } = tree.counts;
  if (shown + hidden + filtered > 0) return 'rows';
  if (snapshot.gaps.some(({ subject }) => subject === 'system')) return 'unsupported';
  const refused = snapshot.gaps.some(({ subject, kind }) => subject === 'table' && kind !== 'truncated');
  return refused ? 'denied' : 'empty';
}

/** The line above the rows: what is unusual about them, weightiest first; empty where nothing is. */
export function treeMessage(
  snapshot: Snapshot,
  status: MonitorStatus,
  tree: SocketTree,
  { filter }: TreeOptions,
): string {
  const { t } = vscode.l10n;
  const { shown, hidden, filtered } = tree.counts;
  return [
    vscode.env.remoteName === undefined ? '' : t('On {0}', oneLine(snapshot.machine.hostname)),
    status.failure === undefined
      ? ''
      : t('Last seen {0}, since then: {1}', timeText(snapshot.takenAt), oneLine(status.failure)),
    stillness(snapshot, status),
    filter.text === '' ? '' : t('“{0}”: {1} of {2}', oneLine(filter.text), shown, shown + filtered),
    ...filter.problems,
    hidden === 0 ? '' : t('{0} hidden', hidden),
    filter.text === '' && tree.inWorkspace === 0 && shown > 0
      ? t('Nothing of this workspace is listening')
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Since when nothing was scanned, while nothing scans by itself. */
function stillness({ takenAt }: Snapshot, { paused, intervalMs }: MonitorStatus): string {
  if (paused) return vscode.l10n.t('Paused since {0}', timeText(takenAt));
  return intervalMs === null ? vscode.l10n.t('Paused since {0}, until you refresh', timeText(takenAt)) : '';
}
