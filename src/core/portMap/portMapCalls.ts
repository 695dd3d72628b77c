import type { ChartRow } from '../chart/chart';
import type { Network } from '../socket/network';

/** The far end of a connection, where no process is to be seen there: on another machine, or hidden on this one. */
export interface Remote {
  readonly network: Network;
  /** Empty: not known (a Unix socket of a process that may not be seen). */
  readonly address: string;
  /** The port; `null` for a caller: its port is an ephemeral one, and says nothing. */
  readonly port: number | null;
}

/** `process`: {@link ChartProcess.key}. */
export type Caller = { readonly process: string } | { readonly remote: Remote };
/** `listener`: {@link ChartRow.id}. */
export type Called = { readonly listener: string } | { readonly remote: Remote };

/** All connections between the same two ends. */
export interface Call {
  readonly from: Caller;
  readonly to: Called;
  readonly connections: number;
}

/** What is looked up: the rows as they are now. */
export type Rows = Pick<ReadonlyMap<string, ChartRow>, 'get'>;

/**
 * Calls between processes, counted row by row as rows come and go: of tens of thousands of connections only those that
 * differ are visited again. A connection inside this machine is two rows and is counted once, at the end that accepted
 * it.
 */
export class PortMapCalls {
  readonly #calls = new Map<string, Call>();
  /** The key of the call that a row counts in, by row id. */
  readonly #counted = new Map<string, string>();
  /** The id of the other end when the row was counted, by row id. */
  readonly #peers = new Map<string, string>();

  /** The calls, each by a key of its two ends. */
  get calls(): ReadonlyMap<string, Call> {
    return this.#calls;
  }

  clear(): void {
    for (const map of [this.#calls, this.#counted, this.#peers]) map.clear();
  }

  /**
   * @param ids of rows that opened, changed or closed: what `rows` no longer has is gone
   * @returns keys of calls that are new, other than they were, or gone
   */
  update(ids: Iterable<string>, rows: Rows): Set<string> {
    const stale = new Set<string>();
    for (const id of ids) {
      stale.add(id);
      for (const peer of [this.#peers.get(id), rows.get(id)?.peer ?? undefined]) {
        if (peer !== undefined) stale.add(peer);
      }
    }
    const changed = new Set<string>();
    for (const id of stale) for (const key of this.#recount(id, rows)) changed.add(key);
    return changed;
  }

  /** @returns keys of the calls that it counts in no longer, or from now on */
  #recount(id: string, rows: Rows): readonly string[] {
    const row = rows.get(id);
    const peer = row?.peer ?? undefined;
    if (peer === undefined) this.#peers.delete(id);
    else this.#peers.set(id, peer);

    const ends = row && endsOf(row, rows);
    const key = ends && JSON.stringify([ends.from, ends.to]);
    const before = this.#counted.get(id);
    if (key === before) return [];
    if (before !== undefined) this.#add(before, undefined, -1);
    if (ends && key !== undefined) {
      this.#add(key, ends, 1);
      this.#counted.set(id, key);
    } else {
      this.#counted.delete(id);
    }
    return [before, key].filter((each) => each !== undefined);
  }

  #add(key: string, ends: Pick<Call, 'from' | 'to'> | undefined, connections: number): void {
    const known = this.#calls.get(key);
    const call = known ?? (ends && { ...ends, connections: 0 });
    if (!call) return;
    const sum = call.connections + connections;
    if (sum > 0) this.#calls.set(key, { ...call, connections: sum });
    else this.#calls.delete(key);
  }
}

/**
 * The two ends of the call that a row stands for; `undefined` where it stands for none, or the row at the other end
 * counts.
 */
function endsOf(row: ChartRow, rows: Rows): Pick<Call, 'from' | 'to'> | undefined {
  if (row.listens || row.state !== 'ESTABLISHED') return undefined;
  const peer = row.peer === null ? undefined : rows.get(row.peer);
  if (row.listener !== null) {
    const [process] = peer?.owners ?? [];
    return {
      from: process === undefined ? { remote: remoteOf(row, null) } : { process },
      to: { listener: row.listener },
    };
  }
  const [process] = row.owners;
  if (process === undefined) return undefined;
  // Datagrams are accepted by nobody: the other end is the listener itself.
  if (peer?.listens) return { from: { process }, to: { listener: peer.id } };
  // Two ends that no listener accepted (a socketpair; a listener closed since) do not say which of them called; nor
  // does one whose other end on this machine has just closed.
  if (row.peer !== null || row.remotePort === null || row.network === null) return undefined;
  return { from: { process }, to: { remote: remoteOf(row, row.remotePort) } };
}

const remoteOf = ({ network, remoteAddress }: ChartRow, port: number | null): Remote => ({
  network: network ?? 'machine',
  address: remoteAddress,
  port,
});
