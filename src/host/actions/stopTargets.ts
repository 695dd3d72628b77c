import * as vscode from 'vscode';
import type { Target } from '../../core/listing/target';
import { processKey } from '../../core/snapshot/process';
import { leadOf, originOfSocket, type Snapshot } from '../../core/snapshot/snapshot';
import type { Refusal, StopAim } from '../../core/stop/stopPlan';
import type { StopRecord } from '../../core/stop/stopRecord';
import type { StopResult } from '../../core/stop/stopResult';
import { forceQuestion, signalsQuestion, type StopVerb } from '../../core/stop/stopTexts';
import type { StopJournal } from '../../memory/stopJournal';
import type { Monitor } from '../../monitor';
import type { PreparedStop, Stopper } from '../../stopper';
import { literalMessage } from '../literalText';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import { type Answer, asked, confirmStop, insists } from './confirmStop';
import { type RunAgain, runAgain } from './runAgain';
import { tellStopped, tellWithCommand } from './tellStopped';

export interface StopDeps {
  readonly monitor: Monitor;
  readonly stopper: Stopper;
  readonly facts: WorkspaceFacts;
  readonly journal: StopJournal;
  /** The extension is shut down: nothing more is begun. */
  readonly shutdown: AbortSignal;
}

/**
 * Makes a plan for each target, shows them all, carries out what was agreed to, one after the other, and reports the
 * results.
 */
export async function stopTargets(
  targets: readonly Target[],
  verb: StopVerb,
  deps: StopDeps,
): Promise<StopRecord[]> {
  const snapshot = await deps.monitor.scan('all');
  const aims = aimsOf(targets, snapshot).map((aim) => ({ ...aim, bySignals: verb === 'force' }));
  let plans = await prepareAll(aims, snapshot, deps);
  const records: StopRecord[] = [];
  try {
    if (plans.length === 0) return records;
    // Read before the question: what is run again is what was shown, whatever the terminal runs meanwhile.
    let agains = plans.map(({ plan }) => runAgain(plan.origin, deps.facts));
    const confirm = (): Promise<Answer> =>
      confirmStop(
        plans.map(({ plan }) => plan),
        verb,
        deps.facts.current(),
        verb === 'restart' ? agains[0]?.commandLine : undefined,
      );
    let answer = await confirm();
    if (answer === 'only the process') {
      closeAll(plans);
      plans = await prepareAll(
        aims.map((aim) => ({ ...aim, bySignals: true })),
        await deps.monitor.scan('all'),
        deps,
      );
      agains = plans.map(({ plan }) => runAgain(plan.origin, deps.facts));
      answer = await confirm();
    }
    if (answer !== 'yes') return records;
    for (const [index, plan] of plans.entries()) {
      if (!deps.shutdown.aborted) records.push(await stopOne(plan, agains[index], verb, deps));
    }
    return records;
  } finally {
    closeAll(plans);
  }
}

const closeAll = (plans: readonly PreparedStop[]): void => {
  for (const plan of plans) plan.close();
};

/** Several rows of one process are one stop; so are several processes of one task, session or container. */
function aimsOf(targets: readonly Target[], snapshot: Snapshot): StopAim[] {
  const merged = new Map<string, StopAim>();
  for (const { sockets, process: named } of targets) {
    const socket = snapshot.sockets.get(sockets[0]);
    const process = named ?? (socket && leadOf(socket, snapshot));
    const origin = socket ? originOfSocket(socket, snapshot) : null;
    const owned = origin !== null && ['debug', 'task', 'container'].includes(origin.kind);
    const key = owned ? origin.id : process ? processKey(process) : sockets[0];
    const known = merged.get(key);
    merged.set(key, known ? { ...known, sockets: [...known.sockets, ...sockets] } : { sockets, process });
  }
  return [...merged.values()];
}

async function prepareAll(
  aims: readonly StopAim[],
  snapshot: Snapshot,
  deps: StopDeps,
): Promise<PreparedStop[]> {
  const plans: PreparedStop[] = [];
  for (const aim of aims) {
    const plan = await prepare(aim, snapshot, deps);
    if (!plan) continue;
    if (plan.kind === 'refusal') {
      void tellWithCommand(plan);
      continue;
    }
    plans.push(plan);
    // What its way does not free was another process's: that gets a plan of its own.
    const left = aim.sockets.filter((id) => !plan.plan.sockets.some((socket) => socket.id === id));
    const others = left.flatMap((id) => snapshot.sockets.get(id) ?? []);
    plans.push(
      ...(await prepareAll(
        others.map(({ id }) => ({ ...aim, sockets: [id], process: undefined })),
        snapshot,
        deps,
      )),
    );
  }
  return plans;
}

/** Plans one stop; `undefined`: it was refused, the person has read why, and does not insist. */
async function prepare(
  aim: StopAim,
  snapshot: Snapshot,
  { stopper }: StopDeps,
): Promise<PreparedStop | Refusal | undefined> {
  const plan = stopper.prepare(snapshot, aim);
  if (plan.kind === 'prepared' || plan.reason !== 'service') return plan;
  return (await insists(plan)) ? stopper.prepare(snapshot, { ...aim, insisted: true }) : undefined;
}

async function stopOne(
  prepared: PreparedStop,
  again: RunAgain | undefined,
  verb: StopVerb,
  deps: StopDeps,
): Promise<StopRecord> {
  const { plan } = prepared;
  const note = deps.journal.begin(plan, verb === 'force');
  const result = await carryOut(prepared, verb, deps);
  const record = note(result);
  deps.monitor.requestScan();
  if (verb === 'restart' && result.outcome === 'freed' && again) again.run();
  else void tellStopped(result, again);
  return record;
}

async function carryOut(
  prepared: PreparedStop,
  verb: StopVerb,
  { stopper, shutdown }: StopDeps,
): Promise<StopResult> {
  const { t } = vscode.l10n;
  const { plan } = prepared;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t('Stopping'), // the message says what
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    const end = (): void => cancel.abort();
    shutdown.addEventListener('abort', end);
    try {
      return await stopper.run(prepared, {
        signal: cancel.signal,
        force: verb === 'force',
        onProgress: (text) => progress.report({ message: literalMessage(text) }),
        offerForce: (left) => asked(forceQuestion(plan, left, t), t('Force')),
        offerSignals: () => asked(signalsQuestion(plan, t), t('Send Signal')),
      });
    } finally {
      subscription.dispose();
      shutdown.removeEventListener('abort', end);
    }
  });
}
