import { ScannerProbe } from '../../../src/platform/scanner/scannerProbe';

// Looks once through a worker whose program is in argv[2], and then has nothing left to do.
void new ScannerProbe({ program: process.argv[2]!, log: (line) => console.error(line) })
  .read('all')
  .then(({ sockets }) => console.log(`seen ${sockets.length} sockets`));
