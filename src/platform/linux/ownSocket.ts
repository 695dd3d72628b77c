import { closeSync, readlinkSync } from 'node:fs';
import type { OwnSocket } from '../ownSocket';
import { socketInode } from './processFiles';
import { errnoOf, isGone } from './procFs';

/** The socket on a descriptor; `undefined` where the descriptor is closed or is not a socket. */
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
