import type { Translate } from '../../src/core/text/translate';
import { element, setText } from '../element';
import { icon } from '../icon';
import type { ChartModel } from '../model';
import { Popup } from './popup';

/** What can be typed, and what it means. */
const GRAMMAR: readonly (readonly [example: string, meaning: (t: Translate) => string])[] = [
  ['vite', (t) => t('a word of anything that is shown')],
  ['port:3000', (t) => t('a port, at either end; also 3000-3999 and 80,443')],
  ['origin:web', (t) => t('where it came from; origin:none for what was started elsewhere')],
  ['exposure:everyone', (t) => t('who can reach it: machine, network, everyone')],
  ['state:established', (t) => t('its state: listen, established, time_wait …')],
  ['proto:udp', (t) => t('tcp, udp, udplite, icmp, raw, packet, unix')],
  ['user:me', (t) => t('who holds it: me, a name, a number')],
  ['pid:4711', (t) => t('the process, by its number')],
  ['name:node', (t) => t('the process, by its name')],
  ['command:--inspect', (t) => t('a part of its command line')],
  ['folder:shop', (t) => t('the workspace folder')],
  ['address:127.0.0.1', (t) => t('its own end')],
  ['remote:10.0.0.7', (t) => t('the other end')],
  ['-port:22', (t) => t('everything but that')],
];

/** What lets only some through, as it is typed. */
export class FilterBox {
  readonly element = element('div', 'filter');
  readonly #input = element('input');
  readonly #problem = element('p', 'problem');
  readonly #clear = element('button', 'bare');
  readonly #model: ChartModel;

  constructor(model: ChartModel, t: Translate) {
    this.#model = model;
    this.#input.type = 'text';
    this.#input.spellcheck = false;
    this.#input.autocomplete = 'off';
    this.#input.role = 'searchbox';
    this.#input.ariaLabel = t('Filter');
    this.#input.placeholder = t('Filter: {0}', 'port:3000 origin:web exposure:everyone');
    this.#input.value = model.filter.choice.filter;
    this.#problem.id = 'filter-problem';
    this.#problem.role = 'status';
    this.#input.setAttribute('aria-describedby', this.#problem.id);
    this.#clear.type = 'button';
    this.#clear.ariaLabel = this.#clear.title = t('Clear the Filter');
    this.#clear.append(icon('close'));
    const help = element('button', 'bare', icon('help'));
    help.ariaLabel = help.title = t('What can be typed');
    const popup: Popup = new Popup(help, help.title, (panel) =>
      panel.replaceChildren(this.#grammar(t, () => popup.close())),
    );
    popup.panel.role = 'dialog';
    popup.panel.classList.add('grammar');
    this.element.append(this.#input, this.#clear, help, popup.panel, this.#problem);

    this.#input.addEventListener('input', () => model.filterBy({ filter: this.#input.value }));
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#input.value === '') return;
      model.filterBy({ filter: '' });
      event.preventDefault();
    });
    this.#clear.addEventListener('click', () => {
      model.filterBy({ filter: '' });
      this.#input.focus();
    });
    model.onDidChange(({ filter }) => {
      if (filter) this.#update();
    });
    this.#update();
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  #update(): void {
    const { filter } = this.#model.filter.choice;
    if (this.#input.value !== filter) this.#input.value = filter;
    this.#clear.hidden = filter === '';
    setText(this.#problem, this.#model.filter.problems.join(' '));
    this.#input.ariaInvalid = String(this.#model.filter.problems.length > 0);
  }

  #grammar(t: Translate, close: () => void): HTMLElement {
    const lines = GRAMMAR.map(([example, meaning]) => {
      const button = element('button', 'example', example);
      button.type = 'button';
      button.addEventListener('click', () => {
        close();
        const { filter } = this.#model.filter.choice;
        this.#model.filterBy({ filter: [filter.trimEnd(), example].filter(Boolean).join(' ') });
        this.#input.focus();
      });
      return element('li', '', button, element('span', 'quiet', meaning(t)));
    });
    const hint = t('Several together narrow it down: all of them must hold.');
    return element('div', '', element('p', 'quiet', hint), element('ul', '', ...lines));
  }
}
