import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Scope } from '../../core/snapshot/reading';
import { reasonOf } from '../../core/text/reasonOf';
import { scanInterval, type WatchPlan } from '../../core/watch/rhythm';
import {
  NOT_SCANNED,
  type Scanned,
  type Scanner,
  type ScannerHandlers,
  type ScannerStatus,
} from '../../core/watch/scanner';
import type { OperatingSystem } from '../operatingSystem';
import type { Probe } from '../probe';
import { systemFor } from '../system';
import { type After, byTimer } from './after';
import { LocalScanner } from './localScanner';
import { ScannerEnded, ScannerThread, type WorkerEnd } from './scannerThread';
import { SharedStatus } from './sharedStatus';

export interface WorkerScannerOptions {
  /** Path of the worker's program: `dist/scanner.js`. */
  readonly program: string;
  /** This machine's where it is left out. */
  readonly system?: Pick<OperatingSystem, 'probe' | 'closeOwnSocket'>;
  /** Called with a sentence about each worker that failed or was replaced. */
  readonly log: (line: string) => void;
  /** How a worker is begun, with {@link SharedStatus.buffer} as `status` in its data; throws where there can be none. */
  readonly start?: (program: string, status: SharedArrayBuffer) => Worker;
  readonly after?: After;
}

/** When this many workers hang, another one would hang too. */
const MOST_HANGING = 3;

/** Beside the data: what a worker is started with. */
export const WORKER_OPTIONS: WorkerOptions = {
  name: 'portolan scanner',
  // Of the host's own options none is meant for it, such as those of a debugger.
  execArgv: [],
  // By itself V8 takes some 30 MB for what is garbage after each scan.
  resourceLimits: { maxYoungGenerationSizeMb: 4 },
};

const startWorker = (program: string, status: SharedArrayBuffer): Worker =>
  new Worker(program, { ...WORKER_OPTIONS, workerData: { status } });

/**
 * Scans in a worker thread, which keeps the rhythm too. The first question or plan starts it; where it ends, a question
 * is refused with the reason, and the next one, or the plan after its interval, starts another. Where none can be started
 * it scans on this thread, and says so in the log.
 */
export class WorkerScanner implements Scanner {
  readonly #options: WorkerScannerOptions;
  readonly #system: Pick<OperatingSystem, 'probe' | 'closeOwnSocket'>;
  #handlers: ScannerHandlers = {
    scanned: () => Promise.resolve(),
    failed: ignore,
    spanEnded: ignore,
    rested: ignore,
  };
  #plan: WatchPlan | undefined;
  #thread: { readonly thread: ScannerThread; readonly shared: SharedStatus } | undefined;
  /** Threads that are not gone. One that has ended and is not gone hangs in a system call. */
  #threads = 0;
  /** Workers that ended by themselves, or had to be ended, since one has scanned. */
  #losses = 0;
  #scansOfEnded = 0;
  #cancelRestart: (() => void) | undefined;
  #local: { readonly scanner: LocalScanner; readonly probe: Probe } | undefined;
  #disposed = false;

  constructor(options: WorkerScannerOptions) {
    this.#options = options;
    this.#system = options.system ?? systemFor();
  }

  get status(): ScannerStatus {
    if (this.#local) return this.#local.scanner.status;
    const status = this.#thread?.shared.status ?? NOT_SCANNED;
    return {
      ...status,
      failures: status.failures + this.#losses,
      scans: status.scans + this.#scansOfEnded,
    };
  }

  listen(handlers: ScannerHandlers): void {
    this.#handlers = handlers;
  }

  follow(plan: WatchPlan | undefined): void {
    this.#plan = plan;
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    if (this.#local) this.#local.scanner.follow(plan);
    else if (this.#thread) this.#thread.thread.follow(plan);
    else if (plan) this.#restartLater(plan);
  }

  async scan(scope: Scope): Promise<Scanned> {
    const { thread } = this.#local ? { thread: undefined } : this.#begin();
    if (!thread) return await this.#scanHere().scan(scope);
    try {
      const scanned = await thread.scan(scope);
      this.#losses = 0;
      return scanned;
    } catch (error) {
      if (!(error instanceof ScannerEnded) || thread.ready || this.#disposed) throw error;
      return await this.#scanHere().scan(scope);
    }
  }

  followUp(scope: Scope): void {
    if (this.#local) this.#local.scanner.followUp(scope);
    else this.#thread?.thread.order({ type: 'followUp', scope });
  }

  cancelFollowUps(): void {
    if (this.#local) this.#local.scanner.cancelFollowUps();
    else this.#thread?.thread.order({ type: 'cancelFollowUps' });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRestart?.();
    this.#thread?.thread.end('nobody scans');
    this.#local?.scanner.dispose();
    this.#local?.probe.dispose();
  }

  /** `{}`: no worker can be started. */
  #begin(): { readonly thread?: ScannerThread } {
    if (this.#thread) return this.#thread;
    if (this.#disposed) throw new ScannerEnded('nobody scans any more');
    if (this.#threads >= MOST_HANGING) throw new ScannerEnded('the system does not answer');
    const { program, log, start = startWorker, after = byTimer } = this.#options;
    const shared = new SharedStatus();
    let thread: ScannerThread;
    try {
      thread = new ScannerThread(start(program, shared.buffer), shared, after, {
        ...this.#handlers,
        scanned: (scanned) => {
          this.#losses = 0;
          return this.#handlers.scanned(scanned);
        },
        ended: (end) => this.#over(end, shared),
        leftOpen: (socket) => this.#system.closeOwnSocket(socket),
      });
    } catch (error) {
      log(`The worker thread could not be started: ${reasonOf(error)}`);
      return {};
    }
    this.#thread = { thread, shared };
    this.#threads++;
    void thread.gone.then(() => this.#threads--);
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    if (this.#plan) thread.follow(this.#plan);
    return this.#thread;
  }

  #over({ reason, rested, asked }: WorkerEnd, { status: { span, scans } }: SharedStatus): void {
    const ready = this.#thread?.thread.ready ?? false;
    this.#thread = undefined;
    this.#scansOfEnded += scans;
    if (span) this.#handlers.spanEnded(span);
    if (rested || this.#disposed) return;
    this.#options.log(`The worker thread has ended: ${reason}`);
    this.#losses++;
    if (!ready) this.#scanHere();
    else if (this.#plan) {
      if (!asked) this.#handlers.failed(reason);
      this.#restartLater(this.#plan);
    }
  }

  #restartLater(plan: WatchPlan): void {
    const { after = byTimer } = this.#options;
    this.#cancelRestart?.();
    this.#cancelRestart = after(scanInterval(plan, this.status), () => {
      this.#cancelRestart = undefined;
      try {
        if (!this.#begin().thread) this.#scanHere();
      } catch (error) {
        this.#losses++;
        this.#handlers.failed(reasonOf(error));
        this.#restartLater(plan);
      }
    });
  }

  #scanHere(): LocalScanner {
    if (this.#local) return this.#local.scanner;
    this.#options.log('Portolan scans on the extension host’s own thread from now on.');
    const probe = this.#system.probe();
    const { after } = this.#options;
    const scanner = new LocalScanner({ probe, ...(after ? { after } : {}) });
    this.#local = { scanner, probe };
    scanner.listen(this.#handlers);
    if (this.#plan) scanner.follow(this.#plan);
    return scanner;
  }
}

const ignore = (): void => undefined;
