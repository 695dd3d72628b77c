import { element } from '../element';
import type { Box } from './mapLayout';

/** How a mark of the map is shown, besides what it says. */
export interface Look {
  readonly selected: boolean;
  /** Whether it belongs to the selection. */
  readonly related: boolean;
  /** Whether it belongs to what the pointer is on. */
  readonly pointed: boolean;
  /** Whether the filter leaves it out. */
  readonly dim: boolean;
  readonly arrived: boolean;
  readonly gone: boolean;
}

/** What the page needs for an origin, a process or a listener: an item of a tree, of that level. */
export function mark(className: string, level: number, key: string): HTMLElement {
  const made = element('div', `mark ${className}`);
  made.role = 'treeitem';
  made.ariaLevel = String(level);
  made.tabIndex = -1;
  made.dataset['key'] = key;
  return made;
}

export function look(node: HTMLElement, { selected, related, pointed, dim, arrived, gone }: Look): void {
  node.classList.toggle('related', related);
  node.classList.toggle('pointed', pointed);
  node.classList.toggle('dim', dim);
  node.classList.toggle('arrived', arrived);
  node.classList.toggle('gone', gone);
  if (node.ariaSelected !== String(selected)) node.ariaSelected = String(selected);
  const disabled = gone ? 'true' : null;
  if (node.ariaDisabled !== disabled) node.ariaDisabled = disabled;
}

export function label(node: HTMLElement, text: string): void {
  if (node.ariaLabel !== text) node.ariaLabel = text;
}

/** @param from what it is placed in, in pixels of the map */
export function place(node: HTMLElement, { x, y, width, height }: Box, from = { x: 0, y: 0 }): void {
  const { style } = node;
  style.left = `${x - from.x}px`;
  style.top = `${y - from.y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
