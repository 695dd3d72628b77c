import type { ChartProcess, ChartRow } from '../../../src/core/chart/chart';
import type { Episode } from '../../../src/core/timeline/timeline';
import type { ChartDiff, ChartTimeline } from '../../../src/protocol';
import {
  aConnection,
  aListener,
  aProcess,
  type ChartWorld,
  diffMessage,
  MINUTE,
  type Unnumbered,
} from './chartWorld';

/** Every tenth new socket is a listener of a new process; the others are connections. */
const LISTENER_IN = 10;

/** Closed ones that are remembered; together with the open ones fewer than a host keeps. */
const MOST_CLOSED = 1000;

/** Connections come and go, and listeners, each with a process of its own; what listened at first stays. */
export class LivingWorld {
  readonly #rows: Map<string, ChartRow>;
  readonly #holders: readonly ChartProcess[];
  readonly #staying: readonly ChartRow[];
  /** Ids of what closes next, oldest first. */
  readonly #passing: string[];
  /** Listeners that came later and are still open, by socket id. */
  readonly #newcomers = new Map<string, { readonly key: string; readonly episode: Episode }>();
  /** The closed episodes, oldest first. */
  readonly #closed: Episode[] = [];
  readonly #began: number;
  #news: Episode[] = [];
  #at: number;
  #turn = 0;
  #inode = 10_000_000;

  constructor({ rows, processes, at }: ChartWorld) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#holders = processes;
    this.#staying = rows.filter(({ listens }) => listens);
    this.#passing = rows.filter(({ listens }) => !listens).map(({ id }) => id);
    this.#at = this.#began = at;
  }

  /** What is there now, by id. */
  get rows(): ReadonlyMap<string, ChartRow> {
    return this.#rows;
  }

  /** What listened at first, as it was. */
  get staying(): readonly ChartRow[] {
    return this.#staying;
  }

  /** Lets time pass: `count` sockets open, as many close, and `changes` of those that stay have another queue. */
  pass(milliseconds: number, count: number, changes: number): Unnumbered<ChartDiff> {
    const before = this.#at;
    this.#at += milliseconds;
    this.#turn++;
    const closed = this.#passing.splice(0, count);
    const ended = closed.flatMap((id) => this.#close(id, before));
    const processes: ChartProcess[] = [];
    const opened: ChartRow[] = [];
    for (let n = 0; opened.length < closed.length; n++) {
      if (n % LISTENER_IN === 0) opened.push(this.#listen(processes, before));
      else opened.push(...this.#connect().slice(0, closed.length - opened.length));
    }
    const changed = Array.from(
      { length: changes },
      (_, n) => this.#staying[(this.#turn * changes + n) % this.#staying.length],
    ).flatMap((row) => (row ? { ...row, recvQueue: this.#turn } : []));
    for (const row of [...opened, ...changed]) this.#rows.set(row.id, row);
    this.#passing.push(...opened.map(({ id }) => id));
    return diffMessage({ at: this.#at, opened, closed, changed, processes, ended });
  }

  /** What the timeline says that it has not said yet. */
  timeline(): Unnumbered<ChartTimeline> {
    const episodes = this.#news;
    this.#news = [];
    const forgotten = this.#closed
      .splice(0, Math.max(0, this.#closed.length - MOST_CLOSED))
      .map(({ id }) => id);
    const watched = [[this.#began - 30 * MINUTE, this.#at]] as const;
    return { type: 'timeline', first: false, at: this.#at, watched, watching: true, episodes, forgotten };
  }

  #listen(processes: ChartProcess[], absentAt: number): ChartRow {
    const inode = ++this.#inode;
    const here = inode % 4 === 0;
    const process = aProcess(inode, `newcomer-${inode % 100}`, {
      since: this.#at,
      place: here ? 'workspace' : 'elsewhere',
    });
    const row = aListener(inode, 1024 + (inode % 60_000), process, { since: this.#at });
    const { key, pid, name, place } = process;
    const { protocol, port, address, exposure } = row;
    const episode: Episode = {
      ...{
        id: inode,
        socketId: row.id,
        protocol,
        port,
        address,
        exposure,
        absentAt,
        openedAt: this.#at,
        closed: null,
      },
      holder: { key, pid, name, place, origin: null },
    };
    this.#newcomers.set(row.id, { key, episode });
    this.#news.push(episode);
    processes.push(process);
    return row;
  }

  #connect(): ChartRow[] {
    const inode = (this.#inode += 2);
    const listener = this.#staying[inode % this.#staying.length];
    const client = this.#holders[(inode * 7) % this.#holders.length];
    const server = this.#holders.find(({ key }) => key === listener?.owners[0]);
    if (!listener || !client || !server)
      throw new Error('A living world needs listeners and their processes.');
    return aConnection(inode - 1, client, server, listener).map((row) => ({ ...row, since: this.#at }));
  }

  /** Gives the key of the process that ended with it. */
  #close(id: string, seenAt: number): string[] {
    this.#rows.delete(id);
    const newcomer = this.#newcomers.get(id);
    if (!newcomer) return [];
    this.#newcomers.delete(id);
    const episode = { ...newcomer.episode, closed: { seenAt, at: this.#at } };
    this.#closed.push(episode);
    this.#news.push(episode);
    return [newcomer.key];
  }
}
