import { ancestry, executablePath, type Process } from '../snapshot/process';
import { isInside } from '../text/paths';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';
import type { Facts, OriginRule } from './originRule';

/** The program and its script: where a process says what it runs. Later arguments name what it works on. */
const programPaths = (process: Process): string[] =>
  [executablePath(process), ...process.command.slice(0, 4)].filter((path) => path !== null);

/** `undefined`: none of the processes runs a file of an extension. */
export function extensionOf(
  processes: readonly Process[],
  { workspace }: Pick<Facts, 'workspace'>,
): { readonly id: string; readonly name: string; readonly pid: number } | undefined {
  for (const process of processes) {
    const paths = programPaths(process);
    const found = workspace.extensions.find(({ path }) => paths.some((program) => isInside(program, path)));
    if (found) return { id: found.id, name: found.name, pid: process.pid };
  }
  return undefined;
}

/** A language server, a debug adapter: a process below the extension host that runs a file of an extension. */
export const extensionServer: OriginRule = (chain, facts) => {
  const { workspace, t } = facts;
  const generations = chain.findIndex(({ pid }) => pid === workspace.extensionHost);
  const found = extensionOf(chain.slice(0, Math.max(0, generations)), facts);
  return (
    found && {
      kind: 'vscode',
      id: `vscode:${found.id}`,
      name: found.name,
      folder: null,
      evidence: [
        t('Process {0} runs a file of the extension {1}.', found.pid, found.id),
        t('The extension host ({0}) started it.', workspace.extensionHost ?? 0),
      ],
    }
  );
};

/** VS Code's program folder: the desktop keeps `appRoot` in `resources/app`, code-server in `lib/vscode`. */
const installRoot = (appRoot: string): string =>
  appRoot.replace(/[/\\](?:resources[/\\]app|lib[/\\]vscode)$/, '');

/** `--type=extensionHost`, of VS Code's server, and `--type=gpu-process`, of Electron. */
export const processType = ({ command }: Process): string | undefined =>
  command.map((argument) => /^--type=([\w-]{1,40})$/.exec(argument)?.[1]).find(Boolean);

/** VS Code's own processes: the extension host, its server or window, and what else that runs from the program folder. */
export const ownProcess: OriginRule = (chain, { workspace, processes, t }) => {
  const { extensionHost, appRoot } = workspace;
  const self = chain[0];
  if (extensionHost === null || appRoot === null || !self) return undefined;
  if (self.pid === extensionHost) {
    const evidence = [t('Process {0} is the extension host that Portolan runs in.', self.pid)];
    return { kind: 'vscode', id: 'vscode:extensionHost', name: t('extension host'), folder: null, evidence };
  }
  const root = installRoot(appRoot);
  const runsFromRoot = (process: Process): boolean =>
    programPaths(process).some((path) => isInside(path, root));
  if (!runsFromRoot(self) || processType(self) === 'extensionHost') return undefined;
  const ours = new Set(
    ancestry(extensionHost, processes)
      .filter(runsFromRoot)
      .map(({ pid }) => pid),
  );
  if (!chain.some(({ pid }) => ours.has(pid))) return undefined;
  return vscodePart(self, root, t);
};

function vscodePart(process: Process, root: string, t: Translate): Origin {
  const type = processType(process) ?? (isServer(process) ? 'server' : 'main');
  return {
    kind: 'vscode',
    id: `vscode:${type}`,
    name: partName(type, t),
    folder: null,
    evidence: [t('Process {0} runs from VS Code’s own folder, {1}.', process.pid, root)],
  };
}

/** The server's programs are scripts for Node.js; the desktop's main process is a program itself. */
const isServer = ({ command }: Process): boolean =>
  command
    .slice(1, 4)
    .some((argument) => /[/\\](server-main(\.js)?|entry(\.js)?|code-server)$/.test(argument));

/** @surface part */
function partName(type: string, t: Translate): string {
  switch (type) {
    case 'server':
      return t('server');
    case 'main':
      return t('main process');
    case 'ptyHost':
      return t('pty host');
    case 'fileWatcher':
      return t('file watcher');
    case 'renderer':
      return t('window');
    case 'utility':
      return t('utility process');
    default:
      return type;
  }
}

/** What an extension started without running a file of its own: the weakest claim. */
export const startedByExtensionHost: OriginRule = (chain, { workspace, t }) => {
  const generations = chain.findIndex(({ pid }) => pid === workspace.extensionHost);
  if (generations < 1) return undefined;
  const evidence = [t('The extension host ({0}) started it.', workspace.extensionHost ?? 0)];
  return { kind: 'vscode', id: 'vscode:extensions', name: t('an extension'), folder: null, evidence };
};
