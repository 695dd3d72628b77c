import type { Access } from './access';
import { namespaceInode } from './processFiles';
import type { ProcessTable } from './processTable';
import { errnoOf, isGone, type ProcFs } from './procFs';

export interface OtherNamespaces {
  /** Pids in each network namespace that is not one's own, by the namespace's inode. */
  readonly pids: ReadonlyMap<number, readonly number[]>;
  /** How many more there are whose name is not told: those of other users. */
  readonly refused: number;
}

/**
 * Which of these processes live in another network namespace. The link that names it is refused across users; that it
 * is another shows in the inode of the table's file, which the kernel gives each namespace anew and hides from nobody.
 */
export function otherNamespaces(
  fs: ProcFs,
  access: Access,
  processes: ProcessTable,
  pids: readonly number[],
  own: number,
): OtherNamespaces {
  const named = new Map<number, number[]>();
  const unnamed = new Set<number>();
  const ownTable = fs.lstat('self/net/unix')?.ino;
  const tables = new Set([ownTable]);

  const nameless: number[] = [];
  for (const pid of pids) {
    const mayTry = access.mayTry(
      pid,
      () => fs.lstat(String(pid))?.uid,
      () => processes.identify(pid)?.startTime,
    );
    const netns = mayTry ? nameOf(fs, pid) : undefined;
    if (netns === undefined) nameless.push(pid);
    else if (netns !== own) named.set(netns, [...(named.get(netns) ?? []), pid]);
  }
  for (const [first] of named.values()) tables.add(tableOf(fs, first));
  for (const pid of nameless) {
    const table = tableOf(fs, pid);
    if (table !== undefined && !tables.has(table)) unnamed.add(table);
  }
  return { pids: named, refused: unnamed.size };
}

function nameOf(fs: ProcFs, pid: number): number | undefined {
  try {
    return namespaceInode(fs.readlink(`${pid}/ns/net`));
  } catch (error) {
    // Refused, or ended.
    errnoOf(error);
    return undefined;
  }
}

/** `undefined` for a process that has ended, a zombie (it has left its namespaces), and under hidepid. */
function tableOf(fs: ProcFs, pid: number | undefined): number | undefined {
  try {
    return pid === undefined ? undefined : fs.lstat(`${pid}/net/unix`)?.ino;
  } catch (error) {
    if (!isGone(errnoOf(error)) && errnoOf(error) !== 'EACCES' && errnoOf(error) !== 'EPERM') throw error;
    return undefined;
  }
}
