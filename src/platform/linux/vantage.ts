import { mayTraceOthers } from './access';
import { ticksPerSecond } from './bootClock';
import { namespaceInode } from './processFiles';
import { errnoOf, isExhausted, type ProcFs, rethrowUnlessErrno } from './procFs';

/** PROC_PID_INIT_INO, include/linux/proc_ns.h: the namespace in which every process of the machine has a pid. */
const INITIAL_PID_NAMESPACE = 4026531836;

/** The place in the system that this process sees it from; the same for as long as it runs. */
export interface Vantage {
  readonly netns: number | null;
  readonly ticksPerSecond: number;
  /** Whether other users' processes may be looked into. */
  readonly mayTrace: boolean;
  /** Whether processes can exist that have no pid here. */
  readonly inPidNamespace: boolean;
  /** Whether /proc numbers processes as this process does; otherwise its pids would be others' to kill(2). */
  readonly pidsAreOurs: boolean;
}

export function vantage(fs: ProcFs, pid: number): Vantage {
  const pidNamespace = link(fs, 'self/ns/pid');
  return {
    netns: namespaceInode(link(fs, 'self/ns/net') ?? '') ?? null,
    ticksPerSecond: ticksPerSecond(fs),
    mayTrace: mayTraceOthers(text(fs, 'self/status')),
    inPidNamespace: pidNamespace !== undefined && namespaceInode(pidNamespace) !== INITIAL_PID_NAMESPACE,
    pidsAreOurs: link(fs, 'self') === String(pid),
  };
}

function link(fs: ProcFs, path: string): string | undefined {
  try {
    return fs.readlink(path);
  } catch (error) {
    // The kernel lacks this namespace, or this /proc does not show us.
    rethrowUnlessErrno(error);
    return undefined;
  }
}

function text(fs: ProcFs, path: string): string {
  try {
    return fs.readStart(path).toString('latin1');
  } catch (error) {
    // As above; but what is asked for once is not to be missed for want of a descriptor.
    if (isExhausted(errnoOf(error))) throw error;
    return '';
  }
}
