import type { ChartRow } from '../src/core/chart/chart';
import type { Translate } from '../src/core/text/translate';
import { announcement } from './announcement';
import { element } from './element';
import type { ChartModel } from './model';
import { chipText } from './table/columns';

/** Milliseconds between two announcements: what opens and closes within is not worth a word. */
const EVERY = 2000;

/** Milliseconds that a notice can be read. */
const NOTICE = 6000;

/** Says what came and went among the listeners that are shown, and what the host wants said. */
export class Announcer {
  /** Unseen on the page; a screen reader speaks what is written into it. */
  readonly spoken = element('p', 'unseen');
  /** Visible for a few seconds, then hidden again. */
  readonly notice = element('p', 'notice');
  readonly #model: ChartModel;
  readonly #t: Translate;
  readonly #opened = new Map<string, ChartRow>();
  readonly #closed = new Map<string, ChartRow>();
  /** The name of each closed row, kept because its process is forgotten before the row is announced. */
  readonly #names = new WeakMap<ChartRow, string>();
  #waiting = false;
  #noticed: number | undefined;

  constructor(model: ChartModel, t: Translate) {
    this.#model = model;
    this.#t = t;
    this.spoken.role = 'status';
    this.notice.role = 'status';
    this.notice.hidden = true;
    let pictured = false;
    model.onDidChange(({ reset, opened, closed }) => {
      if (reset) this.#forget();
      if (!reset && pictured)
        this.#hear(
          opened.flatMap((id) => model.rows.get(id) ?? []),
          closed,
        );
      pictured = model.whole;
    });
  }

  say(text: string): void {
    this.spoken.textContent = text;
  }

  show(text: string): void {
    clearTimeout(this.#noticed);
    this.notice.hidden = false;
    this.notice.textContent = text;
    this.#noticed = setTimeout(() => (this.notice.hidden = true), NOTICE);
  }

  #hear(opened: readonly ChartRow[], closed: readonly ChartRow[]): void {
    for (const row of opened) {
      if (!row.listens || !this.#model.filter.passes(row)) continue;
      if (!this.#closed.delete(row.id)) this.#opened.set(row.id, this.#named(row));
    }
    for (const row of closed) {
      if (!row.listens || !this.#model.filter.passes(row)) continue;
      if (!this.#opened.delete(row.id)) this.#closed.set(row.id, this.#named(row));
    }
    if (this.#waiting || this.#opened.size + this.#closed.size === 0) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      const text = announcement(
        [...this.#opened.values()],
        [...this.#closed.values()],
        (row) => this.#names.get(row) ?? '',
        this.#t,
      );
      this.#forget();
      if (text !== '') this.say(text);
    }, EVERY);
  }

  #named(row: ChartRow): ChartRow {
    const name = this.#model.leadOf(row)?.name;
    this.#names.set(row, name === undefined ? chipText(row) : `${chipText(row)} ${name}`);
    return row;
  }

  #forget(): void {
    this.#opened.clear();
    this.#closed.clear();
  }
}
