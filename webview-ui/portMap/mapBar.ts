import { type Place, placeTitle, WIDE_PLACES, type WidePlace } from '../../src/core/listing/place';
import { type PortMap } from '../../src/core/portMap/portMap';
import { listenersText } from '../../src/core/portMap/portMapText';
import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import { drawing, originIcon, reachIcon } from './originIcon';

export interface BarDeps {
  readonly t: Translate;
  zoomBy(factor: number): void;
  fit(): void;
  arrange(): void;
  widen(band: WidePlace): void;
}

/** How much one press of a button, or key, zooms. */
export const ZOOM_STEP = 1.2;

/** What there is in a line, which is the legend too; and, below the map, what else there is to be seen. */
export class MapBar {
  readonly top: HTMLElement;
  readonly bottom = element('div', 'map-wide');
  readonly #t: Translate;
  readonly #count = element('span', 'count');
  readonly #everyone: HTMLElement;
  readonly #network: HTMLElement;
  readonly #orphans: HTMLElement;
  readonly #leftOut = element('span', 'quiet');
  readonly #chips = new Map<WidePlace, HTMLButtonElement>();

  constructor(deps: BarDeps) {
    const { t } = deps;
    this.#t = t;
    this.#everyone = element('span', 'legend', reachIcon('everyone'), element('span'));
    this.#network = element('span', 'legend', reachIcon('network'), element('span'));
    this.#orphans = element('span', 'legend left-over', originIcon('orphan'), element('span'));
    const tools = element(
      'div',
      'map-tools',
      tool(t('Zoom out'), 'M3.5 8h9', () => deps.zoomBy(1 / ZOOM_STEP)),
      tool(t('Zoom in'), 'M3.5 8h9M8 3.5v9', () => deps.zoomBy(ZOOM_STEP)),
      tool(t('Show the whole map'), 'M2.5 6v-3.5h3.5M10 2.5h3.5v3.5M13.5 10v3.5h-3.5M6 13.5h-3.5v-3.5', () =>
        deps.fit(),
      ),
      tool(t('Rearrange'), 'M2.5 2.5h4v4h-4zM9.5 2.5h4v7h-4zM2.5 9.5h4v4h-4zM11.5 9.5v4', () =>
        deps.arrange(),
      ),
    );
    tools.role = 'toolbar';
    tools.ariaLabel = t('Map');
    this.top = element(
      'div',
      'map-top',
      element('div', 'words', this.#count, this.#everyone, this.#network, this.#orphans, this.#leftOut),
      tools,
    );
    this.bottom.role = 'group';
    this.bottom.ariaLabel = t('Show more');
    for (const band of WIDE_PLACES) {
      const chip = element(
        'button',
        'chip',
        element('span', 'fold-mark'),
        element('span', 'name'),
        element('span', 'number'),
      );
      chip.type = 'button';
      chip.addEventListener('click', () => deps.widen(band));
      this.#chips.set(band, chip);
      this.bottom.append(chip);
    }
  }

  /** @param portMap what there is, before anything of it is folded */
  update(
    portMap: PortMap,
    counts: ReadonlyMap<Place, number>,
    isShown: (band: WidePlace) => boolean,
    callsLeftOut: number,
  ): void {
    const t = this.#t;
    const own = portMap.origins.filter(({ edge }) => edge === null);
    const listeners = own.flatMap(({ processes }) => processes.flatMap((process) => process.listeners));
    setText(this.#count, listenersText(listeners.length, t));
    const reached = (exposure: string): number =>
      listeners.filter((each) => each.exposure === exposure).length;
    tell(this.#everyone, reached('everyone'), (count) => t('{0} open to everyone', count));
    tell(this.#network, reached('network'), (count) => t('{0} open to this network', count));
    const orphans = own
      .filter(({ kind }) => kind === 'orphan')
      .reduce((sum, { processes }) => sum + processes.length, 0);
    tell(this.#orphans, orphans, (count) => t('{0} left over', count));
    setText(this.#leftOut, leftOutText(callsLeftOut, t));

    for (const [band, chip] of this.#chips) {
      const count = counts.get(band) ?? 0;
      const shown = isShown(band);
      chip.hidden = count === 0;
      chip.ariaPressed = String(shown);
      const [, name, number] = chip.children;
      if (name instanceof HTMLElement) setText(name, placeTitle(band, [], t));
      if (number instanceof HTMLElement) setText(number, String(count));
    }
    this.bottom.hidden = [...this.#chips.values()].every(({ hidden }) => hidden);
  }
}

function leftOutText(calls: number, t: Translate): string {
  if (calls === 0) return '';
  return calls === 1 ? t('1 line is left out') : t('{0} lines are left out', calls);
}

function tool(title: string, stroke: string, pressed: () => void): HTMLButtonElement {
  const made = element('button', 'bare');
  made.type = 'button';
  made.title = title;
  made.ariaLabel = title;
  made.append(drawing('icon', stroke, ''));
  made.addEventListener('click', pressed);
  return made;
}

function tell(node: HTMLElement, count: number, text: (count: number) => string): void {
  node.hidden = count === 0;
  const { lastElementChild: words } = node;
  if (words instanceof HTMLElement && count > 0) setText(words, text(count));
}
