import type { ChartRow } from '../chart/chart';
import { type Place, WIDE_PLACES, type WidePlace } from '../listing/place';
import { compare } from '../values/compare';
import { Counted } from './counted';
import { KeyIndex } from './keyIndex';
import { type PortMap, type PortMapListener } from './portMap';
import { type Call, type Called, PortMapCalls } from './portMapCalls';
import { type By, type DraftCall, type DraftChip, type Home, PortMapDraft } from './portMapDraft';
import { atEdge, type Edge, farHome, PortMapHomes } from './portMapHomes';
import type { PortMapSource } from './portMapSource';

/** Ids of rows and keys of processes that are new, other than they were, or gone. */
export interface PortMapChange {
  readonly rows: Iterable<string>;
  readonly processes: Iterable<string>;
  /** Origins or folders differ. */
  readonly origins: boolean;
}

export interface PortMapPicture {
  readonly portMap: PortMap;
  /** Listeners there are, shown or not. */
  readonly counts: ReadonlyMap<Place, number>;
}

interface ListenerChip extends DraftChip {
  readonly row: ChartRow;
}

interface Line {
  readonly call: Call;
  /** `undefined`: it is not shown. */
  readonly drawn: DraftCall | undefined;
}

/**
 * The port map of the workspace's listeners, and of those bands beyond it that are asked for: their callers, and what
 * their processes call. The rest of the machine, and other machines, stand at the edges with nothing but what is called
 * or calls there. It is updated as rows come and go: among tens of thousands, a scan costs what differs.
 */
export class LivePortMap {
  readonly #source: PortMapSource;
  readonly #calls = new PortMapCalls();
  /** The chip of each listener, by row id. */
  readonly #chips = new Map<string, ListenerChip>();
  /** The line of each call, by the call's key in {@link PortMapCalls}. */
  readonly #lines = new Map<string, Line>();
  /** Ids of rows, by key of the lead owner. */
  readonly #listenersOf = new KeyIndex();
  /** Keys of calls, by that of the process that calls. */
  readonly #callsOf = new KeyIndex();
  /** Keys of calls, by the id of the row that is called. */
  readonly #callsTo = new KeyIndex();
  /** Listeners by band: each listener's key, and how many sockets it has. */
  readonly #counts = new Map<Place, Counted<string>>();
  #draft: PortMapDraft;
  #homes: PortMapHomes;
  #wide: ReadonlySet<WidePlace> = new Set();
  /** Whether the port map has to be built again. */
  #stale = true;

  constructor(source: PortMapSource) {
    this.#source = source;
    this.#draft = new PortMapDraft(source.folders);
    this.#homes = new PortMapHomes(source);
    this.#calls.update(source.rows.keys(), source.rows);
  }

  /** Nothing that was known holds. */
  reset(): void {
    this.#calls.clear();
    this.#calls.update(this.#source.rows.keys(), this.#source.rows);
    this.#stale = true;
  }

  update({ rows, processes, origins }: PortMapChange): void {
    const ids = [...rows];
    const calls = this.#calls.update(ids, this.#source.rows);
    this.#stale ||= origins;
    if (this.#stale) return;
    const listeners = ids.filter((id) => this.#chips.has(id) || this.#source.rows.get(id)?.listens);
    this.#renew(new Set(listeners), new Set(processes), calls);
  }

  /** @param wide what is shown beyond the workspace */
  picture(wide: ReadonlySet<WidePlace>): PortMapPicture {
    if (this.#stale || WIDE_PLACES.some((band) => wide.has(band) !== this.#wide.has(band))) this.#anew(wide);
    const counts = new Map([...this.#counts].map(([band, listeners]) => [band, listeners.size]));
    return { portMap: this.#draft.portMap(), counts };
  }

  #anew(wide: ReadonlySet<WidePlace>): void {
    for (const known of [this.#chips, this.#lines, this.#counts]) known.clear();
    for (const index of [this.#listenersOf, this.#callsOf, this.#callsTo]) index.clear();
    this.#wide = new Set(wide);
    this.#draft = new PortMapDraft(this.#source.folders);
    this.#homes = new PortMapHomes(this.#source);
    this.#stale = false;
    for (const row of this.#source.rows.values()) if (row.listens) this.#addChip(row);
    for (const [key, call] of this.#calls.calls) this.#addLine(key, call);
  }

  /** What depends on these is taken away as it was added, all of it, before any is added as it is now. */
  #renew(chips: Set<string>, processes: Set<string>, calls: Set<string>): void {
    for (const key of processes) for (const id of this.#listenersOf.of(key)) chips.add(id);
    // A process calls from where its listeners stand.
    for (const id of chips) {
      for (const row of [this.#chips.get(id)?.row, this.#source.rows.get(id)]) {
        const [owner] = row?.owners ?? [];
        if (owner !== undefined) processes.add(owner);
      }
    }
    for (const key of processes) for (const call of this.#callsOf.of(key)) calls.add(call);
    for (const id of chips) for (const call of this.#callsTo.of(id)) calls.add(call);

    for (const key of calls) this.#removeLine(key);
    for (const id of chips) this.#removeChip(id);
    for (const id of chips) {
      const row = this.#source.rows.get(id);
      if (row?.listens) this.#addChip(row);
    }
    for (const key of calls) {
      const call = this.#calls.calls.get(key);
      if (call) this.#addLine(key, call);
    }
  }

  #addChip(row: ChartRow): void {
    const home = this.#homes.ofListener(row);
    const chip = { row, home, listener: listenerOf(home, row) };
    this.#chips.set(row.id, chip);
    const [owner] = row.owners;
    if (owner !== undefined) this.#listenersOf.add(owner, row.id);
    this.#count(chip, 1);
    if (this.#shows(home)) this.#draft.chip(chip, 1);
  }

  #removeChip(id: string): void {
    const chip = this.#chips.get(id);
    if (!chip) return;
    this.#chips.delete(id);
    const [owner] = chip.row.owners;
    if (owner !== undefined) this.#listenersOf.remove(owner, id);
    this.#count(chip, -1);
    if (this.#shows(chip.home)) this.#draft.chip(chip, -1);
  }

  #count({ home, listener }: ListenerChip, by: By): void {
    const { band } = home.origin;
    const listeners = this.#counts.get(band) ?? new Counted<string>();
    listeners.add(listener.key, by);
    if (listeners.size === 0) this.#counts.delete(band);
    else this.#counts.set(band, listeners);
  }

  #addLine(key: string, call: Call): void {
    const { from, to } = call;
    if ('process' in from) this.#callsOf.add(from.process, key);
    if ('listener' in to) this.#callsTo.add(to.listener, key);
    const drawn = this.#drawn(call);
    this.#lines.set(key, { call, drawn });
    if (drawn) this.#draft.call(drawn, 1);
  }

  #removeLine(key: string): void {
    const line = this.#lines.get(key);
    if (!line) return;
    this.#lines.delete(key);
    const { from, to } = line.call;
    if ('process' in from) this.#callsOf.remove(from.process, key);
    if ('listener' in to) this.#callsTo.remove(to.listener, key);
    if (line.drawn) this.#draft.call(line.drawn, -1);
  }

  /** `undefined`: it begins and ends in what is not shown, or within one process. */
  #drawn({ from, to, connections }: Call): DraftCall | undefined {
    const chip = 'listener' in to ? this.#chips.get(to.listener) : undefined;
    const caller = 'process' in from ? this.#homeOfCaller(from.process) : undefined;
    const called = chip?.home;
    const shown = [caller, called].find((home) => home && this.#shows(home));
    if (!shown || (caller && caller.process.key === called?.process.key)) return undefined;
    const { band } = shown.origin;
    const client =
      'remote' in from ? farHome(from.remote, 'in', band) : caller && this.#seen(caller, 'in', band);
    const server =
      'remote' in to ? farHome(to.remote, 'out', band) : called && this.#seen(called, 'out', band);
    if (!client || !server) return undefined;
    const listener = chip ? listenerOf(server, chip.row) : farListener(server, to);
    return { from: client, to: { home: server, listener }, connections };
  }

  /** Where its listeners stand, if it has any. */
  #homeOfCaller(key: string): Home | undefined {
    const [first] = [...this.#listenersOf.of(key)].sort(compare);
    const process = this.#source.processes.get(key);
    if (!process) return undefined;
    return (first === undefined ? undefined : this.#chips.get(first)?.home) ?? this.#homes.ofProcess(process);
  }

  #seen(home: Home, edge: Edge, band: Place): Home {
    return this.#shows(home) ? home : atEdge(home, edge, band);
  }

  #shows({ origin: { band } }: Home): boolean {
    const wide = WIDE_PLACES.find((each) => each === band);
    return wide === undefined || this.#wide.has(wide);
  }
}

const listenerOf = ({ process }: Home, row: ChartRow): PortMapListener => ({
  // Every part is one line.
  key: `${process.key}\n${row.protocol}\n${row.netns ?? ''}\n${row.port ?? row.address}`,
  ids: [row.id],
  protocol: row.protocol,
  port: row.port,
  path: row.port === null ? row.address : '',
  addresses: row.port === null ? [] : [row.address],
  service: row.service,
  exposure: row.exposure,
  folded: 0,
});

function farListener({ process }: Home, to: Called): PortMapListener {
  const port = 'remote' in to ? to.remote.port : null;
  return {
    key: JSON.stringify([process.key, port]),
    ids: [],
    protocol: null,
    port,
    path: '',
    addresses: [],
    service: null,
    exposure: null,
    folded: 0,
  };
}
