import * as vscode from 'vscode';
import { oneLine } from '../../core/oneLine';
import type { Snapshot } from '../../core/snapshot';
import type { SocketTree, TreeOptions } from '../../core/socketTree';
import type { MonitorStatus } from '../../monitor';
import { timeText } from './timeText';

/** Which welcome text the empty view shows (`viewsWelcome` in package.json); `looking` and `rows` have none. */
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
    status.paused ? t('Paused since {0}', timeText(snapshot.takenAt)) : '',
    filter === '' ? '' : t('“{0}”: {1} of {2}', oneLine(filter), shown, shown + filtered),
    hidden === 0 ? '' : t('{0} hidden', hidden),
    filter === '' && tree.inWorkspace === 0 && shown > 0 ? t('Nothing of this workspace is listening') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
