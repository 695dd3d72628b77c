import type { Translate } from '../../src/core/text/translate';
import type { ChartStatus } from '../../src/protocol';
import { element, setText } from '../element';
import { icon } from '../icon';
import type { ChartModel } from '../model';
import { Popup } from './popup';

/** How it is looked, and what could not be seen. */
export class StatusView {
  readonly #t: Translate;
  readonly #model: ChartModel;
  readonly #pulse = element('span', 'pulse');
  readonly #how = element('span', 'quiet said');
  readonly #gaps = element('button', 'bare gaps');
  readonly #gapsText = element('span', 'said');
  readonly #failure = element('p', 'banner failure');
  readonly #paused: HTMLElement;
  /** The element that stands in the bar. */
  readonly element: HTMLElement;
  /** Stand below the bar while there is reason. */
  readonly banners: HTMLElement;

  constructor(model: ChartModel, t: Translate, resume: () => void) {
    this.#model = model;
    this.#t = t;
    const button = element('button', 'primary', t('Resume'));
    button.type = 'button';
    button.addEventListener('click', resume);
    this.#paused = element('p', 'banner', t('Paused. What you see may have changed since.'), button);
    this.#failure.role = 'alert';
    const popup = new Popup(this.#gaps, t('What could not be seen'), (panel) => {
      const gaps = model.status?.gaps ?? [];
      panel.replaceChildren(element('ul', '', ...gaps.map((gap) => element('li', '', gap))));
    });
    popup.panel.role = 'dialog';
    this.#gaps.append(icon('warning'), this.#gapsText);
    this.#gaps.title = t('What could not be seen');
    this.#pulse.role = 'img';
    this.element = element('div', 'how', this.#gaps, popup.panel, this.#pulse, this.#how);
    this.banners = element('div', 'banners', this.#paused, this.#failure);
    model.onDidChange(({ status }) => {
      if (status) this.#update();
    });
    this.#update();
  }

  #update(): void {
    const t = this.#t;
    const { status } = this.#model;
    const failure = status?.failure ?? null;
    const paused = status?.paused ?? false;
    this.#pulse.dataset['state'] = failure !== null ? 'failed' : paused ? 'paused' : 'live';
    const how = status ? howItLooks(status, t) : '';
    const state = failure !== null ? t('failed') : paused ? t('paused') : t('live');
    this.#pulse.ariaLabel = [state, how].filter(Boolean).join(': ');
    this.#pulse.title = how;
    setText(this.#how, how);
    this.element.title = t('How the system was looked at, what the last look cost, and how often it looks');
    this.#paused.hidden = !paused;
    this.#failure.hidden = failure === null;
    setText(this.#failure, failure ?? '');
    const gaps = status?.gaps.length ?? 0;
    this.#gaps.hidden = gaps === 0;
    setText(this.#gapsText, gaps === 1 ? t('1 gap') : t('{0} gaps', gaps));
    this.#gaps.ariaLabel = `${this.#gapsText.textContent}: ${this.#gaps.title}`;
  }
}

/** `proc · 0.4 ms · every 250 ms` */
function howItLooks({ method, cost, intervalMs, paused }: ChartStatus, t: Translate): string {
  const pace = intervalMs === null ? t('by hand') : t('every {0} ms', Math.round(intervalMs));
  return [method, cost ? t('{0} ms', cost.cpuMs.toFixed(1)) : '', paused ? t('paused') : pace]
    .filter((part) => part !== '')
    .join(' · ');
}
