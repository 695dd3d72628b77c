import * as vscode from 'vscode';
import type { Origin } from '../../core/origins/origin';
import { containerOwner, type Engines, type Owners } from '../../stopper';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';

/** End of text: what a terminal's Ctrl+C sends. */
const CTRL_C = '\u0003';

/** Asks what owns processes to end them: debug sessions, tasks, terminals, container engines. */
export function stopOwners(facts: WorkspaceFacts, engines?: Engines): Owners {
  const containers = engines && containerOwner(engines, vscode.l10n.t.bind(vscode.l10n));
  const idIn = (origin: Origin | null): string => origin?.id.slice(origin.id.indexOf(':') + 1) ?? '';
  const launched = (origin: Origin | null): vscode.DebugSession | undefined => {
    const id = idIn(origin);
    // Ending a session that is only attached leaves the process running.
    const attached = facts.current().debugSessions.some((session) => session.id === id && session.attached);
    return attached ? undefined : facts.debugSession(id);
  };

  return {
    reaches(way, origin) {
      switch (way) {
        case 'debug':
          return launched(origin) !== undefined;
        case 'task':
          return facts.task(idIn(origin)) !== undefined;
        case 'container':
          return containers?.reaches(way, origin) ?? false;
        case 'interrupt':
          return facts.terminal(idIn(origin)) !== undefined;
      }
    },

    async end(way, plan, signal) {
      const { origin } = plan;
      switch (way) {
        case 'debug': {
          const session = launched(origin);
          if (!session) throw gone();
          const ended = next(vscode.debug.onDidTerminateDebugSession, ({ id }) => id === session.id, signal);
          await vscode.debug.stopDebugging(session);
          await ended;
          return 'onDidTerminateDebugSession';
        }
        case 'task': {
          const execution = facts.task(idIn(origin));
          if (!execution) throw gone();
          const ended = next(vscode.tasks.onDidEndTask, (event) => event.execution === execution, signal);
          execution.terminate();
          await ended;
          return 'onDidEndTask';
        }
        case 'container':
          if (!containers) throw gone();
          return await containers.end(way, plan, signal);
        case 'interrupt': {
          const terminal = facts.terminal(idIn(origin));
          if (!terminal) throw gone();
          const ended = next(
            vscode.window.onDidEndTerminalShellExecution,
            (event) => event.terminal === terminal,
            signal,
          );
          terminal.sendText(CTRL_C, false);
          // Without shell integration nobody says so.
          if (!terminal.shellIntegration) return null;
          await ended;
          return 'onDidEndTerminalShellExecution';
        }
      }
    },
  };
}

/** @surface part */
const gone = (): Error => new Error(vscode.l10n.t('it is gone'));

/** Resolves at the first such event; never, once nobody waits for it any more. */
const next = <T>(event: vscode.Event<T>, isIt: (value: T) => boolean, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const subscription = event((value) => {
      if (!isIt(value)) return;
      subscription.dispose();
      resolve();
    });
    signal.addEventListener('abort', () => void subscription.dispose(), { once: true });
  });
