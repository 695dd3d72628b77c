import * as vscode from 'vscode';
import { MAX_TEXT, type ChartAction } from '../../core/chartRows';
import type { Monitor } from '../../monitor';
import { parseToHost } from '../../protocol';
import { ChartFeed } from './chartFeed';

const VIEW_TYPE = 'portolan.chart';

/** What a person asked for in the chart; the socket was in the current snapshot when they did. */
export interface ChartRequest {
  readonly action: ChartAction;
  readonly socketId: string;
}

export interface ChartPanelDeps {
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
  readonly monitor: Monitor;
  readonly act: (request: ChartRequest) => void;
}

/** The panel, at most one, and its command; VS Code brings it back after a reload of the window. */
export function registerChartPanel(deps: ChartPanelDeps): vscode.Disposable {
  let open: { readonly panel: vscode.WebviewPanel; readonly chart: vscode.Disposable } | undefined;

  const adopt = (panel: vscode.WebviewPanel): void => {
    const chart = showChart(panel, deps);
    open = { panel, chart };
    panel.onDidDispose(() => {
      chart.dispose();
      open = undefined;
    });
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('portolan.openChart', () => {
      if (open) open.panel.reveal();
      else adopt(vscode.window.createWebviewPanel(VIEW_TYPE, 'Portolan', vscode.ViewColumn.Active, OPTIONS));
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel: vscode.WebviewPanel) => {
        if (open) panel.dispose();
        else adopt(panel);
        return Promise.resolve();
      },
    }),
    // The panel itself stays: closed at the end of a window, it would not come back in the next.
    { dispose: () => void open?.chart.dispose() },
  );
}

const OPTIONS: vscode.WebviewPanelOptions = { enableFindWidget: true };

/** Fills the panel, and keeps it told while it is to be seen: only then is anything looked at for it. */
function showChart(panel: vscode.WebviewPanel, { context, monitor, act }: ChartPanelDeps): vscode.Disposable {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const feed = new ChartFeed({
    monitor,
    t: (message, ...args) => vscode.l10n.t(message, ...args),
    texts: translations(),
    post: (message) => void webview.postMessage(message),
  });

  let watch: { dispose(): void } | undefined;
  /** A page has said that it is ready, and the feed has not begun. */
  let waiting = false;
  const follow = (): void => {
    if (!panel.visible) {
      // Out of sight, its page is thrown away; a new one says `ready`.
      waiting = false;
      feed.stop();
      watch?.dispose();
      watch = undefined;
      return;
    }
    watch ??= monitor.watch('listeners');
    if (waiting) feed.start();
    waiting = false;
  };

  const subscriptions = [
    webview.onDidReceiveMessage((value: unknown) => {
      const message = parseToHost(value);
      switch (message?.type) {
        case 'ready':
          waiting = true;
          if (panel.visible) follow();
          return;
        case 'ack':
          feed.answered(message.batch);
          return;
        case 'act':
          if (monitor.snapshot?.sockets.has(message.socketId)) {
            act({ action: message.action, socketId: message.socketId });
          }
          return;
        case 'resume':
          monitor.resume();
          return;
        case undefined: // not ours: a page is not trusted
      }
    }),
    panel.onDidChangeViewState(follow),
    monitor.onDidChange((change) => feed.changed(change)),
    { dispose: () => watch?.dispose() },
  ];

  panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media/icon.png');
  webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist] };
  webview.html = page(webview, dist);
  follow();
  return vscode.Disposable.from(...subscriptions);
}

/** VS Code's own dictionary for the reader's language; none for English. */
const translations = (): [string, string][] =>
  Object.entries(vscode.l10n.bundle ?? {}).filter((pair) => pair.every(({ length }) => length <= MAX_TEXT));

function page(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return /* html */ `<!DOCTYPE html>
<html lang="${/^[\w-]+$/.test(vscode.env.language) ? vscode.env.language : 'en'}">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri('webview.css')}">
  <title>Portolan</title>
</head>
<body>
  <script nonce="${nonce}" src="${uri('webview.js')}"></script>
</body>
</html>`;
}
