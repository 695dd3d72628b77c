import { type Process, processKey } from '../snapshot/process';
import type { OwnedProcess } from '../snapshot/snapshot';
import type { RememberedProcess, Workspace } from '../snapshot/workspace';
import { sameValue } from '../values/sameValue';
import { livingOrigins } from './rememberedOrigin';

/** Remembered processes by {@link processKey}; the latest are at the end. */
export type Memory = ReadonlyMap<string, RememberedProcess>;

/** The oldest are forgotten. */
export const MOST_REMEMBERED = 300;

/** Remembers which of the processes come from a terminal, task or session that there is; the same memory if none is news. */
export function remember(memory: Memory, processes: Iterable<OwnedProcess>, workspace: Workspace): Memory {
  const living = livingOrigins(workspace);
  // A session that has joined a process leaves it as it was.
  const attached = new Set(workspace.debugSessions.flatMap(({ id, attached }) => (attached ? [id] : [])));
  let learned: Map<string, RememberedProcess> | undefined;
  for (const process of processes) {
    const origin = rememberedOriginOf(process);
    if (!origin || !living.has(origin.id) || attached.has(origin.id.slice('debug:'.length))) continue;
    const entry = { pid: process.pid, startTime: process.startTime, origin, endedAt: null };
    if (sameValue(memory.get(processKey(process)), entry)) continue;
    learned ??= new Map(memory);
    learned.delete(processKey(process)); // to the end
    learned.set(processKey(process), entry);
  }
  if (!learned) return memory;
  const tooMany = learned.size - MOST_REMEMBERED;
  for (const key of [...learned.keys()].slice(0, Math.max(0, tooMany))) learned.delete(key);
  return learned;
}

function rememberedOriginOf({ origin }: OwnedProcess): RememberedProcess['origin'] | undefined {
  if (origin?.kind !== 'terminal' && origin?.kind !== 'task' && origin?.kind !== 'debug') return undefined;
  const { kind, id, name, folder } = origin;
  return { kind, id, name, folder };
}

/** @param at milliseconds since the epoch */
export function markEnded(memory: Memory, hasEnded: (originId: string) => boolean, at: number): Memory {
  let marked: Map<string, RememberedProcess> | undefined;
  for (const [key, entry] of memory) {
    if (entry.endedAt !== null || !hasEnded(entry.origin.id)) continue;
    marked ??= new Map(memory);
    marked.set(key, { ...entry, endedAt: at });
  }
  return marked ?? memory;
}

/** Whether one of the processes comes from a terminal, task or session that may yet come back. */
export const isAwaited = (
  memory: Memory,
  processes: ReadonlyMap<number, Process>,
  living: ReadonlySet<string>,
): boolean =>
  [...memory.values()].some(
    ({ pid, startTime, origin, endedAt }) =>
      endedAt === null && !living.has(origin.id) && processes.get(pid)?.startTime === startTime,
  );

/**
 * What a window that was just loaded has been left by the one before it. A reload ends terminals, tasks and sessions for
 * a while, so that what ended just before it may not have ended at all.
 *
 * @param stored of unknown origin: what is not understood is left out
 * @param since milliseconds since the epoch: what ended later has not been seen to end
 */
export function recalled(stored: unknown, since: number): Memory {
  const memory = new Map<string, RememberedProcess>();
  for (const value of Array.isArray(stored) ? (stored as unknown[]).slice(-MOST_REMEMBERED) : []) {
    const entry = parseEntry(value);
    if (!entry) continue;
    const { endedAt } = entry;
    memory.set(processKey(entry), {
      ...entry,
      endedAt: endedAt !== null && endedAt < since ? endedAt : null,
    });
  }
  return memory;
}

function parseEntry(value: unknown): RememberedProcess | undefined {
  const { pid, startTime, endedAt, origin } = (value ?? {}) as Record<string, unknown>;
  const { kind, id, name, folder } = (origin ?? {}) as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof startTime !== 'string') return undefined;
  if (endedAt !== null && typeof endedAt !== 'number') return undefined;
  if (kind !== 'terminal' && kind !== 'task' && kind !== 'debug') return undefined;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  if (folder !== null && typeof folder !== 'string') return undefined;
  return { pid, startTime, endedAt, origin: { kind, id, name, folder } };
}
