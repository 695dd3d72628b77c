/** What a line names that something may have tried to bind to. */
export interface BindAddress {
  /** Offset in the line at which the digits, the address with its port, or the path begins. */
  readonly start: number;
  readonly end: number;
  /** What `plainQuery` takes. */
  readonly query: string;
  /**
   * `address`: with a host or a colon before the port. `port`: a number behind a word for port. `number`: a bare one, where
   * a sentence can only mean a port. `path`: of a Unix socket.
   */
  readonly kind: 'address' | 'port' | 'number' | 'path';
  /** A host name with nothing before it that tells an address from a source file's line: `web:3000`. */
  readonly doubtful?: boolean;
}
