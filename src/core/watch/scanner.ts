import type { Reading, Scope } from '../snapshot/reading';
import type { ScanLoad, WatchPlan } from './rhythm';
import type { Watched } from './watched';

/** The result of one scan. */
export interface Scanned {
  readonly reading: Reading;
  /**
   * Milliseconds since the epoch of the last earlier scan that found nothing unreported: what is new in this reading
   * came after it. 0: there was no such scan.
   */
  readonly confirmedAt: number;
}

/** What a scanner reports without having been asked. */
export interface ScannerHandlers {
  /**
   * A planned scan found something that differs from what was reported last. The next is reported once the promise
   * settles.
   */
  scanned(scanned: Scanned): Promise<void>;
  /** A scan of the plan failed; `reason` is a sentence, or the system's words. */
  failed(reason: string): void;
  /** Scanning had a gap: this span is over. */
  spanEnded(span: Watched): void;
  /** Nobody has asked or watched for a while: memory of earlier scans was released. */
  rested(): void;
}

/** What a scanner can say of itself at any moment without a scan. */
export interface ScannerStatus extends ScanLoad {
  /** Since when it scans without a gap, and when it last did; `undefined`: it has not. */
  readonly span: Watched | undefined;
  /** How many scans have ended. */
  readonly scans: number;
}

export const NOT_SCANNED: ScannerStatus = { span: undefined, cpuMs: 0, failures: 0, scans: 0 };

/** Scans the system: once for each question, and by itself as long as a plan says so. */
export interface Scanner {
  /** Called once, before anything else. */
  listen(handlers: ScannerHandlers): void;
  /** What is watched from now on; `undefined`: nothing. It does not scan at once: ask for that. */
  follow(plan: WatchPlan | undefined): void;
  /** One scan, begun after the call. Rejects with the system's words. The caller waits for one before the next. */
  scan(scope: Scope): Promise<Scanned>;
  /** Something happened that may open or close sockets: a few scans follow, also while nothing is watched. */
  followUp(scope: Scope): void;
  cancelFollowUps(): void;
  readonly status: ScannerStatus;
  dispose(): void;
}
