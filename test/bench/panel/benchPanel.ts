import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type ChartDiff, type ChartSnapshot, packToWebview } from '../../../src/protocol';
import { MemoryReader, rendererRss } from '../../support/browser/pageMemory';
import { PanelPage } from '../../support/browser/panelPage';
import {
  snapshotMessages,
  statusMessage,
  timelineMessage,
  type Unnumbered,
} from '../../support/snapshots/chartWorld';
import { crowdWorld } from '../../support/snapshots/crowdWorld';
import { LivingWorld } from '../../support/snapshots/livingWorld';
import { launchBrowser } from '../../vscode/browser.js';
import { median } from '../engine/results';
import { type Applied, type Frames, type Moved, PageWatch, type Painted } from './pageWatch';

export const SOCKETS = 20_000;
export const PROCESSES = 2000;

/** What the table shows, all of it; and what the map does, which folds: the workspace's. */
const STATES = {
  table: { tab: 'table', sieving: { filter: '', scope: 'everything', kind: 'all' } },
  map: { tab: 'map', sieving: { filter: '', scope: 'workspace', kind: 'all' } },
} as const;

const OPENINGS = 3;
const MOVING_MS = 4000;
const DIFFS = 40;

/** What a host says of one look with 100 rows in it. */
const DIFF = { milliseconds: 250, opened: 40, changed: 20 };

/** Each key narrows it down or widens it again. */
const TYPED = [...Array.from('1042'), ...Array<string>(4).fill('Backspace'), ...Array.from('server-137')];

const FIRST_NUMBER = 1_000_000;

type Content = Unnumbered<ChartSnapshot> | Unnumbered<ChartDiff>;

export interface Timed {
  readonly median: number;
  readonly worst: number;
}

export interface ViewResult {
  /** Medians of some openings, in milliseconds. */
  readonly paint: Painted;
  readonly frames: Frames;
  /** Milliseconds of the page's thread that 100 rows took: until they are laid out, and until they are painted. */
  readonly diff: { readonly applied: Timed; readonly painted: Timed };
}

export interface PanelReport {
  readonly table: ViewResult;
  readonly map: ViewResult;
  /** Milliseconds from a key to the frame with its rows, in the table. */
  readonly filter: Timed;
  /** Bytes: JavaScript's heap, and what its renderer has resident beyond that of an empty page. */
  readonly memory: { readonly heap: number; readonly resident: number; readonly empty: number };
}

export async function benchPanel(): Promise<PanelReport> {
  const browser = await launchBrowser();
  try {
    const empty = await emptyRss(browser);
    const map = await inView(browser, 'map', benchView);
    const table = await inView(browser, 'table', async (open) => {
      const view = await benchView(open);
      const filter = await benchTyping(open);
      const { heap } = await (await MemoryReader.of(open.panel.page)).read();
      return { view, filter, memory: { heap, resident: (await rendererRss(browser)) - empty, empty } };
    });
    return { table: table.view, map, filter: table.filter, memory: table.memory };
  } finally {
    await browser.close();
  }
}

async function emptyRss(browser: Browser): Promise<number> {
  const page = await browser.newPage();
  await page.goto('about:blank');
  const rss = await rendererRss(browser);
  await page.close();
  return rss;
}

/** A page that shows all there is. */
interface Open {
  readonly view: Moved;
  readonly panel: PanelPage;
  readonly watch: PageWatch;
  readonly world: LivingWorld;
  /** Medians over all rounds of the measurement. */
  readonly paint: Painted;
}

/** Opens it several times; what is done is done with the last. */
async function inView<R>(browser: Browser, view: Moved, then: (open: Open) => Promise<R>): Promise<R> {
  console.error(`${OPENINGS} times the ${view}, with ${SOCKETS} sockets and ${PROCESSES} processes…`);
  const crowd = crowdWorld(SOCKETS, PROCESSES);
  const parts = numbered(snapshotMessages(crowd));
  const painted: Painted[] = [];
  for (let opening = 1; ; opening++) {
    const panel = await PanelPage.open(browser, { state: STATES[view] });
    try {
      const watch = await PageWatch.on(panel);
      painted.push(await watch.paint(parts));
      if (opening < OPENINGS) continue;
      await panel.say(timelineMessage(crowd), statusMessage(crowd));
      const paint = {
        first: median(painted.map(({ first }) => first)),
        whole: median(painted.map(({ whole }) => whole)),
      };
      const result = await then({ view, panel, watch, world: new LivingWorld(crowd), paint });
      assert.deepEqual(panel.complaints, [], 'the page complains of nothing');
      return result;
    } finally {
      await panel.close();
    }
  }
}

async function benchView({ view, panel, watch, world, paint }: Open): Promise<ViewResult> {
  const before = await panel.page.screenshot();
  const frames = await watch.frames(view, MOVING_MS);
  assert.ok(!before.equals(await panel.page.screenshot()), 'other pixels are seen after moving');
  const diffs: Applied[] = [];
  for (let n = 0; n < DIFFS; n++) {
    const diff = world.pass(DIFF.milliseconds, DIFF.opened, DIFF.changed);
    for (const packed of numbered([diff])) diffs.push(await watch.apply(packed));
    await panel.say(world.timeline());
  }
  return {
    paint,
    frames,
    diff: {
      applied: timed(diffs.map(({ applied }) => applied)),
      painted: timed(diffs.map(({ painted }) => painted)),
    },
  };
}

async function benchTyping({ panel, watch }: Open): Promise<Timed> {
  await panel.page.getByRole('searchbox').focus();
  const answers: number[] = [];
  for (const key of TYPED) answers.push(await watch.key(key));
  return timed(answers);
}

const timed = (values: readonly number[]): Timed => ({ median: median(values), worst: Math.max(...values) });

/** The messages as they travel, with numbers that no other message of the page has. */
const numbered = (contents: readonly Content[]): object[] =>
  contents.map((content, n) => packToWebview({ ...content, batch: FIRST_NUMBER + n }));
