import type { PortMap, PortMapListener, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import type { ChartModel } from '../model';

export interface Styles {
  readonly selected: ReadonlySet<string>;
  /** Keys of the calls of what is selected, of their other ends, and of what holds those. */
  readonly related: ReadonlySet<string>;
  /** The same of what is pointed at. */
  readonly pointed: ReadonlySet<string>;
  /** What the filter is after, calls among them; `undefined`: there is no filter. */
  readonly lit: ReadonlySet<string> | undefined;
}

type Seen = Pick<ChartModel, 'selection' | 'filter' | 'rows' | 'heldBy'>;

export function stylesOf(portMap: PortMap, model: Seen): Styles {
  const selected = selectedIn(portMap, model);
  return {
    selected,
    related: relatedTo(selected, portMap),
    pointed: new Set(),
    lit: litIn(portMap, model),
  };
}

function selectedIn({ origins }: PortMap, { selection, rows }: Seen): Set<string> {
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
export function relatedTo(selected: ReadonlySet<string>, { origins, calls }: PortMap): Set<string> {
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

function litIn({ origins, calls }: PortMap, model: Seen): Set<string> | undefined {
  if (!model.filter.isActive) return undefined;
  const lit = new Set<string>();
  const matches = (id: string): boolean => {
    const row = model.rows.get(id);
    return row !== undefined && model.filter.matches(row);
  };
  /** Addresses, and addresses with ports, at the far end of what the filter is after. */
  const far = new Set<string>();
  const anyFar = origins.some(isFar);
  const holds = ({ processes }: PortMapProcess): boolean => {
    let found = false;
    for (const id of processes.flatMap((key) => [...model.heldBy(key)])) {
      if (!matches(id)) continue;
      found = true;
      if (!anyFar) break;
      const row = model.rows.get(id);
      if (row && row.remotePort !== null)
        far.add(row.remoteAddress).add(farEnd(row.remoteAddress, row.remotePort));
    }
    return found;
  };
  const lightListener = ({ key, ids }: PortMapListener): boolean => {
    if (!ids.some(matches)) return false;
    lit.add(key);
    return true;
  };
  const lightProcess = (process: PortMapProcess): boolean => {
    const listeners = process.listeners.filter(lightListener);
    if (!holds(process) && listeners.length === 0) return false;
    lit.add(process.key);
    return true;
  };
  const lightOrigin = ({ key, processes }: PortMapOrigin): void => {
    if (processes.filter(lightProcess).length > 0) lit.add(key);
  };
  const lightFar = ({ key, processes }: PortMapOrigin): void => {
    for (const { key: end, name, listeners } of processes) {
      if (!far.has(name)) continue;
      for (const each of [key, end]) lit.add(each);
      for (const listener of listeners) if (far.has(farEnd(name, listener.port))) lit.add(listener.key);
    }
  };
  origins.filter((origin) => !isFar(origin)).forEach(lightOrigin);
  origins.filter(isFar).forEach(lightFar);
  for (const { key, from, to } of calls) if (lit.has(from) && lit.has(to)) lit.add(key);
  return lit;
}

/** Whether nothing in it is a process of this machine that may be seen. */
const isFar = ({ edge, processes }: PortMapOrigin): boolean =>
  edge !== null && processes.every((process) => process.processes.length === 0);

const farEnd = (address: string, port: number | null): string => `${address} ${port ?? ''}`;
