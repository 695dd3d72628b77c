import {
  type ChartFolder,
  type ChartOrigin,
  type ChartProcess,
  type ChartRow,
  MAX_OWNERS,
} from '../../core/chart/chart';
import {
  chartAddress,
  chartId,
  chartOrigin,
  chartProcess,
  chartRow,
  type ChartSetting,
  chartText,
} from '../../core/chart/chartRows';
import { type ActionContext, actionContext } from '../../core/listing/actionSubject';
import type { Origin } from '../../core/origins/origin';
import type { Diff } from '../../core/snapshot/diff';
import { processKey } from '../../core/snapshot/process';
import type { OwnedProcess, Snapshot } from '../../core/snapshot/snapshot';
import { PeerIndex } from '../../core/socket/peers';
import { isListener, localPort, type Protocol, type Socket } from '../../core/socket/socket';
import type { Translate } from '../../core/text/translate';
import { sameValue } from '../../core/values/sameValue';
import { type ChartDiff, type ChartSnapshot, MAX_ORIGINS, MAX_ROWS } from '../../protocol';

/** How many sockets are put into the index of peers before others get their turn: some 2 ms. */
const INDEX_STEP = 2000;

/** How many new processes one message has at most: masking a command line takes its time. */
const PROCESS_STEP = 150;

type Part = Omit<ChartSnapshot, 'batch'>;
type News = Omit<ChartDiff, 'batch'>;

/** What is sent along with rows: processes they name that were not sent before, and the origins of those, each once. */
interface Cast {
  readonly processes: ChartProcess[];
  /** Each origin by its own id. */
  readonly origins: Map<string, ChartOrigin>;
}

/**
 * What the page shows of sockets, processes and origins, and how it differs from the snapshot. Everything is done in
 * steps that take a few milliseconds at most.
 */
export class ChartPicture {
  readonly #t: Translate;
  readonly #openedAt: ReadonlyMap<string, number>;
  #snapshot: Snapshot;
  #context: ActionContext;

  readonly #peers = new PeerIndex();
  /** The sockets that are in the index of peers, and ids of those to be put into it again. */
  readonly #indexed = new Map<string, Socket>();
  #unindexed: string[] = [];
  /** Ports and Unix names where a listener came or went: `tcp 3000`. */
  readonly #movedListeners = new Set<string>();

  /** Ids of the first picture; `#told` of them have been sent. */
  #first: readonly string[] | undefined;
  #told = 0;
  #whole = false;

  readonly #rows = new Map<string, ChartRow>();
  /** The processes that were sent, by pid. Trap: a later process with the same pid has another key. */
  readonly #processes = new Map<number, { readonly process: OwnedProcess; readonly told: ChartProcess }>();
  readonly #origins = new Map<string, ChartOrigin>();
  #folders: readonly ChartFolder[];

  readonly #since = new Map<string, number>();
  readonly #staleSockets = new Set<string>();
  readonly #stalePids = new Set<number>();
  /** Keys of processes whose end was not sent yet. */
  #ended: string[] = [];
  /** Keys of processes whose rows have to be made again. */
  readonly #staleOwners = new Set<string>();
  #foldersStale = false;

  /** `openedAt`: when listeners opened, by socket id, as far as that is known from before. */
  constructor(snapshot: Snapshot, openedAt: ReadonlyMap<string, number>, isTrusted: boolean, t: Translate) {
    this.#t = t;
    this.#snapshot = snapshot;
    this.#context = actionContext(snapshot, { isTrusted });
    this.#openedAt = openedAt;
    this.#folders = foldersOf(snapshot);
    this.#unindexed = [...snapshot.sockets.keys()];
  }

  /** Whether all of the first picture has been sent. */
  get whole(): boolean {
    return this.#whole;
  }

  /** The other ends of the picture's sockets. */
  get peers(): PeerIndex {
    return this.#peers;
  }

  /** A later snapshot; `diff`: what is different, where that is known. */
  changed(snapshot: Snapshot, diff: Diff | undefined): void {
    if (snapshot === this.#snapshot) return;
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    this.#context = actionContext(snapshot, this.#context);
    if (before.socketOrigins !== snapshot.socketOrigins) {
      for (const id of [...before.socketOrigins.keys(), ...snapshot.socketOrigins.keys()]) {
        if (before.socketOrigins.get(id) !== snapshot.socketOrigins.get(id)) this.#staleSockets.add(id);
      }
    }
    this.#foldersStale ||= !sameValue(before.folders, snapshot.folders);
    if (diff) {
      for (const { id } of diff.opened) this.#since.set(id, snapshot.takenAt);
      for (const id of diff.closed) this.#since.delete(id);
      this.#unindexed.push(...diff.closed);
      for (const { id } of diff.opened) this.#unindexed.push(id);
      for (const { id } of diff.changed) this.#unindexed.push(id);
      for (const { pid } of diff.processes) this.#stalePids.add(pid);
      for (const pid of diff.ended) this.#stalePids.add(pid);
      return;
    }
    this.#unindexed = [...new Set([...this.#indexed.keys(), ...snapshot.sockets.keys()])];
    for (const pid of this.#processes.keys()) this.#stalePids.add(pid);
  }

  /** Takes one step of bringing the peers up to date; returns whether another is needed before rows can be made. */
  step(): boolean {
    for (const id of this.#unindexed.splice(0, INDEX_STEP)) this.#index(id);
    if (this.#unindexed.length > 0) return true;
    if (this.#movedListeners.size === 0 && this.#staleOwners.size === 0) return false;
    for (const row of this.#rows.values()) {
      // Of a listener the others on its port say whether a browser finds it.
      const moved =
        this.#movedListeners.has(listenerKeyOf(row.protocol, row.port, row.address)) ||
        (!row.listens &&
          this.#movedListeners.has(listenerKeyOf(row.protocol, row.remotePort, row.remoteAddress)));
      if (moved || row.owners.some((key) => this.#staleOwners.has(key))) this.#staleSockets.add(row.id);
    }
    this.#movedListeners.clear();
    this.#staleOwners.clear();
    return false;
  }

  /** The next part of the first picture; there is always one, be it empty. */
  nextPart(): Part {
    const { takenAt, scope, machine } = this.#snapshot;
    const first = this.#first === undefined;
    const ids = (this.#first ??= listenersFirst(this.#snapshot));
    const rows: ChartRow[] = [];
    const cast: Cast = { processes: [], origins: new Map() };
    while (this.#told < ids.length && rows.length < MAX_ROWS && hasRoom(cast)) {
      const id = ids[this.#told] ?? '';
      const socket = this.#snapshot.sockets.get(id);
      if (socket && !this.#tellOwners(socket, cast)) break;
      this.#told++;
      this.#staleSockets.delete(id);
      if (socket) rows.push(this.#tell(socket, cast));
    }
    this.#whole = this.#told === ids.length;
    return {
      type: 'snapshot',
      at: takenAt,
      first,
      last: this.#whole,
      scope,
      total: ids.length,
      uid: machine.uid,
      folders: first ? this.#folders : [],
      origins: [...cast.origins.values()],
      processes: cast.processes,
      rows,
    };
  }

  /** What differs from what was sent, or the part of it that fits into one message. */
  nextDiff(): News | undefined {
    const cast: Cast = { processes: [], origins: new Map() };
    this.#retellProcesses(cast);
    this.step(); // the rows of those processes
    const opened: ChartRow[] = [];
    const closed: string[] = [];
    const changed: ChartRow[] = [];
    for (const id of this.#staleSockets) {
      if (opened.length + closed.length + changed.length === MAX_ROWS || !hasRoom(cast)) break;
      const socket = this.#snapshot.sockets.get(id);
      if (socket && !this.#tellOwners(socket, cast)) break;
      this.#staleSockets.delete(id);
      const old = this.#rows.get(id);
      if (!socket) {
        if (this.#rows.delete(id)) closed.push(id);
        continue;
      }
      const row = this.#tell(socket, cast);
      if (old && !sameValue(row, old)) changed.push(row);
      else if (!old) opened.push(row);
    }
    const ended = this.#ended.splice(0, MAX_ROWS);
    const originsGone = this.#originsGone(ended, cast);
    const folders = this.#newFolders();
    const { processes } = cast;
    const origins = [...cast.origins.values()];
    const lists = [opened, closed, changed, ended, originsGone, processes, origins];
    if (folders === null && lists.every((list) => list.length === 0)) return undefined;
    const { takenAt: at, scope } = this.#snapshot;
    return {
      type: 'diff',
      at,
      scope,
      opened,
      closed,
      changed,
      processes,
      ended,
      origins,
      originsGone,
      folders,
    };
  }

  #index(id: string): void {
    const old = this.#indexed.get(id);
    const socket = this.#snapshot.sockets.get(id);
    if (old === socket) return;
    if (this.#first) this.#staleSockets.add(id);
    if (old) {
      this.#noteNeighbours(old);
      this.#peers.remove(old);
      this.#indexed.delete(id);
    }
    if (socket) {
      this.#peers.add(socket);
      this.#indexed.set(id, socket);
      this.#noteNeighbours(socket);
    }
  }

  /** Rows of others that name this socket, or will. */
  #noteNeighbours(socket: Socket): void {
    if (!this.#first) return;
    for (const { id } of this.#peers.callersOf(socket)) this.#staleSockets.add(id);
    if (isListener(socket))
      this.#movedListeners.add(
        listenerKeyOf(socket.protocol, localPort(socket) ?? null, chartAddress(socket.local)),
      );
  }

  get #setting(): ChartSetting {
    return {
      context: this.#context,
      peers: this.#peers,
      since: (id) => this.#since.get(id) ?? this.#openedAt.get(id) ?? null,
    };
  }

  #tell(socket: Socket, cast: Cast): ChartRow {
    const row = chartRow(socket, this.#setting);
    this.#rows.set(row.id, row);
    const published = this.#snapshot.socketOrigins.get(socket.id);
    if (published) this.#tellOrigin(published, cast);
    return row;
  }

  /**
   * Sends the owners that the socket's row names, and their ancestors. Returns whether all of them have been sent;
   * otherwise the message is full, and the row waits for the next: a chain of ancestors can be longer than one message.
   */
  #tellOwners(socket: Socket, cast: Cast): boolean {
    return socket.owners?.slice(0, MAX_OWNERS).every((pid) => this.#tellChain(pid, cast)) ?? true;
  }

  /** Sends the process and its ancestors that were not sent yet; returns whether there was room for all of them. */
  #tellChain(pid: number, cast: Cast): boolean {
    for (const process of this.#untold(pid)) {
      if (!hasRoom(cast)) return false;
      this.#tellProcess(process, cast);
    }
    return true;
  }

  /**
   * The process and its ancestors below the first that has been sent, the farthest first. Whatever is above one that has
   * been sent has been sent too.
   */
  #untold(pid: number): OwnedProcess[] {
    const { processes } = this.#snapshot;
    const chain = new Set<OwnedProcess>();
    for (let at = processes.get(pid); at && !chain.has(at); at = processes.get(at.ppid)) {
      if (this.#processes.get(at.pid)?.told.key === processKey(at)) break;
      chain.add(at);
    }
    return [...chain].reverse();
  }

  #tellProcess(process: OwnedProcess, cast: Cast): void {
    const old = this.#processes.get(process.pid)?.told;
    const made = chartProcess(process, this.#snapshot);
    // The boot clock is coarser than the wall's: the moment it began would jitter.
    const told = old?.key === made.key ? { ...made, since: old.since } : made;
    // A later process with that pid.
    if (old && old.key !== told.key) this.#end(old.key);
    this.#processes.set(process.pid, { process, told });
    if (process.origin) this.#tellOrigin(process.origin, cast);
    if (!sameValue(told, old)) cast.processes.push(told);
  }

  #tellOrigin(origin: Origin, cast: Cast): void {
    const id = chartId(origin.id);
    const old = this.#origins.get(id);
    if (!old && this.#origins.size >= MAX_ORIGINS) return;
    const told = chartOrigin(origin, this.#snapshot.takenAt, this.#t);
    if (sameValue(told, old)) return;
    this.#origins.set(id, told);
    cast.origins.set(id, told);
  }

  #end(key: string): void {
    this.#ended.push(key);
    this.#staleOwners.add(key);
  }

  /** Sends again those processes that changed, and notes those that ended. */
  #retellProcesses(cast: Cast): void {
    for (const pid of this.#stalePids) {
      if (!hasRoom(cast) || this.#ended.length >= MAX_ROWS) break;
      const known = this.#processes.get(pid);
      const process = this.#snapshot.processes.get(pid);
      const stays = process !== undefined && processKey(process) === known?.told.key;
      // Its parent can be another by now than when it was sent.
      if (stays && !this.#tellChain(process.ppid, cast)) break;
      this.#stalePids.delete(pid);
      if (!known) continue;
      const { key } = known.told;
      this.#staleOwners.add(key);
      if (stays) {
        this.#tellProcess(process, cast);
        continue;
      }
      this.#processes.delete(pid);
      this.#end(key);
    }
  }

  #originsGone(ended: readonly string[], cast: Cast): string[] {
    if (ended.length === 0 && cast.processes.length === 0) return [];
    const used = new Set([...this.#processes.values()].map(({ told }) => told.origin));
    for (const { id } of this.#snapshot.socketOrigins.values()) used.add(chartId(id));
    const gone = [...this.#origins.keys()].filter((id) => !used.has(id));
    for (const id of gone) this.#origins.delete(id);
    return gone;
  }

  #newFolders(): readonly ChartFolder[] | null {
    if (!this.#foldersStale) return null;
    this.#foldersStale = false;
    this.#folders = foldersOf(this.#snapshot);
    return this.#folders;
  }
}

/** Ids of all sockets, listeners first: they matter most. */
function listenersFirst({ sockets }: Snapshot): string[] {
  const all = [...sockets.values()];
  return [...all.filter(isListener), ...all.filter((socket) => !isListener(socket))].map(({ id }) => id);
}

const hasRoom = ({ processes }: Cast): boolean => processes.length < PROCESS_STEP;

const listenerKeyOf = (protocol: Protocol, port: number | null, address: string): string =>
  `${protocol} ${port ?? address}`;

const foldersOf = ({ folders }: Snapshot): ChartFolder[] =>
  folders.slice(0, MAX_ORIGINS).map(({ path, name }) => ({ path: chartId(path), name: chartText(name) }));
