import * as vscode from 'vscode';
import type { ProcessUsage } from '../core/inspection/fact';
import type { SettleQuery } from '../core/who/settleQuery';
import type { TimelineKeeper } from '../memory/timelineKeeper';
import type { Monitor } from '../monitor';
import type { Stopper } from '../stopper';
import { actionTargets } from './actions/actionTargets';
import { registerCopy } from './actions/copy';
import { registerHide } from './actions/hide';
import { registerLook } from './actions/look';
import { type AskScheme, registerOpenInBrowser } from './actions/openInBrowser';
import { registerStopping } from './actions/registerStopping';
import { registerReveal } from './actions/reveal';
import { registerChartPanel } from './views/chartPanel';
import { registerLaunchJsonHover } from './views/launchJsonHover';
import { SocketTreeView } from './views/socketTreeView';
import { registerTerminalLinks } from './views/terminalLink';
import { registerTreeCommands } from './views/treeCommands';
import { registerWhoOwnedPort } from './views/whoOwnedPort';
import { registerWhoOwnsPort } from './views/whoOwnsPort';
import type { WorkspaceFacts } from './workspace/workspaceFacts';

export interface ViewsDeps {
  readonly monitor: Monitor;
  readonly stopper: Stopper;
  readonly facts: WorkspaceFacts;
  /** `workspaceState`: remembers how the sidebar is grouped. */
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly askScheme: AskScheme;
  /** What a question that was sent means beyond its text. */
  readonly settle: SettleQuery;
  readonly extensionUri: vscode.Uri;
  readonly timeline: TimelineKeeper;
  /** The present usage of a process; `undefined`: it could not be measured. */
  readonly usageOf: (pid: number) => Promise<ProcessUsage | undefined>;
}

/** Registers everything that VS Code shows of Portolan, and its commands. */
export function registerViews({
  monitor,
  stopper,
  facts,
  memento,
  log,
  askScheme,
  settle,
  extensionUri,
  timeline,
  usageOf,
}: ViewsDeps): vscode.Disposable {
  const tree = new SocketTreeView({ monitor, memento });
  const targets = actionTargets(tree, monitor);
  const past = () => timeline.timeline;
  return vscode.Disposable.from(
    tree,
    registerTreeCommands(tree),
    registerWhoOwnsPort(monitor, tree, facts, settle),
    registerWhoOwnedPort(past, monitor),
    registerTerminalLinks(),
    registerLaunchJsonHover(monitor),
    registerChartPanel({ extensionUri, monitor, targets, tree, timeline: past, usageOf, log }),
    registerStopping({ targets, monitor, stopper, facts, memento, log }),
    registerOpenInBrowser(targets, monitor, askScheme),
    registerReveal(targets, monitor, facts),
    registerCopy(targets, monitor),
    registerHide(targets, monitor),
    registerLook(monitor, facts),
  );
}
