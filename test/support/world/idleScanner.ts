import { WorkerScanner } from '../../../src/platform/scanner/workerScanner';

// Scans once through a worker whose program is in argv[2], and then has nothing left to do.
void new WorkerScanner({ program: process.argv[2]!, log: (line) => console.error(line) })
  .scan('all')
  .then(({ reading }) => console.log(`seen ${reading.sockets.length} sockets`));
