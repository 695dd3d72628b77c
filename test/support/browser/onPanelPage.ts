import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../vscode/browser.js';
import {
  type ChartWorld,
  snapshotMessages,
  statusMessage,
  timelineMessage,
} from '../snapshots/chartWorld.js';
import { type PanelOptions, PanelPage } from './panelPage.js';

export interface OnPanelPage {
  /** The page that was opened last. */
  readonly panel: () => PanelPage;
  /** Opens a new page, and sends it that world as a host would. */
  readonly open: (world: ChartWorld, options?: PanelOptions) => Promise<Page>;
}

/** A suite on the panel's page alone, in a browser, which complains of nothing whatever the test tells it. */
export function onPanelPage(title: string, tests: (page: OnPanelPage) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    let browser: Browser;
    let panel: PanelPage | undefined;

    const close = async (): Promise<void> => {
      const closing = panel;
      panel = undefined;
      await closing?.close();
      assert.deepEqual(closing?.complaints ?? [], []);
    };

    before(async () => {
      browser = await launchBrowser();
    });

    afterEach(close);

    after(() => browser.close());

    tests({
      panel: () => panel ?? assert.fail('no page is open'),
      open: async (world, options) => {
        await close();
        panel = await PanelPage.open(browser, options);
        await panel.say(...snapshotMessages(world), statusMessage(world), timelineMessage(world));
        panel.page.setDefaultTimeout(5_000);
        return panel.page;
      },
    });
  });
}
