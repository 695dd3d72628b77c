import fs from 'node:fs';
import path from 'node:path';
import type { ChartDiff } from '../../../src/protocol';
import { launchBrowser } from '../../vscode/browser.js';
import {
  aListener,
  aProcess,
  type ChartWorld,
  diffMessage,
  NOW,
  snapshotMessages,
  statusMessage,
  timelineMessage,
} from '../snapshots/chartWorld';
import { twelveProcesses, twoHundredListeners } from '../snapshots/mapWorlds';
import { shopWorld } from '../snapshots/shopWorld';
import { type PanelOptions, PanelPage, THEMES } from './panelPage';

// Pictures of the map, to be looked at: tsx test/e2e/mapPage.ts FOLDER [name…], after node esbuild.js.

const WORLDS: Readonly<Record<string, () => ChartWorld>> = {
  shop: shopWorld,
  twelve: twelveProcesses,
  two_hundred: twoHundredListeners,
};

/** Every text of the page, as another language might have it. */
function textsAs(other: (text: string) => string): [string, string][] {
  const texts = new Set<string>();
  for (const room of ['src/core', 'webview-ui']) {
    for (const file of fs.readdirSync(room, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = fs.readFileSync(path.join(room, file), 'utf8');
      for (const [, text = ''] of source.matchAll(/\bt\(\s*'((?:[^'\\\n]|\\.)*)'/g)) texts.add(text);
    }
  }
  return [...texts].map((text) => [text, other(text)]);
}

const halfAsLongAgain = (text: string): string => `${text} ${'añb'.repeat(Math.ceil(text.length / 6))}`;

/** What stands for a value, {0}, is kept. */
const shorter = (text: string): string =>
  text.replace(/\p{L}{3,}/gu, (word) => word.slice(0, Math.ceil(word.length / 2)));

/** The database is gone, and something new has come. */
function changes(): Pick<ChartDiff, 'closed' | 'ended' | 'opened' | 'processes'> {
  const { rows, processes } = shopWorld();
  const database = processes.find(({ name }) => name.startsWith('postgres'));
  const newcomer = aProcess(90_001, 'stripe listen', { origin: 'terminal:web', since: NOW });
  return {
    closed: rows.filter(({ owners }) => database && owners.includes(database.key)).map(({ id }) => id),
    ended: database ? [database.key] : [],
    opened: [aListener(9001, 4242, newcomer, { since: NOW })],
    processes: [newcomer],
  };
}

async function main([folder = '.', ...names]: readonly string[]): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  const picture = async (
    name: string,
    world: ChartWorld,
    options: PanelOptions,
    arrange: (panel: PanelPage) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> => {
    if (names.length > 0 && !names.some((each) => name.includes(each))) return;
    const panel = await PanelPage.open(browser, options);
    await panel.say(...snapshotMessages(world), timelineMessage(world), statusMessage(world));
    await arrange(panel);
    await panel.page.screenshot({ path: path.join(folder, `${name}.png`) });
    if (panel.complaints.length > 0) console.log(name, panel.complaints.slice(0, 3));
    await panel.close();
  };
  try {
    for (const [name, make] of Object.entries(WORLDS)) {
      for (const theme of THEMES) await picture(`${name}-${theme}`, make(), { theme });
      for (const [width, height] of [
        [800, 600],
        [1920, 1080],
      ] as const) {
        await picture(`${name}-${width}`, make(), { size: { width, height } });
      }
    }
    const select = ({ page }: PanelPage): Promise<void> =>
      page.locator('.mark.process', { hasText: 'node server.js' }).first().click();
    await picture('selected', shopWorld(), {}, select);
    await picture('forced', shopWorld(), { forcedColors: true }, select);
    await picture('zoomed', shopWorld(), { size: { width: 640, height: 400 }, zoom: 2 }, select);
    await picture('hovered', twelveProcesses(), { theme: 'light' }, async ({ page }) => {
      await page.locator('.mark.listener', { hasText: '5432' }).first().hover();
      await page.locator('.hover-card:visible').waitFor();
    });
    await picture('filtered', twelveProcesses(), {}, async ({ page }) => {
      await page.locator('input').first().fill('exposure:everyone');
      await page.locator('.mark.dim').first().waitFor();
    });
    await picture('wide', shopWorld(), {}, async ({ page }) => {
      for (const chip of await page.locator('.chip:visible').all()) await chip.click();
      await page.locator('.mark', { hasText: 'sshd' }).first().waitFor();
    });
    await picture('long', twelveProcesses(), { theme: 'hcDark', texts: textsAs(halfAsLongAgain) });
    await picture('short', twelveProcesses(), { theme: 'light', texts: textsAs(shorter) });
    await picture('changed', shopWorld(), {}, async (panel) => {
      const { closed, ended, opened, processes } = changes();
      await panel.say(diffMessage({ closed, ended, opened, processes }));
    });
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
