import * as vscode from 'vscode';
import { MAX_TEXT } from '../../core/chart/chart';
import { chartText } from '../../core/chart/chartRows';
import type { ProcessUsage } from '../../core/inspection/fact';
import { processKey } from '../../core/snapshot/process';
import type { Timeline } from '../../core/timeline/timeline';
import type { Monitor } from '../../monitor';
import { parseToHost, showFrom, type ToHost } from '../../protocol';
import { type ActionTargets, registerAction } from '../actions/actionTargets';
import { literalMessage } from '../literalText';
import { runCommand } from '../runCommand';
import { copyRows, exportSnapshot } from './chartExport';
import { ChartFeed } from './chartFeed';
import { ChartInspector } from './chartInspector';
import { chartPage } from './chartPage';
import { followLead } from './followLead';
import type { SocketTreeView } from './socketTreeView';

const VIEW_TYPE = 'portolan.chart';

export interface ChartPanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly monitor: Monitor;
  readonly targets: ActionTargets;
  /** Has the same row selected, as far as it shows it. */
  readonly tree: Pick<SocketTreeView, 'onDidChoose' | 'choose'>;
  readonly timeline: () => Timeline;
  /** The present usage of a process; `undefined`: it could not be measured. */
  readonly usageOf: (pid: number) => Promise<ProcessUsage | undefined>;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
}

type Shown = NonNullable<ReturnType<typeof showFrom>>;

/** Opens the chart and shows what its argument, a `Wanted`, says. */
export const SHOW_IN_CHART = '_portolan.showInChart';

/** The panel, at most one, and its commands; VS Code brings it back after a reload of the window. */
export function registerChartPanel(deps: ChartPanelDeps): vscode.Disposable {
  let open: { readonly panel: vscode.WebviewPanel; readonly chart: Chart } | undefined;

  const adopt = (panel: vscode.WebviewPanel): Chart => {
    const chart = showChart(panel, deps);
    open = { panel, chart };
    panel.onDidDispose(() => {
      chart.dispose();
      open = undefined;
    });
    return chart;
  };
  /** Other extensions and links call these commands too: what the page would not take is refused here. */
  const show = (wanted: unknown): void => {
    const shown = showFrom(wanted);
    if (!shown) throw new Error(refusal());
    open?.panel.reveal();
    const chart =
      open?.chart ??
      adopt(vscode.window.createWebviewPanel(VIEW_TYPE, 'Portolan', vscode.ViewColumn.Active, OPTIONS));
    chart.show(shown);
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.openChart', () => show({})),
    vscode.commands.registerCommand(SHOW_IN_CHART, (wanted: unknown) => show(wanted)),
    registerAction('inspect', deps.targets, ([{ sockets, process }]) => {
      show({ selected: sockets[0], process: process ? processKey(process) : null, inspect: true });
      return Promise.resolve();
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel: vscode.WebviewPanel) => {
        if (open) panel.dispose();
        else adopt(panel);
        return Promise.resolve();
      },
    }),
    // The panel itself stays: closed at the end of a window, it would not come back in the next.
    { dispose: () => open?.chart.dispose() },
  );
}

/** VS Code's own search would find only the rows that are drawn: Ctrl+F leads to the page's filter. */
const OPTIONS: vscode.WebviewPanelOptions = { enableFindWidget: false };

interface Chart {
  show(shown: Shown): void;
  dispose(): void;
}

/** Fills the panel, and keeps it up to date while it is visible: only then is anything scanned for it. */
function showChart(panel: vscode.WebviewPanel, deps: ChartPanelDeps): Chart {
  const { extensionUri, monitor, tree, timeline, usageOf, log } = deps;
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const feed = new ChartFeed({
    monitor,
    timeline,
    isTrusted: () => vscode.workspace.isTrusted,
    now: () => Date.now(),
    t: (message, ...args) => vscode.l10n.t(message, ...args),
    texts: translations(),
    post: (packed, lost) => {
      webview.postMessage(packed).then((arrives) => {
        if (!arrives) lost();
      }, lost);
    },
    log: (sentence) => log.warn(sentence),
    soon: (callback) => void setTimeout(callback, 0),
  });
  const say = feed.say.bind(feed);
  const inspector = new ChartInspector({ monitor, usageOf, say, peers: () => feed.peers });
  const show = (shown: Shown | undefined): void => {
    if (shown) say(shown);
  };

  /** The socket that is selected in the page; what follows from that need not be sent to it. */
  let selected: string | null = null;
  let watch: { dispose(): void } | undefined;
  /** A page has said that it is ready, and the feed has not begun. */
  let waiting = false;
  const follow = (): void => {
    if (!panel.visible) {
      // Out of sight, its page is thrown away; a new one says `ready`.
      waiting = false;
      feed.stop();
      inspector.stop();
      watch?.dispose();
      watch = undefined;
      return;
    }
    watch ??= monitor.watch('all');
    if (waiting) feed.start();
    waiting = false;
  };
  const there = (ids: readonly string[]): string[] => ids.filter((id) => monitor.snapshot?.sockets.has(id));
  const told = (text: string | undefined): void => {
    if (text !== undefined) say({ type: 'notice', text: chartText(text) });
  };

  /** What each message makes happen. */
  const handlers: { readonly [T in ToHost['type']]: (message: Extract<ToHost, { type: T }>) => void } = {
    ready: () => {
      waiting = true;
      if (panel.visible) follow();
    },
    ack: ({ batch }) => feed.answered(batch),
    notUnderstood: ({ batch }) => feed.notUnderstood(batch),
    resume: () => monitor.resume(),
    act: ({ action, socketIds }) => {
      const ids = there(socketIds);
      if (ids[0] !== undefined) runCommand(`portolan.${action}`, ids[0], ids);
    },
    select: ({ socketId }) => {
      selected = socketId;
      if (socketId !== null) void tree.choose(socketId);
    },
    inspect: (message) => inspector.inspect(message),
    follow: ({ fact }) => {
      const lead = inspector.lead(fact);
      if (lead?.to === 'process') inspector.inspect({ socket: null, process: lead.key });
      else if (lead?.to === 'socket') show(showFrom({ selected: lead.id, inspect: true }));
      else if (lead) followLead(lead);
    },
    copyFact: ({ fact }) => {
      const value = inspector.fact(fact)?.value;
      if (value !== undefined) void copied(value).then(told);
    },
    copyRows: ({ format, socketIds }) => {
      const { snapshot } = monitor;
      if (snapshot) void copyRows(socketIds, format, snapshot, feed.peers).then(told);
    },
    export: ({ format }) => {
      exportSnapshot(format, monitor).then(told, (error: unknown) => {
        void vscode.window.showErrorMessage(literalMessage(String(error)));
      });
    },
  };

  const subscriptions = [
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseToHost(value);
      // Not ours otherwise: a page is not trusted.
      if (message) (handlers[message.type] as (message: ToHost) => void)(message);
    }),
    panel.onDidChangeViewState(follow),
    vscode.workspace.onDidGrantWorkspaceTrust(() => feed.startAgain()),
    tree.onDidChoose((id) => {
      if (panel.visible && id !== selected) show(showFrom({ selected: id }));
    }),
    monitor.onDidChange((change) => {
      feed.changed(change);
      inspector.changed(change);
    }),
    monitor.onDidEndSpan(() => feed.timelineChanged()),
    { dispose: () => watch?.dispose() },
  ];

  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media/icon.png');
  webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist] };
  webview.html = chartPage(webview, dist);
  follow();
  return {
    show,
    dispose: () => {
      for (const each of subscriptions) each.dispose();
    },
  };
}

/** @surface notification */
const refusal = (): string =>
  vscode.l10n.t('The chart cannot show that: something in it is unknown or too long.');

/** @surface panel */
async function copied(value: string): Promise<string> {
  await vscode.env.clipboard.writeText(value);
  return vscode.l10n.t('Copied');
}

/** VS Code's own dictionary for the reader's language; none for English. */
const translations = (): [string, string][] =>
  Object.entries(vscode.l10n.bundle ?? {}).filter((pair) => pair.every(({ length }) => length <= MAX_TEXT));
