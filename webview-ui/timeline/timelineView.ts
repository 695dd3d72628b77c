import './timeline.css';
import { describeAge } from '../../src/core/text/describe';
import type { Watched } from '../../src/core/watch/watched';
import { element, setText } from '../element';
import type { ChartModel } from '../model';
import { socketSubject } from '../subject';
import type { ViewDeps } from '../view';
import { type Lane, lanesOf, type Span } from './lanes';
import { LaneView, spanKey } from './laneView';
import { darkness, percent, placeOf, reachOf, reachTitle, ticksOf } from './strip';

const MINUTE = 60_000;

/** The most lanes that are drawn: people read no more, and the filter finds the others. */
const MAX_LANES = 100;

/** Milliseconds between two drawings of the strip's right end, which is now: some pixels of the shortest strip. */
const MOVE_EVERY = 1000;

/** The last half hour, or as much of it as is remembered: which process held what, and when nothing was watched. */
export class TimelineView {
  readonly element = element('section', 'timeline');
  readonly #model: ChartModel;
  readonly #deps: ViewDeps;
  readonly #axis = element('div', 'axis');
  readonly #grid = element('div', 'lanes');
  readonly #dark = element('div', 'dark');
  readonly #note = element('p', 'quiet note');
  readonly #lines = new Map<string, LaneView>();
  #lanes: readonly Lane[] = [];
  /** Key of the span that Tab leads to. */
  #active: string | undefined;
  #shown = false;
  /** Set when the filter may let other lanes pass. */
  #stale = true;
  /** Set while something has to be drawn. */
  #due = false;
  #frame = 0;
  /** Milliseconds from the strip's left edge to its right; 0: it was never drawn. */
  #reach = 0;
  #moves: number | undefined;

  constructor(model: ChartModel, deps: ViewDeps) {
    this.#model = model;
    this.#deps = deps;
    this.#axis.ariaHidden = 'true';
    this.#grid.role = 'grid';
    this.#dark.ariaHidden = 'true';
    this.element.append(this.#axis, element('div', 'strip', this.#dark, this.#grid), this.#note);
    this.#grid.addEventListener('keydown', (event) => this.#key(event));
    this.#grid.addEventListener('click', ({ target }) => {
      const span = this.#spanAt(target);
      if (span) this.#choose(span);
    });
    document.addEventListener('visibilitychange', () => {
      this.#move();
      this.#drawSoon();
    });
    // Not for each socket that comes or goes: what the strip tells of has a message of its own.
    model.onDidChange(({ timeline, filter, selection, reset }) => {
      if (timeline || filter || reset) this.#stale = true;
      if (this.#stale || selection) this.#drawSoon();
    });
  }

  show(shown: boolean): void {
    this.#shown = shown;
    this.#move();
    if (shown) this.#drawSoon();
  }

  focus(): void {
    this.draw();
    this.#grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#shown || !this.#due) return;
    this.#due = false;
    if (this.#stale) {
      const passing = [...this.#model.episodes.values()].filter((episode) =>
        this.#model.filter.passesEpisode(episode),
      );
      this.#lanes = lanesOf(passing);
      this.#stale = false;
    }
    const { t } = this.#deps;
    const end = this.#model.now;
    const shown = this.#lanes.slice(0, MAX_LANES);
    const reach = reachOf(this.#model.watched, end);
    const dark = darkness(this.#model.watched, end, reach);
    if (reach !== this.#reach) this.#drawAxis(reach);
    this.#drawLanes(shown, end);
    this.#drawDark(dark, end);
    const unseen = dark.reduce((sum, [from, to]) => sum + to - from, 0);
    const more = this.#lanes.length - shown.length;
    const any = this.#model.episodes.size > 0;
    setText(
      this.#note,
      [
        shown.length > 0
          ? ''
          : any
            ? t('Nothing that matches the filter was listening.')
            : t('Nothing was listening.'),
        more > 0 ? t('{0} more are not shown; the filter finds them.', more) : '',
        unseen >= MINUTE && shown.length > 0
          ? t('Hatched: nobody looked, {0} in all.', describeAge(unseen, t))
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    );
    this.#note.hidden = this.#note.textContent === '';
  }

  /** Moves the strip's right end, only while it is visible. */
  #move(): void {
    clearInterval(this.#moves);
    if (!this.#shown || document.hidden) return;
    this.#moves = setInterval(() => this.#drawSoon(), MOVE_EVERY);
  }

  #drawSoon(): void {
    this.#due = true;
    if (this.#shown && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.draw());
  }

  #drawAxis(reach: number): void {
    const { t } = this.#deps;
    this.#reach = reach;
    this.#grid.ariaLabel = t('Listeners: {0}', reachTitle(reach, t));
    this.#axis.replaceChildren();
    for (const { ago, label } of ticksOf(reach, t)) {
      const tick = element('span', 'tick', label);
      tick.style.left = percent(1 - ago / reach);
      this.#axis.append(tick);
    }
    this.#axis.append(element('span', 'tick now', t('now')));
  }

  #drawLanes(lanes: readonly Lane[], end: number): void {
    const focused = this.#grid.contains(document.activeElement);
    const keys = new Set(lanes.map(({ key }) => key));
    for (const [key, line] of this.#lines) {
      if (keys.has(key)) continue;
      line.element.remove();
      this.#lines.delete(key);
    }
    const spans = lanes.flatMap((lane) => lane.spans.map((span) => spanKey(lane, span)));
    if (this.#active === undefined || !spans.includes(this.#active)) this.#active = spans[0];
    lanes.forEach((lane, at) => {
      let line = this.#lines.get(lane.key);
      if (!line) {
        line = new LaneView();
        this.#lines.set(lane.key, line);
      }
      line.update(lane, {
        end,
        reach: this.#reach,
        t: this.#deps.t,
        active: this.#active,
        isSelected: (span) => this.#isSelected(span),
      });
      line.element.ariaRowIndex = String(at + 1);
      const standing = this.#grid.children.item(at);
      if (standing !== line.element) this.#grid.insertBefore(line.element, standing);
    });
    if (focused && !this.#grid.contains(document.activeElement)) this.focus();
  }

  #drawDark(dark: readonly Watched[], end: number): void {
    this.#dark.replaceChildren(
      ...dark.map(([from, to]) => {
        const hatch = element('span', 'hatch');
        hatch.style.left = percent(placeOf(from, end, this.#reach));
        hatch.style.width = percent((to - from) / this.#reach);
        return hatch;
      }),
    );
  }

  #isSelected({ socketIds, process, origin }: Span): boolean {
    const { selectedSockets, lead } = this.#model;
    if (lead?.kind === 'process') return process === lead.id;
    if (lead?.kind === 'origin') return origin?.id === lead.id;
    return socketIds.some((id) => selectedSockets.has(id));
  }

  #spanAt(target: EventTarget | null): Span | undefined {
    const node = target instanceof Element ? target.closest<HTMLElement>('[data-span]') : null;
    const key = node?.dataset['span'];
    for (const lane of this.#lanes) {
      const span = lane.spans.find((each) => spanKey(lane, each) === key);
      if (span) {
        this.#active = key;
        return span;
      }
    }
    return undefined;
  }

  /** Selects a socket that is open, or else the one that was: the host remembers it. */
  #choose({ socketIds }: Span): void {
    const open = socketIds.find((id) => this.#model.rows.has(id)) ?? socketIds[0];
    if (open !== undefined) this.#model.select(socketSubject(open));
  }

  #key(event: KeyboardEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-span]') : null;
    const line = cell?.closest('.lane');
    if (!cell || !line) return;
    const cells = [...line.querySelectorAll<HTMLElement>('[data-span]')];
    const at = cells.indexOf(cell);
    const beside = (next: Element | null): HTMLElement | undefined =>
      [...(next?.querySelectorAll<HTMLElement>('[data-span]') ?? [])].at(-1);
    const to: Readonly<Partial<Record<string, () => HTMLElement | undefined>>> = {
      ArrowLeft: () => cells[at - 1],
      ArrowRight: () => cells[at + 1],
      ArrowUp: () => beside(line.previousElementSibling),
      ArrowDown: () => beside(line.nextElementSibling),
      Home: () => cells[0],
      End: () => cells.at(-1),
    };
    if (event.key === 'Enter' || event.key === ' ') {
      const span = this.#spanAt(cell);
      if (span) this.#choose(span);
    } else if (Object.hasOwn(to, event.key)) {
      const next = to[event.key]?.();
      if (next) {
        cell.tabIndex = -1;
        next.tabIndex = 0;
        this.#active = next.dataset['span'];
        next.focus();
      }
    } else return;
    event.preventDefault();
  }
}
