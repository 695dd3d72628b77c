import { hrtime } from 'node:process';
import * as vscode from 'vscode';
import { snapshotDocument } from './core/documents/snapshotDocument';
import { SnapshotJoiner } from './core/snapshot/snapshotJoiner';
import { protectedPids } from './core/stop/protection';
import { querySettler } from './core/who/settleQuery';
import { stopOwners } from './host/actions/stopOwners';
import { registerViews } from './host/registerViews';
import { readSettings } from './host/settings';
import { WorkspaceFacts } from './host/workspace/workspaceFacts';
import { TimelineKeeper } from './memory/timelineKeeper';
import { Monitor } from './monitor';
import { ContainerEngines } from './platform/containers/containerEngines';
import type { OperatingSystem } from './platform/operatingSystem';
import { realPath } from './platform/realPath';
import { byTimer } from './platform/scanner/after';
import { inSlices } from './platform/scanner/inSlices';
import { WorkerScanner } from './platform/scanner/workerScanner';
import { systemFor } from './platform/system';
import { webScheme } from './platform/webScheme';
import { Stopper } from './stopper';

/** What other extensions are given by `activate()`. */
export interface PortolanApi {
  readonly version: 1;
  /** The document that `portolan ls --json` prints. */
  snapshot(): Promise<object>;
  /** The document that `portolan who QUERY --json` prints; rejects if the query cannot be understood. */
  whoOwns(query: number | string): Promise<object>;
  /** Something changed in what Portolan sees. It scans by itself only while one of its views is open. */
  readonly onDidChange: vscode.Event<void>;
}

export function activate(context: vscode.ExtensionContext): PortolanApi {
  const begun = hrtime.bigint();
  const t = vscode.l10n.t.bind(vscode.l10n);
  const log = vscode.window.createOutputChannel('Portolan', { log: true });
  const engines = new ContainerEngines({ log: (line) => log.warn(line) });
  const facts = new WorkspaceFacts({ memento: context.workspaceState, containers: engines, realPath });
  const system = systemFor();
  const monitor = createMonitor(context.asAbsolutePath('dist/scanner.js'), system, facts, log);
  const timeline = new TimelineKeeper(monitor, t);
  const stopper = createStopper(monitor, system, facts, engines);
  const changed = new vscode.EventEmitter<void>();
  let failure: string | undefined;

  context.subscriptions.push(
    log,
    engines,
    timeline,
    monitor,
    facts,
    changed,
    facts.onDidChange(() => monitor.requestScan()),
    facts.onDidLearn(() => monitor.joinAgain()),
    monitor.onDidScan(({ snapshot }) => facts.see(snapshot)),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      // Somebody may have started an engine elsewhere, and come back.
      if (focused) void facts.noticeEngines();
      monitor.retime();
      monitor.requestScan();
    }),
    monitor.onDidChange(() => {
      if (monitor.status.failure !== undefined && monitor.status.failure !== failure) {
        log.error(`A scan failed: ${monitor.status.failure}`);
      }
      failure = monitor.status.failure;
      changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('portolan.interval')) monitor.retime();
    }),
    registerViews({
      monitor,
      stopper,
      facts,
      memento: context.workspaceState,
      log,
      askScheme: webScheme,
      settle: querySettler(system.ask),
      extensionUri: context.extensionUri,
      timeline,
      usageOf: system.usageOf,
    }),
  );
  log.info(`Activated in ${(Number(hrtime.bigint() - begun) / 1e6).toFixed(1)} ms.`);

  return {
    version: 1,
    snapshot: async () => snapshotDocument(await monitor.scan('listeners'), { scope: 'listeners' }, t),
    whoOwns: async (query) => await vscode.commands.executeCommand('portolan.whoOwnsPort', query),
    onDidChange: changed.event,
  };
}

/** @param program path of the worker's program */
function createMonitor(
  program: string,
  system: OperatingSystem,
  facts: WorkspaceFacts,
  log: vscode.LogOutputChannel,
): Monitor {
  const joiner = new SnapshotJoiner({
    workspace: () => facts.current(),
    t: vscode.l10n.t.bind(vscode.l10n),
    run: inSlices,
  });
  return new Monitor({
    scanner: new WorkerScanner({ program, system, log: (line) => log.warn(line) }),
    join: (reading) => joiner.join(reading),
    intervalMs: () => readSettings().intervalMs,
    focused: () => vscode.window.state.focused,
    rest: () => joiner.forgetFull(),
    after: byTimer,
  });
}

function createStopper(
  monitor: Monitor,
  system: OperatingSystem,
  facts: WorkspaceFacts,
  engines: ContainerEngines,
): Stopper {
  return new Stopper({
    look: (scope) => monitor.scan(scope),
    signaller: system.signaller,
    words: system.words,
    protectedPids: (snapshot) =>
      protectedPids(snapshot, {
        self: process.pid,
        ancestors: system.ownAncestors(),
        shells: facts.current().terminals.map(({ pid }) => pid),
      }),
    bindTrial: system.bindTrial,
    owners: stopOwners(facts, engines),
    translate: vscode.l10n.t.bind(vscode.l10n),
  });
}
