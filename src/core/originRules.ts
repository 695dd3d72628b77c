import { launchName } from './launchName';
import type { Origin } from './origin';
import { baseName, isInside } from './paths';
import { ancestry, type Process } from './process';
import type { Translate } from './translate';
import type { Workspace } from './workspace';

/** What a rule may look at. */
interface Facts {
  readonly processes: ReadonlyMap<number, Process>;
  readonly workspace: Workspace;
  readonly t: Translate;
}

/** `chain`: the process itself, then its ancestors, nearest first. */
type OriginRule = (chain: readonly Process[], facts: Facts) => Origin | undefined;

const task: OriginRule = (chain, { workspace, t }) => {
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

/** VS Code names a terminal after its foreground process unless somebody named it: then the command line says more. */
function terminalName(
  name: string,
  command: string | null,
  job: Process | undefined,
  shell: Process,
): string {
  const processNames = [shell.name, shell.exe ? baseName(shell.exe) : '', job?.name ?? ''];
  if (name !== '' && !processNames.includes(name)) return name;
  if (command) return command;
  return job ? launchName(job) : name || shell.name;
}

const terminal: OriginRule = (chain, { workspace, t }) => {
  for (const [generations, shell] of chain.entries()) {
    const found = workspace.terminals.find((candidate) => candidate.pid === shell.pid);
    if (!found) continue;
    return {
      kind: 'terminal',
      id: `terminal:${found.id}`,
      name: terminalName(found.name, found.command, chain[generations - 1], shell),
      folder: deepestFolder([chain[0]?.cwd ?? null], workspace) ?? deepestFolder([shell.cwd], workspace),
      evidence: [
        generations === 0
          ? t('Process {0} is this terminal’s shell.', shell.pid)
          : t('Process {0}, this terminal’s shell, started it.', shell.pid),
        ...(found.command ? [t('The terminal runs “{0}”.', found.command)] : []),
      ],
    };
  }
  return undefined;
};

/** VS Code's program folder: the desktop keeps `appRoot` in `resources/app`, code-server in `lib/vscode`. */
const installRoot = (appRoot: string): string =>
  appRoot.replace(/[/\\](?:resources[/\\]app|lib[/\\]vscode)$/, '');

/** The program and its script: where a process says what it runs. Later arguments name what it works on. */
const programPaths = (process: Process): string[] =>
  [process.exe, ...process.command.slice(0, 4)].filter((path) => path !== null);

/** An extension's own server: a process below the extension host that runs a file of that extension. */
const extensionServer: OriginRule = (chain, { workspace, t }) => {
  const generations = chain.findIndex(({ pid }) => pid === workspace.extensionHost);
  for (const process of chain.slice(0, Math.max(0, generations))) {
    const paths = programPaths(process);
    const found = workspace.extensions.find(({ path }) => paths.some((program) => isInside(program, path)));
    if (!found) continue;
    return {
      kind: 'vscode',
      id: `vscode:${found.id}`,
      name: found.name,
      folder: null,
      evidence: [
        t('Process {0} runs a file of the extension {1}.', process.pid, found.id),
        t('The extension host ({0}) started it.', workspace.extensionHost ?? 0),
      ],
    };
  }
  return undefined;
};

/** VS Code's own processes: the extension host, its server or window, and what else that runs from the program folder. */
const ownProcess: OriginRule = (chain, { workspace, processes, t }) => {
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
  if (!runsFromRoot(self)) return undefined;
  const ours = new Set(
    ancestry(extensionHost, processes)
      .filter(runsFromRoot)
      .map(({ pid }) => pid),
  );
  if (!chain.some(({ pid }) => ours.has(pid))) return undefined;
  const type = self.command.map((argument) => /^--type=(\w+)$/.exec(argument)?.[1]).find(Boolean);
  return {
    kind: 'vscode',
    id: `vscode:${type ?? 'server'}`,
    name: vscodeProcessName(type, t),
    folder: null,
    evidence: [t('Process {0} runs from VS Code’s own folder, {1}.', self.pid, root)],
  };
};

function vscodeProcessName(type: string | undefined, t: Translate): string {
  switch (type) {
    case undefined:
      return t('server');
    case 'ptyHost':
      return t('pty host');
    case 'fileWatcher':
      return t('file watcher');
    case 'extensionHost':
      return t('extension host of another window');
    default:
      return type;
  }
}

/** The workspace folder that any of the paths lies in; of several, the deepest. */
function deepestFolder(paths: readonly (string | null)[], workspace: Workspace): string | null {
  const holding = workspace.folders
    .map(({ path }) => path)
    .filter((folder) => paths.some((path) => path !== null && isInside(path, folder)));
  return holding.sort((a, b) => b.length - a.length)[0] ?? null;
}

const folder: OriginRule = ([self], { workspace, t }) => {
  if (!self) return undefined;
  const byCwd = deepestFolder([self.cwd], workspace);
  const path = byCwd ?? deepestFolder([self.exe, ...self.command], workspace);
  if (path === null) return undefined;
  return {
    kind: 'folder',
    id: `folder:${path}`,
    name: workspace.folders.find((candidate) => candidate.path === path)?.name ?? baseName(path),
    folder: path,
    evidence: [
      byCwd === null
        ? t('Its command names a path in the folder {0}.', path)
        : t('Its working directory is in the folder {0}.', path),
    ],
  };
};

/** What an extension started without running a file of its own: the weakest claim, so it comes last. */
const startedByExtensionHost: OriginRule = (chain, { workspace, t }) => {
  const generations = chain.findIndex(({ pid }) => pid === workspace.extensionHost);
  if (generations < 1) return undefined;
  const evidence = [t('The extension host ({0}) started it.', workspace.extensionHost ?? 0)];
  return { kind: 'vscode', id: 'vscode:extensions', name: t('an extension'), folder: null, evidence };
};

/** Strongest first: the first that speaks is believed. */
const RULES: readonly OriginRule[] = [
  task,
  terminal,
  extensionServer,
  ownProcess,
  folder,
  startedByExtensionHost,
];

/** Where in the workspace a process came from, with the evidence; `null`: nothing here started it. */
export function originOf(
  pid: number,
  processes: ReadonlyMap<number, Process>,
  workspace: Workspace,
  t: Translate,
): Origin | null {
  const chain = ancestry(pid, processes);
  for (const rule of RULES) {
    const origin = rule(chain, { processes, workspace, t });
    if (origin) return origin;
  }
  return null;
}
