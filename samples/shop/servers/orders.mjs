// A Unix socket (a named pipe on Windows): takes orders from the same machine only.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const address =
  process.platform === 'win32' ? '\\\\.\\pipe\\shop-orders' : path.join(os.tmpdir(), 'shop-orders.sock');

const listen = () => server.listen(address, () => console.log(`orders: ${address}`));
const server = net.createServer((client) => {
  client.on('error', () => client.destroy()); // hung up before it was answered
  client.end('ordered\n');
});
server.once('error', (error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  // Either another one is running, or one ended without removing its socket file.
  net
    .connect(address, () => {
      console.error(error.message);
      process.exit(1);
    })
    .once('error', () => {
      fs.rmSync(address, { force: true });
      listen();
    });
});
listen();
