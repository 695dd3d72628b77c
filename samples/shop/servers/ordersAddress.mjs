// A Unix socket, on Windows a named pipe.
import os from 'node:os';
import path from 'node:path';

export const ordersAddress =
  process.platform === 'win32' ? '\\\\.\\pipe\\shop-orders' : path.join(os.tmpdir(), 'shop-orders.sock');
