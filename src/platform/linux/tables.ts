import type { Gap, Method, Scope } from '../../core/snapshot/reading';
import type { Protocol } from '../../core/socket/socket';
import type { TableRow } from './tableRow';

/** What the tables of one network namespace said. */
export interface TablesRead {
  /**
   * From sock_diag, an unchanged row is the same object as in the read before, whatever scope that had. The list is the
   * same as in the last read of this scope where nothing in it has changed. /proc gives new objects each time.
   */
  readonly rows: readonly TableRow[];
  /** Rows of the scan before that two dumps did not show: closed, unless a process still holds them. */
  readonly doubtful: readonly TableRow[];
  readonly gaps: readonly Gap[];
  readonly method: Readonly<Partial<Record<Protocol, Method>>>;
  /** True where no table that every Linux has could be read, or each lacked even its header line. */
  readonly blank: boolean;
}

/** The socket tables of one network namespace. What is kept open stays open until {@link close}. */
export interface Tables {
  /**
   * Rows may appear twice (the kernel's tables tear across pages), and in scope `listeners` some rows are not
   * listeners.
   */
  read(scope: Scope): TablesRead;
  /** Keeps rows of the last read's `doubtful` that a process still holds, so that the next read misses them too. */
  keep(rows: readonly TableRow[]): void;
  close(): void;
}
