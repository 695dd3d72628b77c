import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';

/** What ends and comes back around a server that runs on. Each step builds on the ones before. */
onInstalledPackage(
  'where a listener came from',
  async ({ workbench, ports, ordersSocket }) => {
    await workbench.activity('Portolan');
    await workbench.runTask('dev servers');
    await eventually('the task listens', () => accepts({ path: ordersSocket }));
    await workbench.newTerminal('web');
    await workbench.type(`node servers/storefront.mjs --port ${ports[3001]}`);
    await eventually('the server listens', () => accepts({ port: ports[3001] }));
  },
  (session) => {
    const shown = (parent: string, port: number): Promise<boolean> =>
      session().workbench.isBelow(parent, port);

    it('says of a terminal what runs there', async () => {
      const { workbench, ports } = session();
      await eventually('the row', () => shown('Terminal web', ports[3001]));
      await workbench.row(`Terminal webnode servers/storefront.mjs --port ${ports[3001]}`).waitFor();
    });

    it('leaves nothing over from a reload: what runs on has its name at once, and keeps it', async () => {
      const { workbench, ports } = session();
      await workbench.reload();
      await workbench.activity('Portolan');
      await workbench.row(String(ports[3001])).waitFor({ timeout: 40_000 });
      const first = await workbench.rows();
      const seen = new Set<string>();
      // Terminals and tasks are back after some five seconds; after ten it is judged who is not.
      for (const end = performance.now() + 15_000; performance.now() < end;) {
        await delay(100);
        for (const { text } of await workbench.rows()) seen.add(text);
      }
      const texts = first.map(({ text }) => text).join('\n');
      assert.match(texts, /^Terminal web/m);
      assert.match(texts, /^Task dev servers/m);
      assert.doesNotMatch([...seen].join('\n'), /Left over|^Folder/m);
      await eventually('the terminal’s row', () => shown('Terminal web', ports[3001]));
      await eventually('the task’s row', () => shown('Task dev servers', ports[3000]));
    });

    it('says what a closed terminal has left over, and since when', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('short-lived');
      // nohup(1) would not do: Node.js takes SIGHUP back.
      await workbench.type(`node servers/storefront.mjs --port ${ports[9229]} >/dev/null 2>&1 & disown`);
      await eventually('the row', () => shown('Terminal short-lived', ports[9229]));
      await workbench.command('Terminal: Kill the Active Terminal Instance');
      await eventually('it is left over', () => shown('Left over from terminal short-lived', ports[9229]));
      await workbench.row('Left over from terminal short-livedended just now').waitFor();
      await session().snap('8 left over');
    });

    it('still says so after a reload', async () => {
      const { workbench, ports } = session();
      await workbench.reload();
      await workbench.activity('Portolan');
      await workbench.row(String(ports[9229])).waitFor({ timeout: 40_000 });
      await eventually(
        'it is left over',
        () => shown('Left over from terminal short-lived', ports[9229]),
        15_000,
      );
    });

    it('names another window by the folder of its terminal', async () => {
      const { workbench, folder, ports } = session();
      const annex = await session().openAnnex();
      await annex.type(`PORT=${ports[8125]} node ${folder}/servers/storefront.mjs`);
      await eventually('the server listens', () => accepts({ port: ports[8125] }));
      await workbench.page.bringToFront();
      await workbench.page.mouse.move(700, 400); // off the icon, whose hover covers the tree
      await workbench.unfold(workbench.row('Mine, elsewhere'));
      await eventually('it is the other window’s', () =>
        shown('Another VS Code window: a terminal in annex', ports[8125]),
      );
      await session().snap('8 another window');
      await annex.page.close();
    });
  },
);
