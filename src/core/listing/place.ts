import type { Origin } from '../origins/origin';
import type { Snapshot } from '../snapshot/snapshot';
import { oneLine } from '../text/oneLine';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';

/** What lies around the workspace: the map shows it at a wish only. In the order in which they stand. */
export const WIDE_PLACES = ['containers', 'elsewhere', 'vscode', 'system'] as const;

export type WidePlace = (typeof WIDE_PLACES)[number];

/** A place without its folder: all of the workspace is one. */
export const PLACE_KINDS = ['workspace', ...WIDE_PLACES] as const;

export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Where a row stands in every view: `folder:` and the path of one, or what belongs to none. */
export type Place = `folder:${string}` | PlaceKind;

/** @param uid of the process, without one of the socket; `ownUid`: of the user Portolan runs as */
export function placeKind(origin: Origin | null, uid: number | null, ownUid: number | null): PlaceKind {
  if (startedHere(origin)) return 'workspace';
  if (origin?.kind === 'vscode') return 'vscode';
  if (origin?.kind === 'container') return 'containers';
  return uid === ownUid ? 'elsewhere' : 'system';
}

/** What is of the workspace stands with its origin's folder, where it has one. */
export const placeIn = (kind: PlaceKind, folder: string | null | undefined): Place =>
  kind === 'workspace' && folder !== null && folder !== undefined ? `folder:${folder}` : kind;

/** Whether it belongs to this workspace: its terminals, tasks, sessions and folders. */
export const startedHere = (origin: Origin | null): boolean =>
  origin !== null &&
  (origin.folder !== null || !['container', 'vscode', 'window', 'service'].includes(origin.kind));

/** Folders as the workspace has them, a folder that has just left it after them, then the rest. */
export function placeOrder(folders: readonly { readonly path: string }[]): (place: Place) => number {
  const order = new Map<Place, number>();
  for (const { path } of folders) order.set(`folder:${path}`, order.size);
  const left = order.size;
  PLACE_KINDS.forEach((kind, at) => order.set(kind, left + 1 + at));
  return (place) => order.get(place) ?? left;
}

/** @param folders those of the workspace, by whose names they are called */
export function placeTitle(
  place: Place,
  folders: readonly { readonly path: string; readonly name: string }[],
  t: Translate,
): string {
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
      return oneLine(folders.find(({ path }) => path === folder)?.name ?? baseName(folder));
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
