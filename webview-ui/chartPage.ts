import type { ChartAction } from '../src/core/chartRows';
import type { Translate } from '../src/core/translate';
import type { ChartDiff, ChartSnapshot, ChartStatus } from '../src/protocol';
import { announcement } from './announcement';
import { element } from './element';
import { ListenerTable } from './listenerTable';
import { EMPTY_LISTING, listingAfter, type Listing } from './listing';
import type { PageState } from './pageState';
import { StatusView } from './statusView';

/** Milliseconds that a new row is pointed out; as long as its animation in chart.css. */
const ARRIVAL = 2000;

/** Milliseconds between two announcements: what opens and closes within is not worth a word. */
const ANNOUNCE_EVERY = 2000;

const MINUTE = 60_000;

export interface PageDoors {
  readonly t: Translate;
  act(action: ChartAction, socketId: string): void;
  resume(): void;
  keep(state: PageState): void;
}

/** The page: what the host told, drawn once a frame. */
export class ChartPage {
  readonly #doors: PageDoors;
  readonly #scroller = element('main');
  readonly #spoken = element('p', 'unseen');
  readonly #table: ListenerTable;
  readonly #status: StatusView;
  #state: PageState;

  #listing: Listing = EMPTY_LISTING;
  /** `performance.now()` when the listing came. */
  #listedAt = 0;
  #pictured = false;
  #told: ChartStatus | undefined;
  /** Until when a row counts as new, by id, in the time of `performance.now()`. */
  readonly #arrivals = new Map<string, number>();
  #frame: Promise<void> | undefined;
  #ageing: number | undefined;
  /** What was announced last, while news is waiting to be. */
  #unspoken: Listing | undefined;

  constructor(state: PageState, doors: PageDoors) {
    this.#doors = doors;
    this.#state = state;
    this.#status = new StatusView(doors.t, () => doors.resume());
    this.#table = new ListenerTable(this.#scroller, state.selected, {
      t: doors.t,
      now: () => this.#now(),
      act: (action, socketId) => doors.act(action, socketId),
      selected: (selected) => this.#keep({ ...this.#state, selected }),
    });
    this.#spoken.role = 'status';
    this.#scroller.append(this.#table.element, this.#status.empty);
    document.body.replaceChildren(this.#status.header, this.#scroller, this.#status.footer, this.#spoken);

    this.#scroller.addEventListener('scrollend', () =>
      this.#keep({ ...this.#state, scrollTop: this.#scroller.scrollTop }),
    );
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body && this.#state.selected !== undefined) this.#table.focus();
    });
    document.addEventListener('keydown', ({ target, key }) => {
      const walks = ['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);
      if (target === document.body && walks) this.#table.focus();
    });
    this.#draw();
  }

  /** Resolves when it is on screen; while the page is out of sight the browser draws nothing, and it waits. */
  list(message: ChartSnapshot | ChartDiff): Promise<void> {
    const before = this.#listing;
    this.#listing = listingAfter(before, message);
    this.#listedAt = performance.now();
    if (message.type === 'diff') {
      for (const { id } of message.opened) this.#arrivals.set(id, this.#listedAt + ARRIVAL);
      this.#announceSince(before);
    }
    return this.#drawSoon();
  }

  /** Resolves when it is on screen. */
  status(message: ChartStatus): Promise<void> {
    this.#told = message;
    return this.#drawSoon();
  }

  #now(): number {
    return this.#listing.at + performance.now() - this.#listedAt;
  }

  #drawSoon(): Promise<void> {
    this.#frame ??= new Promise((drawn) => {
      requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#draw();
        drawn();
      });
    });
    return this.#frame;
  }

  #draw(): void {
    for (const [id, until] of this.#arrivals) if (until < performance.now()) this.#arrivals.delete(id);
    const firstPicture = !this.#pictured && this.#listing !== EMPTY_LISTING;
    this.#pictured ||= firstPicture;
    const { scrollTop } = this.#state;
    const { empty } = this.#status;
    const wasOnEmpty = document.activeElement === empty;

    this.#status.update(this.#listing, this.#pictured, this.#told);
    const { focusLost } = this.#table.update(this.#listing, new Set(this.#arrivals.keys()));
    this.#table.element.hidden = this.#listing.rows.size === 0;
    if (focusLost) empty.focus();
    else if (wasOnEmpty && empty.hidden) this.#table.focus();
    if (firstPicture) this.#scroller.scrollTop = scrollTop;
    this.#ageLater();
  }

  /** By the second while something is younger than a minute. */
  #ageLater(): void {
    clearTimeout(this.#ageing);
    const youngest = Math.max(...[...this.#listing.processes.values()].map(({ since }) => since));
    const wait = this.#now() - youngest < MINUTE ? 1000 : MINUTE / 4;
    this.#ageing = setTimeout(() => {
      this.#table.age();
      this.#ageLater();
    }, wait);
  }

  #announceSince(before: Listing): void {
    if (this.#unspoken) return;
    this.#unspoken = before;
    setTimeout(() => {
      this.#spoken.textContent = announcement(this.#unspoken ?? before, this.#listing, this.#doors.t);
      this.#unspoken = undefined;
    }, ANNOUNCE_EVERY);
  }

  #keep(state: PageState): void {
    this.#state = state;
    this.#doors.keep(state);
  }
}
