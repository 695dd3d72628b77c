import { element } from '../element';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly panel: HTMLElement;
}

/** The list of tabs; arrow keys choose. */
export class Tabs<Id extends string> {
  readonly element = element('div', 'tabs');
  readonly #tabs: readonly (Tab<Id> & { readonly button: HTMLButtonElement })[];

  constructor(label: string, tabs: readonly Tab<Id>[], chosen: (id: Id) => void) {
    this.element.role = 'tablist';
    this.element.ariaLabel = label;
    this.#tabs = tabs.map((tab) => {
      const button = element('button', 'tab', tab.title);
      button.type = 'button';
      button.role = 'tab';
      button.id = `tab-${tab.id}`;
      button.setAttribute('aria-controls', `panel-${tab.id}`);
      button.addEventListener('click', () => chosen(tab.id));
      tab.panel.role = 'tabpanel';
      tab.panel.id = `panel-${tab.id}`;
      tab.panel.setAttribute('aria-labelledby', button.id);
      return { ...tab, button };
    });
    this.element.append(...this.#tabs.map(({ button }) => button));
    this.element.addEventListener('keydown', ({ key }) => {
      const at = this.#tabs.findIndex(({ button }) => button === document.activeElement);
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length];
      if (at < 0 || step === 0 || !next) return;
      chosen(next.id);
      next.button.focus();
    });
  }

  select(id: Id): void {
    for (const tab of this.#tabs) {
      const selected = tab.id === id;
      tab.button.ariaSelected = String(selected);
      tab.button.tabIndex = selected ? 0 : -1;
      tab.panel.hidden = !selected;
    }
  }
}
