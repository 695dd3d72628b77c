import { endianness, hostname, release } from 'node:os';
import type { BootClock } from '../../core/snapshot/process';
import type { Gap, Machine, Reading, Scope } from '../../core/snapshot/reading';
import { PROTOCOLS } from '../../core/socket/socket';
import { sameValue } from '../../core/values/sameValue';
import { loadKoffi } from '../koffi';
import type { Probe, ReadOptions } from '../probe';
import { Access } from './access';
import { bootClock } from './bootClock';
import { type DescriptorLinks, NodeDescriptorLinks } from './descriptorLinks';
import { HeldSockets } from './heldSockets';
import { LinuxTables, type LinuxTablesOptions } from './linuxTables';
import { NativeDescriptorLinks } from './nativeDescriptorLinks';
import { OtherNamespaces } from './otherNamespaces';
import { OwnedSockets } from './ownedSockets';
import { OwnerFinder } from './ownerFinder';
import { ProcessList } from './processList';
import { ProcessTable } from './processTable';
import { ProcFs, type ReadCounts } from './procFs';
import { type Part, type Seen, SocketTable } from './socketTable';
import { SocketUsers } from './socketUsers';
import type { Tables, TablesRead } from './tables';
import { TimeSlices } from './timeSlices';
import { withoutRepeatedInodes } from './unixEvidence';
import { UserNames } from './userNames';
import { type Vantage, vantage } from './vantage';

export interface LinuxProbeOptions extends Partial<LinuxTablesOptions> {
  readonly users?: UserNames;
  /** The pid of the process that reads. */
  readonly pid?: number;
  readonly euid?: number | undefined;
  /** The kernel's release as uname(2) gives it, `6.8.0-45-generic`. */
  readonly kernelRelease?: string;
  /** Milliseconds since the epoch, for showing. It may jump. */
  readonly date?: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

/** The parts of a probe that stay from scan to scan. */
interface Eye {
  readonly vantage: Vantage;
  readonly tables: Tables;
  readonly others: OtherNamespaces | undefined;
  readonly users: UserNames;
  readonly socketUsers: SocketUsers;
  readonly processes: ProcessTable;
  readonly list: ProcessList;
  readonly owners: OwnerFinder;
  readonly sockets: SocketTable;
  readonly owned: OwnedSockets;
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
  #machine: Machine | undefined;
  #eye: Eye | undefined;

  constructor(options: LinuxProbeOptions = {}) {
    this.#options = options;
    this.#fs = options.fs ?? new ProcFs();
    this.#euid = options.euid ?? process.geteuid?.() ?? 0;
    this.#now = options.now ?? (() => performance.now());
  }

  /** How often all scans so far have asked /proc. */
  get counts(): Readonly<ReadCounts> {
    return this.#fs.counts;
  }

  async read(scope: Scope, options: ReadOptions = {}): Promise<Reading> {
    const { thorough = false, askNames = scope === 'all' } = options;
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
    }

    const seen = eye.sockets.see(scope, withoutRepeatedInodes(parts));
    const owned = await eye.owned.look(scope, seen, {
      clock,
      thorough,
      slices,
      stillThere: (inodes) => stillIn(eye, scope, seen, inodes),
    });
    const processes = await nameUsers(eye, clock, { ...owned, scope }, askNames);
    // Asked last: by then the list of processes is the one that owners were looked for in.
    const leftOut = scope === 'listeners' ? (eye.others?.count(eye.list.pids) ?? 0) : 0;
    if (leftOut > 0) gaps.push({ kind: 'truncated', subject: 'namespaces', count: leftOut });
    return answer({ ...owned, processes, gaps: [...gaps, ...owned.gaps] });
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
    const users = this.#options.users ?? new UserNames();
    const processes = new ProcessTable(fs, access, users);
    const list = new ProcessList(fs, this.#now);
    const held = new HeldSockets(fs, this.#links(), access, processes);
    const owners = new OwnerFinder(access, held, list, this.#now);
    const sockets = new SocketTable();
    // Throws where /proc is missing.
    list.read();
    const others =
      from.netns === null
        ? undefined
        : new OtherNamespaces({ fs, access, processes, own: from.netns, bigEndian, now: this.#now });
    return {
      vantage: from,
      tables: new LinuxTables({ ...this.#options, fs, bigEndian }),
      ...{ others, users, processes },
      socketUsers: new SocketUsers(users),
      list,
      owners,
      sockets,
      owned: new OwnedSockets({
        ...{ vantage: from, access, list, held, owners, processes, sockets, others },
        euid: this.#euid,
        now: this.#now,
      }),
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
      users: this.#eye?.socketUsers.names ?? {},
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
}

/** The processes of a reading, named; the same map where no name is new. */
async function nameUsers(
  { users, socketUsers, processes: table }: Eye,
  clock: BootClock,
  { scope, sockets, processes }: Pick<Reading, 'scope' | 'sockets' | 'processes'>,
  ask: boolean,
): Promise<Reading['processes']> {
  const uids = socketUsers.see(scope, sockets);
  if (!ask) return processes;
  const nameless = [...processes.values()].flatMap(({ uid, user }) =>
    uid !== null && user === null ? [uid] : [],
  );
  await users.learn([...uids, ...nameless]);
  socketUsers.see(scope, sockets);
  return table.nameUsers() ? table.of(processes.keys(), clock) : processes;
}

/** Rows that were missing count where somebody still holds them. */
function partsOf(
  read: TablesRead,
  tables: Tables,
  { owners, vantage: from }: Eye,
  netns = from.netns,
): Part[] {
  const unixFromText = read.method.unix === 'proc';
  if (read.doubtful.length === 0) return [{ rows: read.rows, netns, unixFromText }];
  const held = read.doubtful.filter(({ inode }) => inode && owners.isStillHeld(inode));
  tables.keep(held);
  return [
    { rows: read.rows, netns, unixFromText },
    { rows: held, netns, unixFromText },
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
