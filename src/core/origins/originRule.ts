import type { Process } from '../snapshot/process';
import type { Workspace } from '../snapshot/workspace';
import { isInside } from '../text/paths';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';

/** What a rule may look at. */
export interface Facts {
  readonly processes: ReadonlyMap<number, Process>;
  readonly workspace: Workspace;
  readonly t: Translate;
}

/** `chain`: the process itself, then its ancestors, nearest first. `undefined`: the rule has nothing to say. */
export type OriginRule = (chain: readonly Process[], facts: Facts) => Origin | undefined;

/** The workspace folder that any of the paths lies in; of several, the deepest. */
export function deepestFolder(
  paths: readonly (string | null)[],
  { folders }: Pick<Workspace, 'folders'>,
): string | null {
  const holding = folders
    .map(({ path }) => path)
    .filter((folder) => paths.some((path) => path !== null && isInside(path, folder)));
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}
