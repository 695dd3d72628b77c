import type { Worker } from 'node:worker_threads';
import type { Scope } from '../../core/snapshot/reading';
import { reasonOf } from '../../core/text/reasonOf';
import type { OwnSocket } from '../ownSocket';
import type { ScannerMessage, ScannerQuestion } from './scannerAnswer';

export type ScannerAnswer = Extract<ScannerMessage, { readonly type: 'answer' }>;

/** The worker is no more: it has ended by itself, was ended, or did not answer in time and was ended for that. */
export class ScannerEnded extends Error {}

interface Waiting {
  readonly number: number;
  readonly resolve: (answer: ScannerAnswer) => void;
  readonly reject: (error: Error) => void;
  /** Takes back the limit to the wait. */
  readonly cancel: () => void;
}

/** Calls back once, later; the answer takes that back. */
export type After = (ms: number, callback: () => void) => () => void;

/** The longest wait for an answer. The first look at a large machine takes about one second. */
const LIMIT_MS = 20_000;

/** One worker, from its start to its end, as the host sees it. */
export class ScannerThread {
  readonly #worker: Worker;
  readonly #after: After;
  #opened: OwnSocket | undefined;
  #waiting: Waiting | undefined;
  #questions = 0;
  #ready = false;
  #reason: string | undefined;

  /** Told as soon as no answer is to be had from it any more, with the reason. */
  readonly ended: Promise<string>;
  /** Told when the thread itself is no more, and what it left open is closed. */
  readonly gone: Promise<void>;
  #tellEnded: (reason: string) => void = () => undefined;

  constructor(worker: Worker, after: After, closeOwnSocket: (socket: OwnSocket) => void) {
    this.#worker = worker;
    this.#after = after;
    worker.on('message', (message: ScannerMessage) => this.#hear(message));
    worker.on('error', (error) => this.#over(reasonOf(error)));
    this.ended = new Promise((resolve) => (this.#tellEnded = resolve));
    this.gone = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#over(`exit code ${code}`);
        // Node closes what it opened itself in the thread; a native library's descriptors stay with the process.
        if (this.#opened) closeOwnSocket(this.#opened);
        resolve();
      });
    });
    // Last, because listening holds on to it again. While it is asked, the limit to the wait keeps the process alive.
    worker.unref();
  }

  /** Whether its program has loaded. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Rejects with {@link ScannerEnded}, or with the system's words where the look failed. One question at a time. */
  ask(scope: Scope, since: number): Promise<ScannerAnswer> {
    if (this.#reason !== undefined) return Promise.reject(new ScannerEnded(this.#reason));
    const question: ScannerQuestion = { number: ++this.#questions, scope, since };
    return new Promise((resolve, reject) => {
      const cancel = this.#after(LIMIT_MS, () => this.end(`no answer after ${LIMIT_MS / 1000} s`));
      this.#waiting = { number: question.number, resolve, reject, cancel };
      this.#worker.postMessage(question);
    });
  }

  /** A thread that hangs in a system call is gone only when that call comes back. */
  end(reason: string): void {
    this.#over(reason);
    void this.#worker.terminate();
  }

  #hear(message: ScannerMessage): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        return;
      case 'opened':
        this.#opened = message.socket;
        return;
      case 'answer':
        if (message.number === this.#waiting?.number) this.#settle()?.resolve(message);
        return;
      case 'failure':
        if (message.number === this.#waiting?.number) this.#settle()?.reject(new Error(message.reason));
    }
  }

  #over(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#settle()?.reject(new ScannerEnded(reason));
    this.#tellEnded(reason);
  }

  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.cancel();
    return waiting;
  }
}
