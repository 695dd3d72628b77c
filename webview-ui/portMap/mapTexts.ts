import type { PortMap, PortMapCall, PortMapOrigin, PortMapProcess } from '../../src/core/portMap/portMap';
import {
  connectionsText,
  listenerFacts,
  listenersText,
  listenerTitle,
  originTitle,
  processesText,
  processTitle,
} from '../../src/core/portMap/portMapText';
import { describeAge } from '../../src/core/text/describe';
import { listed } from '../../src/core/text/listed';
import type { Translate } from '../../src/core/text/translate';
import type { ChartModel } from '../model';
import type { Item } from './items';

/** The connections of a process or a listener, and the processes at their other ends. */
export interface Traffic {
  readonly connections: number;
  readonly with: readonly string[];
}

/** The text of a hover: a name, then one line each. */
export interface HoverText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** How many names a hover lists. */
const MAX_TOLD = 8;

/** How many names stand below the number of several processes. */
const MAX_NAMED = 3;

/** What a process calls, by its key; the callers of a listener, by the listener's key. */
export function trafficOf(
  { calls }: PortMap,
  items: ReadonlyMap<string, Item>,
  t: Translate,
): Map<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  const add = (key: string, connections: number, name: string): void => {
    const known = traffic.get(key);
    traffic.set(key, {
      connections: (known?.connections ?? 0) + connections,
      with: [...(known?.with ?? []), name],
    });
  };
  for (const { from, to, connections } of calls) {
    const [caller, called] = [items.get(from), items.get(to)];
    if (caller?.level !== 'process' || called?.level !== 'listener') continue;
    add(from, connections, t('{0} on {1}', processTitle(called.process, t), listenerTitle(called.item, t)));
    add(to, connections, processTitle(caller.item, t));
  }
  return traffic;
}

type Known = Pick<ChartModel, 'processes' | 'rows' | 'origins' | 'folders'>;

/**
 * What stands quietly below a process's name: `4 min · 4711`.
 *
 * @param connections out of it, or, at the edge of what is called, into it
 */
export function noteOf(
  { processes, name, listeners, folded }: PortMapProcess,
  origin: PortMapOrigin,
  connections: number,
  model: Known,
  now: number,
  t: Translate,
): string {
  if (folded > 0) return name === '' ? namesOf(processes, model, t) : processesText(folded, t);
  const [key] = processes;
  const process = key === undefined ? undefined : model.processes.get(key);
  if (origin.edge !== null) return connectionsText(connections, t);
  if (!process || processes.length > 1) return '';
  const age = describeAge(now - process.since, t);
  return listeners.length === 0 ? t('no listener · {0}', age) : `${age} · ${process.pid}`;
}

/** Every name once: `node server.js, esbuild`. */
function namesOf(keys: readonly string[], { processes }: Known, t: Translate): string {
  const names = new Set(keys.flatMap((key) => processes.get(key)?.name ?? []));
  return listed([...names], MAX_NAMED, t);
}

/** What the hover says of the mark under the pointer. */
export function hoverText(
  item: Item,
  traffic: Traffic | undefined,
  model: Known,
  now: number,
  t: Translate,
): HoverText {
  switch (item.level) {
    case 'origin': {
      const evidence = item.item.origin === null ? [] : (model.origins.get(item.item.origin)?.evidence ?? []);
      return { title: originTitle(item.item, t), lines: evidence };
    }
    case 'process':
      return { title: processTitle(item.item, t), lines: processLines(item.item, traffic, model, now, t) };
    case 'listener': {
      const { item: listener } = item;
      const callers = traffic ? t('called by {0}', listed(traffic.with, MAX_TOLD, t)) : '';
      const lines = [
        listenerFacts(listener, t).join(' · '),
        callers,
        traffic ? connectionsText(traffic.connections, t) : '',
      ];
      return {
        title: `${listenerTitle(listener, t)} · ${processTitle(item.process, t)}`,
        lines: lines.filter((line) => line !== ''),
      };
    }
  }
}

function processLines(
  { processes, folded, listeners }: PortMapProcess,
  traffic: Traffic | undefined,
  model: Known,
  now: number,
  t: Translate,
): string[] {
  const lines: string[] = [];
  const [key] = processes;
  const process = key === undefined ? undefined : model.processes.get(key);
  if (process && folded === 0) {
    const { pid, user, since, name, command } = process;
    lines.push(
      t('pid {0}', pid) + (user === null ? '' : ` · ${user}`),
      t('running for {0}', describeAge(now - since, t)),
    );
    if (command !== '' && command !== name) lines.push(command);
  }
  if (folded > 0) lines.push(processesText(folded, t), listenersText(listeners.length, t));
  if (traffic)
    lines.push(t('calls {0}', listed(traffic.with, MAX_TOLD, t)), connectionsText(traffic.connections, t));
  return lines;
}

export function callText(
  { from, to, connections }: PortMapCall,
  items: ReadonlyMap<string, Item>,
  t: Translate,
): HoverText | undefined {
  const [caller, called] = [items.get(from), items.get(to)];
  if (caller?.level !== 'process' || called?.level !== 'listener') return undefined;
  return {
    title: `${apart(processTitle(caller.item, t))} → ${apart(processTitle(called.process, t))} · ${listenerTitle(called.item, t)}`,
    lines: [connectionsText(connections, t)],
  };
}

/** Two names that run from right to left would change sides, and the arrow would lie: each in isolates (UAX #9). */
const apart = (name: string): string => `\u2068${name}\u2069`;
