import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessIdentity } from '../../core/snapshot/process';
import type { Socket } from '../../core/socket/socket';
import type { Descendant } from '../../core/stop/stopPlan';
import { parseStat, type ProcessStat, socketInode } from './processFiles';
import { errnoOf, isGone, isRefusal } from './procFs';

/** `undefined`: no such process, or kept out of sight (hidepid). */
export function readStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`));
  } catch (error) {
    // hidepid=2 pretends that the process does not exist; hidepid=1 refuses.
    if (isGone(errnoOf(error)) || isRefusal(errnoOf(error))) return undefined;
    throw error;
  }
}

/**
 * Whether that very process is there, by its start time. A zombie is not: it holds nothing any more, unless it is only
 * the first of several threads that has ended. A pid below 2 never is: kill(2) takes 0 and less for whole groups.
 */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  if (!Number.isSafeInteger(pid) || pid < 2) return false;
  const stat = readStat(pid);
  return stat?.startTime === startTime && !hasEnded(stat);
}

const hasEnded = ({ state, threads }: ProcessStat): boolean =>
  (state === 'Z' || state === 'X') && threads <= 1;

/** proc_pid_stat(5): `T` stopped by a signal, `t` by a debugger. */
export function isSuspended({ pid }: ProcessIdentity): boolean {
  const state = readStat(pid)?.state;
  return state === 'T' || state === 't';
}

export function isInForeground({ pid }: ProcessIdentity): boolean {
  const stat = readStat(pid);
  return stat !== undefined && stat.pgrp > 0 && stat.pgrp === stat.tpgid;
}

/** `null`: may not be seen. */
export function holdsSocket({ pid }: ProcessIdentity, { inode }: Socket): boolean | null {
  if (!inode) return null;
  try {
    return descriptorFolders(pid).some((folder) => hasOpen(folder, inode));
  } catch (error) {
    if (isGone(errnoOf(error))) return false;
    if (isRefusal(errnoOf(error))) return null;
    throw error;
  }
}

/** A process's own; where its first thread has ended, whose folder is empty then, and root's, the other threads'. */
function descriptorFolders(pid: number): string[] {
  const stat = readStat(pid);
  if (stat?.state !== 'Z' || stat.threads < 2) return [`/proc/${pid}/fd`];
  const others = readdirSync(`/proc/${pid}/task`).filter((thread) => thread !== String(pid));
  return others.map((thread) => `/proc/${pid}/task/${thread}/fd`);
}

function hasOpen(folder: string, inode: number): boolean {
  try {
    return readdirSync(folder).some((descriptor) => {
      const link = linkTarget(`${folder}/${descriptor}`);
      return link !== undefined && socketInode(link) === inode;
    });
  } catch (error) {
    if (isGone(errnoOf(error))) return false;
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

/**
 * Everything below a process, parents before their children. Each is verified: it names the one above it as its parent, and
 * did not start before it. A child of an ended parent is nobody's any more, and is not found.
 */
export function descendantsOf(root: ProcessIdentity): Descendant[] {
  const top = readStat(root.pid);
  if (top?.startTime !== root.startTime) return [];
  const children = childrenFinder();
  const found: Descendant[] = [];
  const seen = new Set([root.pid]);
  const below = (parent: ProcessIdentity): void => {
    for (const pid of children(parent.pid)) {
      const stat = seen.has(pid) ? undefined : readStat(pid);
      if (stat?.ppid !== parent.pid || BigInt(stat.startTime) < BigInt(parent.startTime)) continue;
      seen.add(pid);
      if (hasEnded(stat)) continue;
      const { startTime, ppid, name, pgrp, session } = stat;
      found.push({ pid, startTime, ppid, name, pgrp, detached: session !== top.session });
      below({ pid, startTime });
    }
  };
  below(root);
  return found;
}

/** Kernels may be built without children files (CONFIG_PROC_CHILDREN): then every process is asked for its parent, once. */
function childrenFinder(): (pid: number) => number[] {
  if (existsSync(`/proc/${process.pid}/task/${process.pid}/children`)) return childrenOf;
  const byParent = childrenByParent();
  return (pid) => byParent.get(pid) ?? [];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => childrenOfThread(pid, thread));
  } catch (error) {
    if (isGone(errnoOf(error)) || isRefusal(errnoOf(error))) return [];
    throw error;
  }
}

/** proc_tid_children(5): the pids that a thread has started, a blank behind each: `81250 81251 `. */
function childrenOfThread(pid: number, thread: string): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1');
    return text.split(' ').filter(Boolean).map(Number);
  } catch (error) {
    if (isGone(errnoOf(error))) return []; // the thread has ended since the listing
    throw error;
  }
}

function childrenByParent(): Map<number, number[]> {
  const byParent = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? readStat(Number(name))?.ppid : undefined;
    if (parent === undefined) continue;
    const siblings = byParent.get(parent);
    if (siblings) siblings.push(Number(name));
    else byParent.set(parent, [Number(name)]);
  }
  return byParent;
}

/** Pids of the processes that started this one, nearest first. Where /proc does not say, only the parent. */
export function ownAncestors(): number[] {
  const pids: number[] = [];
  for (let pid = process.ppid; pid > 0 && !pids.includes(pid); pid = readStat(pid)?.ppid ?? 0) pids.push(pid);
  return pids;
}
