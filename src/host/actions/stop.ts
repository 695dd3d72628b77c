import * as vscode from 'vscode';
import { processKey } from '../../core/process';
import { leadOf, type Snapshot } from '../../core/snapshot';
import type { StopPlan } from '../../core/stopPlan';
import { forceQuestion, processName, stopQuestion, type Question } from '../../core/stopTexts';
import type { Target } from '../../core/treeNode';
import { startedHere } from '../../core/treePlace';
import type { Monitor } from '../../monitor';
import type { Stopper, StopResult } from '../../stopper';
import { readSettings } from '../settings';
import { literalMessage } from '../views/literalText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import type { ActionTargets } from './actionTargets';
import { offerRunAgain, runAgain } from './runAgain';

export interface StopDeps {
  readonly targets: ActionTargets;
  readonly monitor: Monitor;
  readonly stopper: Stopper;
  readonly facts: WorkspaceFacts;
}

export function registerStop(deps: StopDeps): vscode.Disposable {
  return vscode.commands.registerCommand('portolan.stop', async (argument: unknown, selection: unknown) => {
    const targets = await deps.targets.resolve(argument, selection, vscode.l10n.t('Stop which?'));
    if (targets.length > 0) await stop(targets, deps);
  });
}

async function stop(targets: readonly Target[], deps: StopDeps): Promise<void> {
  const { monitor, stopper, facts } = deps;
  const snapshot = await monitor.look('all');
  const plans: StopPlan[] = [];
  for (const { sockets, process } of byProcess(targets, snapshot)) {
    const plan = stopper.plan(snapshot, sockets, process);
    if (plan.kind === 'plan') plans.push(plan);
    else void vscode.window.showErrorMessage(literalMessage(plan.sentence));
  }
  if (plans.length === 0 || !(await confirmed(plans))) return;
  for (const plan of plans) {
    const again = runAgain(plan.target.origin, facts);
    const result = await carryOut(plan, stopper);
    monitor.nudge();
    void tell(result, again);
  }
}

/** Several rows of one process are one stop. */
function byProcess(targets: readonly Target[], snapshot: Snapshot): Target[] {
  const merged = new Map<string, Target>();
  for (const { sockets, process: named } of targets) {
    const socket = snapshot.sockets.get(sockets[0]);
    const process = named ?? (socket && leadOf(socket, snapshot));
    const key = process ? processKey(process) : sockets[0];
    const known = merged.get(key);
    merged.set(key, { sockets: known ? [...known.sockets, ...sockets] : sockets, process });
  }
  return [...merged.values()];
}

async function confirmed(plans: readonly StopPlan[]): Promise<boolean> {
  const { confirmStop } = readSettings();
  if (confirmStop === 'never') return true;
  if (confirmStop === 'outsideWorkspace' && plans.every(({ target }) => startedHere(target.origin)))
    return true;
  const { t } = vscode.l10n;
  const questions = plans.map((plan) => stopQuestion(plan, t));
  const [only] = questions;
  if (!only) return false;
  if (questions.length === 1) return await asked(only, t('Stop'));
  return await asked(
    {
      message: t('Stop {0} processes?', plans.length),
      detail: plans
        .map((plan, at) => `${processName(plan.target)}\n${questions[at]?.detail ?? ''}`)
        .join('\n\n'),
    },
    t('Stop All'),
  );
}

/** VS Code adds Cancel, and takes Escape for it. */
async function asked({ message, detail }: Question, button: string): Promise<boolean> {
  const options = { modal: true, detail: literalMessage(detail) };
  return (await vscode.window.showWarningMessage(literalMessage(message), options, button)) === button;
}

async function carryOut(plan: StopPlan, stopper: Stopper): Promise<StopResult> {
  const { t } = vscode.l10n;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: literalMessage(t('Stopping {0}', processName(plan.target))),
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    try {
      return await stopper.run(plan, {
        signal: cancel.signal,
        onProgress: (text) => progress.report({ message: literalMessage(text) }),
        offerForce: () => asked(forceQuestion(plan, t), t('Force')),
      });
    } finally {
      subscription.dispose();
    }
  });
}

async function tell(result: StopResult, again: ReturnType<typeof runAgain>): Promise<void> {
  const { t } = vscode.l10n;
  if (result.outcome === 'freed') {
    await offerRunAgain(result.sentence, again);
    return;
  }
  const text = literalMessage(result.sentence);
  if (result.command === undefined) {
    void vscode.window.showWarningMessage(text);
    return;
  }
  const button = t('Copy Command');
  if ((await vscode.window.showErrorMessage(text, button)) === button) {
    await vscode.env.clipboard.writeText(result.command);
  }
}
