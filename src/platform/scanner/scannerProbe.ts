import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Reading, Scope } from '../../core/snapshot/reading';
import { applyReadingDiff } from '../../core/snapshot/readingDiff';
import { reasonOf } from '../../core/text/reasonOf';
import type { OperatingSystem } from '../operatingSystem';
import type { Probe } from '../probe';
import { systemFor } from '../system';
import { inSlices } from './inSlices';
import { decodeReadingDiff } from './scannerAnswer';
import { type After, ScannerEnded, ScannerThread } from './scannerThread';

export interface ScannerProbeOptions {
  /** Path of the worker's program: `dist/scanner.js`. */
  readonly program: string;
  /** This machine's where it is left out. */
  readonly system?: Pick<OperatingSystem, 'probe' | 'closeOwnSocket'>;
  /** What became of a worker, a sentence each. */
  readonly log: (line: string) => void;
  /** How a worker is begun; throws where there can be none. */
  readonly start?: (program: string) => Worker;
  readonly after?: After;
}

/** What the host was told last of one scope. */
interface Told {
  readonly number: number;
  readonly reading: Reading;
}

const byTimer: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

/** Where so many workers hang, another would hang too. */
const MOST_HANGING = 3;

export const SCANNER_OPTIONS: WorkerOptions = {
  name: 'portolan scanner',
  // Of the host's own options none is meant for it, such as those of a debugger.
  execArgv: [],
  // By itself V8 takes some 30 MB for what is garbage after each look.
  resourceLimits: { maxYoungGenerationSizeMb: 4 },
};

const startWorker = (program: string): Worker => new Worker(program, SCANNER_OPTIONS);

/**
 * A probe whose reading is done by a worker thread. What did not change from one reading to the next is the same
 * object. The first question starts the worker; where it ends the question is refused with the reason, and the next
 * question starts another. Where none can be started it looks on this thread, and says so in the log.
 */
export class ScannerProbe implements Probe {
  readonly #options: ScannerProbeOptions;
  readonly #system: Pick<OperatingSystem, 'probe' | 'closeOwnSocket'>;
  readonly #told = new Map<Scope, Told>();
  #thread: ScannerThread | undefined;
  /** Threads that have ended and are not gone: they hang in a system call. */
  #hanging = 0;
  #inThread: Probe | undefined;
  #disposed = false;

  constructor(options: ScannerProbeOptions) {
    this.#options = options;
    this.#system = options.system ?? systemFor();
  }

  async read(scope: Scope): Promise<Reading> {
    if (this.#inThread) return await this.#inThread.read(scope);
    if (!this.#thread && this.#hanging >= MOST_HANGING) throw new ScannerEnded('the system does not answer');
    const thread = (this.#thread ??= this.#start());
    if (!thread) return await this.#lookHere().read(scope);
    try {
      return await this.#ask(thread, scope);
    } catch (error) {
      if (!(error instanceof ScannerEnded) || thread.ready || this.#disposed) throw error;
      return await this.#lookHere().read(scope);
    }
  }

  /** Nobody looks for a while: ends the worker. The next question starts another. */
  rest(): void {
    this.#thread?.end('nobody looks');
    this.#thread = undefined;
    this.#told.clear();
  }

  dispose(): void {
    this.#disposed = true;
    this.rest();
    this.#inThread?.dispose();
  }

  async #ask(thread: ScannerThread, scope: Scope): Promise<Reading> {
    const before = this.#told.get(scope);
    const { number, since, parts } = await thread.ask(scope, before?.number ?? 0);
    const diff = await inSlices(decodeReadingDiff(parts));
    const reading = applyReadingDiff(since === 0 ? undefined : before?.reading, diff);
    this.#told.set(scope, { number, reading });
    return reading;
  }

  #start(): ScannerThread | undefined {
    if (this.#disposed) throw new ScannerEnded('nobody looks any more');
    const { program, log, start = startWorker, after = byTimer } = this.#options;
    let thread: ScannerThread;
    try {
      thread = new ScannerThread(start(program), after, (socket) => this.#system.closeOwnSocket(socket));
    } catch (error) {
      log(`The worker thread could not be started: ${reasonOf(error)}`);
      return undefined;
    }
    void thread.ended.then((reason) => {
      this.#hanging++;
      void thread.gone.then(() => this.#hanging--);
      // One that was sent to rest is no longer ours, and no news.
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      log(`The worker thread has ended: ${reason}`);
    });
    return thread;
  }

  #lookHere(): Probe {
    this.#options.log('Portolan looks on the extension host’s own thread from now on.');
    return (this.#inThread ??= this.#system.probe());
  }
}
