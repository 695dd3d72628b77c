import type { Scope } from '../../core/snapshot/reading';
import { exposureOf } from '../../core/socket/exposure';
import { idsOf, isListener, type Socket } from '../../core/socket/socket';
import { sameValue } from '../../core/values/sameValue';
import type { TableRow } from './tableRow';

/** Rows of one network namespace. */
export interface Part {
  readonly rows: readonly TableRow[];
  readonly netns: number | null;
  /** Whether its Unix rows come from the text of /proc/net/unix, in which names can forge rows. */
  readonly unixFromText?: boolean;
}

/** The rows of one scan, and how their inodes differ from those of the scan before of the same scope. */
export interface Seen {
  readonly parts: readonly Part[];
  /** The very same list where nothing at all differs. */
  readonly rows: readonly TableRow[];
  /** The network namespace of each row. */
  readonly netns: readonly (number | null)[];
  /** Namespaces whose Unix rows come from the text of /proc/net/unix. */
  readonly textual: ReadonlySet<number | null>;
  /** Each inode with the user who made its socket; `null` where the source does not say. */
  readonly inodes: ReadonlyMap<number, number | null>;
  /** Inodes of several rows. */
  readonly repeated: ReadonlySet<number>;
  /** The inodes of listeners. */
  readonly listeners: readonly number[];
  readonly opened: readonly number[];
  readonly closed: readonly number[];
}

interface Made {
  readonly seen: Seen;
  /** The socket of each row; `undefined` where the row was left out. */
  readonly byRow: readonly (Socket | undefined)[];
  readonly sockets: readonly Socket[];
}

const NOTHING: Made = {
  seen: {
    parts: [],
    rows: [],
    netns: [],
    textual: new Set(),
    inodes: new Map(),
    repeated: new Set(),
    listeners: [],
    opened: [],
    closed: [],
  },
  byRow: [],
  sockets: [],
};

/** The processes that hold the socket of a row. */
export interface Ownership {
  /** `undefined`: the row is to be left out. `at`: its place in {@link Seen.rows}. */
  of(row: TableRow, at: number): Socket['owners'] | undefined;
  /** Whether the owners may have changed since the scan before. */
  mayDiffer(row: TableRow): boolean;
}

/** Makes sockets of rows. A socket that is as it was is the same object in either scope, and so is the list of a scope. */
export class SocketTable {
  readonly #made: Record<Scope, Made> = { listeners: NOTHING, all: NOTHING };
  #lastScope: Scope | undefined;
  /** The sockets of the last scan, by id. */
  #latest = new Map<string, Socket>();

  see(scope: Scope, parts: readonly Part[]): Seen {
    const before = this.#made[scope].seen;
    if (sameParts(parts, before.parts)) return { ...before, opened: [], closed: [] };

    const rows: TableRow[] = [];
    const netns: (number | null)[] = [];
    const textual = new Set<number | null>();
    const inodes = new Map<number, number | null>();
    const repeated = new Set<number>();
    const listeners: number[] = [];
    const opened: number[] = [];
    for (const part of parts) {
      if (part.unixFromText) textual.add(part.netns);
      for (const row of part.rows) {
        const listens = isListener(row);
        if (scope === 'listeners' && !listens) continue;
        rows.push(row);
        netns.push(part.netns);
        const { inode } = row;
        if (!inode) continue;
        if (inodes.has(inode)) repeated.add(inode);
        else if (!before.inodes.has(inode)) opened.push(inode);
        inodes.set(inode, row.uid);
        if (listens) listeners.push(inode);
      }
    }
    const closed: number[] = [];
    for (const inode of before.inodes.keys()) if (!inodes.has(inode)) closed.push(inode);
    return { parts, rows, netns, textual, inodes, repeated, listeners, opened, closed };
  }

  make(scope: Scope, seen: Seen, ownership: Ownership): readonly Socket[] {
    const before = this.#made[scope];
    const find = before.seen.rows === seen.rows ? undefined : findIn(before.seen.rows);
    // A scan of the other scope may have made the listener's object since: then that one is used.
    const otherSince = this.#lastScope !== scope;
    this.#lastScope = scope;
    const byRow: (Socket | undefined)[] = [];
    const fresh: { at: number; socket: Omit<Socket, 'id'> & { id: string } }[] = [];
    seen.rows.forEach((row, at) => {
      const from = find ? find(row) : at;
      const socket = from === undefined ? undefined : before.byRow[from];
      const netns = seen.netns[at] ?? null;
      const inode = row.inode ?? 0;
      const sameId = !seen.repeated.has(inode) && !before.seen.repeated.has(inode);
      if (socket?.netns === netns && sameId) {
        const now = ownership.mayDiffer(row) ? this.#with(ownership.of(row, at), socket) : socket;
        byRow.push(now && otherSince && now.exposure !== null ? this.#known(now) : now);
        return;
      }
      byRow.push(undefined);
      const owners = ownership.of(row, at);
      if (owners !== undefined) {
        fresh.push({ at, socket: { id: '', ...row, netns, exposure: exposureOf(row), owners } });
      }
    });
    const last = new Map<string, { at: number; socket: Socket }>();
    idsOf(fresh.map(({ socket }) => socket)).forEach((id, index) => {
      const made = fresh[index];
      if (!made) return;
      made.socket.id = id;
      last.set(id, made);
    });
    for (const { at, socket } of last.values()) byRow[at] = this.#known(socket);

    // A socket that appears twice (the kernel's tables tear across pages) is kept once: the later row is the newer.
    const byId = new Map<string, Socket>();
    let twice = false;
    for (const socket of byRow) {
      if (!socket) continue;
      if (byId.delete(socket.id)) twice = true;
      byId.set(socket.id, socket);
    }
    if (twice) {
      for (const [at, socket] of byRow.entries()) {
        if (socket && byId.get(socket.id) !== socket) byRow[at] = undefined;
      }
    }
    const made = [...byId.values()];
    const same =
      made.length === before.sockets.length && made.every((socket, at) => socket === before.sockets[at]);
    const sockets = same ? before.sockets : made;
    this.#made[scope] = { seen, byRow, sockets };

    if (scope === 'all') this.#latest = byId;
    else if (!same || otherSince) {
      for (const socket of before.sockets) {
        if (!byId.has(socket.id) && this.#latest.get(socket.id) === socket) this.#latest.delete(socket.id);
      }
      for (const [id, socket] of byId) this.#latest.set(id, socket);
    }
    return sockets;
  }

  #with(owners: Socket['owners'] | undefined, socket: Socket): Socket | undefined {
    if (owners === undefined) return undefined;
    if (sameOwners(owners, socket.owners)) return socket;
    return this.#known({ ...socket, owners });
  }

  /** The one that is there already where it is the same. */
  #known(socket: Socket): Socket {
    const known = this.#latest.get(socket.id);
    return known && sameSocket(known, socket) ? known : socket;
  }
}

const sameParts = (parts: readonly Part[], others: readonly Part[]): boolean =>
  parts.length === others.length &&
  parts.every(({ rows, netns }, at) => rows === others[at]?.rows && netns === others[at].netns);

/** Finds where a row was before. Rows keep their order, mostly: only where one does not match are they all indexed. */
function findIn(rows: readonly TableRow[]): (row: TableRow) => number | undefined {
  let next = 0;
  let index: Map<TableRow, number> | undefined;
  return (row) => {
    if (rows[next] === row) return next++;
    index ??= new Map(rows.map((each, at) => [each, at]));
    const at = index.get(row);
    if (at !== undefined) next = at + 1;
    return at;
  };
}

function sameOwners(a: Socket['owners'], b: Socket['owners']): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.length === b.length && a.every((pid, at) => pid === b[at]);
}

/** Does the same as `sameValue` at a tenth of the cost: one scan can have tens of thousands of sockets. */
const sameSocket = (a: Socket, b: Socket): boolean =>
  a.id === b.id &&
  a.state === b.state &&
  a.type === b.type &&
  a.family === b.family &&
  a.recvQueue === b.recvQueue &&
  a.sendQueue === b.sendQueue &&
  a.uid === b.uid &&
  a.exposure === b.exposure &&
  sameOwners(a.owners, b.owners) &&
  sameValue(a.local, b.local) &&
  sameValue(a.remote, b.remote);
