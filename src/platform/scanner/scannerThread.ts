import type { Worker } from 'node:worker_threads';
import type { Reading, Scope } from '../../core/snapshot/reading';
import { applyReadingDiff } from '../../core/snapshot/readingDiff';
import { reasonOf } from '../../core/text/reasonOf';
import type { WatchPlan } from '../../core/watch/rhythm';
import type { Scanned, ScannerHandlers } from '../../core/watch/scanner';
import type { OwnSocket } from '../ownSocket';
import type { After } from './after';
import { inSlices } from './inSlices';
import { decodeReadingDiff, type ScannerMessage } from './scannerMessage';
import type { SharedStatus } from './sharedStatus';
import type { Order } from './watchLoop';

/** The worker is no more: it has ended by itself, was ended, or did not answer in time and was ended for that. */
export class ScannerEnded extends Error {}

interface Question {
  readonly number: number;
  readonly resolve: (scanned: Scanned) => void;
  readonly reject: (error: Error) => void;
  /** Takes back the limit to the wait. */
  readonly cancel: () => void;
}

/** How a worker came to its end. */
export interface WorkerEnd {
  readonly reason: string;
  /** Nobody had asked or watched for a while. */
  readonly rested: boolean;
  /** Whether a question was open; it has been refused with the reason. */
  readonly asked: boolean;
}

export interface ThreadHandlers extends ScannerHandlers {
  /** The thread is gone and has left that open. */
  leftOpen(socket: OwnSocket): void;
  /** Called as soon as the thread will answer no more; the thread itself may still be there. */
  ended(end: WorkerEnd): void;
}

/** The longest wait for an answer, and for a scan that is due. The first scan of a large machine takes about one second. */
const LIMIT_MS = 20_000;

/** One worker, from its start to its end, as the host sees it. What does not change from reading to reading is the same object. */
export class ScannerThread {
  readonly #worker: Worker;
  readonly #shared: SharedStatus;
  readonly #after: After;
  readonly #handlers: ThreadHandlers;
  readonly #readings = new Map<Scope, Reading>();
  #opened: OwnSocket | undefined;
  #question: Question | undefined;
  #number = 0;
  #ready = false;
  #reason: string | undefined;
  #plan: WatchPlan | undefined;
  #cancelCheck: (() => void) | undefined;
  /** Readings are put together one after the other: each says what differs from the last. */
  #turn: Promise<void> = Promise.resolve();

  /** Resolves when the thread itself is no more, and what it left open is closed. */
  readonly gone: Promise<void>;

  constructor(worker: Worker, shared: SharedStatus, after: After, handlers: ThreadHandlers) {
    this.#worker = worker;
    this.#shared = shared;
    this.#after = after;
    this.#handlers = handlers;
    worker.on('message', (message: ScannerMessage) => this.#hear(message));
    worker.on('error', (error) => this.#over(reasonOf(error)));
    this.gone = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#over(`exit code ${code}`);
        // Node closes what it opened itself in the thread; a native library's descriptors stay with the process.
        if (this.#opened) handlers.leftOpen(this.#opened);
        resolve();
      });
    });
    // Last, because listening holds on to it again. While it is asked, the limit to the wait keeps the process alive.
    worker.unref();
  }

  /** Whether the worker's program has loaded. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Rejects with {@link ScannerEnded}, or with the system's words where the scan failed. One question at a time. */
  scan(scope: Scope): Promise<Scanned> {
    if (this.#reason !== undefined) return Promise.reject(new ScannerEnded(this.#reason));
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      const cancel = this.#after(LIMIT_MS, () => this.end(`no answer after ${LIMIT_MS / 1000} s`));
      this.#question = { number, resolve, reject, cancel };
      this.order({ type: 'scan', number, scope });
    });
  }

  follow(plan: WatchPlan | undefined): void {
    this.#plan = plan;
    this.order({ type: 'follow', plan });
    this.#cancelCheck?.();
    this.#cancelCheck = undefined;
    if (plan) this.#checkLater(this.#shared.status.scans, 0);
  }

  order(order: Order): void {
    if (this.#reason !== undefined) return;
    this.#worker.postMessage(order);
    this.#shared.wake();
  }

  /** A thread that hangs in a system call is gone only when that call comes back. */
  end(reason: string, rested = false): void {
    this.#over(reason, rested);
    void this.#worker.terminate();
  }

  /** `quietMs`: how long no scan has ended. */
  #checkLater(scans: number, quietMs: number): void {
    this.#cancelCheck = this.#after(LIMIT_MS, () => {
      const now = this.#shared.status.scans;
      const quiet = now === scans ? quietMs + LIMIT_MS : 0;
      if (quiet > 0 && quiet >= this.#shared.sleepMs + LIMIT_MS) this.end(`no scan for ${quiet / 1000} s`);
      else this.#checkLater(now, quiet);
    });
  }

  #hear(message: ScannerMessage): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        return;
      case 'opened':
        this.#opened = message.socket;
        return;
      case 'scanned':
        this.#take(message);
        return;
      case 'failed':
        if (message.number !== null) this.#settle(message.number)?.reject(new Error(message.reason));
        else this.#handlers.failed(message.reason);
        return;
      case 'spanEnded':
        this.#handlers.spanEnded(message.span);
        return;
      case 'idle':
        // An order that is on its way to it has come first.
        if (this.#question || this.#plan) return;
        this.end('nobody scans', true);
        this.#handlers.rested();
    }
  }

  #take({ number, ...message }: Extract<ScannerMessage, { readonly type: 'scanned' }>): void {
    const question = number === null ? undefined : this.#settle(number);
    const handlers = this.#handlers;
    this.#turn = this.#turn.then(async () => {
      try {
        const scanned = await this.#scannedFrom(message);
        if (question) question.resolve(scanned);
        else if (this.#reason === undefined) {
          await handlers.scanned(scanned);
          this.#shared.taken++;
        }
      } catch (error) {
        // Later differences would be to a reading that is not there.
        question?.reject(new ScannerEnded(reasonOf(error)));
        this.end(reasonOf(error));
      }
    });
  }

  async #scannedFrom({
    scope,
    confirmedAt,
    parts,
  }: Omit<Extract<ScannerMessage, { readonly type: 'scanned' }>, 'number'>): Promise<Scanned> {
    const diff = await inSlices(decodeReadingDiff(parts));
    const reading = applyReadingDiff(this.#readings.get(scope), diff);
    this.#readings.set(scope, reading);
    return { reading, confirmedAt };
  }

  #over(reason: string, rested = false): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#cancelCheck?.();
    const question = this.#question && this.#settle(this.#question.number);
    question?.reject(new ScannerEnded(reason));
    this.#handlers.ended({ reason, rested, asked: question !== undefined });
  }

  #settle(number: number): Question | undefined {
    const question = this.#question;
    if (question?.number !== number) return undefined;
    this.#question = undefined;
    question.cancel();
    return question;
  }
}
