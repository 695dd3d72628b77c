import * as vscode from 'vscode';
import type { Origin } from '../../core/origins/origin';
import { oneLine } from '../../core/text/oneLine';
import { literalMessage } from '../literalText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';

/** How to start again what has been stopped, noted down before: a task's end takes its name along. */
export interface RunAgain {
  /** The command line that {@link run} runs or types, whole, for a question before; `undefined`: VS Code knows it by name. */
  readonly commandLine: string | undefined;
  readonly button: string;
  /** Asked once it is stopped: parts of a task can run on. */
  question(): string;
  run(): void;
}

/** Longer command lines would not be read before they are run again. */
const LONGEST_COMMAND = 200;

/** Nothing in Restricted Mode: it would start what the workspace's files say. */
export function runAgain(origin: Origin | null, facts: WorkspaceFacts): RunAgain | undefined {
  if (!vscode.workspace.isTrusted) return undefined;
  if (origin?.kind === 'task') return runTaskAgain(origin.id.slice('task:'.length), facts);
  if (origin?.kind === 'terminal') return typeAgain(origin.id.slice('terminal:'.length), facts);
  if (origin?.kind === 'debug') return debugAgain(origin.id.slice('debug:'.length), facts);
  return undefined;
}

/** @surface notification */
function debugAgain(id: string, facts: WorkspaceFacts): RunAgain | undefined {
  const session = facts.debugSession(id);
  const attached = facts.current().debugSessions.some((each) => each.id === id && each.attached);
  if (!session || attached) return undefined; // what it was attached to has to be started first
  const { name, workspaceFolder, configuration } = session;
  return {
    commandLine: undefined,
    button: buttonOf(true),
    question: () => vscode.l10n.t('Start the debug session “{0}” again?', oneLine(name)),
    run: () => void vscode.debug.startDebugging(workspaceFolder, configuration),
  };
}

/** @surface notification */
function runTaskAgain(id: string, facts: WorkspaceFacts): RunAgain | undefined {
  const { t } = vscode.l10n;
  const task = facts.task(id)?.task;
  if (!task) return undefined;
  const name = oneLine(task.name);
  return {
    commandLine: undefined,
    button: buttonOf(true),
    question: () =>
      facts.task(id)
        ? t('The task “{0}” goes on without it. Run the whole task again?', name)
        : t('Run the task “{0}” again?', name),
    run: () => {
      const running = facts.task(id);
      if (!running) {
        void vscode.tasks.executeTask(task);
        return;
      }
      // VS Code would ask which of two instances to end.
      const ended = vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution !== running) return;
        ended.dispose();
        void vscode.tasks.executeTask(task);
      });
      running.terminate();
    },
  };
}

/**
 * Runs a command line again that the shell itself reported. One that a program may have made up is only typed: the
 * person reads it and presses Enter.
 *
 * @surface notification
 */
function typeAgain(id: string, facts: WorkspaceFacts): RunAgain | undefined {
  const { t } = vscode.l10n;
  const terminal = facts.terminal(id);
  const last = facts.lastCommand(id);
  const command = last?.line.trim();
  // Only what can be shown whole is run or typed.
  if (!terminal || !last || !command || command.length > LONGEST_COMMAND || oneLine(command) !== command)
    return undefined;
  const { isTrusted } = last;
  return {
    commandLine: isTrusted
      ? t('Then runs in its terminal: {0}', command)
      : t('Then types into its terminal, for you to press Enter: {0}', command),
    button: buttonOf(isTrusted),
    question: () => (isTrusted ? t('Run “{0}” again?', command) : t('Type “{0}” again?', command)),
    run: () => {
      if (facts.terminal(id) !== terminal) return; // closed meanwhile
      terminal.show();
      const busy = facts.current().terminals.some((each) => each.id === id && each.command !== null);
      // What is typed now would go to the program that still runs there.
      if (busy) return;
      if (!isTrusted) terminal.sendText(command, false);
      else if (terminal.shellIntegration) terminal.shellIntegration.executeCommand(command);
      else terminal.sendText(command);
    },
  };
}

/** @surface button */
const buttonOf = (runs: boolean): string =>
  runs ? vscode.l10n.t('Run Again') : vscode.l10n.t('Type It Again');

/** Says what came of a stop, and offers to start again. */
export async function offerRunAgain(sentence: string, again: RunAgain | undefined): Promise<void> {
  if (!again) {
    void vscode.window.showInformationMessage(literalMessage(sentence));
    return;
  }
  const text = literalMessage(`${sentence} ${again.question()}`);
  const answer = await vscode.window.showInformationMessage(text, again.button);
  if (answer === again.button) again.run();
}
