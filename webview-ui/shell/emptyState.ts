import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import type { ChartModel } from '../model';

/** Shown instead of rows: says why the table is empty, and what helps. */
export class EmptyState {
  readonly element = element('div', 'empty');
  readonly #title = element('h2');
  readonly #hint = element('p', 'quiet');
  readonly #clear = element('button', 'primary');
  readonly #widen = element('button', 'secondary');
  readonly #model: ChartModel;
  readonly #t: Translate;

  constructor(model: ChartModel, t: Translate) {
    this.#model = model;
    this.#t = t;
    this.element.tabIndex = -1;
    this.#clear.type = this.#widen.type = 'button';
    this.#clear.textContent = t('Clear the Filter');
    this.#widen.textContent = t('Show Everything');
    this.#clear.addEventListener('click', () => model.filterBy({ filter: '', kind: 'all' }));
    this.#widen.addEventListener('click', () => model.filterBy({ scope: 'everything' }));
    this.element.append(this.#title, this.#hint, element('p', 'buttons', this.#clear, this.#widen));
  }

  /** `none`: nothing passes. */
  update(none: boolean): void {
    this.element.hidden = !none;
    if (!none) return;
    const t = this.#t;
    const { whole, rows, filter, status } = this.#model;
    const { choice } = filter;
    const filtered = choice.filter.trim() !== '' || choice.kind !== 'all';
    const inWorkspace = choice.scope === 'workspace';
    const [title, hint] = !whole
      ? (status?.failure ?? null) === null
        ? [t('Looking…'), '']
        : [t('Nothing could be seen'), '']
      : rows.size === 0
        ? [t('Nothing is open'), t('Start a server, and it appears here.')]
        : filtered
          ? [
              t('Nothing matches the filter'),
              inWorkspace ? t('It looks at what this workspace started.') : '',
            ]
          : [t('Nothing of this workspace is open'), elsewhere(rows.size, t)];
    setText(this.#title, title);
    setText(this.#hint, hint);
    this.#clear.hidden = !whole || rows.size === 0 || !filtered;
    this.#widen.hidden = !whole || rows.size === 0 || !inWorkspace;
  }
}

const elsewhere = (sockets: number, t: Translate): string =>
  sockets === 1
    ? t('Start a server here, and it appears. 1 socket is open elsewhere.')
    : t('Start a server here, and it appears. {0} sockets are open elsewhere.', sockets);
