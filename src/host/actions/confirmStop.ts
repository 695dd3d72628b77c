import * as vscode from 'vscode';
import type { Workspace } from '../../core/snapshot/workspace';
import { startedByWorkspace } from '../../core/stop/startedByWorkspace';
import type { Refusal, StopPlan } from '../../core/stop/stopPlan';
import { type Question, stopAllQuestion, stopQuestion, type StopVerb } from '../../core/stop/stopTexts';
import { literalMessage } from '../literalText';
import { readSettings } from '../settings';
import { typeCommand } from './typedCommand';

export type Answer = 'yes' | 'no' | 'only the process';

/**
 * Shows what would be stopped, in which way and with what it takes along. What this workspace did not start is always asked
 * about, and what would run a command line afterwards; all else as the setting says.
 *
 * @param then for a restart: the command line that follows
 */
export async function confirmStop(
  plans: readonly StopPlan[],
  verb: StopVerb,
  workspace: Workspace,
  then: string | undefined,
): Promise<Answer> {
  if (then === undefined && !mustAsk(plans, verb, workspace)) return 'yes';
  const { t } = vscode.l10n;
  const [only, ...others] = plans;
  if (!only) return 'no';
  if (others.length > 0) {
    return (await asked(stopAllQuestion(plans, t, verb), buttonOf(verb, true))) ? 'yes' : 'no';
  }
  const question = stopQuestion(only, t, verb);
  const button = buttonOf(verb, false);
  // The owner ends more than what was pointed at: that can be more than what was meant.
  const narrower = only.way !== 'signals' && verb === 'stop' && only.otherListeners.length > 0 && only.target;
  const process = t('Only This Process');
  const detail = [question.detail, ...(then === undefined ? [] : [then])].join('\n');
  const options = { modal: true, detail: literalMessage(detail) };
  const answer = await vscode.window.showWarningMessage(
    literalMessage(question.message),
    options,
    button,
    ...(narrower ? [process] : []),
  );
  if (answer === button) return 'yes';
  return answer === process ? 'only the process' : 'no';
}

function mustAsk(plans: readonly StopPlan[], verb: StopVerb, workspace: Workspace): boolean {
  const { confirmStop: setting } = readSettings();
  if (setting === 'always' || !plans.every(({ origin }) => startedByWorkspace(origin, workspace)))
    return true;
  // Force, several at once, and more than was pointed at: not without a word, unless that is what somebody wants.
  const widens = plans.length > 1 || verb === 'force' || plans.some(takesMore);
  return setting === 'outsideWorkspace' && widens;
}

const takesMore = ({ otherListeners, family, keeper }: StopPlan): boolean =>
  otherListeners.length > 0 || family.length > 0 || keeper !== null;

/** @surface button */
function buttonOf(verb: StopVerb, several: boolean): string {
  const { t } = vscode.l10n;
  switch (verb) {
    case 'stop':
      return several ? t('Stop All') : t('Stop');
    case 'force':
      return t('Force');
    case 'restart':
      return t('Restart');
  }
}

/** VS Code adds Cancel, and takes Escape for it. */
export async function asked({ message, detail }: Question, button: string): Promise<boolean> {
  const options = { modal: true, detail: literalMessage(detail) };
  return (await vscode.window.showWarningMessage(literalMessage(message), options, button)) === button;
}

/**
 * Shows that the target is a system service and how to stop it in its own way; resolves to true if the person insists.
 */
export async function insists({ sentence, command }: Refusal): Promise<boolean> {
  const { t } = vscode.l10n;
  const anyway = t('Stop It Anyway…');
  const terminal = t('Open Terminal with Command');
  const answer = await vscode.window.showWarningMessage(
    t('Stop a system service?'),
    { modal: true, detail: literalMessage(sentence) },
    ...(command === undefined ? [] : [terminal]),
    anyway,
  );
  if (answer === terminal && command !== undefined) typeCommand(command);
  return answer === anyway;
}
