import { endianness, hostname, release } from 'node:os';
import { exposureOf } from '../../core/exposure';
import type { Process } from '../../core/process';
import type { Gap, Machine, Reading, Scope } from '../../core/reading';
import { isListener, PROTOCOLS, withIds, type Socket } from '../../core/socket';
import type { Probe } from '../probe';
import { Access } from './access';
import { bootClock } from './bootClock';
import { leadFirst } from './leadFirst';
import { otherNamespaces } from './otherNamespaces';
import { NetTables, type TablesRead } from './netTables';
import { OwnerFinder } from './ownerFinder';
import { ProcessTable } from './processTable';
import { ProcFs, type ReadCounts } from './procFs';
import { TimeSlices } from './timeSlices';
import { UserNames } from './userNames';
import { vantage, type Vantage } from './vantage';

export interface LinuxProcOptions {
  readonly fs?: ProcFs;
  readonly users?: UserNames;
  /** Of the process that looks. */
  readonly pid?: number;
  readonly euid?: number | undefined;
  readonly bigEndian?: boolean;
  /** As uname(2) gives it. */
  readonly kernelRelease?: string;
}

/** What stays from look to look. */
interface Eye {
  readonly vantage: Vantage;
  readonly access: Access;
  readonly processes: ProcessTable;
  readonly owners: OwnerFinder;
  readonly tables: NetTables;
}

type Found = Omit<Socket, 'owners'>;

/** Linux through /proc: every kind of socket with every owner that may be seen, at the price of reading it all. */
export class LinuxProc implements Probe {
  readonly #fs: ProcFs;
  readonly #users: UserNames;
  readonly #pid: number;
  readonly #euid: number;
  readonly #bigEndian: boolean;
  readonly #kernelRelease: string;
  #eye: Eye | undefined;
  /** Other network namespaces that the last look at everything came upon. */
  #othersKnown = 0;

  constructor(options: LinuxProcOptions = {}) {
    this.#fs = options.fs ?? new ProcFs();
    this.#users = options.users ?? new UserNames();
    this.#pid = options.pid ?? process.pid;
    this.#euid = options.euid ?? process.geteuid?.() ?? 0;
    this.#bigEndian = options.bigEndian ?? endianness() === 'BE';
    this.#kernelRelease = options.kernelRelease ?? release();
  }

  /** What all looks so far have asked of /proc. */
  get counts(): Readonly<ReadCounts> {
    return this.#fs.counts;
  }

  async read(scope: Scope): Promise<Reading> {
    const slices = new TimeSlices();
    const takenAt = Date.now();
    const eye = (this.#eye ??= this.#open());
    const pids = this.#fs.pids();
    eye.access.keepOnly(new Set(pids));

    const own = eye.tables.read(scope);
    const answer = (sockets: readonly Socket[], processes: Map<number, Process>, gaps: Gap[]): Reading => ({
      takenAt,
      scope,
      machine: this.#machine(own),
      clock: bootClock(this.#fs, eye.vantage.ticksPerSecond),
      cost: slices.cost(),
      sockets,
      processes,
      gaps,
    });
    if (own.blank) return answer([], new Map(), [this.#blankGap(own)]);

    const { netns } = eye.vantage;
    const gaps = [...own.gaps];
    const rows = [...own.rows, ...own.doubtful].map((row) => ({ ...row, netns }));
    if (scope === 'all' && netns !== null) {
      const others = otherNamespaces(this.#fs, eye.access, eye.processes, pids, netns);
      let { refused } = others;
      for (const [other, members] of others.pids) {
        if (slices.due) await slices.pass();
        const read = this.#readOther(members);
        if (!read) refused++;
        else for (const row of read.rows) rows.push({ ...row, netns: other });
      }
      this.#othersKnown = others.pids.size + others.refused;
      if (refused > 0) gaps.push({ kind: 'permission', subject: 'namespaces', count: refused });
    } else if (this.#othersKnown > 0) {
      gaps.push({ kind: 'truncated', subject: 'namespaces', count: this.#othersKnown });
    }

    const found = withIds(rows.map((row) => ({ ...row, exposure: exposureOf(row), owners: null })));
    const sockets = scope === 'listeners' ? found.filter(isListener) : found;
    const doubtful = new Set(own.doubtful.map(({ inode }) => inode));
    const owned = await this.#withOwners(eye, sockets, doubtful, pids, slices);
    if (doubtful.size > 0) {
      const held = new Set(owned.sockets.map(({ inode }) => inode));
      eye.tables.keep(own.doubtful.filter(({ inode }) => held.has(inode)));
    }
    return answer(owned.sockets, owned.processes, [...gaps, ...owned.gaps]);
  }

  dispose(): void {
    this.#eye?.tables.close();
    this.#eye = undefined;
  }

  #open(): Eye {
    const from = vantage(this.#fs, this.#pid);
    const access = new Access(this.#euid, from.mayTrace);
    const processes = new ProcessTable(this.#fs, access, this.#users);
    return {
      vantage: from,
      access,
      processes,
      owners: new OwnerFinder(this.#fs, access, processes),
      tables: new NetTables(this.#fs, 'net', this.#bigEndian),
    };
  }

  #machine(own: TablesRead): Machine {
    return {
      hostname: hostname(),
      platform: 'linux',
      method: own.blank ? Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, 'none'])) : own.method,
      uid: this.#euid,
      netns: this.#eye?.vantage.netns ?? null,
    };
  }

  /** WSL 1 has the files, without even a header; a /proc mounted with `subset=pid` has none of them. */
  #blankGap(own: TablesRead): Gap {
    const [first] = own.gaps;
    const detail = this.#kernelRelease.endsWith('-Microsoft')
      ? 'WSL1'
      : (first?.detail ?? this.#kernelRelease);
    return { kind: first?.kind ?? 'unsupported', subject: 'system', count: 1, detail };
  }

  /** By way of the first member that is still there. Nothing is kept open: that would keep the namespace alive. */
  #readOther(members: readonly number[]): TablesRead | undefined {
    for (const pid of members) {
      const tables = new NetTables(this.#fs, `${pid}/net`, this.#bigEndian);
      const read = tables.read('all');
      tables.close();
      if (!read.blank) return read;
    }
    return undefined;
  }

  async #withOwners(
    { vantage: from, owners, processes: table }: Eye,
    sockets: readonly Found[],
    doubtful: ReadonlySet<number | null>,
    pids: readonly number[],
    slices: TimeSlices,
  ): Promise<{ sockets: Socket[]; processes: Map<number, Process>; gaps: Gap[] }> {
    const inodes = new Set<number>();
    for (const { inode } of sockets) if (inode) inodes.add(inode);

    const { byInode, refused } = from.pidsAreOurs
      ? await owners.find(inodes, pids, slices)
      : { byInode: new Map<number, number[]>(), refused: 0 };
    const processes = table.read(new Set([...byInode.values()].flat()));

    // In every pid namespace there is a process 1; where it is not listed, hidepid keeps others out of sight too.
    const hidden = pids[0] !== 1 ? 'hidepid' : from.inPidNamespace ? 'pid namespace' : undefined;
    let unseen = 0;
    const owned = sockets.flatMap((socket): Socket[] => {
      const holders = byInode.get(socket.inode ?? 0);
      if (holders) return [{ ...socket, owners: leadFirst(holders, processes) }];
      if (doubtful.has(socket.inode)) return [];
      const mayBeHeld = socket.inode !== 0 && (refused > 0 || hidden !== undefined || !from.pidsAreOurs);
      if (mayBeHeld) unseen++;
      return [{ ...socket, owners: mayBeHeld ? null : [] }];
    });
    const gaps: Gap[] = [];
    if (unseen > 0 && refused > 0) {
      const gap: Gap = { kind: 'permission', subject: 'owners', count: unseen };
      gaps.push(this.#euid === 0 ? { ...gap, detail: 'root' } : gap);
    } else if (unseen > 0) {
      gaps.push({ kind: 'hidden', subject: 'owners', count: unseen, detail: hidden ?? 'pid namespace' });
    }
    return { sockets: owned, processes, gaps };
  }
}
