import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import type { ProcessIdentity } from '../core/process';
import type { Socket } from '../core/socket';
import { parseStat, socketInode, type ProcessStat } from './linux/processFiles';
import { errnoOf, isGone } from './linux/procFs';
import type { Pinned, Signaller } from './signaller';

/**
 * Signals by pid, with the start time read again right before: what remains is the moment between that read and
 * kill(2). Linux only; a pidfd, which closes that gap, can stand behind the same interface.
 */
export const processSignaller = (): Signaller => ({
  pin: (identity) => (isAlive(identity) ? pinned(identity) : undefined),
});

/** The signaller of a system, as Node names it; without a name, by /proc, and where there is none it pins nobody. */
export const signallerFor = (platform = 'linux'): Signaller =>
  platform === 'linux' ? processSignaller() : { pin: () => undefined };

const pinned = (identity: ProcessIdentity): Pinned => ({
  identity,
  holds: (socket) => holds(identity, socket),
  signal: (signal) => {
    if (!isAlive(identity)) return 'gone';
    try {
      process.kill(identity.pid, signal);
      return 'sent';
    } catch (error) {
      if (errnoOf(error) === 'ESRCH') return 'gone';
      if (errnoOf(error) === 'EPERM') return 'not-permitted';
      throw error;
    }
  },
  alive: () => isAlive(identity),
  close: () => undefined, // a pid needs no letting go of
});

/**
 * Pids of the processes that started this one, nearest first. Where /proc does not say, only the parent.
 */
export function ownAncestors(): number[] {
  const pids: number[] = [];
  for (let pid = process.ppid; pid > 0 && !pids.includes(pid); pid = readStat(pid)?.ppid ?? 0) pids.push(pid);
  return pids;
}

/** `undefined`: no such process, or hidden from us. */
function readStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`));
  } catch (error) {
    if (isGone(errnoOf(error))) return undefined;
    throw error;
  }
}

/**
 * A zombie holds nothing any more, unless it is only the first of several threads that has ended. A pid below 2 is never
 * pinned: kill(2) takes 0 and less for whole groups.
 */
function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  if (!Number.isSafeInteger(pid) || pid < 2) return false;
  const stat = readStat(pid);
  if (stat?.startTime !== startTime) return false;
  const ended = stat.state === 'Z' || stat.state === 'X';
  return !ended || stat.threads > 1;
}

function holds({ pid }: ProcessIdentity, { inode }: Socket): boolean | null {
  if (!inode) return null;
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((descriptor) => {
      const link = linkTarget(`${folder}/${descriptor}`);
      return link !== undefined && socketInode(link) === inode;
    });
  } catch (error) {
    if (isGone(errnoOf(error))) return false;
    if (errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM') return null;
    throw error;
  }
}

/** readlink(2), never stat(2): that would follow the link, and hang where it leads to a dead mount. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isGone(errnoOf(error))) return undefined; // closed since the listing
    throw error;
  }
}
