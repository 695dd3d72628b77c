import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { lives } from '../../support/browser/lives.js';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';

/** Listens, and ends neither with ^C nor when asked to. */
const STUBBORN = `
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1', () => console.log('stubborn: ready'));
`;

/** Tells the terminal, as shell integration would, that another command line runs: any program can print that. */
const FORGER = `
const tell = (mark) => process.stdout.write('\\x1b]633;' + mark + '\\x07');
require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1', () => {
  tell('D;0'); tell('A'); process.stdout.write('% '); tell('B');
  process.stdout.write('touch forged'); tell('E;touch forged'); process.stdout.write('\\r\\n'); tell('C');
  console.log('forger: ready');
});
`;

/** Stopping beyond the main job. Each step builds on the ones before. */
onInstalledPackage(
  'stopping',
  ({ workbench }) => workbench.activity('Portolan'),
  (session) => {
    /** Clicks Stop on the row, answers the question, and gives the pid that it named. */
    async function stop(port: number): Promise<number> {
      const { workbench } = session();
      await workbench.inlineAction(workbench.listener(port), 'Stop');
      const pid = await workbench.askedPid();
      assert.ok(lives(pid), 'it lives until the question is answered');
      await workbench.answerDialog('Stop');
      return pid;
    }

    it('offers to run again what a terminal ran, and does', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('shop');
      await workbench.type(`node servers/storefront.mjs --port ${ports[3001]}`);
      const first = await stop(ports[3001]);
      await eventually('the process is dead', () => !lives(first));
      const offer = workbench.toast(`${ports[3001]}/tcp is free`);
      await offer.waitFor();
      await session().snap('9 run again');
      await offer.locator('.monaco-button', { hasText: 'Run Again' }).click();
      await eventually('it listens again', () => accepts({ port: ports[3001] }));
      await workbench.listener(ports[3001]).waitFor();
    });

    it('only types again what a program may have told the terminal, and shows it before', async () => {
      const { workbench, ports, folder } = session();
      fs.writeFileSync(path.join(folder, 'forger.cjs'), FORGER);
      await workbench.newTerminal('forger');
      await workbench.type(`node forger.cjs ${ports[3000]}`);
      await workbench.terminalLine('forger: ready').waitFor();
      const row = workbench.listener(ports[3000]);
      await row.waitFor();
      await workbench.contextMenu(row, 'Restart');
      await workbench.dialog().getByText('for you to press Enter: touch forged').waitFor();
      const pid = await workbench.askedPid();
      await session().snap('9 forged');
      await workbench.answerDialog('Restart');
      await eventually('the process is dead', () => !lives(pid));
      await workbench.terminalLine(/\$ touch forged\s*$/).waitFor();
      // A person goes on with the line that stands there. Had it been run before, its file would be there by now.
      await workbench.type('-by-hand');
      await eventually('the line has run', () => fs.existsSync(path.join(folder, 'forged-by-hand')));
      assert.equal(fs.existsSync(path.join(folder, 'forged')), false);
      await workbench.clearMessages();
    });

    it('does nothing when the question is cancelled', async () => {
      const { workbench, ports } = session();
      await workbench.inlineAction(workbench.listener(ports[3001]), 'Stop');
      await workbench.answerDialog('Cancel');
      await workbench.dialog().waitFor({ state: 'detached' });
      assert.ok(await accepts({ port: ports[3001] }));
    });

    it('waits for one that does not end, stops waiting on Cancel, and says that it is still there', async () => {
      const { workbench, ports, folder } = session();
      fs.writeFileSync(path.join(folder, 'stubborn.cjs'), STUBBORN);
      await workbench.newTerminal('stubborn');
      await workbench.type(`node stubborn.cjs ${ports[3000]}`);
      await workbench.terminalLine('stubborn: ready').waitFor();
      const pid = await stop(ports[3000]);
      const waiting = workbench.toast('Waiting for');
      await waiting.waitFor();
      await session().snap('9 waiting');
      await waiting.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await workbench.toast('You stopped waiting').waitFor();
      assert.ok(lives(pid));
      await workbench.clearMessages();
    });

    it('offers a signal where ^C did not end it, then force, and takes neither by itself', async () => {
      const { workbench, ports } = session();
      const pid = await stop(ports[3000]);
      await workbench.dialog().getByText('Send it a signal?').waitFor();
      assert.ok(lives(pid), 'it lives until the question is answered');
      await session().snap('9 signal');
      await workbench.answerDialog('Send Signal');
      await workbench.dialog().getByText('Force it to end?').waitFor();
      assert.ok(lives(pid), 'it lives until the question is answered');
      await session().snap('9 force');
      await workbench.answerDialog('Force');
      await eventually('the process is dead', () => !lives(pid));
      await workbench.toast(`${ports[3000]}/tcp is free`).waitFor();
      await workbench.listener(ports[3000]).waitFor({ state: 'detached' });
      await workbench.clearMessages();
    });

    it('says in its journal what it did, and how', async () => {
      const { workbench, ports } = session();
      await workbench.command('Portolan: Show What Was Stopped');
      const page = workbench.page.locator('.editor-instance .view-lines');
      await page.getByText('Signals: SIGTERM to').first().waitFor();
      const text = (await page.innerText()).replaceAll('\u00a0', ' ');
      assert.match(text, new RegExp(`stubborn.*${ports[3000]}.*Types Ctrl\\+C into its terminal`, 's'));
      await session().snap('9 journal');
      await workbench.command('View: Close Editor');
    });

    it('goes no further when the window is loaded anew in the middle, and says so', async () => {
      const { workbench, ports } = session();
      await workbench.type(`node stubborn.cjs ${ports[3000]}`);
      await workbench.listener(ports[3000]).waitFor();
      const pid = await stop(ports[3000]);
      await workbench.toast('Waiting for').waitFor();
      await workbench.reload();
      await workbench.activity('Portolan');
      await workbench.listener(ports[3000]).waitFor({ timeout: 40_000 });
      assert.ok(lives(pid));
      await workbench.command('Portolan: Show What Was Stopped');
      const page = workbench.page.locator('.editor-instance .view-lines');
      await page.getByText('the window was closed or reloaded meanwhile').first().waitFor();
      assert.ok(lives(pid));
      process.kill(pid, 'SIGKILL');
      await workbench.command('View: Close Editor');
    });

    it('shows what a task takes along, and can end the one process instead', async () => {
      const { workbench, ports, ordersSocket } = session();
      await workbench.runTask('dev servers');
      await eventually('the task listens', () => accepts({ path: ordersSocket }));
      await workbench.row('Task dev servers').waitFor();
      // They come one by one, each moving others; the question names them all.
      for (const port of [ports[3000], ports[4000], ports[8125]]) await workbench.listener(port).waitFor();
      await workbench.row('shop-orders.sock').waitFor();
      const row = workbench.listener(ports[8125]);
      await workbench.inlineAction(row, 'Stop');
      const question = await workbench.dialog().innerText();
      assert.match(question, /Stop Task dev servers\?/);
      assert.match(question, new RegExp(`Closes with it: .*shop-orders\\.sock`));
      await session().snap('9 task');
      await workbench.answerDialog('Only This Process');
      await workbench
        .dialog()
        .getByText(/Stop node servers\/metrics\.mjs|Stop node metrics\.mjs/)
        .waitFor();
      await workbench.answerDialog('Stop');
      await row.waitFor({ state: 'detached' });
      assert.ok(await accepts({ path: ordersSocket }), 'the others go on');
    });

    it('stops by key what is in focus, not what was selected before, and nothing on a group', async () => {
      const { workbench, ports } = session();
      const terminals = workbench.listener(ports[3001]);
      const tasks = workbench.listener(ports[4000]);
      await tasks.click();
      const rows = (await workbench.rows()).map(({ text }) => text);
      const at = (port: number): number => rows.findIndex((text) => text.startsWith(String(port)));
      const [from, to] = [at(ports[4000]), at(ports[3001])];
      for (let step = 0; step < Math.abs(to - from); step++)
        await workbench.page.keyboard.press(from < to ? 'ArrowDown' : 'ArrowUp');
      await terminals.and(workbench.page.locator('.focused')).waitFor();
      await workbench.page.keyboard.press('Delete');
      await workbench.dialog().getByText('Command: node').waitFor();
      assert.match(await workbench.dialog().innerText(), new RegExp(`${ports[3001]}`));
      await workbench.answerDialog('Cancel');
      await workbench.dialog().waitFor({ state: 'detached' });

      const group = workbench.row('Task dev servers');
      await group.click();
      await workbench.unfold(group);
      await workbench.page.keyboard.press('Delete');
      // A question that the key opened would come before the next one's.
      await workbench.pressOn(tasks, 'Delete');
      await workbench.dialog().getByText('Stop Task dev servers?').waitFor();
      assert.equal(await workbench.page.locator('.quick-input-widget:visible').count(), 0);
      await workbench.answerDialog('Cancel');
      await workbench.dialog().waitFor({ state: 'detached' });
      assert.equal(await group.getAttribute('aria-expanded'), 'true');
    });

    it('restarts the task', async () => {
      const { workbench, ports, ordersSocket } = session();
      await workbench.contextMenu(workbench.row('shop-orders.sock'), 'Restart');
      await workbench.answerDialog('Restart');
      await workbench.listener(ports[8125]).waitFor();
      await eventually('it listens again', () => accepts({ path: ordersSocket }));
      await session().snap('9 restarted');
    });

    it('offers, when the window opens, to stop what is left over, and never does it by itself', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('short-lived');
      await workbench.type(`node servers/storefront.mjs --port ${ports[9229]} >/dev/null 2>&1 & disown`);
      await eventually('it listens', () => accepts({ port: ports[9229] }));
      await workbench.listener(ports[9229]).waitFor();
      await workbench.command('Terminal: Kill the Active Terminal Instance');
      await workbench.row('Left over from terminal short-lived').waitFor();
      await workbench.reload();
      const offer = workbench.toast('Left over from what this workspace has started');
      await offer.waitFor({ timeout: 40_000 });
      assert.ok(await accepts({ port: ports[9229] }));
      await session().snap('9 orphans');
      await offer.locator('.monaco-button', { hasText: 'Stop…' }).click();
      await workbench.answerDialog('Stop');
      await eventually('it is gone', async () => !(await accepts({ port: ports[9229] })));
      await workbench.activity('Portolan');
      await workbench.listener(ports[9229]).waitFor({ state: 'detached' }); // the rows below it move up
    });

    it('refuses to stop the VS Code it runs in, and says why', async () => {
      const { workbench } = session();
      const group = workbench.row(/^VS Code/);
      await workbench.unfold(group);
      // The sockets of the window before come and go still, and move rows under the mouse.
      await workbench.pressOn(workbench.row('session.sock').first(), 'Delete');
      const refusal = await workbench.listedMessage(/belongs to VS Code’s server|started Portolan/);
      await refusal.waitFor();
      await session().snap('9 refused');
    });
  },
);
