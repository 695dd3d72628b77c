import type { Scope } from '../../core/snapshot/reading';
import type { WatchPlan } from '../../core/watch/rhythm';
import {
  NOT_SCANNED,
  type Scanned,
  type Scanner,
  type ScannerHandlers,
  type ScannerStatus,
} from '../../core/watch/scanner';
import type { Probe } from '../probe';
import { type After, byTimer } from './after';
import { type News, type Order, WatchLoop } from './watchLoop';

export interface LocalScannerDeps {
  /** The caller that hands it in disposes of it. */
  readonly probe: Probe;
  readonly after?: After;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

interface Question {
  readonly resolve: (scanned: Scanned) => void;
  readonly reject: (error: Error) => void;
}

/** Scans on the caller's own thread, and sleeps by timer: the command line's, and where no worker can be started. */
export class LocalScanner implements Scanner {
  readonly #deps: LocalScannerDeps;
  readonly #questions = new Map<number, Question>();
  #handlers: ScannerHandlers | undefined;
  /** Orders for the loop that runs; `undefined` where it does not run. */
  #orders: Order[] | undefined;
  #wake: () => void = () => undefined;
  #number = 0;
  /** How many messages were posted and not yet taken. */
  #untaken = 0;
  #status: ScannerStatus = NOT_SCANNED;

  constructor(deps: LocalScannerDeps) {
    this.#deps = deps;
  }

  get status(): ScannerStatus {
    return this.#status;
  }

  listen(handlers: ScannerHandlers): void {
    this.#handlers = handlers;
  }

  follow(plan: WatchPlan | undefined): void {
    if (plan || this.#orders) this.#order({ type: 'follow', plan });
  }

  scan(scope: Scope): Promise<Scanned> {
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#questions.set(number, { resolve, reject });
      this.#order({ type: 'scan', number, scope });
    });
  }

  followUp(scope: Scope): void {
    this.#order({ type: 'followUp', scope });
  }

  cancelFollowUps(): void {
    if (this.#orders) this.#order({ type: 'cancelFollowUps' });
  }

  dispose(): void {
    this.#end();
  }

  #order(order: Order): void {
    this.#orders ??= this.#begin();
    this.#orders.push(order);
    this.#wake();
  }

  #end(): void {
    this.#orders?.push({ type: 'end' });
    this.#wake();
    this.#orders = undefined;
  }

  #begin(): Order[] {
    const { probe, after = byTimer, now = () => performance.now() } = this.#deps;
    const orders: Order[] = [];
    const before = this.#status.scans;
    const loop = new WatchLoop({
      probe,
      now,
      receive: () => orders.shift(),
      sleep: (ms) =>
        new Promise((resolve) => {
          const cancel = ms === Infinity ? undefined : after(ms, resolve);
          this.#wake = () => {
            cancel?.();
            resolve();
          };
        }),
      taken: () => this.#untaken === 0,
      tell: (news) => this.#hear(news),
      show: (status) => (this.#status = { ...status, scans: before + status.scans }),
    });
    // In a turn of its own: whoever gives the first order is done first.
    void Promise.resolve().then(() => loop.run());
    return orders;
  }

  #hear(news: News): void {
    switch (news.type) {
      case 'scanned': {
        const { number, reading, confirmedAt } = news;
        if (number !== null) this.#take(number)?.resolve({ reading, confirmedAt });
        else void this.#deliver({ reading, confirmedAt });
        return;
      }
      case 'failed':
        if (news.number !== null) this.#take(news.number)?.reject(new Error(news.reason));
        else this.#handlers?.failed(news.reason);
        return;
      case 'spanEnded':
        this.#handlers?.spanEnded(news.span);
        return;
      case 'idle': {
        this.#end();
        const { span, scans } = this.#status;
        this.#status = { ...NOT_SCANNED, scans };
        if (span) this.#handlers?.spanEnded(span);
        this.#handlers?.rested();
      }
    }
  }

  async #deliver(scanned: Scanned): Promise<void> {
    this.#untaken++;
    await this.#handlers?.scanned(scanned);
    this.#untaken--;
  }

  #take(number: number): Question | undefined {
    const question = this.#questions.get(number);
    this.#questions.delete(number);
    return question;
  }
}
