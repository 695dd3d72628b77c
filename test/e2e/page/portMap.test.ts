import assert from 'node:assert/strict';
import path from 'node:path';
import { lives } from '../../support/browser/lives.js';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';

/**
 * The chart's map in VS Code, over the three tiers of the sample: the storefront asks the API over TCP, and the API its orders
 * over a Unix socket. Each step builds on the ones before.
 */
onInstalledPackage(
  'the harbour',
  async ({ workbench, ports }) => {
    await workbench.activity('Portolan');
    await workbench.runTask('dev servers');
    await eventually('the shop listens', () => accepts({ port: ports[3000] }));
    await workbench.listener(ports[4000]).waitFor();
  },
  (session) => {
    const chart = () => session().workbench.chart;
    let api: number;

    it('opens from the view’s title, and from the palette, and is the same one', async () => {
      const { workbench, ports } = session();
      const tabs = workbench.page.locator('.tab', { hasText: 'Portolan' });
      await workbench.titleButton('Open Chart').click();
      await chart().chip(ports[3000]).waitFor();
      assert.equal(await chart().tab('Map').getAttribute('aria-selected'), 'true');
      assert.equal(await tabs.count(), 1);
      await workbench.command('View: Close Editor');
      await tabs.waitFor({ state: 'detached' });
      await workbench.command('Portolan: Open Chart');
      await chart().chip(ports[3000]).waitFor();
      await workbench.titleButton('Open Chart').click();
      await chart().chip(ports[3000]).waitFor();
      assert.equal(await tabs.count(), 1);
    });

    it('joins the three tiers', async () => {
      const { ports, ordersSocket } = session();
      const orders = path.basename(ordersSocket);
      for (const call of [
        `storefront\\.mjs calls \\S+ \\S*api\\.mjs on ${ports[4000]}, 1 connection\\b`,
        `api\\.mjs calls \\S+ \\S*orders\\.mjs on ${orders}, 2 connections`,
      ])
        await chart()
          .description()
          .filter({ hasText: new RegExp(call) })
          .waitFor({ state: 'attached' });
      const said = await chart().chip(orders).getAttribute('aria-label');
      assert.match(said ?? '', /called by \S+ \S*api\.mjs, 2 connections$/);
      // Each stands right of who calls it.
      const across = await Promise.all(
        ['storefront.mjs', 'api.mjs', 'orders.mjs'].map(async (name) => {
          const box = await chart().process(name).boundingBox();
          return box?.x ?? NaN;
        }),
      );
      assert.deepEqual(
        across,
        [...across].sort((a, b) => a - b),
      );
      await session().snap('10 harbour');
    });

    it('dims what the filter is not after', async () => {
      const { workbench, ports } = session();
      const dim = workbench.webview().locator('.dim');
      await chart().filter().fill(`port:${ports[4000]}`);
      await chart().process('metrics.mjs').and(dim).waitFor();
      assert.equal(await chart().chip(ports[4000]).and(dim).count(), 0);
      await session().snap('10 harbour filtered');
      await chart().filter().fill('');
      await dim.first().waitFor({ state: 'detached' });
    });

    it('has selected in the table what is selected in the map, and inspects it', async () => {
      const { workbench, ports } = session();
      const selected = workbench.webview().locator('.rows > [aria-selected=true]');
      const inspector = chart().inspector();

      // A process: its rows.
      await chart().process('api.mjs').locator('> .title').click();
      await chart().inspected('api.mjs').waitFor();
      const pid = /pid (\d+)/.exec(await inspector.innerText())?.[1];
      api = Number(pid);
      assert.ok(lives(api), `the inspector names a process: ${pid}`);
      await chart().tab('Table').click();
      await chart().listener(ports[4000]).and(selected).waitFor();
      assert.equal(await chart().listener(ports[3000]).and(selected).count(), 0);

      // A listener: its row.
      await chart().tab('Map').click();
      await chart().chip(ports[4000]).click();
      await chart().inspected(ports[4000]).waitFor();
      await chart().tab('Table').click();
      await chart().listener(ports[4000]).and(selected).waitFor();
      assert.equal(await selected.count(), 1);
      await chart().tab('Map').click();
      assert.equal(await chart().chip(ports[4000]).getAttribute('aria-selected'), 'true');
    });

    it('stops the API from the map, where it fades and leaves', async () => {
      const { workbench, ports } = session();
      await workbench.contextMenu(chart().chip(ports[4000]), 'Stop…');
      assert.match(await workbench.dialog().innerText(), /Stop Task dev servers\?/);
      await workbench.answerDialog('Only This Process');
      await workbench
        .dialog()
        .getByText(/Stop \S+ \S*api\.mjs/)
        .waitFor();
      assert.ok(lives(api), 'it lives until the question is answered');
      const gone = chart().process('api.mjs').and(workbench.webview().locator('.gone'));
      await Promise.all([gone.waitFor(), workbench.answerDialog('Stop')]);
      await chart().process('api.mjs').waitFor({ state: 'detached' });
      assert.ok(!lives(api));
      assert.ok(await accepts({ port: ports[3000] }), 'the others go on');
      await chart().chip(ports[3000]).waitFor();
      assert.doesNotMatch((await chart().description().textContent()) ?? '', /api\.mjs/);
    });

    it('stands closed in the timeline', async () => {
      const { ports } = session();
      const bars = chart().lane(ports[4000]).locator('.bar-of-time');
      await bars.and(session().workbench.webview().locator('[data-tone=closed]')).waitFor();
      assert.equal(await bars.count(), 1);
      const said = await bars.getAttribute('aria-label');
      assert.match(said ?? '', new RegExp(`api\\.mjs, pid ${api}, Task dev servers, from .* to `));
      const open = await chart().lane(ports[3000]).locator('.bar-of-time').getAttribute('aria-label');
      assert.match(open ?? '', /open since/);
      await session().snap('10 harbour stopped');
    });

    it('says who owned the port', async () => {
      const { workbench, ports } = session();
      await workbench.command('Portolan: Who Owned Port…');
      const box = workbench.quickInput.box();
      await box.fill(String(ports[4000]));
      await workbench.page.keyboard.press('Enter');
      const owner = workbench.quickInput.row(new RegExp(`api\\.mjs \\(pid ${api}, Task dev servers\\)`));
      await owner.first().waitFor();
      await session().snap('10 harbour who owned');
      await workbench.page.keyboard.press('Escape');
      await box.waitFor({ state: 'detached' });
    });

    it('is found again after the window is loaded anew: tab, filter, selection', async () => {
      const { workbench, ports, ordersSocket } = session();
      const webview = () => workbench.webview();
      await chart().filter().fill('orders');
      await chart().chip(path.basename(ordersSocket)).click();
      await chart().inspected(path.basename(ordersSocket)).waitFor();
      await workbench.reload();
      await chart()
        .chip(path.basename(ordersSocket))
        .and(webview().locator('[aria-selected=true]'))
        .waitFor({ timeout: 40_000 });
      assert.equal(await chart().tab('Map').getAttribute('aria-selected'), 'true');
      assert.equal(await chart().filter().inputValue(), 'orders');
      await chart().chip(ports[3000]).and(webview().locator('.dim')).waitFor();
      await chart().inspected(path.basename(ordersSocket)).waitFor();
    });
  },
);
