import assert from 'node:assert/strict';
import path from 'node:path';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';
import { repository } from '../../vscode/repository.js';

/** What the sidebar does beyond the main job. Each step builds on the ones before. */
onInstalledPackage(
  'the sidebar',
  ({ workbench }) => workbench.activity('Portolan'),
  (session) => {
    it('shows every owner of a socket as a row of its own, and stops the one that was pointed at', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('prefork');
      await workbench.type(`node ${path.join(repository, 'test/prefork.cjs')} ${ports[3001]}`);
      await workbench.terminalLine('prefork: ready').waitFor();
      const lead = workbench.listener(ports[3001]);
      // Until then rows may still move under the mouse.
      await eventually('its row stands below the terminal', async () =>
        workbench.isBelow('Terminal prefork', ports[3001]),
      );
      const workers = workbench.row('holds it too');
      // The row may have come before its workers: then it has nothing to unfold yet.
      const show = async (): Promise<boolean> => {
        await workbench.unfold(lead);
        return (await workers.count()) === 2;
      };
      await eventually('both workers show', show);
      await session().snap('8 owners');

      for (const left of [1, 0]) {
        await workbench.inlineAction(workers.first(), 'Stop');
        const question = await workbench.dialog().innerText();
        assert.match(question, /These hold it too/);
        await workbench.answerDialog('Stop');
        await eventually(`${left} workers are left`, async () => (await workers.count()) === left);
        assert.ok(await accepts({ port: ports[3001] }), 'the others go on');
      }
      await workbench.inlineAction(lead, 'Stop');
      await workbench.answerDialog('Stop');
      await lead.waitFor({ state: 'detached' });
      assert.equal(await accepts({ port: ports[3001] }), false);
    });

    it('groups by port, and remembers that when the window is loaded anew', async () => {
      const { workbench, ports } = session();
      await workbench.runTask('dev servers');
      await workbench.command('Portolan: Group by Port');
      const atRoot = async (): Promise<boolean> =>
        (await workbench.rows()).some(
          ({ depth, text }) => depth === 1 && text.startsWith(String(ports[3000])),
        );
      await eventually('the port stands at the root', atRoot);
      await workbench.reload();
      await workbench.activity('Portolan');
      await eventually('the port stands at the root', atRoot, 40_000);
      await workbench.command('Portolan: Group by Origin');
      // VS Code reconnects to its terminals and tasks after a while.
      await eventually(
        'the task has its name back',
        async () => workbench.isBelow('Task dev servers', ports[3000]),
        40_000,
      );
    });

    it('filters, and says so', async () => {
      const { workbench, ports } = session();
      await workbench.command('Portolan: Filter');
      await workbench.quickInput.box().fill('storefront');
      await workbench.page.keyboard.press('Enter');
      await workbench.row(String(ports[3000])).waitFor();
      await workbench.row(String(ports[8125])).waitFor({ state: 'detached' });
      const message = workbench.page.locator('.part.sidebar', { hasText: /“storefront”: \d+ of \d+/ });
      const counted = async (): Promise<boolean> => {
        const said = /“storefront”: (\d+) of/.exec(await message.innerText())?.[1];
        return Number(said) === (await workbench.row(/^\d.*storefront\.mjs/).count());
      };
      await eventually('the message counts the rows', counted);
      await session().snap('8 filter');
      // Back from the reload the task's terminal comes to the front, and would take what is typed.
      const task = workbench.page.locator('.terminal-tabs-entry', { hasText: 'dev servers' });
      await task.waitFor({ timeout: 40_000 });
      await workbench.newTerminal('second shop');
      await workbench.type(`node servers/storefront.mjs --port ${ports[3001]}`);
      await workbench.listener(ports[3001]).waitFor();
      await eventually('the message counts the new row too', counted);
      await workbench.command('Portolan: Clear Filter');
      await workbench.row(String(ports[8125])).waitFor();
    });

    it('hides a port, says so, and has a way back', async () => {
      const { workbench, ports } = session();
      const row = workbench.row(String(ports[8125]));
      await workbench.contextMenu(row, 'Hide This Port');
      await row.waitFor({ state: 'detached' });
      await workbench.page.locator('.part.sidebar', { hasText: '1 hidden' }).waitFor();
      await session().snap('8 hidden');
      await workbench.command('Portolan: Show Hidden');
      await session().snap('8 show hidden');
    });
  },
);
