import { type IsLocalEngine, localEngines } from '../origins/localEngines';
import { originOf } from '../origins/originOf';
import { publishedOrigins } from '../origins/publishedOrigins';
import { publishedSockets } from '../origins/publishedSockets';
import type { Socket } from '../socket/socket';
import type { Translate } from '../text/translate';
import { sameValue } from '../values/sameValue';
import { ancestry, type Process } from './process';
import type { Reading, Scope } from './reading';
import { kept, reuseMap } from './reuse';
import type { OwnedProcess, Snapshot } from './snapshot';
import type { Workspace } from './workspace';

/** A snapshot, and what it was joined from: what the next one can be held against. */
export interface Joined {
  readonly reading: Reading;
  readonly workspace: Workspace;
  /** The reading's own sockets by id. The snapshot has more: those that only a container engine knows of. */
  readonly rows: ReadonlyMap<string, Socket>;
  readonly snapshot: Snapshot;
}

/** How many rows or processes are joined before others get their turn: about a tenth of a millisecond's work. */
const ROWS_A_STEP = 256;
const PROCESSES_A_STEP = 16;

/** The last snapshot of each scope. */
export type Known = ReadonlyMap<Scope, Joined>;

const NOTHING_KNOWN: Known = new Map();

/** Joins what the system answered with what VS Code knows of its processes. */
export function joinSnapshot(
  reading: Reading,
  workspace: Workspace,
  t: Translate,
  known: Known = NOTHING_KNOWN,
): Snapshot {
  const steps = joining(reading, workspace, t, known);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value.snapshot;
  }
}

/**
 * Joins in small steps, so that the caller can let others have their turn between two of them. What is the same as in a
 * snapshot that is known stays the same object: every row and process, and the maps where all of their values are. The
 * origin of a process is kept where its ancestors are the same too.
 */
export function* joining(
  reading: Reading,
  workspace: Workspace,
  t: Translate,
  known: Known,
): Generator<undefined, Joined> {
  const before = known.get(reading.scope);
  const other = known.get(reading.scope === 'all' ? 'listeners' : 'all')?.snapshot;
  const rows = yield* joinSockets(reading, before, other);
  const processes = yield* joinProcesses(reading, workspace, t, before, other);
  const isLocal = localEngines(rows, processes, reading.machine.netns);
  const sockets = withPublished(rows, processes, reading, workspace, isLocal, before);
  const { takenAt, scope, machine, clock, cost } = reading;
  const { folders, containers } = workspace;
  const gaps = workspace.gaps.length === 0 ? reading.gaps : [...reading.gaps, ...workspace.gaps];
  const old = before?.workspace === workspace ? before.snapshot : undefined;
  const socketOrigins =
    old?.sockets === sockets && old.processes === processes
      ? old.socketOrigins
      : publishedOrigins(sockets.values(), processes, machine.netns, workspace, isLocal, t);
  const snapshot = {
    ...{ takenAt, scope, machine, clock, cost, gaps },
    ...{ folders, containers, sockets, processes, socketOrigins },
  };
  return { reading, workspace, rows, snapshot };
}

/** The rows, and behind them what containers publish without a socket. */
function withPublished(
  rows: ReadonlyMap<string, Socket>,
  processes: ReadonlyMap<number, Process>,
  { machine }: Reading,
  { containers }: Workspace,
  isLocal: IsLocalEngine,
  before: Joined | undefined,
): Snapshot['sockets'] {
  const old = before?.snapshot;
  const told = old?.containers === containers ? old : undefined;
  if (told && before?.rows === rows && old?.processes === processes) return told.sockets;
  const published = publishedSockets(rows.values(), machine.netns, containers, isLocal)
    // Where a proxy was there and is gone, its container has just ended: the engine is about to say so.
    .filter(({ id }) => told?.sockets.has(id) ?? true);
  if (published.length === 0) return rows;
  const all = new Map(rows);
  for (const socket of published) all.set(socket.id, kept(socket, old?.sockets.get(socket.id)));
  return reuseMap(old?.sockets, all);
}

function* joinSockets(
  { sockets }: Reading,
  before: Joined | undefined,
  other: Snapshot | undefined,
): Generator<undefined, Snapshot['sockets']> {
  if (sockets === before?.reading.sockets) return before.rows;
  const joined = new Map<string, Socket>();
  for (const [index, socket] of sockets.entries()) {
    const { id } = socket;
    joined.set(id, kept(socket, before?.snapshot.sockets.get(id), other?.sockets.get(id)));
    if (index % ROWS_A_STEP === 0) yield;
  }
  return reuseMap(before?.rows, joined);
}

function* joinProcesses(
  { processes }: Reading,
  workspace: Workspace,
  t: Translate,
  before: Joined | undefined,
  other: Snapshot | undefined,
): Generator<undefined, Snapshot['processes']> {
  const steady = before?.workspace === workspace ? before : undefined;
  if (processes === steady?.reading.processes) return steady.snapshot.processes;
  const news = steady && changedPids(steady.reading.processes, processes);
  // Beside its own ancestors, every origin may depend on process 1 and on what the extension host descends from.
  const asked = [1, workspace.extensionHost ?? 1];
  const changed = news && asked.every((pid) => isSteady(pid, processes, news)) ? news : undefined;
  const joined = new Map<number, OwnedProcess>();
  let computed = 0;
  for (const process of processes.values()) {
    const { pid } = process;
    const old = before?.snapshot.processes.get(pid);
    if (old && changed && isSteady(pid, processes, changed)) {
      joined.set(pid, old);
      continue;
    }
    const owned = { ...process, origin: originOf(pid, processes, workspace, t) };
    joined.set(pid, kept(owned, old, other?.processes.get(pid)));
    if (computed++ % PROCESSES_A_STEP === 0) yield;
  }
  return reuseMap(before?.snapshot.processes, joined);
}

/** Pids that are new, have changed, or are named no longer. */
function changedPids(
  before: ReadonlyMap<number, Process>,
  after: ReadonlyMap<number, Process>,
): ReadonlySet<number> {
  const changed = new Set<number>();
  for (const [pid, process] of after) if (!sameValue(before.get(pid), process)) changed.add(pid);
  for (const pid of before.keys()) if (!after.has(pid)) changed.add(pid);
  return changed;
}

/** Whether it and all its ancestors are what they were. */
function isSteady(
  pid: number,
  processes: ReadonlyMap<number, Process>,
  changed: ReadonlySet<number>,
): boolean {
  if (changed.size === 0) return true;
  const chain = ancestry(pid, processes);
  const beyond = chain.at(-1)?.ppid ?? pid;
  return !changed.has(beyond) && chain.every((process) => !changed.has(process.pid));
}
