import * as vscode from 'vscode';
import { StopJournal } from '../../memory/stopJournal';
import type { Monitor } from '../../monitor';
import type { Stopper } from '../../stopper';
import { storeIn } from '../storeIn';
import type { WorkspaceFacts } from '../workspace/workspaceFacts';
import type { ActionTargets } from './actionTargets';
import { registerOrphanOffer } from './offerOrphans';
import { registerShowStopped } from './showStopped';
import { registerStop } from './stop';
import { registerStopAndWait } from './stopAndWait';

export interface StoppingDeps {
  readonly targets: ActionTargets;
  readonly monitor: Monitor;
  readonly stopper: Stopper;
  readonly facts: WorkspaceFacts;
  /** `workspaceState`: keeps the journal. */
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** Registers everything that ends processes, and what reports it afterwards. */
export function registerStopping({ targets, memento, log, ...rest }: StoppingDeps): vscode.Disposable {
  const journal = new StopJournal({
    store: storeIn(memento),
    log: (line) => log.info(line),
    now: () => Date.now(),
    t: vscode.l10n.t,
  });
  // A stop that is under way when the extension host ends goes no further: nothing more is signalled.
  const shutdown = new AbortController();
  const deps = { ...rest, journal, shutdown: shutdown.signal };
  return vscode.Disposable.from(
    { dispose: () => shutdown.abort() },
    registerStop(targets, deps),
    registerStopAndWait(targets, deps),
    registerShowStopped(journal),
    registerOrphanOffer(deps.monitor, deps.facts, memento),
  );
}
