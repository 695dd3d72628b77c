import { launchName } from '../launch/launchName';
import type { Process } from '../snapshot/process';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { OriginRule } from './originRule';
import { extensionOf, processType } from './vscodeOrigin';
import { windowSocketsOf } from './windowSockets';

/** Another window's extension host and what it started. */
export const otherExtensionHost: OriginRule = (chain, facts) => {
  const { workspace, t } = facts;
  const generations = chain.findIndex((process) => processType(process) === 'extensionHost');
  const host = chain[generations];
  if (!host || workspace.extensionHost === null || host.pid === workspace.extensionHost) return undefined;
  const below = chain.slice(0, generations);
  const started = below.at(-1);
  const name = started ? (extensionOf(below, facts)?.name ?? launchName(started)) : t('extension host');
  return {
    kind: 'window',
    id: `window:${host.pid}`,
    name,
    folder: null,
    evidence: [
      started
        ? t('The extension host of another window ({0}) started it.', host.pid)
        : t('Process {0} is the extension host of another window.', host.pid),
      ...folderEvidence(started, t),
    ],
  };
};

/**
 * The terminal of another window. Its processes have socket names of that window or of the terminal in their
 * environment.
 */
export const otherTerminal: OriginRule = (chain, { workspace, t }) => {
  const [self] = chain;
  const sockets = self ? windowSocketsOf(self) : [];
  const [told] = sockets;
  const { windowSockets } = workspace;
  if (!told || windowSockets.length === 0) return undefined;
  if (sockets.some(({ path }) => windowSockets.includes(path))) return undefined;
  // The eldest process with the same socket is the shell, or what is left of that window's processes.
  const shell = chain.findLastIndex((process) =>
    windowSocketsOf(process).some(({ path }) => path === told.path),
  );
  const eldest = chain[shell];
  if (told.variable === 'VSCODE_IPC_HOOK_CLI') {
    // This socket is one terminal's own. Its window is unknown once that terminal has closed, and, while ours are
    // coming back, for every terminal.
    const host = chain[shell + 1];
    if (workspace.reconnecting || !host || processType(host) !== 'ptyHost') return undefined;
  }
  const folder = eldest?.cwd ? baseName(eldest.cwd) : '';
  return {
    kind: 'window',
    id: `window:${told.path}`,
    name: folder === '' ? t('a terminal') : t('a terminal in {0}', folder),
    folder: null,
    evidence: [
      told.variable === 'VSCODE_IPC_HOOK_CLI'
        ? t('Its terminal is not one of this window’s: {0} is {1}.', told.variable, told.path)
        : t('Its environment names another window’s socket: {0} is {1}.', told.variable, told.path),
      ...folderEvidence(eldest, t),
    ],
  };
};

const folderEvidence = (process: Process | undefined, t: Translate): string[] =>
  process?.cwd ? [t('Process {0} runs in {1}.', process.pid, process.cwd)] : [];
