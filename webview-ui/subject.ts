import type { ChartRow } from '../src/core/chart/chart';

/** What can be selected: a socket, a process, or what processes came from. Named by its id, of a process by its key. */
export interface Subject {
  readonly kind: 'socket' | 'process' | 'origin';
  readonly id: string;
}

export const socketSubject = (id: string): Subject => ({ kind: 'socket', id });

export const sameSubject = (a: Subject | undefined, b: Subject | undefined): boolean =>
  a?.kind === b?.kind && a?.id === b?.id;

/** Whether the row is that socket, or one that the process holds, or one that came from there. */
export function has({ kind, id }: Subject, row: ChartRow): boolean {
  switch (kind) {
    case 'socket':
      return row.id === id;
    case 'process':
      return row.owners.includes(id);
    case 'origin':
      return row.origin === id;
  }
}
