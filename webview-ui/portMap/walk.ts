import type { PortMap } from '../../src/core/portMap/portMap';
import type { MapLayout } from './mapLayout';

/** Where the keyboard goes on the map, by keys of origins, processes and listeners. */
export interface Walk {
  /**
   * Keys in reading order: band by band, column by column; each origin before its processes, each process before its
   * listeners.
   */
  readonly order: readonly string[];
  /** Along a call to what is called; into an origin. */
  right(key: string): string | undefined;
  /** Back along a call to who calls; out to the process, the origin. */
  left(key: string): string | undefined;
  /** The origin before this one, or after it. */
  origin(key: string, by: 1 | -1): string | undefined;
}

export function walkOf({ origins, calls }: PortMap, layout: MapLayout): Walk {
  const place = (key: string, boxes: MapLayout['origins']): readonly [number, number] => {
    const { x = 0, y = 0 } = boxes.get(key) ?? {};
    return [x, y];
  };
  const read = <T extends { readonly key: string }>(items: readonly T[], boxes: MapLayout['origins']): T[] =>
    [...items].sort((a, b) => {
      const [ax, ay] = place(a.key, boxes);
      const [bx, by] = place(b.key, boxes);
      return ax - bx || ay - by;
    });

  const bands = [...new Set(origins.map(({ band }) => band))];
  const sorted = bands.flatMap((band) =>
    read(
      origins.filter((origin) => origin.band === band),
      layout.origins,
    ),
  );
  const order: string[] = [];
  const parent = new Map<string, string>();
  const firstProcess = new Map<string, string>();
  const listeners = new Map<string, readonly string[]>();
  const originKeys: string[] = [];
  for (const origin of sorted) {
    order.push(origin.key);
    originKeys.push(origin.key);
    for (const process of read(origin.processes, layout.processes)) {
      if (!firstProcess.has(origin.key)) firstProcess.set(origin.key, process.key);
      parent.set(process.key, origin.key);
      order.push(process.key);
      const keys = process.listeners.map(({ key }) => key);
      listeners.set(process.key, keys);
      for (const key of keys) parent.set(key, process.key);
      order.push(...keys);
    }
  }
  const busiest = [...calls].sort((a, b) => b.connections - a.connections);
  const called = (process: string | undefined): string | undefined =>
    busiest.find(({ from }) => from === process)?.to;
  const caller = (keys: readonly string[]): string | undefined =>
    busiest.find(({ to }) => keys.includes(to))?.from;
  const isProcess = (key: string): boolean => listeners.has(key);
  const originOf = (key: string): string => {
    const above = parent.get(key);
    return above === undefined ? key : originOf(above);
  };

  return {
    order,
    right: (key) => firstProcess.get(key) ?? called(isProcess(key) ? key : parent.get(key)),
    left: (key) => caller(listeners.get(key) ?? [key]) ?? parent.get(key),
    origin: (key, by) => originKeys[originKeys.indexOf(originOf(key)) + by],
  };
}
