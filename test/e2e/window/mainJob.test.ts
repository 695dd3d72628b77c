import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { lives } from '../../support/browser/lives.js';
import { accepts, holdsUdp } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';

/** The main job, as a person does it. Each step builds on the ones before. */
onInstalledPackage(
  'the main job',
  ({ workbench }) => workbench.activity('Portolan'),
  (session) => {
    it('shows the listeners of a task under its name, within 2 s', async () => {
      const { workbench, ports, ordersSocket } = session();
      await workbench.runTask('dev servers');
      await eventually(
        'the task’s four servers listen',
        async () =>
          (await accepts({ port: ports[3000] })) &&
          (await accepts({ port: ports[4000] })) &&
          (await accepts({ path: ordersSocket })) &&
          (await holdsUdp(ports[8125])),
      );
      const tcp = [ports[3000], ports[4000]].map(String);
      const listeners = [...tcp, String(ports[8125]), 'shop-orders.sock'];
      const since = performance.now();
      await eventually(`${listeners.join(', ')} below the task`, async () => {
        const rows = await workbench.below('Task dev servers');
        return listeners.every((listener) => rows.some((row) => row.startsWith(listener)));
      });
      console.log(
        `      shown ${Math.round(performance.now() - since)} ms after the last of them was known to listen`,
      );
      await session().snap('1 task');
    });

    it('shows a server that was started by hand under its terminal’s name', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('by hand');
      await workbench.type(`node servers/storefront.mjs --port ${ports[3001]}`);
      await eventually('the server listens', () => accepts({ port: ports[3001] }));
      const since = performance.now();
      await eventually('its row below the terminal', async () =>
        workbench.isBelow('Terminal by hand', ports[3001]),
      );
      console.log(`      shown ${Math.round(performance.now() - since)} ms after it was known to listen`);
      await session().snap('2 terminal');
    });

    it('says in launch.json who has a port, and which is free', async () => {
      const { workbench, ports } = session();
      const launchJson = path.join(session().folder, '.vscode/launch.json');
      await workbench.openFile(launchJson, '"url"');
      const taken = await workbench.hover(String(ports[3000]), 'storefront.mjs');
      assert.match(await plain(taken), /Task dev servers/);
      await session().snap('3 hover');
      await workbench.openFile(launchJson, String(ports[9229]));
      await workbench.hover(String(ports[9229]), 'Free.');
      await session().snap('3 hover free');
    });

    it('answers in the palette who owns a port', async () => {
      const { workbench, ports } = session();
      await workbench.command('Portolan: Who Owns Port…');
      const { box, row } = workbench.quickInput;
      await box().fill(String(ports[3000]));
      await workbench.page.keyboard.press('Enter');
      const owner = row(/storefront\.mjs.*pid \d+.*Task dev servers/s).first();
      await owner.waitFor();
      assert.match(
        await plain(owner),
        new RegExp(`since .*127\\.0\\.0\\.1:${ports[3000]}.*this machine only`, 's'),
      );
      await row('Stop…').waitFor();
      await row('dev.mjs').first().waitFor(); // what started it
      await session().snap('4 palette');
      await workbench.page.keyboard.press('Escape');
    });

    it('answers a click on the address of a real EADDRINUSE line', async () => {
      const { workbench, ports } = session();
      await workbench.command('View: Toggle Maximized Panel'); // the stack below the line is long
      await workbench.newTerminal('too late');
      await workbench.type('node servers/storefront.mjs');
      await workbench.clickTerminalLink(`127.0.0.1:${ports[3000]}`);
      await workbench.quickInput
        .row(/storefront\.mjs.*pid \d+.*Task dev servers/s)
        .first()
        .waitFor();
      await session().snap('5 link');
      await workbench.page.keyboard.press('Escape');
      await workbench.command('View: Toggle Maximized Panel');
    });

    it('stops one from the tree: asks first, then its row is gone and its process dead', async () => {
      const { workbench, ports } = session();
      // The terminal's own row names the port too, in its command line.
      const row = workbench.listener(ports[3001]);
      await workbench.inlineAction(row, 'Stop');
      const question = await workbench.dialog().innerText();
      const pid = await workbench.askedPid();
      assert.match(question, new RegExp(`Stop .*storefront\\.mjs.*\\(${pid}\\)`));
      assert.ok(lives(pid), 'it lives until the question is answered');
      await session().snap('6 question');
      await workbench.answerDialog('Stop');
      await row.waitFor({ state: 'detached' });
      await eventually('the process is dead', () => !lives(pid));
      assert.equal(await accepts({ port: ports[3001] }), false);
      await workbench.toast(`127.0.0.1:${ports[3001]}/tcp is free`).waitFor();
      await session().snap('6 stopped');
    });
  },
);

/** The text without the characters that VS Code puts between words to keep or to break them. */
const plain = async (part: Locator): Promise<string> =>
  (await part.innerText()).replaceAll('\u00a0', ' ').replaceAll('\u200b', '');
