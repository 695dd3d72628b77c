import type { PanelPage } from '../../support/browser/panelPage';

/** Milliseconds from when the first part of a picture was handed over. */
export interface Painted {
  /** To the first frame with a row, or a mark of the map. */
  readonly first: number;
  /** To the first frame with all there is. */
  readonly whole: number;
}

export interface Frames {
  /** A second, of those only in which what is seen had moved. */
  readonly rate: number;
  /** Milliseconds between two, at most. */
  readonly longest: number;
}

/** Milliseconds of the page's only thread. */
export interface Applied {
  /** Parsed, taken into the model, drawn, styled and laid out. */
  readonly applied: number;
  /** The same, and from the frame's begin until the browser has painted it. */
  readonly painted: number;
}

/** What can be scrolled or panned. */
export type Moved = 'table' | 'map';

/** Measures in the page itself, by its own clock: what the way to the browser takes is not in it. */
export class PageWatch {
  readonly #panel: PanelPage;

  private constructor(panel: PanelPage) {
    this.#panel = panel;
  }

  static async on(panel: PanelPage): Promise<PageWatch> {
    await panel.page.evaluate(WATCH);
    return new PageWatch(panel);
  }

  /** @param packed messages in the form in which they travel */
  paint(packed: readonly object[]): Promise<Painted> {
    return this.#ask(`paint(${JSON.stringify(packed)})`);
  }

  frames(what: Moved, milliseconds: number): Promise<Frames> {
    return this.#ask(`frames(${JSON.stringify(what)}, ${milliseconds})`);
  }

  apply(packed: object): Promise<Applied> {
    return this.#ask(`apply(${JSON.stringify(packed)})`);
  }

  /** Types into what has the focus. Gives milliseconds from the key to the first frame with the rows that pass then. */
  async key(key: string): Promise<number> {
    await this.#ask('listen()');
    await this.#panel.page.keyboard.press(key);
    return this.#ask('typed()');
  }

  async #ask<T>(what: string): Promise<T> {
    return this.#panel.page.evaluate<T>(`portolanWatch.${what}`);
  }
}

const WATCH = `globalThis.portolanWatch = (() => {
  // A task that is queued in a frame's callback runs once the frame is painted.
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()();
  const task = () => new Promise((run) => { waiting.push(run); port2.postMessage(0); });
  const frame = () => new Promise((run) => requestAnimationFrame(run));
  const painted = async () => { await frame(); await task(); return performance.now(); };
  const shown = () => document.querySelector('.rows [data-line], .mark') !== null;
  const rowCount = () => document.querySelector('.scroller')?.ariaRowCount;

  /** Each part comes in a task of its own, as messages do. */
  async function paint(parts) {
    const began = performance.now();
    let first, told = false;
    const watching = (async () => {
      while (first === undefined) {
        const at = await painted();
        if (shown()) first = at - began;
        else if (told && at - began > 10_000) throw new Error('Nothing is shown.');
      }
    })();
    let answered;
    for (const part of parts) {
      await task();
      answered = portolanSay(part);
      if (!part.last) await answered;
    }
    await answered;
    await task();
    const whole = performance.now() - began;
    told = true;
    await watching;
    return { first, whole: Math.max(first, whole) };
  }

  const moves = {
    table: () => {
      const scroller = document.querySelector('.scroller');
      return {
        move: (n) => { scroller.scrollTop += (n % 400 < 300 ? 1 : -1) * 97; },
        seen: () => scroller.querySelector('.rows').getBoundingClientRect().top,
      };
    },
    map: () => {
      const port = document.querySelector('.map-port');
      const world = port.firstElementChild;
      const wheel = (deltaX, deltaY) => new WheelEvent('wheel', { deltaX, deltaY, bubbles: true, cancelable: true });
      return {
        move: (n) => { port.dispatchEvent(wheel(n % 60 < 30 ? 7 : -7, n % 80 < 40 ? 5 : -5)); },
        seen: () => { const { left, top } = world.getBoundingClientRect(); return left + ',' + top; },
      };
    },
  };

  async function frames(what, milliseconds) {
    const { move, seen } = moves[what]();
    let at = await frame();
    const began = at;
    let before = seen(), moved = 0, longest = 0;
    for (let n = 0; at - began < milliseconds; n++) {
      move(n);
      const now = await frame();
      longest = Math.max(longest, now - at);
      at = now;
      const after = seen();
      if (after !== before) moved++;
      before = after;
    }
    return { rate: (moved * 1000) / (at - began), longest };
  }

  async function apply(message) {
    await painted();
    const handed = performance.now();
    let begun;
    const begins = frame().then(() => { begun = performance.now(); });
    const answered = portolanSay(message);
    const taken = performance.now() - handed;
    let drawn;
    const ends = frame().then(() => {
      document.body.getBoundingClientRect(); // what is left to lay out is laid out now
      drawn = performance.now();
    });
    await Promise.all([begins, answered, ends]);
    await task();
    return { applied: taken + drawn - begun, painted: taken + performance.now() - begun };
  }

  /** A while after the key, what is shown is final. */
  const SETTLED = 400;

  let pressed;
  function listen() {
    pressed = new Promise((done) => addEventListener('keydown', async ({ timeStamp }) => {
      const seen = [];
      do {
        const at = await painted();
        seen.push({ after: at - timeStamp, count: rowCount() });
      } while (seen.at(-1).after < SETTLED);
      const last = seen.at(-1).count;
      done(seen.find(({ count }) => count === last).after);
    }, { capture: true, once: true }));
  }

  const typed = () => pressed;

  return { paint, frames, apply, listen, typed };
})(); undefined`;
