import { hrtime } from 'node:process';
import * as vscode from 'vscode';
import { joinSnapshot } from './core/joinSnapshot';
import { protectedPids } from './core/protection';
import { snapshotDocument } from './core/snapshotDocument';
import type { ChartAction } from './core/chartRows';
import { registerViews } from './host/registerViews';
import { readSettings } from './host/settings';
import { registerChartPanel } from './host/views/chartPanel';
import { runCommand } from './host/views/runCommand';
import { WorkspaceFacts } from './host/workspace/workspaceFacts';
import { Monitor } from './monitor';
import { ownAncestors, signallerFor } from './platform/processSignaller';
import { probeFor } from './platform/probeFor';
import { webScheme } from './platform/webScheme';
import { Stopper } from './stopper';

/** What other extensions are given by `activate()`. */
export interface PortolanApi {
  readonly version: 1;
  /** The document that `portolan ls --json` prints. */
  snapshot(): Promise<object>;
  /** The document that `portolan who QUERY --json` prints; rejects where the query is none. */
  whoOwns(query: number | string): Promise<object>;
  /** Something changed in what Portolan sees. It looks by itself only while one of its views is open. */
  readonly onDidChange: vscode.Event<void>;
}

const COMMAND_OF: Readonly<Record<ChartAction, string>> = {
  stop: 'portolan.stop',
  inspect: 'portolan.inspect',
  reveal: 'portolan.reveal',
  copyAddress: 'portolan.copyAddress',
  openInBrowser: 'portolan.openInBrowser',
};

export function activate(context: vscode.ExtensionContext): PortolanApi {
  const begun = hrtime.bigint();
  const t = vscode.l10n.t.bind(vscode.l10n);
  const log = vscode.window.createOutputChannel('Portolan', { log: true });
  const probe = probeFor();
  const facts = new WorkspaceFacts();
  const monitor = new Monitor({
    read: (scope) => probe.read(scope),
    join: (reading) => joinSnapshot(reading, facts.current(), t),
    intervalMs: () => readSettings().intervalMs,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  });
  const stopper = new Stopper({
    look: (scope) => monitor.look(scope),
    signaller: signallerFor(),
    protectedPids: (snapshot) =>
      protectedPids(snapshot, {
        self: process.pid,
        ancestors: ownAncestors(),
        shells: facts.current().terminals.map(({ pid }) => pid),
      }),
    translate: t,
  });
  const changed = new vscode.EventEmitter<void>();
  let failure: string | undefined;

  context.subscriptions.push(
    log,
    { dispose: () => probe.dispose() },
    monitor,
    facts,
    changed,
    facts.onDidChange(() => monitor.nudge()),
    monitor.onDidChange(() => {
      if (monitor.status.failure !== undefined && monitor.status.failure !== failure) {
        log.error(`A look failed: ${monitor.status.failure}`);
      }
      failure = monitor.status.failure;
      changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('portolan.interval')) monitor.retime();
    }),
    registerViews({ monitor, stopper, facts, memento: context.workspaceState, askScheme: webScheme }),
    registerChartPanel({
      context,
      monitor,
      act: ({ action, socketId }) => runCommand(COMMAND_OF[action], socketId),
    }),
  );
  log.info(`Activated in ${(Number(hrtime.bigint() - begun) / 1e6).toFixed(1)} ms.`);

  return {
    version: 1,
    snapshot: async () => snapshotDocument(await monitor.look('listeners'), { scope: 'listeners' }, t),
    whoOwns: async (query) => await vscode.commands.executeCommand('portolan.whoOwnsPort', query),
    onDidChange: changed.event,
  };
}
