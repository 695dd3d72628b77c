import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import threading, { Worker, type WorkerOptions } from 'node:worker_threads';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';

const extension = vscode.extensions.getExtension('portolan.portolan')!;
const READS = [
  'openSync',
  'readSync',
  'readdirSync',
  'readlinkSync',
  'lstatSync',
  'statSync',
  'readFileSync',
] as const;
const INTERVAL_MS = 100;
/** How long the worker waits here before it says that it may go; it ships with 30 s. */
const SHORT_REST_MS = 1500;

/** Whether the caller's caller is the extension: the tests run in its process, and so do others. */
const isOurs = (): boolean => new Error().stack?.includes(`${extension.extensionPath}/dist/`) ?? false;

/** Threads of this process, which is the extension host. */
const threads = (): string[] => fs.readdirSync('/proc/self/task');

/** read(2) and its kin, as the kernel counts them for one thread: proc_pid_io(5) `syscr`. 0 once it is gone. */
function readsOf(thread: string): number {
  try {
    const [, count] = /^syscr: (\d+)$/m.exec(fs.readFileSync(`/proc/self/task/${thread}/io`, 'latin1')) ?? [];
    return Number(count);
  } catch {
    return 0;
  }
}

/**
 * Counts what the extension asks of the system on this thread and of its worker, and the timers it has set that have
 * not come. Lets the worker go sooner.
 */
class Watch {
  reads = 0;
  /** What was posted to a worker. */
  orders = 0;
  worker: Worker | undefined;
  readonly workers = new Set<Worker>();
  /** Every timer that was set, with its delay in milliseconds. */
  readonly timers = new Map<unknown, unknown>();
  readonly #undo: (() => void)[] = [];

  constructor() {
    for (const name of READS) {
      this.#replace(fs, name, (original) => (...args) => {
        if (isOurs()) this.reads++;
        return original(...args);
      });
    }
    const asked = (worker: Worker): void => {
      if (!isOurs()) return;
      this.orders++;
      this.worker = worker;
      this.workers.add(worker);
    };
    const ask: unknown = Reflect.get(Worker.prototype, 'postMessage');
    assert.ok(typeof ask === 'function');
    const counted = function (this: Worker, ...args: unknown[]): void {
      asked(this);
      Reflect.apply(ask, this, args);
    };
    Reflect.set(Worker.prototype, 'postMessage', counted);
    this.#undo.push(() => Reflect.set(Worker.prototype, 'postMessage', ask));
    this.#undo.push(() => Reflect.set(threading, 'Worker', Worker));
    Reflect.set(
      threading,
      'Worker',
      class extends Worker {
        constructor(program: string | URL, options: WorkerOptions = {}) {
          const data = options.workerData as object | undefined;
          super(program, isOurs() ? { ...options, workerData: { ...data, restMs: SHORT_REST_MS } } : options);
        }
      },
    );
    this.#replace(globalThis, 'setTimeout', (original) => (callback, ms, ...rest) => {
      if (!isOurs()) return original(callback, ms, ...rest);
      const timer = original(
        (...args: unknown[]) => {
          this.timers.delete(timer);
          (callback as (...args: unknown[]) => void)(...args);
        },
        ms,
        ...rest,
      );
      this.timers.set(timer, ms);
      return timer;
    });
    this.#replace(globalThis, 'setInterval', (original) => (...args) => {
      const timer = original(...args);
      if (isOurs()) this.timers.set(timer, undefined);
      return timer;
    });
    for (const name of ['clearTimeout', 'clearInterval'] as const) {
      this.#replace(globalThis, name, (original) => (timer) => {
        this.timers.delete(timer);
        return original(timer);
      });
    }
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  #replace(
    owner: object,
    name: string,
    by: (original: (...args: unknown[]) => unknown) => (...args: unknown[]) => unknown,
  ): void {
    const original: unknown = Reflect.get(owner, name);
    assert.ok(typeof original === 'function');
    Reflect.set(owner, name, by(original.bind(owner) as (...args: unknown[]) => unknown));
    this.#undo.push(() => Reflect.set(owner, name, original));
  }
}

describe('while nobody looks', () => {
  const settings = vscode.workspace.getConfiguration('portolan');
  let watch: Watch;

  before(async () => {
    await settings.update('interval', INTERVAL_MS, vscode.ConfigurationTarget.Global);
    watch = new Watch();
  });
  after(async () => {
    watch.dispose();
    await settings.update('interval', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  /** The worker keeps the rhythm: one order says what is watched. */
  const isWatched = async (): Promise<void> => {
    const before = watch.orders;
    await eventually('a worker is told what is watched', () => watch.orders > before);
  };

  it('asks and reads nothing, has no timer and then no worker, and the same counters count while the view is shown', async () => {
    await Promise.all([isWatched(), vscode.commands.executeCommand('portolan.sockets.focus')]);
    // Another worker, so that its thread can be told from the others.
    await watch.worker?.terminate();
    const before = new Set(threads());
    await isWatched();
    const own = threads().filter((thread) => !before.has(thread));
    const readsOfWorker = (): number => own.reduce((sum, thread) => sum + readsOf(thread), 0);
    const shown = readsOfWorker();
    const readsHere = watch.reads;
    await eventually('the worker reads', () => readsOfWorker() > shown + 20);
    assert.ok(watch.timers.size > 0);
    assert.equal(watch.reads, readsHere, 'the extension host’s own thread is not held by reading');

    const { worker, workers } = watch;
    assert.ok(worker);
    const workersBefore = workers.size;
    const ended = once(worker, 'exit');
    await vscode.commands.executeCommand('workbench.view.explorer');
    // The view hears of it later; and what events have asked for, of which there are always some, ends by itself. That
    // nothing happens can only be seen by letting it not happen.
    const nothingFor = async (ms: number): Promise<boolean> => {
      const { orders, reads } = watch;
      const readsThere = readsOfWorker();
      await delay(ms);
      return (
        watch.timers.size === 0 &&
        watch.orders === orders &&
        watch.reads === reads &&
        readsOfWorker() === readsThere
      );
    };
    await eventually('nothing is asked or read', () => nothingFor(SHORT_REST_MS / 2));

    await ended;
    await eventually('nothing is asked or read without a worker', () => nothingFor(10 * INTERVAL_MS));
    // The socket that a worker has left open is looked at once, and closed; an event may have started another worker.
    assert.ok(watch.reads <= readsHere + 1 + workers.size - workersBefore);

    await Promise.all([isWatched(), vscode.commands.executeCommand('portolan.sockets.focus')]);
    assert.notEqual(watch.worker, worker);
  });

  it('goes on with another worker when its own ends', async () => {
    await vscode.commands.executeCommand('portolan.sockets.focus');
    await vscode.commands.executeCommand('portolan.refresh');
    const { worker } = watch; // it has answered, and so it runs
    await worker?.terminate();
    await isWatched();
    assert.notEqual(watch.worker, worker);
  });
});
