import type { ListenerRow } from './listenerRows';
import { oneLine } from './oneLine';
import type { Origin } from './origin';
import { baseName } from './paths';
import type { Snapshot } from './snapshot';
import type { Translate } from './translate';

/** `folder:` and its path, or one of the fixed ones. */
export type Place = `folder:${string}` | 'workspace' | 'elsewhere' | 'vscode' | 'system';

export function placeOf({ lead, sockets }: ListenerRow, { machine }: Snapshot): Place {
  const origin = lead?.origin ?? null;
  if (origin && startedHere(origin)) return origin.folder === null ? 'workspace' : `folder:${origin.folder}`;
  if (origin?.kind === 'vscode') return 'vscode';
  const uid = lead ? lead.uid : sockets[0].uid;
  return uid === machine.uid ? 'elsewhere' : 'system';
}

/** Whether it belongs to this workspace: its terminals, tasks, sessions and folders. */
export const startedHere = (origin: Origin | null): boolean =>
  origin !== null && (origin.folder !== null || !['vscode', 'window', 'service'].includes(origin.kind));

/** Folders as the workspace has them, a folder that has just left it after them, then the rest. */
export function placeOrder({ folders }: Snapshot): (place: Place) => number {
  const order = folders.map(({ path }) => `folder:${path}`);
  return (place) => {
    const index = order.indexOf(place);
    if (index >= 0) return index;
    return order.length + ['workspace', 'elsewhere', 'vscode', 'system'].indexOf(place) + 1;
  };
}

export function placeLabel(place: Place, snapshot: Snapshot, t: Translate): string {
  switch (place) {
    case 'workspace':
      return t('This Workspace');
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
