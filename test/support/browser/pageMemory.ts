import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';

export interface PageMemory {
  /** Bytes of JavaScript's heap after everything that nobody holds was collected. */
  readonly heap: number;
  /** DOM nodes, those included that are in no document but held. */
  readonly nodes: number;
}

/** Asks the browser itself, by the DevTools protocol. */
export class MemoryReader {
  readonly #page: CDPSession;

  private constructor(page: CDPSession) {
    this.#page = page;
  }

  static async of(page: Page): Promise<MemoryReader> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new MemoryReader(session);
  }

  async read(): Promise<PageMemory> {
    // What the first finds is still needed by what it finalizes.
    for (let times = 2; times > 0; times--) await this.#page.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#page.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') };
  }
}

/** Bytes that the largest of the browser's renderers has resident, its share of Chromium's code included. */
export async function rendererRss(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...renderers.map(({ id }) => rssOf(id)));
}

/** proc_pid_status(5): `VmRSS:     123456 kB` */
function rssOf(pid: number): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((each) => each.startsWith('VmRSS:'));
  return Number.parseInt(line?.slice('VmRSS:'.length).trim() ?? '', 10) * 1024;
}
