// A Unix socket (a named pipe on Windows): takes orders from the same machine only, a line each, like a small database.
import fs from 'node:fs';
import net from 'node:net';
import { ordersAddress } from './ordersAddress.mjs';

const listen = () => server.listen(ordersAddress, () => console.log(`orders: ${ordersAddress}`));
const server = net.createServer((client) => {
  client.on('error', () => client.destroy()); // hung up before it was answered
  client.on('data', () => client.write('ordered\n'));
});
server.once('error', (error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  // Either another one is running, or one ended without removing its socket file.
  net
    .connect(ordersAddress, () => {
      console.error(error.message);
      process.exit(1);
    })
    .once('error', () => {
      fs.rmSync(ordersAddress, { force: true });
      listen();
    });
});
listen();
