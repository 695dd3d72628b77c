import type { Harbour, HarbourListener, HarbourOrigin, HarbourProcess } from '../../src/core/harbour/harbour';
import type { ChartModel } from '../model';

export interface Looks {
  readonly selected: ReadonlySet<string>;
  /** At the other end of a call of what is selected, and what holds that; and the calls' own keys. */
  readonly related: ReadonlySet<string>;
  /** The same of what is pointed at. */
  readonly pointed: ReadonlySet<string>;
  /** What the filter is after, calls among them; `undefined`: there is no filter. */
  readonly lit: ReadonlySet<string> | undefined;
}

type Seen = Pick<ChartModel, 'selection' | 'sifts' | 'rows' | 'heldBy' | 'matches'>;

export function looksOf(harbour: Harbour, model: Seen): Looks {
  const selected = selectedIn(harbour, model);
  return {
    selected,
    related: relatedTo(selected, harbour),
    pointed: new Set(),
    lit: litIn(harbour, model),
  };
}

function selectedIn({ origins }: Harbour, { selection, rows }: Seen): Set<string> {
  const [sockets, processes, sources] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const sets = { socket: sockets, process: processes, origin: sources };
  for (const { kind, id } of selection) sets[kind].add(id);
  const selected = new Set<string>();
  if (selection.length === 0) return selected;
  // A connection is no mark of the map: who holds it stands for it.
  for (const id of sockets) {
    const row = rows.get(id);
    if (row && !row.listens) for (const key of row.owners) processes.add(key);
  }
  for (const { key, origin, processes: within } of origins) {
    if (origin !== null && sources.has(origin)) selected.add(key);
    for (const process of within) {
      if (process.processes.some((each) => processes.has(each))) selected.add(process.key);
      for (const listener of process.listeners) {
        if (listener.ids.some((id) => sockets.has(id))) selected.add(listener.key);
      }
    }
  }
  return selected;
}

/** The other ends of their calls, what holds those, and the calls. */
export function relatedTo(selected: ReadonlySet<string>, { origins, calls }: Harbour): Set<string> {
  const related = new Set<string>();
  const holder = new Map<string, string>();
  const touched = new Set<string>();
  for (const origin of origins) {
    for (const { key, listeners } of origin.processes) {
      const whole = selected.has(key) || selected.has(origin.key);
      if (whole) touched.add(key);
      for (const listener of listeners) {
        holder.set(listener.key, key);
        if (whole || selected.has(listener.key)) touched.add(listener.key);
        if (selected.has(listener.key)) related.add(key);
      }
    }
  }
  for (const { key, from, to } of calls) {
    if (!touched.has(from) && !touched.has(to)) continue;
    for (const end of [key, from, to, holder.get(to)]) if (end !== undefined) related.add(end);
  }
  return related;
}

function litIn({ origins, calls }: Harbour, model: Seen): Set<string> | undefined {
  if (!model.sifts) return undefined;
  const lit = new Set<string>();
  const matches = (id: string): boolean => {
    const row = model.rows.get(id);
    return row !== undefined && model.matches(row);
  };
  const holds = ({ processes }: HarbourProcess): boolean =>
    processes.some((key) => {
      for (const id of model.heldBy(key)) if (matches(id)) return true;
      return false;
    });
  const lightListener = ({ key, ids }: HarbourListener): boolean => {
    if (!ids.some(matches)) return false;
    lit.add(key);
    return true;
  };
  const lightProcess = (process: HarbourProcess): boolean => {
    const listeners = process.listeners.filter(lightListener);
    if (listeners.length === 0 && !holds(process)) return false;
    lit.add(process.key);
    return true;
  };
  const lightOrigin = ({ key, processes }: HarbourOrigin): void => {
    if (processes.filter(lightProcess).length > 0) lit.add(key);
  };
  origins.forEach(lightOrigin);
  for (const { key, from, to } of calls) if (lit.has(from) && lit.has(to)) lit.add(key);
  return lit;
}
