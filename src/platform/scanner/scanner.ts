import { parentPort, workerData } from 'node:worker_threads';
import { systemFor } from '../system';
import { runInWorker, type RunOptions } from './runInWorker';

// The program of the worker thread (dist/scanner.js): scans the system there, with synchronous reads, so that the
// extension host's thread is not held.
if (parentPort) {
  runInWorker(parentPort, workerData as RunOptions, (onSocket) => systemFor().probe({ onSocket }));
}
