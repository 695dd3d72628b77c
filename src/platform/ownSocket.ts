/**
 * A socket that this process has open. Descriptor numbers are reused, so the inode shows whether it is still that
 * socket.
 */
export interface OwnSocket {
  readonly descriptor: number;
  readonly inode: number;
}
