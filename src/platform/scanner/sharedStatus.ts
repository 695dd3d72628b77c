import type { ScannerStatus } from '../../core/watch/scanner';

const FIELDS = ['orders', 'scans', 'sleepMs', 'taken', 'from', 'to', 'cpuMicros', 'failures'] as const;

type Field = (typeof FIELDS)[number];

/**
 * What host and worker can read of each other at any moment without a message, in memory that both have: a message
 * would wake the other thread. All are whole numbers.
 */
export class SharedStatus {
  readonly buffer: SharedArrayBuffer;
  readonly #fields: BigInt64Array;

  constructor(buffer = new SharedArrayBuffer(FIELDS.length * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#fields = new BigInt64Array(buffer);
  }

  // Host's side.

  /** After an order was posted: wakes a worker that sleeps. */
  wake(): void {
    Atomics.add(this.#fields, FIELDS.indexOf('orders'), 1n);
    Atomics.notify(this.#fields, FIELDS.indexOf('orders'));
  }

  /** How many unasked readings the host has taken. */
  get taken(): number {
    return this.#get('taken');
  }

  set taken(count: number) {
    this.#set('taken', count);
  }

  // Worker's side.

  /** Orders that were posted; see {@link sleep}. */
  get orders(): bigint {
    return Atomics.load(this.#fields, FIELDS.indexOf('orders'));
  }

  /** Blocks this thread for that long, or until an order is posted that was not among `orders` yet. */
  sleep(orders: bigint, ms: number): void {
    this.#set('sleepMs', Number.isFinite(ms) ? Math.ceil(ms) : NO_END);
    Atomics.wait(this.#fields, FIELDS.indexOf('orders'), orders, ms);
    this.#set('sleepMs', 0);
  }

  show({ span, cpuMs, failures, scans }: ScannerStatus): void {
    this.#set('from', span?.[0] ?? 0);
    this.#set('to', span?.[1] ?? 0);
    this.#set('cpuMicros', Math.round(cpuMs * 1000));
    this.#set('failures', failures);
    this.#set('scans', scans);
  }

  // Read by the host.

  /** How long the worker meant to sleep when it fell asleep, in milliseconds; 0: it is awake. */
  get sleepMs(): number {
    return this.#get('sleepMs');
  }

  get status(): ScannerStatus {
    const from = this.#get('from');
    return {
      span: from === 0 ? undefined : [from, this.#get('to')],
      cpuMs: this.#get('cpuMicros') / 1000,
      failures: this.#get('failures'),
      scans: this.#get('scans'),
    };
  }

  #get(field: Field): number {
    return Number(Atomics.load(this.#fields, FIELDS.indexOf(field)));
  }

  #set(field: Field, value: number): void {
    Atomics.store(this.#fields, FIELDS.indexOf(field), BigInt(Math.round(value)));
  }
}

/** Stands for a sleep that only an order ends. */
const NO_END = Number.MAX_SAFE_INTEGER;
