import { endianness, hostname, release } from 'node:os';
import type { BootClock, Process } from '../../core/process';
import type { Gap, Machine, Reading, Scope } from '../../core/reading';
import { PROTOCOLS, type Socket } from '../../core/socket';
import { sameValue } from '../../core/sameValue';
import { loadKoffi } from '../koffi';
import type { Probe, ReadOptions } from '../probe';
import { Access } from './access';
import { bootClock } from './bootClock';
import { NodeDescriptorLinks, type DescriptorLinks } from './descriptorLinks';
import { HeldSockets } from './heldSockets';
import { leadFirst } from './leadFirst';
import { NativeDescriptorLinks } from './nativeDescriptorLinks';
import { OtherNamespaces } from './otherNamespaces';
import { OwnerFinder, type Found } from './ownerFinder';
import { ProcessList } from './processList';
import { ProcessTable } from './processTable';
import { ProcFs, type ReadCounts } from './procFs';
import { SocketTable, type Part, type Seen } from './socketTable';
import { LinuxTables, type LinuxTablesOptions, type Tables, type TablesRead } from './tables';
import type { TableRow } from './tableRow';
import { TimeSlices } from './timeSlices';
import { UserNames } from './userNames';
import { vantage, type Vantage } from './vantage';

export interface LinuxProbeOptions extends Partial<LinuxTablesOptions> {
  readonly users?: UserNames;
  /** Of the process that looks. */
  readonly pid?: number;
  readonly euid?: number | undefined;
  /** As uname(2) gives it. */
  readonly kernelRelease?: string;
  /** Milliseconds since the epoch, for showing. It may jump. */
  readonly date?: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

/** What stays from look to look. */
interface Eye {
  readonly vantage: Vantage;
  readonly access: Access;
  readonly list: ProcessList;
  readonly held: HeldSockets;
  readonly owners: OwnerFinder;
  readonly processes: ProcessTable;
  readonly tables: Tables;
  readonly others: OtherNamespaces | undefined;
  readonly sockets: SocketTable;
}

/** Why nobody is known to hold a socket that somebody may hold. */
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
}

/**
 * Linux: every kind of socket with every owner that may be seen. What is the same from look to look is not asked for
 * again, and is the very same object: rows, owners, facts of processes each have their own memory, and their own ways
 * to notice that it is out of date.
 */
export class LinuxProbe implements Probe {
  readonly #fs: ProcFs;
  readonly #options: LinuxProbeOptions;
  readonly #euid: number;
  readonly #now: () => number;
  readonly #last: Partial<Record<Scope, Last>> = {};
  /** Sockets whose owners have changed since the last reading of each scope. */
  readonly #moved: Record<Scope, Set<number>> = { listeners: new Set(), all: new Set() };
  #machine: Machine | undefined;
  #eye: Eye | undefined;
  #lookedAt = 0;

  constructor(options: LinuxProbeOptions = {}) {
    this.#options = options;
    this.#fs = options.fs ?? new ProcFs();
    this.#euid = options.euid ?? process.geteuid?.() ?? 0;
    this.#now = options.now ?? (() => performance.now());
  }

  /** What all looks so far have asked of /proc. */
  get counts(): Readonly<ReadCounts> {
    return this.#fs.counts;
  }

  async read(scope: Scope, { thorough = false }: ReadOptions = {}): Promise<Reading> {
    const slices = new TimeSlices();
    const takenAt = (this.#options.date ?? Date.now)();
    const eye = (this.#eye ??= this.#open());
    const clock = bootClock(this.#fs, eye.vantage.ticksPerSecond);

    const own = eye.tables.read(scope);
    const answer = (from: Pick<Reading, 'sockets' | 'processes' | 'gaps'>): Reading => {
      const { sockets, processes, gaps } = from;
      const machine = this.#machineBy(own);
      return { takenAt, scope, machine, clock, cost: slices.cost(), sockets, processes, gaps };
    };
    if (own.blank) return answer({ sockets: [], processes: new Map(), gaps: [this.#blankGap(own)] });

    const gaps = [...own.gaps];
    const parts = partsOf(own, eye.tables, eye);
    if (scope === 'all' && eye.others) {
      const elsewhere = await eye.others.look(eye.list.read(), eye.owners.lastRead, async () => {
        if (slices.due) await slices.pass();
      });
      for (const other of elsewhere.read) parts.push(...partsOf(other, other.tables, eye, other.netns));
      if (elsewhere.refused > 0) {
        gaps.push({ kind: 'permission', subject: 'namespaces', count: elsewhere.refused });
      }
    } else if (eye.others && eye.others.count > 0) {
      gaps.push({ kind: 'truncated', subject: 'namespaces', count: eye.others.count });
    }

    const seen = eye.sockets.see(scope, parts);
    const owned = await this.#own(eye, scope, seen, clock, thorough, slices);
    return answer({ ...owned, gaps: [...gaps, ...this.#ownerGaps(owned)] });
  }

  dispose(): void {
    this.#eye?.tables.close();
    this.#fs.closeKept();
    this.#eye = undefined;
  }

  #open(): Eye {
    const fs = this.#fs;
    const from = vantage(fs, this.#options.pid ?? process.pid);
    const bigEndian = this.#options.bigEndian ?? endianness() === 'BE';
    const access = new Access(this.#euid, from.mayTrace);
    const processes = new ProcessTable(fs, access, this.#options.users ?? new UserNames());
    const list = new ProcessList(fs, this.#now);
    const held = new HeldSockets(fs, this.#links(), access, processes);
    // Where there is no /proc at all, this says so.
    list.read();
    return {
      vantage: from,
      access,
      list,
      held,
      processes,
      owners: new OwnerFinder(access, held, list, this.#now),
      tables: new LinuxTables({ ...this.#options, fs, bigEndian }),
      others:
        from.netns === null
          ? undefined
          : new OtherNamespaces({ fs, access, processes, own: from.netns, bigEndian, now: this.#now }),
      sockets: new SocketTable(),
    };
  }

  #links(): DescriptorLinks {
    const loaded = this.#options.method === 'proc' ? undefined : loadKoffi();
    const native = loaded && 'koffi' in loaded ? NativeDescriptorLinks.on(loaded.koffi, this.#fs) : undefined;
    return native ?? new NodeDescriptorLinks(this.#fs);
  }

  /** The very same object where it says the same. */
  #machineBy(own: TablesRead): Machine {
    const machine: Machine = {
      hostname: hostname(),
      platform: 'linux',
      method: own.blank ? Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, 'none'])) : own.method,
      uid: this.#euid,
      netns: this.#eye?.vantage.netns ?? null,
    };
    if (!sameValue(machine, this.#machine)) this.#machine = machine;
    return this.#machine ?? machine;
  }

  /** WSL 1 has the files, without even a header; a /proc mounted with `subset=pid` has none of them. */
  #blankGap(own: TablesRead): Gap {
    const [first] = own.gaps;
    const kernel = this.#options.kernelRelease ?? release();
    const detail = kernel.endsWith('-Microsoft') ? 'WSL1' : (first?.detail ?? kernel);
    return { kind: first?.kind ?? 'unsupported', subject: 'system', count: 1, detail };
  }

  /** The sockets with their owners, and who these are. */
  async #own(
    eye: Eye,
    scope: Scope,
    seen: Seen,
    clock: BootClock,
    thorough: boolean,
    slices: TimeSlices,
  ): Promise<Last> {
    const last = this.#last[scope];
    const found = eye.vantage.pidsAreOurs
      ? await eye.owners.look(
          { ...seen, scope, stillThere: (inodes) => stillIn(eye, scope, seen, inodes) },
          thorough,
          slices,
        )
      : NOBODY;
    if (found.ended.length > 0) eye.access.keepOnly(new Set(eye.list.pids));
    for (const moved of Object.values(this.#moved)) for (const inode of found.moved) moved.add(inode);
    const moved = this.#moved[scope];
    this.#moved[scope] = new Set();

    const passed = this.#passed();
    eye.processes.renew(clock, found.ended, found.read, thorough ? Infinity : passed);
    const sameRows = seen.rows === last?.seen.rows && moved.size === 0;
    const holders = last && sameRows ? last.holders : holdersOf(seen, eye.held);
    const sameHolders = holders === last?.holders && eye.processes.revision === last.revision;
    const processes =
      last && sameHolders ? last.processes : kept(eye.processes.of(holders, clock), last?.processes);
    const { revision } = eye.processes;

    // Each is asked: the answer is taken.
    const cutShort = [eye.held.takeCutShort(), eye.processes.takeCutShort(), eye.list.cutShort];
    const exhausted = cutShort.includes(true);
    const unowned = this.#unowned(eye, exhausted);
    const sameFacts = processes === last?.processes && unowned === last.unowned;
    const ownersOf = (row: TableRow): Socket['owners'] | undefined => {
      const pids = eye.held.holdersOf(row.inode ?? 0);
      const present = pids && leadFirst(pids, processes);
      if (present && (present.length > 0 || !exhausted)) return present;
      if (found.vanished.has(row.inode ?? 0)) return undefined;
      return row.inode !== 0 && unowned !== undefined ? null : [];
    };
    const sockets =
      last && sameRows && sameFacts && found.vanished.size === 0
        ? last.sockets
        : eye.sockets.make(scope, seen, {
            of: ownersOf,
            mayDiffer: (row) => !sameFacts || moved.has(row.inode ?? 0),
          });
    const unseen =
      sockets === last?.sockets ? last.unseen : sockets.filter(({ owners }) => owners === null).length;
    const now: Last = { seen, revision, unowned, holders, processes, sockets, unseen };
    this.#last[scope] = now;
    return now;
  }

  /** Since the last look, in milliseconds. */
  #passed(): number {
    const now = this.#now();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    return passed;
  }

  #unowned({ vantage: from, held, list }: Eye, exhausted: boolean): Unowned | undefined {
    if (!from.pidsAreOurs) return 'pid namespace';
    if (held.refused > 0) return 'refused';
    if (exhausted) return 'exhausted';
    // In every pid namespace there is a process 1; where it is not listed, hidepid keeps others out of sight too.
    if (list.pids[0] !== 1) return 'hidepid';
    return from.inPidNamespace ? 'pid namespace' : undefined;
  }

  #ownerGaps({ unowned, unseen: count }: Last): Gap[] {
    if (count === 0) return [];
    switch (unowned) {
      case 'refused': {
        const gap: Gap = { kind: 'permission', subject: 'owners', count };
        return [this.#euid === 0 ? { ...gap, detail: 'root' } : gap];
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

/** Rows that were missing count where somebody still holds them. */
function partsOf(
  read: TablesRead,
  tables: Tables,
  { owners, vantage: from }: Eye,
  netns = from.netns,
): Part[] {
  if (read.doubtful.length === 0) return [{ rows: read.rows, netns }];
  const held = read.doubtful.filter(({ inode }) => inode && owners.isStillHeld(inode));
  tables.keep(held);
  return [
    { rows: read.rows, netns },
    { rows: held, netns },
  ];
}

/** Other namespaces' are not asked again. */
function stillIn(
  { tables, vantage: from }: Eye,
  scope: Scope,
  seen: Seen,
  inodes: ReadonlySet<number>,
): number[] {
  const still = tables.read(scope).rows.flatMap(({ inode }) => (inode && inodes.has(inode) ? [inode] : []));
  seen.rows.forEach(({ inode }, at) => {
    if (inode && inodes.has(inode) && seen.netns[at] !== from.netns) still.push(inode);
  });
  return still;
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
