import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { accessibilityOf } from '../../support/browser/accessibility.js';
import { onPanelPage } from '../../support/browser/onPanelPage.js';
import { type PanelOptions, THEMES } from '../../support/browser/panelPage.js';
import { listenerOn, shop } from '../../support/browser/shop.js';
import { eventually } from '../../support/eventually.js';
import {
  aListener,
  type ChartWorld,
  diffMessage,
  inspectionMessage,
  statusMessage,
} from '../../support/snapshots/chartWorld.js';
import { churn, crowdWorld } from '../../support/snapshots/crowdWorld.js';
import { HOSTILE } from '../../support/snapshots/shopWorld.js';

const OPEN = { filter: '', scope: 'everything', kind: 'all' };

/** The page alone, in a browser, told by the test what a host would tell it. */
onPanelPage('the panel’s page', ({ panel, open }) => {
  const openTable = (world: ChartWorld, options: PanelOptions = {}): Promise<Page> =>
    open(world, { ...options, state: { tab: 'table', sieving: OPEN } });
  const row = (id: string): Locator => panel().page.locator(`.rows [data-line="${id}"]`);
  const focused = (): Promise<string | null> =>
    panel().page.evaluate('document.activeElement.closest("[data-line]")?.dataset.line ?? null');
  const selects = (...ids: string[]): Promise<unknown> =>
    eventually(`${ids.join()} is selected`, async () => {
      const found = await panel().page.evaluate<string[]>(
        '[...document.querySelectorAll(".rows [aria-selected=true]")].map((e) => e.dataset.line)',
      );
      return found.join() === ids.join();
    });

  it('has nothing axe-core would mend, in any view and theme', async () => {
    let checked = 0;
    let elements = 0;
    const look = async (what: string): Promise<void> => {
      const found = await accessibilityOf(panel().page);
      assert.deepEqual(found.violations, [], what);
      checked += found.checked;
      elements += found.elements;
    };
    for (const theme of THEMES) {
      const page = await open(shop, { theme });
      await look(`map, ${theme}`);
      await page.getByRole('tab', { name: 'Table' }).click();
      await row(listenerOn(3000).id).click();
      await panel().say(
        inspectionMessage({
          socket: listenerOn(3000).id,
          process: null,
          title: '3000',
          gone: false,
          sections: [
            {
              kind: 'process',
              title: 'Process',
              facts: [{ id: 1, name: 'folder', value: '/home/me/shop', lead: 'folder' }],
            },
          ],
        }),
      );
      await look(`table, ${theme}`);
      await page.getByLabel('Group the rows').selectOption('origin');
      await look(`groups, ${theme}`);
      for (const button of ['What can be typed', 'Columns', 'Copy', '1 gap: What could not be seen']) {
        await page.getByRole('button', { name: button, exact: true }).click();
        await look(`${button}, ${theme}`);
        await page.keyboard.press('Escape');
      }
      await page.getByRole('searchbox').fill('nothing is called so');
      await look(`nothing, ${theme}`);
      await panel().say(
        statusMessage(shop, { paused: true, failure: 'The last look failed: no more files' }),
      );
      await look(`paused and failed, ${theme}`);
    }
    console.log(`      axe-core looked at ${elements} elements, and held rules against ${checked}`);
  });

  it('shows names that look like markup as text, wherever they stand', async () => {
    const page = await openTable(shop);
    const evil = shop.rows.find(({ port }) => port === 8001)!;
    await page.getByRole('searchbox').fill('port:8001');
    assert.ok((await row(evil.id).innerText()).includes(HOSTILE));
    await row(evil.id).click();
    await page.locator('.inspector .holder', { hasText: HOSTILE }).waitFor();
    await page.getByRole('tab', { name: 'Map' }).click();
    assert.equal(await page.locator('img').count(), 0);
  });

  it('draws a few of many rows, and counts them all for who cannot see', async () => {
    const page = await openTable(crowdWorld(20_000, 2000));
    assert.ok((await page.locator('.rows > .row').count()) < 80);
    assert.equal(await page.getByRole('grid', { name: 'Sockets' }).getAttribute('aria-rowcount'), '20001');
    await page.locator('.rows > .row').first().focus();
    await page.keyboard.press('End');
    const last = page.locator('.rows > .row:focus');
    assert.equal(await last.getAttribute('aria-rowindex'), '20001');
    assert.ok(await last.isVisible());
  });

  it('keeps the focus and what is in sight through updates, wherever rows come and go', async () => {
    const world = crowdWorld(5000, 500);
    const page = await openTable(world);
    await page.locator('.rows > .row').first().focus();
    for (let n = 0; n < 5; n++) await page.keyboard.press('PageDown');
    const id = await focused();
    assert.ok(id !== null);
    const top = (await row(id).boundingBox())?.y;
    const before = world.rows.filter((each) => each.id !== id).slice(0, 60);
    await panel().say(diffMessage({ closed: before.map((each) => each.id) }));
    for (let turn = 1; turn < 10; turn++)
      await panel().say(churn({ ...world, rows: world.rows.slice(2000) }, 100, turn));
    assert.equal(await focused(), id);
    assert.equal((await row(id).boundingBox())?.y, top);
  });

  it('hands the focus to the nearest row when its own goes, and holds a late Delete back', async () => {
    const page = await openTable(shop);
    const [first, second] = [listenerOn(5174), listenerOn(5353)];
    await row(first.id).click();
    await panel().say(diffMessage({ closed: [first.id] }));
    assert.equal(await focused(), second.id);
    await page.keyboard.press('Delete');
    assert.deepEqual(
      panel().told.filter(({ type }) => type === 'act'),
      [],
    );
  });

  it('is walked, selected and acted on by keys', async () => {
    const page = await openTable(shop);
    await row(listenerOn(22).id).click();
    await page.keyboard.press('ArrowDown');
    await selects(listenerOn(631).id);
    await page.keyboard.press('Shift+ArrowDown');
    await selects(listenerOn(631).id, listenerOn(3000).id);
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Escape');
    await selects();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.textContent'), '3000');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), listenerOn(3000).id);
    const asked = panel().told.filter(({ type }) => type === 'act' || type === 'copyRows');
    assert.deepEqual(asked[0], {
      type: 'act',
      action: 'stop',
      socketIds: [listenerOn(3000).id, listenerOn(631).id],
    });
    assert.ok(asked[1]?.type === 'copyRows' && asked[1].socketIds.length === shop.rows.length);
  });

  it('names the row for VS Code’s own menu', async () => {
    await openTable(shop);
    const { id } = listenerOn(5173);
    const context = JSON.parse((await row(id).getAttribute('data-vscode-context')) ?? '{}') as Record<
      string,
      unknown
    >;
    assert.equal(context['webviewSection'], 'socket');
    assert.equal(context['portolanSocket'], id);
  });

  it('sorts, moves and sizes columns by keys, and says so', async () => {
    const page = await openTable(shop);
    const title = (name: string): Locator => page.getByRole('columnheader', { name });
    await title('Port').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await title('Process').and(page.locator('[aria-sort=ascending]')).waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    assert.equal(await title('Process').getAttribute('aria-colindex'), '1');
    const width = (await title('Process').boundingBox())?.width ?? 0;
    await page.keyboard.press('Shift+ArrowRight');
    assert.ok(((await title('Process').boundingBox())?.width ?? 0) > width);
    const texts = await page.locator('.rows .process .text').allInnerTexts();
    assert.equal(texts[0], HOSTILE);
  });

  it('moves and sizes columns by mouse', async () => {
    const page = await openTable(shop);
    const title = (name: string): Locator => page.getByRole('columnheader', { name });
    const [from, to] = [await title('State').boundingBox(), await title('Port').boundingBox()];
    await page.mouse.move(from!.x + 20, from!.y + 8);
    await page.mouse.down();
    await page.mouse.move(to!.x + 40, to!.y + 8, { steps: 4 });
    await page.mouse.up();
    assert.equal(await title('State').getAttribute('aria-colindex'), '1');
    assert.equal(await title('Port').getAttribute('aria-sort'), 'ascending', 'a drag is no click');
  });

  it('filters as one types, says what it does not know, and offers the way back', async () => {
    const page = await openTable(shop);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('port:5432 state:listen');
    await page.locator('.count', { hasText: '1 of 55 sockets' }).waitFor();
    assert.equal(await page.locator('.rows > .row').count(), 1);
    await page.keyboard.type(' prot:udp');
    await page.locator('.problem', { hasText: 'prot' }).waitFor();
    await page.getByRole('searchbox').fill('zebra');
    await page.getByRole('button', { name: 'Clear the Filter' }).last().click();
    await page.locator('.count', { hasText: '55 sockets' }).waitFor();
  });

  it('groups, folds by keys, and finds all of it again', async () => {
    const page = await openTable(shop);
    await page.getByLabel('Group the rows').selectOption('origin');
    await page.getByRole('searchbox').fill('origin:web');
    const head = page.locator('.rows > .group', { hasText: 'Terminal web' }).first();
    await head.focus();
    await page.keyboard.press('ArrowLeft');
    await head.and(page.locator('[aria-expanded=false]')).waitFor();
    await page.getByLabel('Which kinds are shown').selectOption('tcp');
    await eventually('the page keeps it', async () =>
      JSON.stringify(await panel().state()).includes('"kind":"tcp"'),
    );
    const state = await panel().state();
    const again = await open(shop, { state });
    assert.equal(await again.getByRole('tab', { name: 'Table' }).getAttribute('aria-selected'), 'true');
    assert.equal(await again.getByRole('searchbox').inputValue(), 'origin:web');
    await again.locator('.rows > .group[aria-expanded=false]', { hasText: 'Terminal web' }).first().waitFor();
  });

  it('has a menu about all that is selected, or about a row alone that is not', async () => {
    await openTable(shop);
    const [web, api, other] = [3000, 5173, 5174].map((port) => listenerOn(port).id) as [
      string,
      string,
      string,
    ];
    const menuOf = async (id: string): Promise<{ portolanSocket: string; portolanSelection?: string[] }> => {
      await row(id).click({ button: 'right' });
      return JSON.parse((await row(id).getAttribute('data-vscode-context')) ?? '') as never;
    };
    await row(web).click();
    await row(api).click({ modifiers: ['Control'] });
    await selects(web, api);
    const { portolanSocket, portolanSelection } = await menuOf(api);
    assert.equal(portolanSocket, api);
    assert.deepEqual(portolanSelection, [api, web]);
    const alone = await menuOf(other);
    assert.deepEqual([alone.portolanSocket, alone.portolanSelection], [other, undefined]);
    await selects(other);
  });

  it('has one selection in the table, the timeline and the inspector, and asks the host about it', async () => {
    const page = await openTable(shop);
    const { id } = listenerOn(5432);
    await page.getByRole('gridcell', { name: '5432, postgres' }).click();
    await row(id).and(page.locator('[aria-selected=true]')).waitFor({ state: 'attached' });
    await page.locator('.inspector h2', { hasText: '5432' }).waitFor();
    assert.deepEqual(panel().told.at(-1), { type: 'inspect', socket: id, process: null });
    await panel().say(diffMessage({ closed: [id] }));
    await page.locator('.inspector.gone h2').waitFor();
  });

  it('shows what was asked for elsewhere, though filter and scope would hide it', async () => {
    const page = await open(shop, { state: { tab: 'map' } });
    const { id } = listenerOn(22);
    const show = { type: 'show' as const, view: 'table' as const, filter: null, inspect: true };
    await panel().say({ ...show, selected: id, process: null });
    await row(id).and(page.locator('[aria-selected=true]')).waitFor();
    assert.ok(await row(id).isVisible());
  });

  it('shows restarts, and when nobody looked', async () => {
    const page = await openTable(shop);
    await page.locator('.story', { hasText: 'ended 12 times, then stayed away' }).waitFor();
    await page.locator('.story', { hasText: 'restarted 4 times' }).waitFor();
    assert.equal(await page.locator('.hatch').count(), 1);
  });

  it('answers what it does not understand, with the number where there is one', async () => {
    const page = await open(shop);
    const batches = (): (number | null)[] =>
      panel().told.flatMap((message) => (message.type === 'notUnderstood' ? [message.batch] : []));
    for (const data of ['{ type: "diff", batch: 77 }', '{ type: "diff" }', '{ type: "of VS Code" }'])
      await page.evaluate(`dispatchEvent(new MessageEvent("message", { data: ${data} }))`);
    await eventually('it has answered', () => Promise.resolve(batches().length === 2));
    assert.deepEqual(batches(), [77, null]);
  });

  it('says why it stands still, and goes on when asked', async () => {
    const page = await openTable(shop);
    await panel().say(statusMessage(shop, { paused: true }));
    await page.getByRole('button', { name: 'Resume' }).click();
    await eventually('the host is told', () => panel().told.at(-1)?.type === 'resume');
  });

  it('moves nothing for whom movement is too much', async () => {
    const page = await openTable(shop, { reducedMotion: true });
    const fresh = aListener(900, 4000, shop.processes[0]!);
    await panel().say(diffMessage({ opened: [fresh] }));
    await row(fresh.id).and(page.locator('.arrived')).waitFor();
    const moving = `document.querySelector('[data-line="${fresh.id}"]').getAnimations().length`;
    assert.equal(await page.evaluate(moving), 0);
  });
});
