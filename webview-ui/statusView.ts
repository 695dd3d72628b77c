import type { Translate } from '../src/core/translate';
import type { ChartStatus } from '../src/protocol';
import { element, setText } from './element';
import { MAX_SHOWN } from './listenerTable';
import type { Listing } from './listing';

/** Everything about the list that is not the list: how many, how it is looked at, what is wrong, what is missing. */
export class StatusView {
  readonly #t: Translate;
  readonly #summary = element('h1');
  readonly #exposed = element('span', 'exposed');
  readonly #pulse = element('span', 'pulse');
  readonly #how = element('span', 'quiet');
  readonly #paused: HTMLElement;
  readonly #failure = element('p', 'banner failure');
  readonly #emptyTitle = element('h2');
  readonly #emptyHint = element('p', 'quiet');
  readonly #rest = element('p', 'quiet');
  readonly #gaps = element('ul', 'quiet');

  readonly header: HTMLElement;
  /** Stands where the table would. */
  readonly empty: HTMLElement;
  readonly footer: HTMLElement;

  constructor(t: Translate, resume: () => void) {
    this.#t = t;
    const button = element('button', 'text', t('Resume'));
    button.type = 'button';
    button.addEventListener('click', resume);
    this.#paused = element('p', 'banner', t('Paused. What you see may have changed since.'), button);
    this.#failure.role = 'alert';
    const line = element(
      'div',
      'line',
      this.#summary,
      this.#exposed,
      element('span', 'how', this.#pulse, this.#how),
    );
    this.header = element('header', '', line, this.#paused, this.#failure);
    this.empty = element('div', 'empty', this.#emptyTitle, this.#emptyHint);
    this.empty.tabIndex = -1;
    this.footer = element('footer', '', this.#rest, this.#gaps);
  }

  update({ rows }: Listing, pictured: boolean, status: ChartStatus | undefined): void {
    const t = this.#t;
    const count = rows.size === 1 ? t('1 listener') : t('{0} listeners', rows.size);
    setText(this.#summary, pictured && status ? t('{0} on {1}', count, status.hostname) : 'Portolan');
    const exposed = [...rows.values()].filter(({ exposure }) => exposure === 'everyone').length;
    setText(this.#exposed, exposed === 0 ? '' : t('{0} open to everyone', exposed));

    const failure = status?.failure ?? null;
    const paused = status?.paused ?? false;
    this.#pulse.dataset['state'] = failure !== null ? 'failed' : paused ? 'paused' : 'live';
    setText(this.#how, status ? howItLooks(status, t) : '');
    this.#how.title = t('How the system was looked at, what the last look cost, and how often it looks');
    this.#paused.hidden = !paused;
    this.#failure.hidden = failure === null;
    setText(this.#failure, failure === null ? '' : t('The last look failed: {0}', failure));

    this.empty.hidden = rows.size > 0;
    const looking = !pictured && failure === null;
    setText(
      this.#emptyTitle,
      looking ? t('Looking…') : pictured ? t('Nothing is listening') : t('Nothing could be seen'),
    );
    setText(this.#emptyHint, pictured ? t('Start a server, and it appears here.') : '');

    this.#rest.hidden = rows.size <= MAX_SHOWN;
    setText(this.#rest, t('{0} more are not shown.', Math.max(0, rows.size - MAX_SHOWN)));
    const gaps = status?.gaps ?? [];
    if (gaps.join('\n') !== [...this.#gaps.children].map(({ textContent }) => textContent).join('\n')) {
      this.#gaps.replaceChildren(...gaps.map((gap) => element('li', '', gap)));
    }
    this.footer.hidden = this.#rest.hidden && gaps.length === 0;
  }
}

/** `proc · 0.4 ms · every 250 ms` */
function howItLooks({ method, cost, intervalMs, paused }: ChartStatus, t: Translate): string {
  const pace = intervalMs === null ? t('by hand') : t('every {0} ms', Math.round(intervalMs));
  return [method, cost ? t('{0} ms', cost.cpuMs.toFixed(1)) : '', paused ? t('paused') : pace]
    .filter((part) => part !== '')
    .join(' · ');
}
