import type { Origin } from '../origins/origin';
import type { Snapshot } from '../snapshot/snapshot';
import { oneLine } from '../text/oneLine';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { ListenerRow } from './listenerRows';

/** `folder:` and its path, or one of the fixed ones. */
export type Place = `folder:${string}` | (typeof FIXED)[number];

/** In the order in which they stand. */
const FIXED = ['workspace', 'containers', 'elsewhere', 'vscode', 'system'] as const;

/** In which of the tree's groups a process stands: this workspace's, the same user's elsewhere, VS Code's own, others'. */
export type ChartPlace = 'workspace' | 'elsewhere' | 'vscode' | 'system';

export function placeOf({ origin, lead, sockets }: ListenerRow, { machine }: Snapshot): Place {
  if (origin && startedHere(origin)) return origin.folder === null ? 'workspace' : `folder:${origin.folder}`;
  if (origin?.kind === 'vscode') return 'vscode';
  if (origin?.kind === 'container') return 'containers';
  const uid = lead ? lead.uid : sockets[0].uid;
  return uid === machine.uid ? 'elsewhere' : 'system';
}

/** Whether it belongs to this workspace: its terminals, tasks, sessions and folders. */
export const startedHere = (origin: Origin | null): boolean =>
  origin !== null &&
  (origin.folder !== null || !['container', 'vscode', 'window', 'service'].includes(origin.kind));

/** Folders as the workspace has them, a folder that has just left it after them, then the rest. */
export function placeOrder({ folders }: Snapshot): (place: Place) => number {
  const order = folders.map(({ path }) => `folder:${path}`);
  return (place) => {
    const index = order.indexOf(place);
    if (index >= 0) return index;
    return order.length + (FIXED as readonly string[]).indexOf(place) + 1;
  };
}

export function placeLabel(place: Place, snapshot: Snapshot, t: Translate): string {
  switch (place) {
    case 'workspace':
      return t('This Workspace');
    case 'containers':
      return t('Containers');
    case 'elsewhere':
      return t('Mine, elsewhere');
    case 'vscode':
      return t('VS Code');
    case 'system':
      return t('System');
    default: {
      const folder = place.slice('folder:'.length);
      return oneLine(snapshot.folders.find((each) => each.path === folder)?.name ?? baseName(folder));
    }
  }
}

/**
 * What Git has checked out there: `fix`, and of a linked worktree the folder of the main one.
 *
 * @surface row
 */
export function placeNote(place: Place, { folders }: Snapshot, t: Translate): string {
  const folder = folders.find(({ path }) => place === `folder:${path}`);
  if (folder?.branch === undefined) return '';
  const branch = oneLine(folder.branch, 60);
  return folder.worktreeOf === undefined
    ? branch
    : t('{0}, worktree of {1}', branch, oneLine(baseName(folder.worktreeOf), 60));
}
