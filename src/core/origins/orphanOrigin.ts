import { executablePath, type Process } from '../snapshot/process';
import type { RememberedProcess, Workspace } from '../snapshot/workspace';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';
import { deepestFolder, type OriginRule } from './originRule';
import { rememberedIn } from './rememberedOrigin';
import { windowSocketsOf } from './windowSockets';

/** A process that was started in this window, and whose terminal, task or session has ended. */
export const orphanOrigin: OriginRule = (chain, { workspace, t }) => {
  // They are there to outlive the terminal, with what runs in them.
  if (workspace.reconnecting || chain.some(isMultiplexer)) return undefined;
  const found = rememberedIn(chain, workspace);
  if (found && found.entry.endedAt !== null) {
    return leftOver(found.entry, found.entry.endedAt, found.at, workspace, t);
  }
  return strayOf(chain, workspace, t);
};

function leftOver(
  { origin }: RememberedProcess,
  endedAt: number,
  at: Process,
  workspace: Workspace,
  t: Translate,
): Origin {
  const name = originWord(origin, t);
  return {
    kind: 'orphan',
    id: `orphan:${origin.id}`,
    name,
    folder: origin.folder,
    evidence: [t('Process {0} was started by {1}, which has ended.', at.pid, name)],
    endedAgo: Math.max(0, workspace.at - endedAt),
  };
}

/** @surface part */
function originWord({ kind, name }: RememberedProcess['origin'], t: Translate): string {
  switch (kind) {
    case 'debug':
      return t('debug session {0}', name);
    case 'task':
      return t('task {0}', name);
    case 'terminal':
      return t('terminal {0}', name);
  }
}

/**
 * What only its environment tells of. A child inherits its parent's, so one that knows this window's terminals, below a
 * parent that does not and is no part of VS Code, has been given to that parent: its own has ended.
 */
function strayOf(chain: readonly Process[], workspace: Workspace, t: Translate): Origin | undefined {
  const [self] = chain;
  const socket = self && windowSocketsOf(self).find(({ path }) => workspace.windowSockets.includes(path));
  if (!socket) return undefined;
  const generations = chain.findLastIndex((process) =>
    windowSocketsOf(process).some(({ path }) => path === socket.path),
  );
  const [eldest, heir] = chain.slice(generations);
  if (!eldest || !heir || (heir.pid !== 1 && heir.environment === null)) return undefined;
  if (chain.some(({ pid }) => pid === workspace.extensionHost) || isOfVSCode(heir)) return undefined;
  return {
    kind: 'orphan',
    id: `orphan:${eldest.pid}`,
    name: t('a terminal of this window'),
    folder: deepestFolder([chain[0]?.cwd ?? null], workspace) ?? deepestFolder([eldest.cwd], workspace),
    evidence: [
      t('Its environment names this window’s socket: {0} is {1}.', socket.variable, socket.path),
      t(
        'The process that started {0} has ended: it belongs to {1} ({2}) now.',
        eldest.pid,
        heir.name,
        heir.pid,
      ),
    ],
  };
}

/** The pty host and the server start terminals, and know none of their variables. */
const isOfVSCode = ({ command, environment }: Process): boolean =>
  command.some((argument) => argument.startsWith('--type=')) ||
  command
    .slice(0, 3)
    .some((argument) => /[/\\](server-main\.js|entry(\.js)?|code-server|bootstrap-fork)$/.test(argument)) ||
  environment?.['VSCODE_IPC_HOOK'] !== undefined;

const MULTIPLEXERS = new Set([
  'tmux',
  'tmux: server',
  'screen',
  'SCREEN',
  'zellij',
  'dtach',
  'abduco',
  'byobu',
]);

const isMultiplexer = (process: Process): boolean =>
  MULTIPLEXERS.has(process.name) || MULTIPLEXERS.has(baseName(executablePath(process) ?? ''));
