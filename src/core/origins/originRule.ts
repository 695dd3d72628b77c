import type { Origin } from '../origin';
import { isInside } from '../paths';
import type { Process } from '../process';
import type { Translate } from '../translate';
import type { Workspace } from '../workspace';

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
