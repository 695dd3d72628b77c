import * as vscode from 'vscode';
import type { Refusal } from '../../core/stop/stopPlan';
import type { StopResult } from '../../core/stop/stopResult';
import { literalMessage } from '../literalText';
import { offerRunAgain, type RunAgain } from './runAgain';
import { typeCommand } from './typedCommand';

/** Says what came of it; where it is free, offers to start it again. */
export async function tellStopped(result: StopResult, again: RunAgain | undefined): Promise<void> {
  if (result.outcome === 'freed') await offerRunAgain(result.sentence, again);
  else await tellWithCommand(result);
}

/** Says why not, and offers a command for a person with more rights: never with a password, and never run by itself. */
export async function tellWithCommand({
  sentence,
  command,
}: Pick<StopResult | Refusal, 'sentence' | 'command'>): Promise<void> {
  const { t } = vscode.l10n;
  const text = literalMessage(sentence);
  if (command === undefined) {
    void vscode.window.showWarningMessage(text);
    return;
  }
  const terminal = t('Open Terminal with Command');
  const copy = t('Copy Command');
  const answer = await vscode.window.showErrorMessage(text, terminal, copy);
  if (answer === terminal) typeCommand(command);
  if (answer === copy) await vscode.env.clipboard.writeText(command);
}
