import type { BootClock, Process } from '../../core/snapshot/process';
import type { Gap, Reading, Scope } from '../../core/snapshot/reading';
import type { Socket } from '../../core/socket/socket';
import type { Access } from './access';
import type { HeldSockets } from './heldSockets';
import { leadFirst } from './leadFirst';
import type { OtherNamespaces } from './otherNamespaces';
import type { Found, OwnerFinder, Sight } from './ownerFinder';
import type { ProcessList } from './processList';
import type { ProcessTable } from './processTable';
import type { Seen, SocketTable } from './socketTable';
import type { TableRow } from './tableRow';
import type { TimeSlices } from './timeSlices';
import type { Vantage } from './vantage';

/** Why no known process holds a socket that some process may hold. */
type Unowned = 'refused' | 'exhausted' | 'hidepid' | 'pid namespace';

/** The last reading of a scope, and what it was made of. */
interface Last {
  readonly seen: Seen;
  readonly revision: number;
  readonly unowned: Unowned | undefined;
  readonly holders: ReadonlySet<number>;
  readonly processes: ReadonlyMap<number, Process>;
  readonly sockets: readonly Socket[];
  readonly unseen: number;
  /** How many of these the user who looks has opened. */
  readonly unseenOwn: number;
  /** How many of these are rows that prove no owner. */
  readonly unproven: number;
}

/** The parts of one way to find owners, each with its own memory. */
export interface OwnedSocketsParts {
  readonly vantage: Vantage;
  readonly access: Access;
  readonly list: ProcessList;
  readonly held: HeldSockets;
  readonly owners: OwnerFinder;
  readonly processes: ProcessTable;
  readonly sockets: SocketTable;
  /** Tells which namespace a process lives in; `undefined` where this kernel has no network namespaces. */
  readonly others: OtherNamespaces | undefined;
  /** The effective user of the process that reads. */
  readonly euid: number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
}

/** One look, beside what it has seen. */
interface Look {
  readonly clock: BootClock;
  readonly thorough: boolean;
  readonly slices: TimeSlices;
  readonly stillThere: Sight['stillThere'];
}

/**
 * Joins the sockets that the tables show with those who hold them and with who these are. The lists of a reading in which
 * nothing differs from the last one of its scope are the very same objects.
 */
export class OwnedSockets {
  readonly #parts: OwnedSocketsParts;
  readonly #last: Partial<Record<Scope, Last>> = {};
  /** Sockets whose owners have changed since the last reading of each scope. */
  readonly #moved: Record<Scope, Set<number>> = { listeners: new Set(), all: new Set() };
  #lookedAt = 0;

  constructor(parts: OwnedSocketsParts) {
    this.#parts = parts;
  }

  async look(
    scope: Scope,
    seen: Seen,
    { clock, thorough, slices, stillThere }: Look,
  ): Promise<Pick<Reading, 'sockets' | 'processes' | 'gaps'>> {
    const { vantage, access, list, held, owners, processes: table } = this.#parts;
    const last = this.#last[scope];
    const found = vantage.pidsAreOurs
      ? await owners.look({ ...seen, scope, stillThere }, thorough, slices)
      : NOBODY;
    if (found.ended.length > 0) access.keepOnly(new Set(list.pids));
    for (const moved of Object.values(this.#moved)) for (const inode of found.moved) moved.add(inode);
    const moved = this.#moved[scope];
    this.#moved[scope] = new Set();

    const passed = this.#passed();
    table.renew(clock, found.ended, found.read, thorough ? Infinity : passed);
    const sameRows = seen.rows === last?.seen.rows && moved.size === 0;
    const holders = last && sameRows ? last.holders : holdersOf(seen, held);
    const sameHolders = holders === last?.holders && table.revision === last.revision;
    const processes = last && sameHolders ? last.processes : kept(table.of(holders, clock), last?.processes);
    const { revision } = table;

    // Each is asked: the answer is taken.
    const cutShort = [held.takeCutShort(), table.takeCutShort(), list.cutShort];
    const exhausted = cutShort.includes(true);
    const unowned = this.#unowned(exhausted);
    const sameFacts = processes === last?.processes && unowned === last.unowned;
    let unproven = 0;
    const ownersOf = (row: TableRow, at: number): Socket['owners'] | undefined => {
      const pids = held.holdersOf(row.inode ?? 0);
      if (row.inode === null || (pids && !this.#isProven(row, pids, seen, at))) {
        unproven++;
        return null;
      }
      const present = pids && leadFirst(pids, processes);
      if (present && (present.length > 0 || !exhausted)) return present;
      if (found.vanished.has(row.inode)) return undefined;
      return row.inode !== 0 && unowned !== undefined ? null : [];
    };
    const sockets =
      last && sameRows && sameFacts && found.vanished.size === 0
        ? last.sockets
        : this.#parts.sockets.make(scope, seen, {
            of: ownersOf,
            mayDiffer: (row) => !sameFacts || moved.has(row.inode ?? 0),
          });
    const { unseen, unseenOwn } = sockets === last?.sockets ? last : unseenOf(sockets, this.#parts.euid);
    const counted = { unseen, unseenOwn, unproven };
    const now: Last = { seen, revision, unowned, holders, processes, sockets, ...counted };
    this.#last[scope] = now;
    return { sockets, processes, gaps: this.#gaps(now) };
  }

  /**
   * Whether a row is evidence that these hold its socket. One of /proc/net/unix is not where all of them live in another
   * namespace: somebody's name may have forged it ({@link withoutRepeatedInodes}).
   */
  #isProven({ protocol }: TableRow, pids: readonly number[], { textual, netns }: Seen, at: number): boolean {
    const { others } = this.#parts;
    const where = netns[at] ?? null;
    if (protocol !== 'unix' || !others || !textual.has(where)) return true;
    return pids.some((pid) => others.isIn(pid, where));
  }

  /** Milliseconds since the last scan. */
  #passed(): number {
    const now = this.#parts.now();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    return passed;
  }

  #unowned(exhausted: boolean): Unowned | undefined {
    const { vantage, held, list } = this.#parts;
    if (!vantage.pidsAreOurs) return 'pid namespace';
    if (held.refused > 0) return 'refused';
    if (exhausted) return 'exhausted';
    // In every pid namespace there is a process 1; where it is not listed, hidepid keeps others out of sight too.
    if (list.pids[0] !== 1) return 'hidepid';
    return vantage.inPidNamespace ? 'pid namespace' : undefined;
  }

  #gaps({ unowned, unseen, unseenOwn, unproven }: Last): Gap[] {
    const forged: Gap[] =
      unproven > 0 ? [{ kind: 'hidden', subject: 'owners', count: unproven, detail: 'unproven' }] : [];
    return [...this.#unseenGaps(unowned, unseen - unproven, unseenOwn), ...forged];
  }

  #unseenGaps(unowned: Unowned | undefined, count: number, ofOwn: number): Gap[] {
    if (count === 0) return [];
    switch (unowned) {
      case 'refused': {
        const gap: Gap = { kind: 'permission', subject: 'owners', count };
        if (this.#parts.euid !== 0) {
          const own = Math.min(count, ofOwn);
          return [
            { ...gap, count: count - own },
            { ...gap, count: own, detail: 'own' },
          ].filter((each) => each.count > 0);
        }
        return [{ ...gap, detail: this.#parts.vantage.mayTrace ? 'root' : 'CAP_SYS_PTRACE' }];
      }
      case 'exhausted':
        return [{ kind: 'truncated', subject: 'owners', count, detail: 'EMFILE' }];
      case undefined:
        return [];
      default:
        return [{ kind: 'hidden', subject: 'owners', count, detail: unowned }];
    }
  }
}

const NOBODY: Found = { moved: new Set(), read: new Set(), ended: [], vanished: new Set() };

function unseenOf(sockets: readonly Socket[], euid: number): Pick<Last, 'unseen' | 'unseenOwn'> {
  const unseen = sockets.filter(({ owners }) => owners === null);
  return { unseen: unseen.length, unseenOwn: unseen.filter(({ uid }) => uid === euid).length };
}

function holdersOf(seen: Seen, held: HeldSockets): Set<number> {
  const pids = new Set<number>();
  for (const inode of seen.inodes.keys()) for (const pid of held.holdersOf(inode) ?? []) pids.add(pid);
  return pids;
}

/** The map that was there before, where it says the same. */
function kept(
  now: Map<number, Process>,
  before: ReadonlyMap<number, Process> | undefined,
): ReadonlyMap<number, Process> {
  if (now.size !== before?.size) return now;
  for (const [pid, process] of now) if (before.get(pid) !== process) return now;
  return before;
}
