import type { ChartRow } from '../../src/core/chart/chart';
import type { ChartModel } from '../model';
import { socketSubject, type Subject } from '../subject';
import type { Entry } from './entries';

/** Selecting rows, one by one and from here to there; the selection itself is the model's. */
export class RowSelection {
  readonly #model: ChartModel;
  /** Id of the line from which Shift selects. */
  #anchor: string | undefined;

  constructor(model: ChartModel) {
    this.#model = model;
  }

  one({ row }: Entry): void {
    this.#anchor = row.id;
    this.#model.select(socketSubject(row.id));
  }

  toggle({ row }: Entry): void {
    this.#anchor = row.id;
    const others = this.#model.selection.filter(({ kind, id }) => kind === 'socket' && id !== row.id);
    this.#model.selectAll(this.#model.isSelected(row) ? others : [...others, socketSubject(row.id)]);
  }

  /** Selects from where the range began, or else from `active`, to a line. */
  range(entries: readonly Entry[], active: string | undefined, to: number): void {
    const anchor = this.#anchor ?? active;
    const from = Math.max(
      entries.findIndex(({ id }) => id === anchor),
      0,
    );
    this.#anchor = entries[from]?.id;
    this.#model.selectAll(rowsBetween(entries, from, to));
  }

  all(entries: readonly Entry[], lead: number): void {
    const rows = [...rowsBetween(entries, 0, lead), ...rowsBetween(entries, entries.length - 1, lead)];
    this.#model.selectAll([...new Map(rows.map((subject) => [subject.id, subject])).values()]);
  }

  /** What an action on that row is about: all that is selected, where the row is of it; the row first. */
  meant(row: ChartRow, chosen: () => readonly string[]): string[] {
    if (!this.#model.isSelected(row)) return [row.id];
    return [row.id, ...chosen().filter((id) => id !== row.id)];
  }
}

/** The rows from one line to another; the other one leads. */
function rowsBetween(entries: readonly Entry[], from: number, to: number): Subject[] {
  const lines = entries.slice(Math.min(from, to), Math.max(from, to) + 1).filter(({ group }) => !group);
  if (from > to) lines.reverse();
  return lines.map(({ id }) => socketSubject(id));
}
