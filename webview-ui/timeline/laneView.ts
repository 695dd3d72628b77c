import { describeAge } from '../../src/core/text/describe';
import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import type { Lane, Span } from './lanes';
import { isShort, storyOf } from './story';
import { percent, placeOf } from './strip';

/** Milliseconds that a listener counts as new. */
const NEW = 120_000;

export interface LaneSetting {
  readonly end: number;
  /** Milliseconds from the strip's left edge to its right. */
  readonly reach: number;
  readonly t: Translate;
  readonly active: string | undefined;
  readonly isSelected: (span: Span) => boolean;
}

export const spanKey = ({ key }: Lane, { from, process }: Span): string => `${key} ${from} ${process ?? ''}`;

/** One line of the strip. Bars stay the same elements while their spans do: one may have the focus. */
export class LaneView {
  readonly element = element('div', 'lane');
  readonly #name = element('span', 'number');
  readonly #holder = element('span', 'quiet');
  readonly #track = element('div', 'track');
  readonly #story = element('span', 'story');
  readonly #bars = new Map<string, HTMLElement>();

  constructor() {
    const label = element('div', 'label', this.#name, ' ', this.#holder);
    label.role = 'rowheader';
    this.element.role = 'row';
    this.#track.role = 'presentation';
    this.#story.ariaHidden = 'true';
    this.element.append(label, this.#track);
  }

  update(lane: Lane, { end, reach, t, active, isSelected }: LaneSetting): void {
    setText(this.#name, lane.name);
    setText(this.#holder, lane.holder);
    const story = storyOf(lane, t);
    this.element.title = [`${lane.name} ${lane.holder}`.trim(), story].filter(Boolean).join(': ');
    this.element.firstElementChild?.setAttribute('aria-label', this.element.title);
    const left = new Set(lane.spans.map((span) => spanKey(lane, span)));
    for (const [key, bar] of this.#bars) {
      if (left.has(key)) continue;
      bar.remove();
      this.#bars.delete(key);
    }
    for (const span of lane.spans) {
      const key = spanKey(lane, span);
      let bar = this.#bars.get(key);
      if (!bar) {
        bar = element('div', 'bar-of-time');
        bar.role = 'gridcell';
        bar.dataset['span'] = key;
        this.#bars.set(key, bar);
        this.#track.append(bar);
      }
      const from = Math.max(0, placeOf(span.from, end, reach));
      bar.style.left = percent(from);
      bar.style.width = percent(Math.max(0, Math.min(1, placeOf(span.to ?? end, end, reach)) - from));
      bar.tabIndex = key === active ? 0 : -1;
      bar.ariaSelected = String(isSelected(span));
      bar.dataset['tone'] = toneOf(span, lane, end);
      const label = spanLabel(span, lane, end, t);
      if (bar.ariaLabel !== label) bar.ariaLabel = bar.title = label;
    }
    this.#drawStory(story, lane, end, reach);
  }

  /** Beside what it tells of, where nothing else is, if there is room; else over the left end. */
  #drawStory(story: string, { spans }: Lane, end: number, reach: number): void {
    setText(this.#story, story);
    if (story === '') {
      this.#story.remove();
      return;
    }
    if (!this.#story.isConnected) this.#track.append(this.#story);
    const { from, width } = widestGap(spans, end, reach);
    const fits = width >= STORY;
    const before = fits && from === 0;
    this.#story.style.left = fits && !before ? `calc(${percent(from)} + 8px)` : '';
    this.#story.style.right = before ? `calc(${percent(1 - width)} + 8px)` : '';
    this.#story.classList.toggle('over', !fits);
  }
}

/** Part of the strip's width that a story needs. */
const STORY = 0.2;

/** Where the strip is empty for longest; both are parts of its width. */
function widestGap(
  spans: readonly Span[],
  end: number,
  reach: number,
): { readonly from: number; readonly width: number } {
  let widest = { from: 0, width: 0 };
  let at = 0;
  for (const { from, to } of [...spans, { from: end, to: end }]) {
    const width = Math.max(0, placeOf(from, end, reach)) - at;
    if (width > widest.width) widest = { from: at, width };
    at = Math.max(at, placeOf(to ?? end, end, reach));
  }
  return widest;
}

function toneOf(span: Span, lane: Lane, end: number): string {
  if (isShort(span) && lane.spans.length > 1) return 'short';
  if (span.origin?.kind === 'orphan' && span.to === null) return 'orphan';
  if (span.to === null && span.absentAt !== null && end - span.from < NEW) return 'new';
  return span.to === null ? 'open' : 'closed';
}

function spanLabel(span: Span, lane: Lane, end: number, t: Translate): string {
  const from = new Date(span.from).toLocaleTimeString();
  const age = describeAge((span.to ?? end) - span.from, t);
  const when =
    span.to === null
      ? span.absentAt === null
        ? t('open since before {0}', from)
        : t('open since {0}, for {1}', from, age)
      : t('from {0} to {1}, for {2}', from, new Date(span.to).toLocaleTimeString(), age);
  const who = [lane.holder, span.pid === null ? '' : t('pid {0}', span.pid), span.origin?.label ?? ''];
  return [lane.name, ...who, when].filter(Boolean).join(', ');
}
