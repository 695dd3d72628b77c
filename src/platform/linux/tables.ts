import type { Gap, Method, Scope } from '../../core/snapshot/reading';
import type { Protocol } from '../../core/socket/socket';
import type { TableRow } from './tableRow';

/** What one network namespace's tables said. */
export interface TablesRead {
  /**
   * By sock_diag, an unchanged row is the same object as in the read before, whatever the scope of that was; and this list
   * is the same as in the last read of this scope, where nothing in it has changed. /proc gives new ones.
   */
  readonly rows: readonly TableRow[];
  /** Rows of the look before that two dumps did not show: gone, unless somebody still holds them. */
  readonly doubtful: readonly TableRow[];
  readonly gaps: readonly Gap[];
  readonly method: Readonly<Partial<Record<Protocol, Method>>>;
  /** No table that every Linux has could be read, or they lack even their header line. */
  readonly blank: boolean;
}

/** The socket tables of one network namespace. What is kept open stays open until {@link close}. */
export interface Tables {
  /** Rows may be there twice (the kernel's tables tear across pages), and in scope `listeners` some are none. */
  read(scope: Scope): TablesRead;
  /** Those of the last read's `doubtful` rows that somebody still holds: the next read is to miss them too. */
  keep(rows: readonly TableRow[]): void;
  close(): void;
}
