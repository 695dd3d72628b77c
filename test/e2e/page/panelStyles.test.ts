import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { onPanelPage } from '../../support/browser/onPanelPage.js';
import type { PanelOptions } from '../../support/browser/panelPage.js';
import { shop } from '../../support/browser/shop.js';
import {
  aConnection,
  aListener,
  anOrigin,
  aProcess,
  type ChartWorld,
  EMPTY_WORLD,
  MINUTE,
  NOW,
} from '../../support/snapshots/chartWorld.js';

const OPEN = { filter: '', scope: 'everything', kind: 'all' };
const TABLE: PanelOptions = { state: { tab: 'table', sieving: OPEN } };

/** Two programs whose names run from right to left, one of which calls the other. */
function rightToLeft(): ChartWorld {
  const task = anOrigin('task', 'مهمة');
  const caller = aProcess(1, 'عميل', { origin: task.id });
  const called = aProcess(2, 'خادم', { origin: task.id });
  const listener = aListener(1, null, called, {
    id: 'unix:1:1',
    protocol: 'unix',
    family: 'unix',
    address: '/run/باب',
  });
  return {
    ...EMPTY_WORLD,
    rows: [
      listener,
      ...aConnection(10, caller, called, listener),
      ...aConnection(20, caller, called, listener),
    ],
    processes: [caller, called],
    origins: [task],
    folders: [{ path: '/home/me/shop', name: 'shop' }],
    episodes: [
      {
        id: 1,
        socketId: listener.id,
        protocol: 'unix',
        port: null,
        address: listener.address,
        exposure: 'machine',
        holder: { key: called.key, pid: 2, name: called.name, place: 'workspace', origin: null },
        absentAt: null,
        openedAt: NOW - MINUTE,
        closed: null,
      },
    ],
  };
}

onPanelPage('how the panel’s page looks', ({ panel, open }) => {
  const part = (selector: string): Locator => panel().page.locator(selector).first();
  /** The computed style of the first element that matches, or of its `::before`. */
  const styleOf = async (selector: string, name: string, before = false): Promise<string> => {
    await part(selector).waitFor({ state: 'attached' });
    const node = `document.querySelector(${JSON.stringify(selector)})`;
    return panel().page.evaluate(
      `getComputedStyle(${node}, ${before ? '"::before"' : 'null'})[${JSON.stringify(name)}]`,
    );
  };
  /** `Canvas`, `Highlight` …, as the system has them. */
  const systemColour = (name: string): Promise<string> =>
    panel().page.evaluate(`(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = ${JSON.stringify(name)};
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    })()`);

  /** Styles, since axe-core knows nothing of forced colours: it judges what they replace. */
  describe('where the system forces its own colours', () => {
    it('draws in them what is not text: lines, marks, and the edges of the page’s parts', async () => {
      await open(shop, { forcedColors: true });
      const [ink, paper] = [await systemColour('CanvasText'), await systemColour('Canvas')];
      assert.notEqual(ink, paper);
      for (const [selector, name] of [
        ['.line path', 'stroke'],
        ['.line.several text', 'fill'],
        ['.listener-chip .reach', 'color'],
        ['.mark.origin[data-kind=debug] .origin-icon', 'color'],
        ['.map-top .reach', 'color'],
        ['.splitter.vertical', 'backgroundColor'],
        ['.pulse', 'backgroundColor'],
      ] as const) {
        assert.equal(await styleOf(selector, name), ink, `${selector}: ${name}`);
      }
      assert.equal(await styleOf('.line.several rect', 'fill'), paper);
    });

    it('leaves undrawn what is there for its room only', async () => {
      await open(shop, { ...TABLE, forcedColors: true });
      const paper = await systemColour('Canvas');
      const transparent = 'rgba(0, 0, 0, 0)';
      assert.equal(await styleOf('.foot .chevron', 'borderTopColor'), transparent);
      assert.equal(await styleOf('[aria-sort=ascending] .arrow', 'borderLeftColor'), transparent);
      assert.equal(await styleOf('.rows .port:not(.listens) .text', 'borderTopColor'), paper);
      assert.notEqual(await styleOf('.rows .port.listens .text', 'borderTopColor'), paper);
      const [on, off] = ['.tab[aria-selected=true]', '.tab[aria-selected=false]'] as const;
      assert.notEqual(await styleOf(on, 'borderBottomColor'), await styleOf(off, 'borderBottomColor'));
    });

    it('fills what is selected with the colour for that, in every view', async () => {
      const page = await open(shop, { forcedColors: true });
      const chosen = await systemColour('Highlight');
      await part('.mark.listener').click();
      const chip = '.mark.listener[aria-selected=true] .listener-chip';
      assert.equal(await styleOf(chip, 'backgroundColor'), chosen);
      assert.equal(await styleOf('.line.related path', 'stroke'), chosen);
      assert.equal(await styleOf('.bar-of-time[aria-selected=true]', 'backgroundColor'), chosen);
      await page.getByRole('tab', { name: 'Table' }).click();
      assert.equal(await styleOf('.rows > [aria-selected=true]', 'backgroundColor'), chosen);
    });

    it('shows the focus where everything is selected', async () => {
      const page = await open(shop, { ...TABLE, forcedColors: true });
      await part('.rows > .row').click();
      await page.keyboard.press('Shift+ArrowDown');
      const [focused, other] = ['.rows > .row:focus', '.rows > [aria-selected=true]:not(:focus)'] as const;
      assert.equal(await styleOf(focused, 'backgroundColor'), await styleOf(other, 'backgroundColor'));
      assert.notEqual(await styleOf(focused, 'outlineStyle'), await styleOf(other, 'outlineStyle'));
    });

    it('tells the bars of the timeline apart by pattern', async () => {
      await open(shop, { forcedColors: true });
      const looks = new Map<string, string>();
      for (const tone of ['open', 'closed', 'short', 'orphan', 'new']) {
        const bar = `.bar-of-time[data-tone=${tone}]`;
        const look = await Promise.all(
          ['backgroundColor', 'backgroundImage', 'borderTopStyle'].map((name) => styleOf(bar, name)),
        );
        looks.set(look.join(), tone);
      }
      assert.deepEqual([...looks.values()], ['open', 'closed', 'short', 'orphan', 'new']);
      assert.notEqual(await styleOf('.hatch', 'backgroundImage'), 'none');
    });

    it('tells who can reach a listener by shape', async () => {
      await open(shop, { ...TABLE, forcedColors: true });
      const looks = new Set<string>();
      for (const exposure of ['machine', 'network', 'everyone']) {
        const cell = `.rows .exposure[data-exposure=${exposure}] .text`;
        const look = await Promise.all(
          ['backgroundImage', 'borderTopWidth', 'outlineStyle'].map((name) => styleOf(cell, name, true)),
        );
        looks.add(look.join());
      }
      assert.equal(looks.size, 3);
    });
  });

  it('has room for every part at a zoom of 200 %: the page scrolls instead', async () => {
    const page = await open(shop, { size: { width: 640, height: 400 }, zoom: 2 });
    await part('.mark.process').click();
    const parts = [];
    for (const selector of ['body > .bar', '.views', '.inspector', '.foot']) {
      const box = await part(selector).boundingBox();
      assert.ok(box);
      parts.push({ selector, top: box.y, bottom: box.y + box.height, height: box.height });
    }
    for (const [at, { selector, top }] of parts.slice(1).entries()) {
      assert.ok(top >= (parts[at]?.bottom ?? NaN) - 1, `${selector} lies over ${parts[at]?.selector}`);
    }
    assert.ok((parts[1]?.height ?? 0) > 200);
    await part('.lane:last-child .bar-of-time').scrollIntoViewIfNeeded();
    assert.ok(((await part('.lane:last-child').boundingBox())?.y ?? NaN) < 400);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 640);
  });

  it('keeps numbers of a last column beside the others, however wide the window', async () => {
    await open(shop, { ...TABLE, size: { width: 1920, height: 1080 } });
    const [title, rows] = [part('[data-column=sendQueue]'), part('.rows')];
    const [last, whole] = [await title.boundingBox(), await rows.boundingBox()];
    assert.ok(last && whole && last.width < 100 && last.x + last.width < whole.width - 100);
  });

  it('writes what a port went through beside its bars', async () => {
    await open(shop);
    const lane = panel().page.locator('.lane', { hasText: '8081' });
    const [story, bar] = [
      await lane.locator('.story').boundingBox(),
      await lane.locator('.bar-of-time').first().boundingBox(),
    ];
    assert.ok(story && bar);
    const gap = bar.x - (story.x + story.width);
    assert.ok(gap > 0 && gap < 20, `${gap} px`);
  });

  describe('with names that run from right to left', () => {
    /** Where some text begins on the screen, in pixels. */
    const leftOf = (selector: string, text: string): Promise<number> =>
      panel().page.evaluate(`(() => {
        const place = document.querySelector(${JSON.stringify(selector)});
        const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const { currentNode } = texts;
          const from = currentNode.data.indexOf(${JSON.stringify(text)});
          if (from < 0) continue;
          const range = document.createRange();
          range.setStart(currentNode, from);
          range.setEnd(currentNode, from + ${text.length});
          return range.getBoundingClientRect().left;
        }
        return NaN;
      })()`);
    const stand = async (selector: string, ...texts: string[]): Promise<void> => {
      await part(selector).waitFor();
      const lefts = await Promise.all(texts.map((text) => leftOf(selector, text)));
      assert.deepEqual(
        texts.map((_, at) => at),
        [...lefts.keys()].sort((a, b) => (lefts[a] ?? NaN) - (lefts[b] ?? NaN)),
        `${texts.join(', ')} at ${lefts.join()}`,
      );
    };

    it('keeps the caller left of the called', async () => {
      await open(rightToLeft());
      await part('.line path').dispatchEvent('pointerover');
      await part('.hover-card:visible strong').waitFor();
      await stand('.hover-card strong', 'عميل', '→', 'خادم');
    });

    it('keeps a listener left of who holds it, and a group left of its count', async () => {
      const page = await open(rightToLeft(), TABLE);
      await stand('.lane .label', 'باب', 'خادم');
      await page.getByLabel('Group the rows').selectOption('origin');
      await stand('.rows > .group', 'مهمة', '5');
    });
  });
});
