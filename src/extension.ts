import { hrtime } from 'node:process';
import * as vscode from 'vscode';
import { snapshotDocument } from './core/documents/snapshotDocument';
import { type Joined, joining } from './core/snapshot/joinSnapshot';
import type { Scope } from './core/snapshot/reading';
import { protectedPids } from './core/stop/protection';
import { querySettler } from './core/who/settleQuery';
import { stopOwners } from './host/actions/stopOwners';
import { registerViews } from './host/registerViews';
import { readSettings } from './host/settings';
import { TimelineKeeper } from './host/views/timelineKeeper';
import { WorkspaceFacts } from './host/workspace/workspaceFacts';
import { Monitor } from './monitor';
import { ContainerEngines } from './platform/containers/containerEngines';
import { realPath } from './platform/realPath';
import { inSlices } from './platform/scanner/inSlices';
import { ScannerProbe } from './platform/scanner/scannerProbe';
import { systemFor } from './platform/system';
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

export function activate(context: vscode.ExtensionContext): PortolanApi {
  const begun = hrtime.bigint();
  const t = vscode.l10n.t.bind(vscode.l10n);
  const log = vscode.window.createOutputChannel('Portolan', { log: true });
  const system = systemFor();
  const probe = new ScannerProbe({
    system,
    program: context.asAbsolutePath('dist/scanner.js'),
    log: (line) => log.warn(line),
  });
  const engines = new ContainerEngines({ log: (line) => log.warn(line) });
  const facts = new WorkspaceFacts({ memento: context.workspaceState, containers: engines, realPath });
  const joined = new Map<Scope, Joined>();
  const timeline = new TimelineKeeper({ t, intervalMs: () => monitor.status.intervalMs });
  const monitor: Monitor = new Monitor({
    read: (scope) => probe.read(scope),
    join: async (reading) => {
      const { scope } = reading;
      const now = await inSlices(joining(reading, facts.current(), t, joined));
      joined.set(scope, now);
      timeline.saw(now.snapshot);
      facts.see(now.snapshot);
      return now.snapshot;
    },
    intervalMs: () => readSettings().intervalMs,
    focused: () => vscode.window.state.focused,
    rest: () => {
      probe.rest();
      joined.delete('all');
    },
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  });
  const stopper = new Stopper({
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
    translate: t,
  });
  const changed = new vscode.EventEmitter<void>();
  let failure: string | undefined;

  context.subscriptions.push(
    log,
    { dispose: () => probe.dispose() },
    engines,
    monitor,
    facts,
    changed,
    facts.onDidChange(() => monitor.requestScan()),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      // Somebody may have started an engine elsewhere, and come back.
      if (focused) void facts.noticeEngines();
      monitor.retime();
      monitor.requestScan();
    }),
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
