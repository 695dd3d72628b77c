import * as vscode from 'vscode';

/** The empty page with its program and style: nothing in it comes from anywhere else, nothing is inline. */
export function chartPage(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
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
