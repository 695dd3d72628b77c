import type { Translate } from '../../src/core/text/translate';
import { element } from '../element';
import { icon } from '../icon';
import { COLUMN_IDS, type ColumnId, COLUMNS } from './columns';
import { DEFAULT_TABLE, firstWidth, type SizedColumn } from './tableState';

/** The menu that shows, hides and sorts columns; it is filled each time it is opened. */
export function columnChooser(
  columns: readonly SizedColumn[],
  t: Translate,
  chosen: (columns: readonly SizedColumn[]) => void,
): HTMLElement {
  let shown = [...columns];
  const list = element('ul', 'columns');

  const change = (next: SizedColumn[], focus: string): void => {
    shown = next;
    chosen(shown);
    fill();
    list.querySelector<HTMLElement>(`[data-place="${focus}"]`)?.focus();
  };
  const move = (id: ColumnId, step: number): void => {
    const from = shown.findIndex((each) => each.id === id);
    const next = [...shown];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(Math.min(Math.max(from + step, 0), next.length), 0, moved);
    change(next, `${id} ${step < 0 ? 'up' : 'down'}`);
  };

  const line = (id: ColumnId): HTMLElement => {
    const title = COLUMNS[id].title(t);
    const box = element('input');
    box.type = 'checkbox';
    box.checked = shown.some((each) => each.id === id);
    box.dataset['place'] = id;
    // A table without columns is nobody's wish.
    box.disabled = box.checked && shown.length === 1;
    box.addEventListener('change', () =>
      change(box.checked ? [...shown, firstWidth(id)] : shown.filter((each) => each.id !== id), id),
    );
    const mover = (step: number, name: 'up' | 'down', label: string): HTMLElement => {
      const button = element('button', 'bare', icon(name));
      button.type = 'button';
      button.ariaLabel = button.title = label;
      button.dataset['place'] = `${id} ${name}`;
      button.disabled = !box.checked;
      button.addEventListener('click', () => move(id, step));
      return button;
    };
    const label = element('label', '', box, title);
    label.title = COLUMNS[id].hint?.(t) ?? '';
    return element(
      'li',
      '',
      label,
      mover(-1, 'up', t('Move {0} left', title)),
      mover(1, 'down', t('Move {0} right', title)),
    );
  };

  const fill = (): void => {
    const order = [
      ...shown.map(({ id }) => id),
      ...COLUMN_IDS.filter((id) => !shown.some((each) => each.id === id)),
    ];
    list.replaceChildren(...order.map(line));
  };
  fill();
  const reset = element('button', 'secondary', t('Reset Columns'));
  reset.type = 'button';
  reset.addEventListener('click', () => change([...DEFAULT_TABLE.columns], 'port'));
  return element('div', '', list, reset);
}
