import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { repository } from '../vscode/repository.js';
import { eventually } from './eventually.js';
import { accepts } from './occupied.js';
import { Session } from './session.js';

// `npm run screenshots`: the README's pictures, from the packaged extension in a real VS Code. The script starts this in
// namespaces of its own: the sample's own ports are free there, and nothing else of this machine runs.

const folder = path.join(repository, 'media/screenshots');
const ports = { 3000: 3000, 3001: 3001, 4000: 4000, 8125: 8125, 9229: 9229 } as const;

/** Nothing of VS Code's is half there; what never ends, as a cursor's blinking, does not count. */
const FADED = `document.getAnimations().every(
  ({ playState, effect }) => playState !== 'running' || effect.getComputedTiming().endTime === Infinity,
)`;

/** Beside the sample's servers, for a picture: one that everyone can reach. */
const DOCS = `import http from 'node:http';
http.createServer((_, response) => response.end('Read me.')).listen(8080);
`;

/** The shop with its three tiers, a second storefront, and something that everyone can reach. */
async function inTheme(theme: string, arrange: (session: Session) => Promise<void>): Promise<void> {
  const session = await Session.open({ ports, settings: { 'workbench.colorTheme': theme } });
  try {
    const { workbench } = session;
    await workbench.page.setViewportSize({ width: 1280, height: 760 });
    fs.writeFileSync(path.join(session.folder, 'docs.mjs'), DOCS);
    await workbench.activity('Portolan');
    await workbench.runTask('dev servers');
    await workbench.row('shop-orders.sock').waitFor();
    await inTerminal(session, 'docs', 'node docs.mjs', 8080);
    await inTerminal(session, 'second shop', 'cd servers && node storefront.mjs --port 3001', 3001);
    // Asked themselves, they ask the API, and keep the connection.
    for (const port of [3000, 3001]) await ask(port);
    await arrange(session);
  } finally {
    await session.close();
  }
}

async function inTerminal({ workbench }: Session, name: string, line: string, port: number): Promise<void> {
  await workbench.newTerminal(name);
  await workbench.type(line);
  await eventually(`${line} listens`, () => accepts({ port }));
  await workbench.row(`Terminal ${name}`).waitFor();
}

/** Over a connection that is closed then: nothing of the script's own is in a picture. */
function ask(port: number): Promise<void> {
  return new Promise((answered, failed) => {
    http
      .get({ host: '127.0.0.1', port, agent: false }, (response) => response.resume().once('end', answered))
      .once('error', failed);
  });
}

async function take({ workbench: { page } }: Session, name: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  await page.waitForFunction(FADED);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function hover(session: Session): Promise<void> {
  const { workbench } = session;
  await workbench.openFile(path.join(session.folder, '.vscode/launch.json'), '"args"');
  await workbench.hover('"3001"', 'storefront.mjs');
  await take(session, 'hover-dark');
  await workbench.command('View: Close Editor');
}

/** The chart alone, with the API selected in its map. */
async function map(session: Session, name: string): Promise<void> {
  const { workbench } = session;
  const { chart } = workbench;
  await workbench.command('View: Toggle Panel Visibility');
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await workbench.command('Portolan: Open Chart');
  await chart.berth(4000).click();
  await chart.inspector().locator('h2', { hasText: '4000' }).waitFor();
  await chart.inspector().getByText('Connected to it').waitFor();
  const calls = /storefront\.mjs calls node api\.mjs.*storefront\.mjs calls node api\.mjs/;
  await chart.description().filter({ hasText: calls }).waitFor({ state: 'attached' });
  await workbench.webview().locator('.arrived').first().waitFor({ state: 'detached' });
  await workbench.page.mouse.move(5, 300);
  await take(session, name);
}

async function stop(session: Session): Promise<void> {
  const { workbench } = session;
  await workbench.contextMenu(workbench.chart.berth(3001), 'Stop…');
  await workbench.dialog().getByText('3001').first().waitFor();
  await take(session, 'stop-dark');
  await workbench.answerDialog('Cancel');
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
    await hover(session);
    await map(session, 'map-dark');
    await stop(session);
    await table(session);
  });
  await inTheme('Default Light Modern', (session) => map(session, 'map-light'));
  await inTheme('Default High Contrast', (session) => map(session, 'map-high-contrast'));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
