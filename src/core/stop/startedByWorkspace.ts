import type { Origin } from '../origins/origin';
import type { Workspace } from '../snapshot/workspace';

/**
 * Whether this workspace started it: its tasks, terminals, sessions, what is left of them, and the containers that were
 * composed in its folders. What only runs in one of its folders may be anybody's, and so may what a session has joined.
 */
export function startedByWorkspace(origin: Origin | null, { debugSessions }: Workspace): boolean {
  switch (origin?.kind) {
    case 'task':
    case 'terminal':
    case 'orphan':
      return true;
    case 'container':
      return origin.folder !== null;
    case 'debug':
      return !debugSessions.some(({ id, attached }) => attached && origin.id === `debug:${id}`);
    default:
      return false;
  }
}
