import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  packToWebview,
  parseToHost,
  parseToWebview,
  type ToHost,
  type ToWebview,
} from '../../../src/protocol';
import themes from './themes.json';

export type Theme = keyof typeof themes;

export const THEMES = Object.keys(themes) as Theme[];

const ORIGIN = 'http://127.0.0.1:1'; // nothing answers there: every request is fulfilled here

export interface PanelOptions {
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  readonly texts?: readonly (readonly [string, string])[];
  readonly reducedMotion?: boolean;
  /** Whether the system forces its own colours on every page (`forced-colors`). */
  readonly forcedColors?: boolean;
  /** Pixels of the screen a pixel of the page: 2 at a zoom of 200 %. */
  readonly zoom?: number;
  /** What an earlier page kept. */
  readonly state?: unknown;
  /** Where `webview.js` and `webview.css` are. */
  readonly dist?: string;
}

type Content = ToWebview extends infer M ? (M extends ToWebview ? Omit<M, 'batch'> : never) : never;

/** The panel's page in a browser, without VS Code: what it posts is kept, and messages reach it in order. */
export class PanelPage {
  readonly page: Page;
  /** What the page told, but for its answers. */
  readonly told: ToHost[] = [];
  /** Messages of the browser's console, and errors of the page. */
  readonly complaints: string[] = [];
  #batch = 0;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, options: PanelOptions = {}): Promise<PanelPage> {
    const { theme = 'dark', size = { width: 1280, height: 800 }, texts = [], dist = 'dist' } = options;
    const context = await browser.newContext({
      viewport: size,
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
      forcedColors: options.forcedColors === true ? 'active' : 'none',
      deviceScaleFactor: options.zoom ?? 1,
    });
    const page = await context.newPage();
    const panel = new PanelPage(page);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') panel.complaints.push(message.text());
    });
    page.on('pageerror', (error) => panel.complaints.push(error.stack ?? error.message));
    await page.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      const types: Readonly<Record<string, string>> = {
        '/webview.js': 'text/javascript',
        '/webview.css': 'text/css',
      };
      const type = types[pathname];
      if (type === undefined) await route.fulfill({ contentType: 'text/html', body: documentOf(theme) });
      else await route.fulfill({ contentType: type, body: fs.readFileSync(path.join(dist, pathname)) });
    });
    await page.exposeFunction('tellHost', (value: unknown) => {
      const message = parseToHost(value);
      if (!message) panel.complaints.push(`The page says what no host understands: ${JSON.stringify(value)}`);
      else if (message.type !== 'ack') panel.told.push(message);
    });
    await page.addInitScript({ content: stubOf(options.state) });
    await page.goto(ORIGIN);
    await panel.say({ type: 'texts', texts });
    return panel;
  }

  /** Says it, and waits until the page has answered, which it does once it is drawn. */
  async say(...contents: readonly Content[]): Promise<void> {
    for (const content of contents) {
      const message = { ...content, batch: ++this.#batch } as ToWebview;
      const packed = packToWebview(message);
      if (!parseToWebview(packed)) throw new Error(`No page understands this: ${content.type}`);
      await this.page.evaluate(`portolanSay(${JSON.stringify(packed)})`);
    }
  }

  /** What it keeps for after a reload. */
  state(): Promise<unknown> {
    return this.page.evaluate('portolanState');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** What VS Code gives a page: its API, and here a way to be told something and to know that it was answered. */
const stubOf = (state: unknown): string => `
  globalThis.portolanState = ${JSON.stringify(state ?? null)};
  const answers = new Map();
  globalThis.portolanSay = (message) => new Promise((answered) => {
    answers.set(message.batch, answered);
    dispatchEvent(new MessageEvent('message', { data: message }));
  });
  globalThis.acquireVsCodeApi = () => ({
    postMessage(message) {
      tellHost(message);
      if (message.type !== 'ack') return;
      answers.get(message.batch)?.();
      answers.delete(message.batch);
    },
    getState: () => portolanState,
    setState: (next) => { portolanState = next; },
  });
`;

/**
 * The document that the host makes (chartPanel.ts), with what VS Code adds: the theme's variables and the body's class.
 */
function documentOf(theme: Theme): string {
  const { classes, variables } = themes[theme];
  const style = Object.entries(variables)
    .map(([name, value]) => `${name}: ${value};`)
    .join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'nonce-theme'; script-src 'nonce-page'">
  <link rel="stylesheet" href="/webview.css">
  <style nonce="theme">html { ${style} color: var(--vscode-editor-foreground); } html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }</style>
  <title>Portolan</title>
</head>
<body class="${classes}">
  <script nonce="page" src="/webview.js"></script>
</body>
</html>`;
}
