import { closeSync, readlinkSync } from 'node:fs';
import { socketInode } from './processFiles';
import { errnoOf, isGone } from './procFs';

/** A socket that this process has open. Numbers of descriptors are given out again: the inode tells whose it is. */
export interface OwnSocket {
  readonly descriptor: number;
  readonly inode: number;
}

/** What is on a descriptor; `undefined`: no socket, or nothing. */
export function ownSocket(descriptor: number): OwnSocket | undefined {
  try {
    const inode = socketInode(readlinkSync(`/proc/self/fd/${descriptor}`));
    return inode === undefined ? undefined : { descriptor, inode };
  } catch (error) {
    if (isGone(errnoOf(error))) return undefined;
    throw error;
  }
}

/** Closes it where it is still open. */
export function closeOwnSocket({ descriptor, inode }: OwnSocket): void {
  if (ownSocket(descriptor)?.inode === inode) closeSync(descriptor);
}
