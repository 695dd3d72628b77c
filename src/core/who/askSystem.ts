/** A Unix name as somebody typed it. `bytes` (base64) where they are known and are no text. */
export interface AskedName {
  readonly text: string;
  readonly bytes?: string | undefined;
}

/** What a Unix path leads to, as the system says at the moment of the question. */
export interface UnixFileFacts {
  /** `unclear`: the system could not be asked, or not within the time limit. */
  readonly kind: 'socket' | 'other' | 'missing' | 'unclear';
  /** Other spellings of the path that the system gave: without links, `..` and doubled slashes. Absolute. */
  readonly names: readonly string[];
  /**
   * Whether the file that a Unix socket is bound to, by its inode (sockfs's, as in a snapshot), is the one that the path leads
   * to. Only sockets of this network namespace whose file the kernel told; empty where the two cannot be compared.
   */
  readonly isFile: ReadonlyMap<number, boolean>;
  /** Whether a process, by its pid, sees the same files under the same paths (mount namespace and root folder). */
  readonly seesSame: ReadonlyMap<number, boolean | null>;
}

/** What a question needs to know beyond a snapshot. Asked once for a question that was sent; each within a time limit. */
export interface AskSystem {
  /** `path`: absolute. Never rejects. */
  unixFile(path: AskedName, pids: readonly number[]): Promise<UnixFileFacts>;
  /** The interfaces by which what is sent to that address comes in; `[]`: the address is not this machine's. Never throws. */
  carriersOf(address: string): readonly string[];
  /** Whether anybody accepts a connection at that Unix path, or at that TCP port of this machine's loopback. Never rejects. */
  accepts(where: { readonly path: AskedName } | { readonly port: number }): Promise<boolean>;
}
