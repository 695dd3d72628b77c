import type { Reading, Scope } from '../core/snapshot/reading';

export interface ReadOptions {
  /**
   * Reads everything again that is otherwise kept from scan to scan and renewed in turn; costs as much as a first scan.
   */
  readonly thorough?: boolean;
  /** Lets a listener scan too ask the system's name service for users, which may take a moment: a person waits for them. */
  readonly askNames?: boolean;
}

/** Asks one operating system. Every system answers to this. */
export interface Probe {
  /**
   * Reads the tables once. What could not be seen is a gap in the reading, not an error; it rejects only where nothing
   * at all can be read. Calls never overlap: the caller waits for one before the next.
   */
  read(scope: Scope, options?: ReadOptions): Promise<Reading>;
  /** Closes descriptors and ends helpers; no call may follow. */
  dispose(): void;
}
