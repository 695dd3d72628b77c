import { chartProcess, chartRow, chartText, type ChartProcess, type ChartRow } from '../../core/chartRows';
import { describeGap } from '../../core/describe';
import { processKey } from '../../core/process';
import type { Machine } from '../../core/reading';
import { sameValue } from '../../core/sameValue';
import { leadOf, type Snapshot } from '../../core/snapshot';
import { isListener } from '../../core/socket';
import type { Translate } from '../../core/translate';
import type { Monitor, MonitorChange } from '../../monitor';
import { MAX_GAPS, MAX_ROWS, type ToWebview } from '../../protocol';

/** A message before it has its number. */
type Content = ToWebview extends infer M ? (M extends ToWebview ? Omit<M, 'batch'> : never) : never;

export interface ChartFeedDoors {
  readonly monitor: Pick<Monitor, 'snapshot' | 'status'>;
  readonly t: Translate;
  /** English text and its translation. */
  readonly texts: readonly (readonly [string, string])[];
  post(message: ToWebview): void;
}

/**
 * What the page knows, and what it is told next: its texts, all rows in parts, then only what differs. One message is
 * under way at a time; what happens meanwhile is told together in the next, so a slow page is told less, not later.
 */
export class ChartFeed {
  readonly #doors: ChartFeedDoors;
  #open = false;
  #batch = 0;
  /** The number the page has not answered yet. */
  #unanswered: number | undefined;

  #greeted = false;
  #status: Content | undefined;
  /** What the page shows, by socket id. */
  readonly #rows = new Map<string, ChartRow>();
  /** The leads it shows, by pid: a later process with that pid has another key. */
  readonly #processes = new Map<number, ChartProcess>();

  /** The snapshot that the page's picture, with what is listed below, amounts to. */
  #seen: Snapshot | undefined;
  /** Ids of the first picture that are still to be told; `undefined`: it has not begun. */
  #untold: string[] | undefined;
  /** Ids of sockets, and pids, to be looked at again. */
  readonly #staleSockets = new Set<string>();
  readonly #stalePids = new Set<number>();

  constructor(doors: ChartFeedDoors) {
    this.#doors = doors;
  }

  /** The page (re)started: it knows nothing. */
  start(): void {
    this.stop();
    this.#open = true;
    this.#send();
  }

  /** The page is gone or out of sight: nothing is said until it starts again. */
  stop(): void {
    this.#open = false;
    this.#unanswered = undefined;
    this.#greeted = false;
    this.#status = undefined;
    this.#rows.clear();
    this.#processes.clear();
    this.#seen = undefined;
    this.#untold = undefined;
    this.#staleSockets.clear();
    this.#stalePids.clear();
  }

  /** The page has shown that batch, and waits for more. */
  answered(batch: number): void {
    if (batch !== this.#unanswered) return;
    this.#unanswered = undefined;
    this.#send();
  }

  changed({ snapshot, diff }: MonitorChange): void {
    if (this.#seen && snapshot && snapshot !== this.#seen) {
      this.#seen = snapshot;
      if (diff) {
        for (const { id } of [...diff.opened, ...diff.changed]) this.#staleSockets.add(id);
        for (const id of diff.closed) this.#staleSockets.add(id);
        for (const { pid } of diff.processes) this.#stalePids.add(pid);
        for (const pid of diff.ended) this.#stalePids.add(pid);
      } else {
        for (const id of [...snapshot.sockets.keys(), ...this.#rows.keys()]) this.#staleSockets.add(id);
        for (const pid of this.#processes.keys()) this.#stalePids.add(pid);
      }
    }
    this.#send();
  }

  #send(): void {
    if (!this.#open || this.#unanswered !== undefined) return;
    const content = this.#nextTexts() ?? this.#nextPart() ?? this.#nextDiff() ?? this.#nextStatus();
    if (!content) return;
    this.#unanswered = ++this.#batch;
    this.#doors.post({ ...content, batch: this.#unanswered });
  }

  #nextTexts(): Content | undefined {
    if (this.#greeted) return undefined;
    this.#greeted = true;
    return { type: 'texts', texts: this.#doors.texts };
  }

  #nextPart(): Content | undefined {
    const first = this.#untold === undefined;
    this.#seen ??= this.#doors.monitor.snapshot;
    const snapshot = this.#seen;
    if (!snapshot) return undefined;
    this.#untold ??= [...snapshot.sockets.values()].filter(isListener).map(({ id }) => id);
    if (!first && this.#untold.length === 0) return undefined;

    const rows: ChartRow[] = [];
    for (const id of this.#untold.splice(0, MAX_ROWS)) {
      const socket = snapshot.sockets.get(id);
      if (socket && isListener(socket)) rows.push(this.#tell(chartRow(socket, snapshot)));
      this.#staleSockets.delete(id);
    }
    return { type: 'snapshot', at: snapshot.takenAt, first, rows, processes: this.#newLeads(rows, snapshot) };
  }

  #nextDiff(): Content | undefined {
    const snapshot = this.#seen;
    if (!snapshot) return undefined;
    const { processes, ended } = this.#changedProcesses(snapshot);
    const opened: ChartRow[] = [];
    const closed: string[] = [];
    const changed: ChartRow[] = [];
    for (const id of this.#staleSockets) {
      if (opened.length + closed.length + changed.length + processes.length === MAX_ROWS) break;
      this.#staleSockets.delete(id);
      const socket = snapshot.sockets.get(id);
      const old = this.#rows.get(id);
      if (!socket || !isListener(socket)) {
        if (this.#rows.delete(id)) closed.push(id);
        continue;
      }
      const row = chartRow(socket, snapshot);
      if (sameValue(row, old)) continue;
      (old ? changed : opened).push(this.#tell(row));
    }
    const leads = this.#newLeads([...opened, ...changed], snapshot);
    if ([opened, closed, changed, processes, leads, ended].every((list) => list.length === 0))
      return undefined;
    const diff = { opened, closed, changed, processes: [...processes, ...leads], ended };
    return { type: 'diff', at: snapshot.takenAt, ...diff };
  }

  /** Of the leads the page shows. A pid that is somebody else's now has its rows looked at again. */
  #changedProcesses(snapshot: Snapshot): { processes: ChartProcess[]; ended: string[] } {
    const processes: ChartProcess[] = [];
    const ended: string[] = [];
    for (const pid of this.#stalePids) {
      if (processes.length + ended.length === MAX_ROWS) break;
      this.#stalePids.delete(pid);
      const old = this.#processes.get(pid);
      if (!old) continue;
      const process = snapshot.processes.get(pid);
      if (!process || processKey(process) !== old.key) {
        this.#processes.delete(pid);
        ended.push(old.key);
        for (const row of this.#rows.values()) if (row.process === old.key) this.#staleSockets.add(row.id);
        continue;
      }
      // The boot clock is coarser than the wall's: the moment it began would jitter.
      const known = { ...chartProcess(process, snapshot, this.#doors.t), since: old.since };
      if (sameValue(known, old)) continue;
      this.#processes.set(pid, known);
      processes.push(known);
    }
    return { processes, ended };
  }

  #newLeads(rows: readonly ChartRow[], snapshot: Snapshot): ChartProcess[] {
    return rows.flatMap(({ id }) => {
      const socket = snapshot.sockets.get(id);
      const lead = socket && leadOf(socket, snapshot);
      if (!lead || this.#processes.get(lead.pid)?.key === processKey(lead)) return [];
      const process = chartProcess(lead, snapshot, this.#doors.t);
      this.#processes.set(lead.pid, process);
      return [process];
    });
  }

  #tell(row: ChartRow): ChartRow {
    this.#rows.set(row.id, row);
    return row;
  }

  #nextStatus(): Content | undefined {
    const { snapshot, status } = this.#doors.monitor;
    const content: Content = {
      type: 'status',
      paused: status.paused,
      failure: status.failure === undefined ? null : chartText(status.failure),
      hostname: chartText(snapshot?.machine.hostname ?? ''),
      method: snapshot ? methodText(snapshot.machine) : '',
      cost: snapshot?.cost ?? null,
      intervalMs: status.intervalMs,
      gaps: (snapshot?.gaps ?? [])
        .slice(0, MAX_GAPS)
        .map((gap) => chartText(describeGap(gap, this.#doors.t))),
    };
    if (sameValue(content, this.#status)) return undefined;
    this.#status = content;
    return content;
  }
}

/** Each method once: `proc`, `sock_diag + proc`. */
const methodText = ({ method }: Machine): string =>
  [...new Set(Object.values(method))].filter((each) => each !== 'none').join(' + ');
