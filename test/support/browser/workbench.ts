import fs from 'node:fs';
import path from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.js';

export interface Row {
  /** How deep the row stands; 1 is the root. */
  readonly depth: number;
  /** The row's label and description, one after the other. */
  readonly text: string;
}

/** What is asked of the page's elements; the DOM's types stay out of the tests. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly textContent: string | null } | null;
}

/** What a person does in VS Code, and sees. Everything waits for what it needs, for as long as the page's time-out. */
export class Workbench {
  readonly page: Page;
  /** The name of the terminal that was opened last. */
  #typedInto = '';
  /** How often VS Code has written down which terminals a reload brings back, and how often before one was opened last. */
  readonly #written = { now: 0, before: -1 };
  /** What VS Code has written down of terminals' names. */
  readonly #names: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (payload.includes('$setTerminalLayoutInfo')) this.#written.now++;
        if (payload.includes('$updateTitle')) this.#names.push(payload.toString());
      }),
    );
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** Shows a view container by its icon at the far left. A badge may cover the icon. */
  async activity(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-label[aria-label^="${title}"]`);
    await icon.waitFor({ timeout: 60_000 });
    const tab = icon.locator('xpath=..');
    const shown = this.page.locator('.part.sidebar .composite.title:visible', { hasText: title });
    // A window that has just been loaded may show what it showed before at that very moment: then the click hides it.
    await retry(5, async () => {
      if ((await tab.getAttribute('aria-selected')) === 'true') return;
      await icon.click({ force: true });
      await shown.waitFor({ timeout: 2_000 });
    });
  }

  /** Reloads the window as VS Code does it, which saves its state first; the page's own reload may lose it. */
  async reload(): Promise<void> {
    // It does so half a second after they have changed, and shows it nowhere.
    await eventually(
      'VS Code has written down its terminals',
      () => this.#written.now > this.#written.before,
    );
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.page.keyboard.press('F1');
    await this.choose('>Developer: Reload Window', 'Developer: Reload Window');
    await loaded;
    await this.page.locator('.monaco-workbench').waitFor();
  }

  // --- side bar

  /** Rows of the side bar's trees whose label and description contain `text`. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row', { hasText: text });
  }

  /** The row of the listener on that port: a terminal's row may name the port too, in its command line. */
  listener(port: number): Locator {
    return this.row(new RegExp(`^${port}`));
  }

  /** The rows that show, from top to bottom. */
  async rows(): Promise<Row[]> {
    const rows = this.page.locator('.part.sidebar .monaco-list-row');
    return rows.evaluateAll((elements: RowElement[]) =>
      elements
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => ({
          depth: Number(row.getAttribute('aria-level')),
          text: row.querySelector('.monaco-icon-label-container')?.textContent ?? '',
        })),
    );
  }

  /** The texts of the rows that show below the row with `text`, at any depth. */
  async below(text: string): Promise<string[]> {
    const rows = await this.rows();
    const parent = rows.findIndex((row) => row.text.includes(text));
    const depth = rows[parent]?.depth;
    if (depth === undefined) return [];
    const rest = rows.slice(parent + 1);
    const end = rest.findIndex((row) => row.depth <= depth);
    return (end < 0 ? rest : rest.slice(0, end)).map((row) => row.text);
  }

  /** Whether a listener on that port stands below the row with `text`. */
  async isBelow(text: string, port: number): Promise<boolean> {
    return (await this.below(text)).some((row) => row.startsWith(String(port)));
  }

  /** Opens a folded row; an open one stays open. */
  async unfold(row: Locator): Promise<void> {
    await row.waitFor();
    // A row that is drawn again, or moves, between the look and the click does not take it.
    await retry(10, async () => {
      if ((await row.getAttribute('aria-expanded')) !== 'false') return;
      await row.locator('.monaco-tl-twistie').click({ timeout: 2_000 });
      await row.and(this.page.locator('[aria-expanded=true]')).waitFor({ timeout: 2_000 });
    });
  }

  /** Clicks an inline action of a tree row: they show where the mouse is, so it follows a row that moves meanwhile. */
  async inlineAction(row: Locator, title: string): Promise<void> {
    const action = row.locator(`.actions .action-label[aria-label^="${title}"]`);
    await row.waitFor();
    await retry(10, async () => {
      await row.hover();
      await action.click({ timeout: 2_000 });
    });
  }

  /** Selects a tree's row and presses a key: a selection outlives whatever else is drawn again meanwhile. */
  async pressOn(row: Locator, key: string): Promise<void> {
    await row.waitFor();
    await retry(10, async () => {
      await row.click({ timeout: 2_000 });
      await row.and(this.page.locator('.selected')).waitFor({ timeout: 2_000 });
    });
    await this.page.keyboard.press(key);
  }

  /** Chooses from the context menu of a tree's row, or of something in the chart. */
  async contextMenu(row: Locator, title: string): Promise<void> {
    await row.click({ button: 'right' });
    const menu = this.page.locator('.context-view .action-item');
    const item = menu.filter({ hasText: title }).first();
    await item.hover();
    await item.and(this.page.locator('.focused')).waitFor();
    // A menu drops clicks for as long as it is new (a timer in VS Code's menu.ts, late on a busy machine); keys it takes.
    await this.page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** A button in the view's title. (The one view of a container has no header of its own.) */
  titleButton(title: string): Locator {
    return this.page.locator(`.part.sidebar .composite.title .action-label[aria-label^="${title}"]`);
  }

  // --- palette

  readonly quickInput = {
    box: (): Locator => this.page.locator('.quick-input-widget:visible input.input'),
    row: (text: string | RegExp): Locator =>
      this.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text }),
  };

  /** Runs a command by its whole title: `Terminal: Rename...`. */
  async command(title: string): Promise<void> {
    // A window that has just been loaded may close the box, or set its text once more after it was filled.
    await retry(3, async () => {
      if (await this.quickInput.box().isVisible()) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.choose(`>${title}`, title, 7_000);
    });
    // A command that asks for more does so in the same box.
    const palette = '.quick-input-widget:visible input[placeholder^="Type the name of a command"]';
    await this.page.locator(palette).waitFor({ state: 'hidden' });
  }

  /** Types into the quick input, and takes the first row that contains `row`. */
  async choose(text: string, row: string, timeout = 20_000): Promise<void> {
    const box = this.quickInput.box();
    await box.waitFor({ timeout });
    await box.fill(text, { timeout });
    await this.quickInput.row(row).first().click({ timeout });
  }

  async runTask(label: string): Promise<void> {
    this.#written.before = this.#written.now;
    await this.page.keyboard.press('Control+P');
    await this.choose(`task ${label}`, label);
  }

  // --- editor

  /** Opens a file by its name, with the line that contains `text` in sight. */
  async openFile(file: string, text = ''): Promise<void> {
    const base = path.basename(file);
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    const line = lines.findIndex((each) => each.includes(text)) + 1;
    if (line === 0) throw new Error(`"${text}" is not in ${file}`);
    await this.page.keyboard.press('Control+P');
    await this.choose(`${base}:${line}`, base);
    await this.page.locator(`.tab[data-resource-name="${base}"].active`).waitFor();
  }

  /**
   * Rests the mouse on a token of the editor (a whole one, as coloured: `"http://localhost:3000"`, `9229`), until a hover with
   * `text` shows: the language features need a moment to register.
   */
  async hover(token: string | RegExp, text: string | RegExp): Promise<Locator> {
    const word = this.page.locator('.view-line span > span', { hasText: token }).first();
    await word.waitFor();
    const hover = this.page.locator('.monaco-hover:visible', { hasText: text });
    await retry(10, async () => {
      await this.page.mouse.move(1, 1);
      await word.hover();
      await hover.first().waitFor({ timeout: 2_000 });
    });
    return hover.first();
  }

  /** The document in the visible webview, which VS Code wraps in two frames. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** The same, for what is asked of a document as a whole. */
  async webviewFrame(): Promise<Frame> {
    const outer = this.page.frameLocator('iframe.webview.ready:visible');
    const inner = await outer.locator('iframe#active-frame').elementHandle();
    const frame = await inner.contentFrame();
    if (!frame) throw new Error('There is no document in the webview');
    return frame;
  }

  /** The chart, by what a person sees of it. */
  readonly chart = {
    tab: (name: 'Map' | 'Table'): Locator => this.webview().getByRole('tab', { name }),
    /** The table's row of the listener with that port, or that Unix socket's last name. */
    listener: (name: string | number): Locator =>
      this.webview()
        .locator('.rows > [role=row]')
        .filter({ has: this.page.locator('.port.listens .text').getByText(String(name), { exact: true }) }),
    /** On the map: the process whose name contains that. */
    process: (name: string): Locator => this.webview().locator('.mark.process', { hasText: name }),
    /** The chip on the map with that port, or that Unix socket's last name. */
    chip: (name: string | number): Locator =>
      this.webview()
        .locator('.mark.listener')
        .filter({ has: this.page.locator('.listener-chip .title').getByText(String(name), { exact: true }) }),
    /** The map in words: who calls whom. */
    description: (): Locator => this.webview().locator('#map-description'),
    /** The timeline's line of that port, or that Unix socket's last name. */
    lane: (name: string | number): Locator =>
      this.webview()
        .locator('.timeline .lane')
        .filter({ has: this.page.locator('.label .number').getByText(String(name), { exact: true }) }),
    filter: (): Locator => this.webview().getByRole('searchbox'),
    inspector: (): Locator => this.webview().locator('.inspector'),
    /** The inspector's heading, once it is about what is called so. */
    inspected: (name: string | number): Locator =>
      this.webview().locator('.inspector h2', { hasText: String(name) }),
  };

  // --- messages

  /**
   * A notification that has come up and contains `text`. VS Code lets none come up right after three others, and takes down
   * most after ten seconds (its notificationsToasts.ts); the notification centre keeps them.
   */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** A notification that is listed in the notification centre, which is open from then on. */
  async listedMessage(text: string | RegExp): Promise<Locator> {
    const centre = this.page.locator('.notifications-center.visible');
    if (!(await centre.count())) await this.command('Notifications: Show Notifications');
    return centre.locator('.notification-list-item', { hasText: text });
  }

  async clearMessages(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
  }

  /** The modal dialog that is open. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The pid that the question in the dialog names. */
  async askedPid(): Promise<number> {
    const question = await this.dialog().innerText();
    const pid = /\((\d+)\)\?/.exec(question)?.[1];
    if (pid === undefined) throw new Error(`No process is named: ${question}`);
    return Number(pid);
  }

  async answerDialog(button: string): Promise<void> {
    await this.dialog().locator('.monaco-button', { hasText: button }).click();
  }

  // --- terminal

  async newTerminal(name: string): Promise<void> {
    this.#written.before = this.#written.now;
    await this.command('Terminal: Create New Terminal');
    await this.#terminal().waitFor({ state: 'attached' });
    await this.#rename(name);
    this.#typedInto = name;
    await this.#bringTerminal(name);
    await this.terminalLine('$').waitFor(); // what is typed before the prompt is not the shell's: it would not report it
  }

  /** Types a line into the terminal that was opened last. */
  async type(line: string): Promise<void> {
    await this.#focusTerminal();
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  async #focusTerminal(): Promise<void> {
    await this.#bringTerminal(this.#typedInto);
    await this.#terminal().focus();
  }

  /** The lines of the active terminal that contain `text`. */
  terminalLine(text: string | RegExp): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-rows > div', { hasText: text });
  }

  /** Ctrl+clicks `link` in the terminal's last line that contains it. */
  async clickTerminalLink(link: string): Promise<void> {
    const line = this.terminalLine(link).last();
    await line.waitFor();
    await this.page.keyboard.down('Control');
    try {
      // The terminal may draw its lines again at any time, and looks for links where the mouse goes: the hand says that
      // it has found one.
      await retry(10, async () => {
        const { x, y } = middleOf(link, await line.locator('span').evaluateAll(textRuns));
        await this.page.mouse.move(x - 4, y);
        await this.page.mouse.move(x, y);
        const hand = this.page.locator('.terminal-wrapper.active .xterm-cursor-pointer');
        await hand.first().waitFor({ timeout: 1_000 });
        await this.page.mouse.click(x, y);
      });
    } finally {
      await this.page.keyboard.up('Control');
    }
  }

  /**
   * Names the active terminal. VS Code writes a name down half a second after the last terminal's has changed, and of several
   * the last one's only: another's, which comes between, would have this one's lost in a reload.
   */
  async #rename(name: string): Promise<void> {
    const before = this.#names.length;
    const isWritten = (): boolean => this.#names.slice(before).some((written) => written.includes(name));
    const names = [name];
    await retry(3, async () => {
      for (const each of names) {
        await this.command('Terminal: Rename...');
        const box = this.quickInput.box();
        await box.waitFor();
        await box.fill(each);
        await this.page.keyboard.press('Enter');
        await box.waitFor({ state: 'detached' });
      }
      names.splice(0, Infinity, '…', name); // the same name again would be no change
      await eventually(`the name ${name} is written down`, isWritten, 3_000);
    });
  }

  /** When the active terminal is closed, as a task's is when it restarts, VS Code makes another one active. */
  async #bringTerminal(name: string): Promise<void> {
    // Where there is one terminal only, there are no tabs.
    const tabs = this.page.locator('.tabs-list .monaco-list-row');
    const tab = tabs.filter({ hasText: name });
    await retry(5, async () => {
      if (!(await tabs.count())) return;
      if (!(await tab.and(this.page.locator('.selected')).count())) await tab.click({ timeout: 2_000 });
      await tab.and(this.page.locator('.selected')).waitFor({ timeout: 2_000 });
    });
  }

  /** Where the active one is typed into. */
  #terminal(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm-helper-textarea');
  }
}

/** What is asked of a terminal line's parts; each has characters of one width. */
interface TextRunElement {
  readonly textContent: string | null;
  getBoundingClientRect(): { x: number; y: number; width: number; height: number };
}

const textRuns = (elements: TextRunElement[]) =>
  elements.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { text: element.textContent ?? '', x, y, width, height };
  });

function middleOf(text: string, runs: ReturnType<typeof textRuns>): { x: number; y: number } {
  const whole = runs.map((run) => run.text).join('');
  if (!whole.includes(text)) throw new Error(`"${text}" has left the terminal`);
  let at = whole.indexOf(text) + Math.floor(text.length / 2);
  for (const run of runs) {
    if (at < run.text.length)
      return { x: run.x + (run.width * (at + 0.5)) / run.text.length, y: run.y + run.height / 2 };
    at -= run.text.length;
  }
  throw new Error(`"${text}" is in no part of the line`);
}

/** For what the page can't be waited for: tries again, a bounded number of times. */
async function retry(times: number, attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (--times === 0) throw error;
    }
  }
}
