import * as vscode from 'vscode';
import type { Monitor } from '../monitor';
import type { Stopper } from '../stopper';
import { actionTargets } from './actions/actionTargets';
import { registerCopy } from './actions/copy';
import { registerHide } from './actions/hide';
import { registerLook } from './actions/look';
import { registerOpenInBrowser, type AskScheme } from './actions/openInBrowser';
import { registerReveal } from './actions/reveal';
import { registerStop } from './actions/stop';
import { registerInspect } from './views/inspectDocument';
import { registerLaunchJsonHover } from './views/launchJsonHover';
import { SocketTreeView } from './views/socketTreeView';
import { registerTerminalLinks } from './views/terminalLink';
import { registerTreeCommands } from './views/treeCommands';
import { registerWhoOwnsPort } from './views/whoOwnsPort';
import type { WorkspaceFacts } from './workspace/workspaceFacts';

export interface ViewsDeps {
  readonly monitor: Monitor;
  readonly stopper: Stopper;
  readonly facts: WorkspaceFacts;
  /** `workspaceState`: remembers how the sidebar is grouped. */
  readonly memento: vscode.Memento;
  readonly askScheme: AskScheme;
}

/** Everything that VS Code shows of Portolan except the chart, and the doors back. */
export function registerViews({ monitor, stopper, facts, memento, askScheme }: ViewsDeps): vscode.Disposable {
  const tree = new SocketTreeView({ monitor, memento });
  const targets = actionTargets(tree, monitor);
  return vscode.Disposable.from(
    tree,
    registerTreeCommands(tree),
    registerWhoOwnsPort(monitor, tree),
    registerTerminalLinks(),
    registerLaunchJsonHover(monitor),
    registerInspect(targets, monitor),
    registerStop({ targets, monitor, stopper, facts }),
    registerOpenInBrowser(targets, monitor, askScheme),
    registerReveal(targets, monitor, facts),
    registerCopy(targets, monitor),
    registerHide(targets, monitor),
    registerLook(monitor),
  );
}
