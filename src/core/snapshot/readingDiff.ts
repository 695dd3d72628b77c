import type { Socket } from '../socket/socket';
import { sameValue } from '../values/sameValue';
import { diffMaps } from './diffMaps';
import type { BootClock, Process } from './process';
import type { Cost, Gap, Machine, Reading, Scope } from './reading';

/** What a reading says that the one before, of the same scope, did not: all that crosses from the worker to the host. */
export interface ReadingDiff {
  readonly takenAt: number;
  readonly scope: Scope;
  readonly clock: BootClock;
  readonly cost: Cost;
  /** The machine, if it differs; `null`: it is unchanged. */
  readonly machine: Machine | null;
  /** All gaps, if they differ; `null`: they are unchanged. */
  readonly gaps: readonly Gap[] | null;
  readonly opened: readonly Socket[];
  readonly changed: readonly Socket[];
  /** Ids of sockets that the later reading no longer has. */
  readonly closed: readonly string[];
  /** Processes that are new in the later reading, or differ there. */
  readonly processes: readonly Process[];
  /** Pids that the later reading no longer names. */
  readonly ended: readonly number[];
}

/** Against `undefined`, everything has just opened. */
export function diffReadings(before: Reading | undefined, after: Reading): ReadingDiff {
  const { takenAt, scope, clock, cost, machine, gaps } = after;
  const { added, changed, removed } = diffMaps(
    before?.processes ?? new Map<number, Process>(),
    after.processes,
  );
  return {
    takenAt,
    scope,
    clock,
    cost,
    machine: before && sameValue(before.machine, machine) ? null : machine,
    gaps: before && sameValue(before.gaps, gaps) ? null : gaps,
    ...diffRows(before?.sockets ?? [], after.sockets),
    processes: [...added, ...changed],
    ended: removed,
  };
}

/** Whether the later reading says nothing else than the one before, but for moment, clock and cost. */
export const isEmptyReadingDiff = (diff: ReadingDiff): boolean =>
  diff.machine === null &&
  diff.gaps === null &&
  [diff.opened, diff.changed, diff.closed, diff.processes, diff.ended].every((list) => list.length === 0);

/**
 * The later reading again, but for the order of its rows. What did not change is the same object as in `before`, up to
 * the whole list and the whole map.
 */
export function applyReadingDiff(before: Reading | undefined, diff: ReadingDiff): Reading {
  const { takenAt, scope, clock, cost } = diff;
  const machine = diff.machine ?? before?.machine;
  const gaps = diff.gaps ?? before?.gaps;
  if (!machine || !gaps) throw new Error('The first difference of a reading has no machine or no gaps.');
  return {
    takenAt,
    scope,
    machine,
    clock,
    cost,
    sockets: before ? socketsAfter(before.sockets, diff) : diff.opened,
    processes: processesAfter(before?.processes ?? new Map<number, Process>(), diff),
    gaps,
  };
}

function socketsAfter(
  before: readonly Socket[],
  { opened, changed, closed }: ReadingDiff,
): readonly Socket[] {
  if (opened.length + changed.length + closed.length === 0) return before;
  const gone = new Set(closed);
  const stayed = gone.size === 0 ? before : before.filter(({ id }) => !gone.has(id));
  if (changed.length === 0) return [...stayed, ...opened];
  const anew = new Map(changed.map((socket) => [socket.id, socket]));
  return [...stayed.map((socket) => anew.get(socket.id) ?? socket), ...opened];
}

function processesAfter(
  before: ReadonlyMap<number, Process>,
  { processes, ended }: ReadingDiff,
): ReadonlyMap<number, Process> {
  if (processes.length + ended.length === 0) return before;
  const after = new Map(before);
  for (const pid of ended) after.delete(pid);
  for (const process of processes) after.set(process.pid, process);
  return after;
}

/**
 * The system tells its rows in an order that hardly changes, so what both lists begin and end with in common needs no
 * looking up: with 20,000 rows and one new one, that is all but one of them.
 */
function diffRows(
  before: readonly Socket[],
  after: readonly Socket[],
): Pick<ReadingDiff, 'opened' | 'changed' | 'closed'> {
  if (before === after) return { opened: [], changed: [], closed: [] };
  const changed: Socket[] = [];
  const shorter = Math.min(before.length, after.length);
  const pairUp = (old: Socket | undefined, row: Socket | undefined): boolean => {
    if (old?.id !== row?.id) return false;
    if (row && !sameValue(old, row)) changed.push(row);
    return true;
  };
  let start = 0;
  while (start < shorter && pairUp(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && pairUp(before.at(-1 - end), after.at(-1 - end))) end++;

  const byId = (rows: readonly Socket[]): Map<string, Socket> =>
    new Map(rows.slice(start, rows.length - end).map((row) => [row.id, row]));
  const between = diffMaps(byId(before), byId(after));
  return { opened: between.added, changed: [...changed, ...between.changed], closed: between.removed };
}
