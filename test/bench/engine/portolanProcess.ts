// Portolan's engine as the extension host runs it, and what each of its looks takes. Orders come by IPC.
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Scope } from '../../../src/core/snapshot/reading';
import { byTimer } from '../../../src/platform/scanner/after';
import { ScannerThread } from '../../../src/platform/scanner/scannerThread';
import { SharedStatus } from '../../../src/platform/scanner/sharedStatus';
import { WORKER_OPTIONS } from '../../../src/platform/scanner/workerScanner';
import { usageOf } from './usage';

export type PortolanOrder =
  /** A new worker, without a look. What was there before is forgotten. */
  | { readonly do: 'start' }
  /** That many looks, one after the other; the average is what is taken. */
  | { readonly do: 'look'; readonly scope: Scope; readonly times: number };

export interface PortolanTaken {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** How many sockets the last scan saw. */
  readonly sockets: number;
  /** How it looked: `sock_diag, proc`. */
  readonly method: string;
  /** Resident memory of the whole process after the garbage is gone, in bytes. */
  readonly rss: number;
}

const program = join(__dirname, '../../../dist/scanner.js');

let thread: ScannerThread | undefined;
let sockets = 0;
let method = '';

async function start(): Promise<void> {
  thread?.end('another is started');
  const shared = new SharedStatus();
  const worker = new Worker(program, { ...WORKER_OPTIONS, workerData: { status: shared.buffer } });
  await once(worker, 'message'); // that it is ready
  const ignore = (): void => undefined;
  thread = new ScannerThread(worker, shared, byTimer, {
    ...{
      scanned: () => Promise.resolve(),
      failed: ignore,
      spanEnded: ignore,
      rested: ignore,
      ended: ignore,
      leftOpen: ignore,
    },
  });
}

async function look(scope: Scope): Promise<void> {
  if (!thread) throw new Error('The engine was not started');
  const { reading } = await thread.scan(scope);
  sockets = reading.sockets.length;
  method = [...new Set(Object.values(reading.machine.method))].join(', ');
}

async function carryOut(order: PortolanOrder): Promise<PortolanTaken> {
  const times = order.do === 'look' ? order.times : 1;
  const before = usageOf('self').cpuMs;
  const started = performance.now();
  for (let left = times; left > 0; left--) await (order.do === 'start' ? start() : look(order.scope));
  const wallMs = (performance.now() - started) / times;
  const cpuMs = (usageOf('self').cpuMs - before) / times;
  globalThis.gc?.();
  return { cpuMs, wallMs, sockets, method, rss: process.memoryUsage.rss() };
}

process.on('message', (order: PortolanOrder) => {
  carryOut(order).then(
    (taken) => process.send?.(taken),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({});
