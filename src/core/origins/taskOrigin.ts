import type { OriginRule } from './originRule';

/** A task's process and what it started. A compound task has no process: its parts are tasks themselves. */
export const taskOrigin: OriginRule = (chain, { workspace, t }) => {
  for (const [generations, { pid }] of chain.entries()) {
    const found = workspace.tasks.find((candidate) => candidate.pid === pid);
    if (!found) continue;
    return {
      kind: 'task',
      id: `task:${found.id}`,
      name: found.name,
      folder: found.folder,
      evidence: [
        found.reported
          ? t('VS Code reported process {0} as this task’s.', pid)
          : t('The task is running, and process {0} runs in the one terminal with its name.', pid),
        ...(generations === 0 ? [] : [t('Process {0} started this one.', pid)]),
      ],
    };
  }
  return undefined;
};
