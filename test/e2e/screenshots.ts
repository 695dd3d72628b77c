import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { accepts } from '../support/browser/occupied.js';
import { Session } from '../support/browser/session.js';
import { eventually } from '../support/eventually.js';
import { repository } from '../vscode/repository.js';

// `npm run screenshots`: the README's pictures, from the packaged extension in a real VS Code. The script starts this in
// namespaces of its own: the sample's own ports are free there, and nothing else of this machine runs.

const folder = path.join(repository, 'media/screenshots');
const ports = { 3000: 3000, 3001: 3001, 4000: 4000, 8125: 8125, 9229: 9229 } as const;

/** Nothing of VS Code's is half there; what never ends, as a cursor's blinking, does not count. */
const FADED = `document.getAnimations().every(
  ({ playState, effect }) => playState !== 'running' || effect.getComputedTiming().endTime === Infinity,
)`;

/** Beside the sample's servers, for a picture: one that everyone can reach, one that is left over, one that crashes. */
const SERVERS = {
  'docs.mjs': `import http from 'node:http';
http.createServer((_, response) => response.end('Read me.')).listen(8080);
`,
  'preview.mjs': `import http from 'node:http';
http.createServer((_, response) => response.end('A preview.')).listen(5000, '127.0.0.1');
`,
  'mail.mjs': `import net from 'node:net';
net.createServer().listen(2525, '127.0.0.1', () => setTimeout(() => process.exit(1), 6000));
`,
} as const;

/**
 * The shop with its three tiers and a browser that looks at it; something that everyone can reach, something left over
 * from a terminal, and something that crashed three times.
 */
async function inTheme(theme: string, arrange: (session: Session) => Promise<void>): Promise<void> {
  const session = await Session.open({ ports, settings: { 'workbench.colorTheme': theme } });
  try {
    const { workbench } = session;
    const { page } = workbench;
    await page.setViewportSize({ width: 1280, height: 760 });
    for (const [name, text] of Object.entries(SERVERS))
      fs.writeFileSync(path.join(session.folder, name), text);
    await workbench.activity('Portolan');
    await inTerminal(session, 'mail', 'for n in 1 2 3; do node mail.mjs; sleep 4; done', 2525);
    await workbench.runTask('dev servers');
    await workbench.row('shop-orders.sock').waitFor();
    await inTerminal(session, 'preview', 'nohup node preview.mjs > preview.log 2>&1 &', 5000);
    await workbench.type('exit');
    await workbench.row('Left over from Terminal preview').waitFor();
    await inTerminal(session, 'docs', 'node docs.mjs', 8080);
    await browse(await page.context().newPage(), 3000);
    await arrange(session);
  } finally {
    await session.close();
  }
}

/** Keeps its connection open, as a page does that asks again and again. */
async function browse(page: Page, port: number): Promise<void> {
  await page.goto(`http://localhost:${port}/`);
  await page.evaluate('setInterval(() => fetch("/cart"), 500)');
}

async function inTerminal({ workbench }: Session, name: string, line: string, port: number): Promise<void> {
  await workbench.newTerminal(name);
  await workbench.type(line);
  await eventually(`${line} listens`, () => accepts({ port }));
  await workbench.row(`Terminal ${name}`).waitFor();
}

async function take({ workbench: { page } }: Session, name: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  await page.waitForFunction(FADED);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** A second storefront, and the question before it is stopped. */
async function stop(session: Session): Promise<void> {
  const { workbench } = session;
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await inTerminal(session, 'second shop', 'cd servers && node storefront.mjs --port 3001', 3001);
  await workbench.contextMenu(workbench.listener(3001), 'Stop…');
  await workbench.dialog().getByText('3001').first().waitFor();
  await take(session, 'stop-dark');
  await workbench.answerDialog('Cancel');
}

async function hover(session: Session): Promise<void> {
  const { workbench } = session;
  await workbench.openFile(path.join(session.folder, '.vscode/launch.json'), '"args"');
  await workbench.hover('"3001"', 'storefront.mjs');
  await take(session, 'hover-dark');
}

/** The chart alone, with the API selected in its map. */
async function map(session: Session, name: string): Promise<void> {
  const { workbench } = session;
  const { chart } = workbench;
  await workbench.command('View: Toggle Panel Visibility');
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await workbench.command('Portolan: Open Chart');
  await chart.chip(4000).click();
  await chart.inspector().locator('h2', { hasText: '4000' }).waitFor();
  await chart.inspector().getByText('Connected to it').waitFor();
  const calls = /calls node storefront\.mjs.*storefront\.mjs calls node api\.mjs/;
  await chart.description().filter({ hasText: calls }).waitFor({ state: 'attached' });
  await chart.lane(2525).getByText('ended 3 times').waitFor({ timeout: 40_000 });
  // The timeline reaches back almost as far as the strip does, near the end of one minute or of two.
  const frame = await workbench.webviewFrame();
  const hatched = () =>
    frame.evaluate<number>(
      `[...document.querySelectorAll('.timeline .hatch')].reduce((sum, { style }) => sum + parseFloat(style.width), 0)`,
    );
  await eventually('little is hatched', async () => (await hatched()) < 15, 130_000);
  await workbench.webview().locator('.arrived, .gone').first().waitFor({ state: 'detached' });
  await workbench.page.mouse.move(5, 300);
  await take(session, name);
}

async function table(session: Session): Promise<void> {
  const { chart, page } = session.workbench;
  await chart.tab('Table').click();
  await chart.filter().fill('origin:dev');
  await chart.listener(4000).click();
  await page.mouse.move(5, 300);
  await take(session, 'table-dark');
}

async function main(): Promise<void> {
  await inTheme('Default Dark Modern', async (session) => {
    await map(session, 'map-dark');
    await table(session);
    await stop(session);
    await hover(session);
  });
  await inTheme('Default Light Modern', (session) => map(session, 'map-light'));
  await inTheme('Default High Contrast', (session) => map(session, 'map-high-contrast'));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
