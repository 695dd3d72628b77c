import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import type { ProcessIdentity } from '../core/process';
import type { Socket } from '../core/socket';
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
      if (codeOf(error) === 'ESRCH') return 'gone';
      if (codeOf(error) === 'EPERM') return 'not-permitted';
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

interface Stat {
  readonly state: string;
  readonly ppid: number;
  readonly threads: number;
  readonly startTime: string;
}

/**
 * proc_pid_stat(5). `undefined`: no such process, or hidden from us.
 * `81243 (node) S 81200 81243 81200 34816 81243 4194304 … 20 0 11 0 8123456 …`; the name may hold `) R 1 (`.
 */
function readStat(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ppid, threads, startTime] = [fields[0], fields[1], fields[17], fields[19]];
  if (state === undefined || startTime === undefined) return undefined;
  return { state, ppid: Number(ppid), threads: Number(threads), startTime };
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
    return readdirSync(folder).some(
      (descriptor) => linkTarget(`${folder}/${descriptor}`) === `socket:[${inode}]`,
    );
  } catch (error) {
    if (isGone(error)) return false;
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return null;
    throw error;
  }
}

/** readlink(2), never stat(2): that would follow the link, and hang where it leads to a dead mount. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isGone(error)) return undefined; // closed since the listing
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;

/** A process that ends while its files are read answers either way. */
const isGone = (error: unknown): boolean => ['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '');
