import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually.js';
import { lives } from './lives.js';
import { accepts } from './occupied.js';
import { onInstalledPackage } from './installed.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** The panel, as a person uses it who never touches the mouse. Each step builds on the ones before. */
onInstalledPackage(
  'the chart',
  async ({ workbench, ports }) => {
    await workbench.activity('Explorer'); // nobody looks but the panel
    await workbench.runTask('dev servers');
    await eventually('the shop listens', () => accepts({ port: ports[3000] }));
  },
  (session) => {
    const row = (text: string | number): Locator =>
      session()
        .workbench.webview()
        .locator('tbody tr', { hasText: String(text) });

    it('opens from the palette, and shows what listens and whose it is', async () => {
      const { workbench, ports, ordersSocket } = session();
      await workbench.command('Portolan: Open Chart');
      for (const port of [ports[3000], ports[8125], ordersSocket]) {
        assert.match(await row(port).innerText(), /dev servers/);
      }
      assert.equal(await workbench.webview().locator('tbody tr[aria-selected=true]').count(), 0);
      await session().snap('7 chart');
    });

    it('shows a new listener by itself, and keeps the focus and the selection where they are', async () => {
      const { workbench, ports } = session();
      await row(ports[3000]).click();
      await workbench.newTerminal('by hand');
      await workbench.type(`(exec -a '${HOSTILE}' node servers/storefront.mjs --port ${ports[3001]})`);
      await row(ports[3001]).waitFor();
      assert.equal(await row(ports[3000]).getAttribute('aria-selected'), 'true');
      assert.equal(await row(ports[3001]).getAttribute('aria-selected'), 'false');
    });

    it('shows a name that looks like markup as text', async () => {
      const { workbench, ports } = session();
      const text = await row(ports[3001]).innerText();
      assert.ok(text.includes(HOSTILE), text);
      assert.equal(await workbench.webview().locator('img').count(), 0);
      await session().snap('7 chart hostile');
    });

    it('stops what is selected with the Delete key, after the question', async () => {
      const { workbench, ports } = session();
      await row(ports[3001]).click();
      await workbench.page.keyboard.press('Delete');
      const question = await workbench.dialog().innerText();
      const pid = Number(/\((\d+)\)\?/.exec(question)?.[1]);
      assert.ok(lives(pid), 'it lives until the question is answered');
      await workbench.answerDialog('Stop');
      await row(ports[3001]).waitFor({ state: 'detached' });
      await eventually('the port is free', async () => !(await accepts({ port: ports[3001] })));
      await eventually('the process is dead', () => !lives(pid));
    });

    it('comes back after the window is loaded anew', async () => {
      const { workbench, ports } = session();
      await workbench.reload();
      await workbench
        .webview()
        .locator('tbody tr', { hasText: String(ports[3000]) })
        .waitFor({ timeout: 40_000 });
    });
  },
);
