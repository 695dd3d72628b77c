/** One row of the table: who did what, and what it took. Times are medians, in milliseconds. */
export interface Row {
  readonly world: string;
  readonly who: string;
  readonly what: string;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** `null` where they could not be counted. */
  readonly systemCalls: number | null;
  /** Bytes: of a program its largest resident set; of Portolan what it added to its process. `null`: not measured. */
  readonly memory: number | null;
}

/** A budget of docs/budgets.md, and what was measured. */
export interface Verdict {
  readonly world: string;
  readonly what: string;
  readonly measured: number;
  /** Measured must be at most, or at least, that. */
  readonly budget: number;
  readonly atLeast: boolean;
  readonly unit: string;
}

export const isMet = ({ measured, budget, atLeast }: Verdict): boolean =>
  atLeast ? measured >= budget : measured <= budget;

export interface WorldResult {
  readonly world: string;
  /** How many sockets Portolan sees there in all. */
  readonly sockets: number;
  readonly processes: number;
  readonly method: string;
  /** Whether it had network, pid and mount namespaces of its own. */
  readonly isolated: boolean;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
