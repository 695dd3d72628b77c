import * as vscode from 'vscode';
import { ownerOf } from '../../core/listing/target';
import type { Origin } from '../../core/origins/origin';
import { leadOf, originOfSocket } from '../../core/snapshot/snapshot';
import type { Monitor } from '../../monitor';
import { runCommand } from '../runCommand';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import { type ActionTargets, registerAction } from './actionTargets';

/** Reveal: the debug session's call stack, the terminal, the task's terminal, the folder. */
export function registerReveal(
  targets: ActionTargets,
  monitor: Monitor,
  facts: WorkspaceFacts,
): vscode.Disposable {
  const { t } = vscode.l10n;
  return registerAction('reveal', targets, async ([target]) => {
    const snapshot = await monitor.scan('listeners');
    const sockets = target.sockets.flatMap((id) => snapshot.sockets.get(id) ?? []);
    const owner = ownerOf(target, sockets, snapshot);
    const [first] = sockets;
    const asWhole = first && owner === leadOf(first, snapshot);
    const origin = asWhole ? originOfSocket(first, snapshot) : (owner?.origin ?? null);
    if (!origin || !reveal(origin, facts)) {
      void vscode.window.showInformationMessage(
        t('No terminal, task, debug session or folder of this workspace is known to have started it.'),
      );
    }
  });
}

function reveal(origin: Origin, facts: WorkspaceFacts): boolean {
  if (origin.kind === 'debug' && facts.debugSession(origin.id.slice('debug:'.length))) {
    runCommand('workbench.debug.action.focusCallStackView');
    return true;
  }
  const terminal = originTerminal(origin, facts);
  if (terminal) {
    terminal.show();
    return true;
  }
  if (origin.folder === null) return false;
  runCommand('revealInExplorer', vscode.Uri.file(origin.folder));
  return true;
}

/** A task's terminal is the one whose pid is the task's. */
export function originTerminal({ kind, id }: Origin, facts: WorkspaceFacts): vscode.Terminal | undefined {
  if (kind === 'terminal') return facts.terminal(id.slice('terminal:'.length));
  if (kind !== 'task') return undefined;
  const { tasks, terminals } = facts.current();
  const pid = tasks.find((task) => `task:${task.id}` === id)?.pid;
  const terminal = terminals.find((each) => each.pid === pid);
  return terminal && facts.terminal(terminal.id);
}
