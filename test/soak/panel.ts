// The panel's page in a browser while sockets come and go: every batch is answered, what is shown is what there is, the
// focus stays, nothing is complained of, and memory does not grow. argv: seconds. Ends with 1 on a fault.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { ChartDiff, ChartTimeline } from '../../src/protocol';
import { median } from '../bench/engine/results';
import { MemoryReader } from '../support/browser/pageMemory';
import { PanelPage } from '../support/browser/panelPage';
import {
  snapshotMessages,
  statusMessage,
  timelineMessage,
  type Unnumbered,
} from '../support/snapshots/chartWorld';
import { crowdWorld } from '../support/snapshots/crowdWorld';
import { LivingWorld } from '../support/snapshots/livingWorld';
import { launchBrowser } from '../vscode/browser.js';
import { slopePerMinute } from './slope';

const SOCKETS = 5000;
const PROCESSES = 500;

/** That open; as many close. */
const SOCKETS_A_SECOND = 500;

/** How many of the sockets that stay change at each scan of the host. */
const CHANGES = 20;

/** Between two looks, as the host is set at first. */
const LOOK_MS = 250;

/** The most changes in one message; a page too slow for that gets the rest later. */
const MOST_AT_ONCE = 1000;

const ANSWER_MS = 5000;

/** Between two rest points. */
const ROUND_MS = 4000;

/** How far the heap may grow a minute once it has its size; a leak of every row would take four times as much. */
const GROWTH_MB_A_MINUTE = 4;

/** Two of each view: code is compiled, and the timeline fills. */
const WARM_UP_ROUNDS = 4;

const VIEWS = ['Table', 'Map'] as const;

const seconds = Number(process.argv[2]);

/** What the host would do: it looks, tells what differs, and waits for the answer. */
class Teller {
  readonly #panel: PanelPage;
  readonly #world: LivingWorld;
  /** Milliseconds until each batch was answered. */
  readonly answers: number[] = [];
  opened = 0;
  /** How long it took until they were open, in milliseconds. */
  milliseconds = 0;

  constructor(panel: PanelPage, world: LivingWorld) {
    this.#panel = panel;
    this.#world = world;
  }

  async tell(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    let last = performance.now();
    while (last < until) {
      await delay(Math.max(0, last + LOOK_MS - performance.now()));
      const now = performance.now();
      const count = Math.min(MOST_AT_ONCE, Math.round(((now - last) * SOCKETS_A_SECOND) / 1000));
      const diff = this.#world.pass(Math.round(now - last), count, CHANGES);
      this.milliseconds += now - last;
      last = now;
      this.opened += count;
      await this.#answered(diff);
      await this.#answered(this.#world.timeline());
    }
  }

  async #answered(content: Unnumbered<ChartDiff> | Unnumbered<ChartTimeline>): Promise<void> {
    const began = performance.now();
    const giveUp = new AbortController();
    const late = delay(ANSWER_MS, undefined, { signal: giveUp.signal }).then(() => {
      throw new Error(`A batch (${content.type}) was not answered within ${ANSWER_MS} ms.`);
    });
    try {
      await Promise.race([this.#panel.say(content), late]);
    } finally {
      giveUp.abort();
      late.catch(() => undefined); // ended by the abort
    }
    this.answers.push(performance.now() - began);
  }
}

/** Everything the table shows is copied: that are the ids of all rows, those out of sight included. */
async function shownRows(panel: PanelPage): Promise<readonly string[]> {
  const { page } = panel;
  await page.keyboard.press('Escape'); // without a selection, all
  panel.told.length = 0;
  await page.keyboard.press('Control+c');
  const until = performance.now() + ANSWER_MS;
  for (;;) {
    const copy = panel.told.find(({ type }) => type === 'copyRows');
    if (copy?.type === 'copyRows') return copy.socketIds;
    if (performance.now() > until) throw new Error('Copying was not answered.');
    await delay(25);
  }
}

interface Line {
  readonly id: string;
  readonly port: string;
  readonly queue: string;
}

/** The table's lines in the order in which they stand on the screen. */
const linesInSight = (page: Page): Promise<readonly Line[]> =>
  page.evaluate(`[...document.querySelectorAll('.rows [data-line]')].map((line) => ({
    id: line.dataset.line,
    port: line.querySelector('.port .text').textContent,
    queue: line.querySelector('.recvQueue .text').textContent,
  }))`);

async function sameAsThereIs(panel: PanelPage, { rows }: LivingWorld): Promise<void> {
  const shown = await shownRows(panel);
  assert.deepEqual([...shown].sort(), [...rows.keys()].sort(), 'the table has every row there is, once');
  const ports = shown.map((id) => rows.get(id)?.port ?? Infinity);
  assert.ok(
    ports.every((port, n) => n === 0 || port >= (ports[n - 1] ?? 0)),
    'sorted by port',
  );
  const lines = await linesInSight(panel.page);
  assert.ok(lines.length > 10, `${lines.length} lines in sight`);
  for (const { id, port, queue } of lines) {
    const row = rows.get(id);
    assert.ok(row, `closed, and still in sight: ${id}`);
    assert.equal(port, String(row.port));
    assert.equal(queue.replace(/\D/g, ''), String(row.recvQueue), `what waits in ${id}`);
  }
}

/** The filter still answers, and nothing is left of it. */
async function filters(panel: PanelPage, { rows, staying }: LivingWorld): Promise<void> {
  const port = staying[0]?.port ?? 0;
  const passing = [...rows.values()].filter((row) => row.port === port || row.remotePort === port);
  const counted = (count: number): Promise<unknown> =>
    panel.page.locator(`.scroller[aria-rowcount="${count + 1}"]`).waitFor({ timeout: ANSWER_MS });
  const box = panel.page.getByRole('searchbox');
  await box.fill(`port:${port}`);
  await counted(passing.length);
  await box.fill('');
  await counted(rows.size);
}

/** What has the focus: a row's id, a mark's key, or nothing of the view. */
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(`(() => {
    const { dataset } = document.activeElement?.closest('[data-line], .mark') ?? { dataset: {} };
    return dataset.line ?? dataset.key ?? null;
  })()`);

/** Something that stays is focused, as by a person who was there. */
async function focusIn(page: Page, view: (typeof VIEWS)[number]): Promise<string> {
  await page.getByRole('tab', { name: view }).click();
  if (view === 'Table') await page.locator('.rows [data-line]').first().click();
  else await page.locator('.mark.origin:not(.gone)').first().focus();
  const id = await focused(page);
  assert.ok(id !== null, `something of the ${view} has the focus`);
  return id;
}

async function main(): Promise<void> {
  const browser = await launchBrowser();
  try {
    const crowd = crowdWorld(SOCKETS, PROCESSES);
    const world = new LivingWorld(crowd);
    const columns = ['port', 'process', 'recvQueue', 'since'].map((id) => ({ id, width: 120 }));
    const panel = await PanelPage.open(browser, {
      state: { tab: 'table', sieving: { filter: '', scope: 'everything', kind: 'all' }, table: { columns } },
    });
    panel.page.setDefaultTimeout(ANSWER_MS);
    await panel.say(...snapshotMessages(crowd), timelineMessage(crowd), statusMessage(crowd));
    const memory = await MemoryReader.of(panel.page);
    const teller = new Teller(panel, world);
    const heap: { readonly at: number; readonly value: number }[] = [];
    let nodes = 0;
    let rounds = 0;
    const until = performance.now() + seconds * 1000;
    do {
      const view = VIEWS[rounds % VIEWS.length] ?? 'Table';
      const focus = await focusIn(panel.page, view);
      await teller.tell(Math.min(ROUND_MS, Math.max(LOOK_MS, until - performance.now())));
      const after = await focused(panel.page);
      if (view === 'Table') assert.equal(after, focus, 'the focus stays on its row');
      // What folds hands its focus on.
      else assert.ok(after !== null, 'the focus stays in the map');
      if (view === 'Map') await focusIn(panel.page, 'Table');
      await sameAsThereIs(panel, world);
      await filters(panel, world);
      assert.deepEqual(panel.complaints, [], 'the page complains of nothing');
      panel.told.length = 0;
      rounds++;
      const now = await memory.read();
      nodes = now.nodes;
      if (rounds > WARM_UP_ROUNDS) heap.push({ at: performance.now(), value: now.heap / 1e6 });
    } while (performance.now() < until);
    const slope = slopePerMinute(heap);
    const rate = ((teller.opened * 1000) / teller.milliseconds).toFixed(0);
    console.log(
      [
        `${rounds} rest points, ${teller.opened} sockets opened and as many closed (${rate} a second), all of ${world.rows.size} rows shown at each`,
        `${teller.answers.length} batches, each answered, after ${median(teller.answers).toFixed(0)} ms (at most ${Math.max(...teller.answers).toFixed(0)} ms); ${nodes} nodes`,
        `heap ${heap.at(-1)?.value.toFixed(1) ?? '?'} MB, slope ${slope.toFixed(2)} MB a minute (at most ${GROWTH_MB_A_MINUTE})`,
      ].join('\n'),
    );
    // A slope over a few points says little.
    if (seconds >= 60)
      assert.ok(slope <= GROWTH_MB_A_MINUTE, `the page's heap grows by ${slope.toFixed(2)} MB a minute`);
    await panel.close();
  } finally {
    await browser.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
