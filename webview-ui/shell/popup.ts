import { element } from '../element';

/** Pixels between a button and what it opens, and between that and the window's edge. */
const GAP = 2;

/** A button and what it opens: closed by Escape, by the button, and by a click beside it, as the browser does it. */
export class Popup {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;

  /** `fill` is asked each time it opens. */
  constructor(button: HTMLButtonElement, label: string, fill: (panel: HTMLElement) => void) {
    this.button = button;
    button.type = 'button';
    button.ariaExpanded = 'false';
    this.panel = element('div', 'popup');
    this.panel.popover = 'auto';
    this.panel.ariaLabel = label;
    button.popoverTargetElement = this.panel;
    this.panel.addEventListener('beforetoggle', (event) => {
      if (event.newState === 'open') fill(this.panel);
    });
    this.panel.addEventListener('toggle', (event) => {
      const open = event.newState === 'open';
      button.ariaExpanded = String(open);
      if (!open) return;
      this.#stand();
      this.panel.querySelector<HTMLElement>('[tabindex="0"], button, input, select, a')?.focus();
    });
  }

  close(): void {
    this.panel.hidePopover();
    this.button.focus();
  }

  /** Below the button, within the window. */
  #stand(): void {
    const from = this.button.getBoundingClientRect();
    const { width, height } = this.panel.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(from.left, window.innerWidth - width - GAP));
    const below = from.bottom + GAP;
    const fits = below + height <= window.innerHeight - GAP;
    this.panel.style.left = `${left}px`;
    this.panel.style.top = `${fits ? below : Math.max(GAP, window.innerHeight - height - GAP)}px`;
  }
}

export interface MenuItem {
  readonly label: string;
  choose(): void;
}

/** A button with a menu, walked by the arrow keys. */
export function menu(button: HTMLButtonElement, label: string, items: () => readonly MenuItem[]): Popup {
  button.ariaHasPopup = 'menu';
  const popup: Popup = new Popup(button, label, (panel) => {
    panel.role = 'menu';
    const entries = items().map((choice, at) => {
      const item = element('div', 'menu-item', choice.label);
      item.role = 'menuitem';
      item.tabIndex = at === 0 ? 0 : -1;
      item.addEventListener('click', () => {
        popup.close();
        choice.choose();
      });
      return item;
    });
    panel.replaceChildren(...entries);
  });
  popup.panel.addEventListener('keydown', (event) => {
    const entries = [...popup.panel.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const to: Readonly<Partial<Record<string, number>>> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    if (event.key === 'Enter' || event.key === ' ') entries[at]?.click();
    else if (Object.hasOwn(to, event.key)) entries[to[event.key] ?? 0]?.focus();
    else return;
    event.preventDefault();
  });
  return popup;
}
