import type { Process } from '../snapshot/process';
import type { Workspace } from '../snapshot/workspace';
import { isInside } from '../text/paths';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';

/** The input of a rule for origins. */
export interface Facts {
  readonly processes: ReadonlyMap<number, Process>;
  readonly workspace: Workspace;
  readonly t: Translate;
}

/** `chain`: the process itself, then its ancestors, nearest first. `undefined`: the rule has nothing to say. */
export type OriginRule = (chain: readonly Process[], facts: Facts) => Origin | undefined;

/** The workspace folder, as it was opened, that any of the paths lies in by either of its names; of several, the deepest. */
export function deepestFolder(
  paths: readonly (string | null)[],
  { folders }: Pick<Workspace, 'folders'>,
): string | null {
  const holding = folders.flatMap(({ path: folder, realPath = folder }) =>
    [folder, realPath]
      .filter((name) => paths.some((path) => path !== null && isInside(path, name)))
      .map((name) => ({ folder, depth: name.length })),
  );
  return holding.sort((a, b) => b.depth - a.depth)[0]?.folder ?? null;
}
