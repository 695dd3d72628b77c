import { type Process, processKey } from '../snapshot/process';
import type { RememberedProcess, Workspace } from '../snapshot/workspace';
import type { OriginRule } from './originRule';

/** The nearest of the chain that was seen to come from somewhere. */
export function rememberedIn(
  chain: readonly Process[],
  { remembered }: Workspace,
): { readonly at: Process; readonly entry: RememberedProcess } | undefined {
  if (remembered.size === 0) return undefined;
  for (const at of chain) {
    const entry = remembered.get(processKey(at));
    if (entry) return { at, entry };
  }
  return undefined;
}

/** What has left its terminal, task or session, which goes on; and after a reload what these have not claimed yet. */
export const rememberedOrigin: OriginRule = (chain, { workspace, t }) => {
  const found = rememberedIn(chain, workspace);
  if (found?.entry.endedAt !== null) return undefined;
  const { kind, id, name, folder } = found.entry.origin;
  const lives = livingOrigins(workspace).has(id);
  if (!lives && !workspace.reconnecting) return undefined;
  return {
    kind,
    id,
    name,
    folder,
    evidence: [
      lives
        ? t('Process {0} was started there, and has left it since.', found.at.pid)
        : t('Remembered from before the window was reloaded: process {0} was started there.', found.at.pid),
    ],
  };
};

/** Ids of the terminals, tasks and debug sessions that there are now. */
export const livingOrigins = ({ terminals, tasks, debugSessions }: Workspace): ReadonlySet<string> =>
  new Set([
    ...terminals.map(({ id }) => `terminal:${id}`),
    ...tasks.map(({ id }) => `task:${id}`),
    ...debugSessions.map(({ id }) => `debug:${id}`),
  ]);
