import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { accessibilityOf } from '../../support/browser/accessibility.js';
import { lives } from '../../support/browser/lives.js';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** The panel in VS Code, told by the real host. Each step builds on the ones before. */
onInstalledPackage(
  'the chart',
  async ({ workbench, ports }) => {
    await workbench.activity('Explorer'); // nobody looks but the panel
    await workbench.runTask('dev servers');
    await eventually('the shop listens', () => accepts({ port: ports[3000] }));
  },
  (session) => {
    const listener = (name: string | number): Locator => session().workbench.chart.listener(name);

    it('opens from the palette, and its table shows what listens and whose it is', async () => {
      const { workbench, ports, ordersSocket } = session();
      await workbench.command('Portolan: Open Chart');
      await workbench.chart.tab('Table').click();
      for (const name of [ports[3000], ports[8125], path.basename(ordersSocket)]) {
        assert.match(await listener(name).innerText(), /dev servers/);
      }
      assert.equal(await workbench.webview().locator('.rows [aria-selected=true]').count(), 0);
      await session().snap('7 chart');
    });

    it('tells everything of what is selected', async () => {
      const { workbench, ports } = session();
      await listener(ports[3000]).click();
      const inspector = workbench.chart.inspector();
      await workbench.chart.inspected(ports[3000]).waitFor();
      await inspector.locator('.fact', { hasText: 'dev servers' }).first().waitFor();
      await session().snap('7 chart inspector');
    });

    it('shows a new listener by itself, and keeps the focus and the selection where they are', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('by hand');
      await workbench.type(`(exec -a '${HOSTILE}' node servers/storefront.mjs --port ${ports[3001]})`);
      await listener(ports[3001]).waitFor();
      assert.equal(await listener(ports[3000]).getAttribute('aria-selected'), 'true');
      assert.equal(await listener(ports[3001]).getAttribute('aria-selected'), 'false');
    });

    it('shows a name that looks like markup as text', async () => {
      const { workbench, ports } = session();
      const text = await listener(ports[3001]).innerText();
      assert.ok(text.includes(HOSTILE), text);
      assert.equal(await workbench.webview().locator('img').count(), 0);
      await session().snap('7 chart hostile');
    });

    it('has nothing axe-core would mend, inside VS Code', async () => {
      const { workbench } = session();
      for (const tab of ['Table', 'Map'] as const) {
        await workbench.chart.tab(tab).click();
        const found = await accessibilityOf(await workbench.webviewFrame());
        assert.deepEqual(found.violations, [], tab);
        console.log(`      ${tab}: ${found.elements} elements, rules held for ${found.checked}`);
      }
      await workbench.chart.tab('Table').click();
    });

    it('copies what is selected', async () => {
      const { workbench, ports } = session();
      await listener(ports[3000]).click();
      await workbench.webview().getByRole('button', { name: 'Copy', exact: true }).click();
      await workbench.webview().getByRole('menuitem', { name: 'As CSV' }).click();
      await workbench.webview().locator('.notice').waitFor();
      const text = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
      assert.match(text, new RegExp(`\\b${ports[3000]}\\b`));
    });

    it('stops what is selected with the Delete key, after the question', async () => {
      const { workbench, ports } = session();
      await listener(ports[3001]).click();
      await workbench.page.keyboard.press('Delete');
      const pid = await workbench.askedPid();
      assert.ok(lives(pid), 'it lives until the question is answered');
      await workbench.answerDialog('Stop');
      await listener(ports[3001]).waitFor({ state: 'detached' });
      await workbench.chart.inspector().getByText('closed').first().waitFor();
      await eventually('the port is free', async () => !(await accepts({ port: ports[3001] })));
      await eventually('the process is dead', () => !lives(pid));
    });

    it('comes back after the window is loaded anew, as it was', async () => {
      const { workbench, ports } = session();
      await workbench.chart.filter().fill(`port:${ports[3000]}`);
      await listener(ports[3000]).click();
      await workbench.reload();
      await listener(ports[3000])
        .and(workbench.webview().locator('[aria-selected=true]'))
        .waitFor({ timeout: 40_000 });
      assert.equal(await workbench.chart.filter().inputValue(), `port:${ports[3000]}`);
    });
  },
);
