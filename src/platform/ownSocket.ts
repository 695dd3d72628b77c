/** A socket that this process has open. Descriptors are given out again, so the inode tells whether it still is that one. */
export interface OwnSocket {
  readonly descriptor: number;
  readonly inode: number;
}
