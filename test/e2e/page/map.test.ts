import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { accessibilityOf } from '../../support/browser/accessibility.js';
import { onPanelPage } from '../../support/browser/onPanelPage.js';
import { THEMES } from '../../support/browser/panelPage.js';
import { listenerOn, shop } from '../../support/browser/shop.js';
import { eventually } from '../../support/eventually.js';
import { aListener, anOrigin, aProcess, diffMessage } from '../../support/snapshots/chartWorld.js';
import { twelveProcesses, twoHundredListeners } from '../../support/snapshots/mapWorlds.js';
import { HOSTILE } from '../../support/snapshots/shopWorld.js';

const held = (name: string) => {
  const process = shop.processes.find((each) => each.name === name)!;
  const ids = shop.rows.filter(({ owners }) => owners.includes(process.key)).map(({ id }) => id);
  return { process, ids };
};

/** The map in a browser, told by the test what a host would tell it. */
onPanelPage('the map', ({ panel, open }) => {
  const process = (name: string): Locator => panel().page.locator('.mark.process', { hasText: name }).first();
  const listener = (title: string): Locator =>
    panel()
      .page.locator('.mark.listener')
      .filter({ has: panel().page.locator('.title', { hasText: new RegExp(`^${title}$`) }) })
      .first();
  const origin = (name: string): Locator => panel().page.locator('.mark.origin', { hasText: name }).first();
  const focused = (): Promise<string | null> =>
    panel().page.evaluate(
      'document.activeElement.closest(".mark")?.querySelector(".title")?.textContent ?? null',
    );
  const transform = (): Promise<string> =>
    panel().page.evaluate('document.querySelector(".world").style.transform');

  it('has nothing axe-core would mend, wide, chosen and filtered, in any theme', async () => {
    for (const theme of THEMES) {
      const page = await open(shop, { theme });
      await listener('3000').click();
      for (const chip of await page.locator('.chip:visible').all()) await chip.click();
      await page.getByRole('searchbox').fill('port:3000');
      await page.locator('.mark.dim').first().waitFor();
      const { violations } = await accessibilityOf(page);
      assert.deepEqual(violations, [], theme);
    }
  });

  it('shows a name that looks like markup as text', async () => {
    const page = await open(shop);
    assert.equal(await process(HOSTILE).locator('> .title').textContent(), HOSTILE);
    await process(HOSTILE).hover();
    await page.locator('.hover-card', { hasText: HOSTILE }).waitFor();
    assert.equal(await page.locator('img').count(), 0);
  });

  it('describes itself in words', async () => {
    const page = await open(shop);
    const tree = page.getByRole('tree', { name: 'Listeners, and who calls them' });
    const id = await tree.getAttribute('aria-describedby');
    assert.match(
      (await page.locator(`#${id}`).textContent()) ?? '',
      /vite calls node server\.js on 3000, 3 connections/,
    );
    const said = await process('vite').getAttribute('aria-label');
    assert.equal(said, 'vite, 4 min · 81300, calls node server.js on 3000, 3 connections');
    const chip = await listener('5173').getAttribute('aria-label');
    assert.match(chip ?? '', /^5173, TCP, 0\.0\.0\.0, open to everyone, called by Chrome, 6 connections$/);
  });

  it('is walked by arrows, along the calls', async () => {
    const page = await open(shop);
    await process('Chrome').focus();
    const way: (string | null)[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']) {
      await page.keyboard.press(key);
      way.push(await focused());
    }
    assert.deepEqual(way, ['5173', '3000', '9229', '5432', 'node server.js', 'vite']);
    assert.equal(await page.locator('.mark[tabindex="0"]').count(), 1);
    const outlined = 'getComputedStyle(document.activeElement).outlineStyle';
    assert.notEqual(await page.evaluate(outlined), 'none');
  });

  it('selects by key and by click, and asks the host about it', async () => {
    const page = await open(shop);
    const selected = page.locator('[aria-selected="true"]');
    await listener('3000').click();
    await listener('3000').and(selected).waitFor();
    // Its sign of who can reach it is a picture of its own in the chip.
    await listener('5173').locator('.reach').click();
    await listener('5173').and(selected).waitFor();
    await process('redis-server').focus();
    await page.keyboard.press('Enter');
    await process('redis-server').and(selected).waitFor();
    assert.equal(await page.locator('.mark').and(selected).count(), 1);
    const redis = held('redis-server').process.key;
    await eventually('the host is asked', () =>
      panel().told.some((each) => each.type === 'inspect' && each.process === redis),
    );
    assert.ok(panel().told.some((each) => each.type === 'select' && each.socketId === listenerOn(3000).id));
  });

  it('names the listener for VS Code’s own menu, and stops by the Delete key', async () => {
    const page = await open(shop);
    const context = JSON.parse((await listener('3000').getAttribute('data-vscode-context')) ?? '') as Record<
      string,
      unknown
    >;
    assert.equal(context['webviewSection'], 'socket');
    assert.equal(context['portolanSocket'], listenerOn(3000).id);
    await listener('3000').focus();
    await page.keyboard.press('Delete');
    await eventually('the host is told to stop it', () =>
      panel().told.some(
        (each) => each.type === 'act' && each.action === 'stop' && each.socketIds[0] === listenerOn(3000).id,
      ),
    );
  });

  it('keeps the focus through updates, and hands it on when its own goes', async () => {
    const page = await open(shop);
    await listener('redis.sock').focus();
    const newcomer = aProcess(900, 'aaa', { origin: 'terminal:redis' });
    await panel().say(diffMessage({ processes: [newcomer], opened: [aListener(900, 1, newcomer)] }));
    await process('aaa').waitFor();
    assert.equal(await focused(), 'redis.sock');
    const { process: redis, ids } = held('redis-server');
    await panel().say(diffMessage({ closed: ids, ended: [redis.key] }));
    await process('redis-server').waitFor({ state: 'detached' });
    assert.notEqual(await focused(), null);
    await page.keyboard.press('Delete');
    assert.ok(!panel().told.some((each) => each.type === 'act'));
  });

  it('lets what is gone fade and leave, and points out what is new', async () => {
    await open(shop);
    const { process: postgres, ids } = held('postgres 16');
    const newcomer = aProcess(900, 'newcomer', { origin: 'terminal:docs' });
    await panel().say(
      diffMessage({
        closed: ids,
        ended: [postgres.key],
        processes: [newcomer],
        opened: [aListener(900, 4000, newcomer)],
      }),
    );
    await process('postgres 16').and(panel().page.locator('.gone')).waitFor();
    await process('newcomer').and(panel().page.locator('.arrived')).waitFor();
    assert.equal(await process('vite').and(panel().page.locator('.arrived')).count(), 0);
    await process('postgres 16').waitFor({ state: 'detached' });
    await process('newcomer').and(panel().page.locator(':not(.arrived)')).waitFor();
  });

  it('moves nothing for whom movement is too much', async () => {
    await open(shop, { reducedMotion: true });
    const newcomer = aProcess(900, 'newcomer', { origin: 'terminal:docs' });
    await panel().say(diffMessage({ processes: [newcomer], opened: [aListener(900, 4000, newcomer)] }));
    await process('newcomer').and(panel().page.locator('.arrived')).waitFor();
    assert.equal(await panel().page.evaluate('document.getAnimations().length'), 0);
  });

  it('leaves everything where it is when something is added', async () => {
    const page = await open(twelveProcesses());
    const places = (): Promise<Record<string, string>> =>
      page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('.mark.origin')].map((e) => [e.dataset.key, e.style.left + ' ' + e.style.top]))`,
      );
    const before = await places();
    const newcomer = aProcess(900, 'newcomer', { origin: 'terminal:new' });
    await panel().say(
      diffMessage({
        origins: [anOrigin('terminal', 'new')],
        processes: [newcomer],
        opened: [aListener(900, 4000, newcomer)],
      }),
    );
    await process('newcomer').waitFor();
    const after = await places();
    // What lies at the edges stands below all others of its column.
    for (const key of Object.keys(before).filter((each) => !/^(in|out) /.test(each))) {
      assert.equal(after[key], before[key], key);
    }
  });

  it('dims what the filter is not after', async () => {
    const page = await open(shop);
    await page.getByRole('searchbox').fill('exposure:everyone');
    await process('redis-server').and(page.locator('.dim')).waitFor();
    assert.equal(await process('vite').and(page.locator('.dim')).count(), 0);
    assert.equal(await listener('5173').and(page.locator('.dim')).count(), 0);
  });

  it('shows more of the machine by one click, and finds that again', async () => {
    const page = await open(shop);
    assert.equal(await process('sshd').count(), 0);
    await page.getByRole('button', { name: /System/ }).click();
    await process('sshd').waitFor();
    await eventually('that is kept', async () =>
      JSON.stringify(await panel().state()).includes('"wide":["system"]'),
    );
    const state = await panel().state();
    await open(shop, { state });
    await process('sshd').waitFor();
  });

  it('pans and zooms by one transform, by wheel, drag and keys, and finds that again', async () => {
    const page = await open(shop);
    const seen = [await transform()];
    const differs = async (): Promise<void> => {
      await eventually('the map moves', async () => (await transform()) !== seen.at(-1));
      seen.push(await transform());
    };
    const port = (await page.locator('.map-port').boundingBox())!;
    await page.mouse.move(port.x + port.width - 60, port.y + port.height - 60);
    await page.mouse.wheel(40, 30);
    await differs();
    await page.mouse.down();
    await page.mouse.move(port.x + port.width - 160, port.y + port.height - 120, { steps: 4 });
    await page.mouse.up();
    await differs();
    await process('vite').focus();
    for (const key of ['+', '-', 'Control+ArrowLeft']) {
      await page.keyboard.press(key);
      await differs();
    }
    const last = seen.at(-1);
    await eventually('that is kept', async () => JSON.stringify(await panel().state()).includes('"scale"'));
    await page.waitForFunction('!document.querySelector(".world.moving")');
    const x = Number(/\((-?[\d.]+)px/.exec(last ?? '')?.[1]);
    await eventually('all of it is kept', async () => {
      const { map } = (await panel().state()) as { map: { sight: { x: number } | null } };
      return Math.abs((map.sight?.x ?? NaN) - x) < 0.01;
    });
    const state = await panel().state();
    await open(shop, { state });
    assert.equal(await transform(), last);
    await panel().page.getByRole('button', { name: 'Show the whole map' }).click();
    await differs();
  });

  it('folds what would be too much, and shows what is asked for', async () => {
    const page = await open(twoHundredListeners());
    assert.ok((await page.locator('.mark, .line').count()) <= 150);
    const folded = origin('service-5').locator('.mark.process.folded').first();
    await folded.click({ position: { x: 60, y: 8 } });
    await origin('service-5').locator('.mark.process', { hasText: 'node worker.js' }).waitFor();
  });

  it('says that nothing is there, and where else to look', async () => {
    const page = await open({ ...shop, rows: shop.rows.filter(({ place }) => place === 'system') });
    await page.getByText('Nothing of this workspace is listening').waitFor();
    await page.getByText('What else listens on this machine is below.').waitFor();
  });
});
