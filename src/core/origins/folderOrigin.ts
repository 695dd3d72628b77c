import { executablePath } from '../snapshot/process';
import { baseName } from '../text/paths';
import { deepestFolder, type OriginRule } from './originRule';

/** Where it runs, or what its command names; the deepest folder wins. */
export const folderOrigin: OriginRule = ([self], { workspace, t }) => {
  if (!self) return undefined;
  const byCwd = deepestFolder([self.cwd], workspace);
  const path = byCwd ?? deepestFolder([executablePath(self), ...self.command], workspace);
  if (path === null) return undefined;
  const found = workspace.folders.find((candidate) => candidate.path === path);
  return {
    kind: 'folder',
    id: `folder:${path}`,
    name: found?.name ?? baseName(path),
    folder: path,
    evidence: [
      byCwd === null
        ? t('Its command names a path in the folder {0}.', path)
        : t('Its working directory is in the folder {0}.', path),
      ...(found?.branch === undefined ? [] : [t('The Git branch {0} is checked out there.', found.branch)]),
      ...(found?.worktreeOf === undefined ? [] : [t('It is a worktree of {0}.', found.worktreeOf)]),
    ],
  };
};
