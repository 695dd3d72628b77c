// The scanner as it ships, in a worker that says on request what memory its thread uses. `globalThis.gc` is there because
// --expose-gc holds for all threads.
import { pathToFileURL } from 'node:url';
import { type MessagePort, workerData } from 'node:worker_threads';
import { usedMemory } from './usedMemory';

export interface MeasuredScannerData {
  /** Path of the scanner's program. */
  readonly program: string;
  /** Each message on it is answered by {@link usedMemory}. */
  readonly port: MessagePort;
  /** The memory in which the scanner itself publishes its status. */
  readonly status: SharedArrayBuffer;
}

const { program, port } = workerData as MeasuredScannerData;
port.on('message', () => port.postMessage(usedMemory()));
port.unref();
void import(pathToFileURL(program).href);
