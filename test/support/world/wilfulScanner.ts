import { parentPort, workerData } from 'node:worker_threads';
import type { Probe } from '../../../src/platform/probe';
import { type ProbeWith, runInWorker } from '../../../src/platform/scanner/runInWorker';
import { systemFor } from '../../../src/platform/system';

/** What the worker does at one of its looks, counted from 1, instead of looking; 0: before it says that it is ready. */
export interface Whim {
  readonly at: number;
  readonly does: 'exit' | 'throw' | 'hang' | 'fail' | 'nothing';
  /** Milliseconds after which it says that it is idle; left out: as it ships. */
  readonly restMs?: number;
}

const { at, does, restMs, status } = workerData as Whim & { readonly status: SharedArrayBuffer };

function act(): Promise<never> {
  if (does === 'exit') process.exit(7);
  if (does === 'hang') for (;;);
  if (does === 'fail') return Promise.reject(new Error('EMFILE: too many open files'));
  if (does === 'throw')
    setImmediate(() => {
      throw new Error('boom');
    });
  return new Promise(() => undefined);
}

if (at === 0) void act();
if (parentPort) {
  const probeWith: ProbeWith = (onSocket): Probe => {
    const probe = systemFor().probe({ onSocket });
    let looks = 0;
    return {
      read: (scope) => (++looks === at ? act() : probe.read(scope)),
      dispose: () => probe.dispose(),
    };
  };
  runInWorker(parentPort, { status, restMs }, probeWith);
}
