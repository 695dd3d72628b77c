import { executablePath, type Process } from '../snapshot/process';
import type { PidSource, SessionProcess, Workspace, WorkspaceDebugSession } from '../snapshot/workspace';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import type { Origin } from './origin';
import type { OriginRule } from './originRule';
import { unclearOrigin } from './unclearOrigin';

/** What a debug session started. Two sessions that both say to have started one process are not believed. */
export const debugOrigin: OriginRule = (chain, { workspace, t }) => {
  const launched = claims(chain, workspace).filter(({ session }) => !session.attached);
  const [first, second] = launched.map((claim) => sessionOrigin(claim, chain, t));
  return first && second ? unclearOrigin(first, second, t) : first;
};

/** What a debug session has attached to. Weaker than every origin that says how the process was started. */
export const attachedOrigin: OriginRule = (chain, { workspace, t }) => {
  const [first] = claims(chain, workspace).filter(({ session }) => session.attached);
  return first && sessionOrigin(first, chain, t);
};

/** Words for each session that has joined the process or one that started it. */
export const attachedEvidence = (chain: readonly Process[], workspace: Workspace, t: Translate): string[] =>
  claims(chain, workspace)
    .filter(({ session }) => session.attached)
    .map(({ session, at }) => t('The debug session “{0}” is attached to process {1}.', session.name, at.pid));

interface Claim {
  readonly session: WorkspaceDebugSession;
  readonly source: PidSource;
  /** The process that the session named. */
  readonly at: Process;
}

/** The sessions that name the nearest process of the chain that any names. */
function claims(chain: readonly Process[], workspace: Workspace): Claim[] {
  if (workspace.debugSessions.length === 0) return [];
  for (const [generations, at] of chain.entries()) {
    const found = workspace.debugSessions.flatMap((session) => {
      const named = session.processes.find(
        (each) => each.pid === at.pid && isThere(each, chain.slice(generations), workspace),
      );
      return named ? [{ session, source: named.source, at }] : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Whether the process with that pid is the one that the session means: a debugger can be attached to a process in a
 * container or on another machine, which counts its pids by itself.
 */
function isThere(
  { source, title }: SessionProcess,
  chain: readonly Process[],
  workspace: Workspace,
): boolean {
  const [process] = chain;
  if (!process) return false;
  if (source !== 'process' && source !== 'name') return true;
  const here = new Set([workspace.extensionHost, ...workspace.terminals.map(({ pid }) => pid)]);
  if (chain.slice(1).some(({ pid }) => here.has(pid))) return true;
  const name = baseName(title ?? '');
  return (
    name !== '' && [executablePath(process) ?? '', ...process.command].some((path) => baseName(path) === name)
  );
}

function sessionOrigin({ session, source, at }: Claim, chain: readonly Process[], t: Translate): Origin {
  const { configuration, folder } = session;
  return {
    kind: 'debug',
    id: `debug:${session.id}`,
    name: session.name,
    folder,
    evidence: [
      toldBy(source, at.pid, t),
      ...(at === chain[0] ? [] : [t('Process {0} started this one.', at.pid)]),
      ...(session.attached ? [t('The session is attached to it: somebody else started it.')] : []),
      folder === null
        ? t('Its launch configuration is “{0}”.', configuration)
        : t('Its launch configuration is “{0}”, for the folder {1}.', configuration, folder),
    ],
  };
}

function toldBy(source: PidSource, pid: number, t: Translate): string {
  switch (source) {
    case 'process':
      return t('The debug adapter reported process {0} as the one it debugs.', pid);
    case 'runInTerminal':
      return t('VS Code started process {0} in a terminal for this session.', pid);
    case 'name':
      return t('A child of this session is named after process {0}.', pid);
    case 'configuration':
      return t('Its launch configuration names process {0}.', pid);
    case 'port':
      return t('It is connected to the port on which process {0} listens.', pid);
  }
}
