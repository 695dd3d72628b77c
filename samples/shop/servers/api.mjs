// TCP: what the storefront asks. It keeps two connections to the orders' socket open, as an API does to its database.
import http from 'node:http';
import net from 'node:net';
import { ordersAddress } from './ordersAddress.mjs';

const port = Number(process.env.API_PORT ?? 4000);
const RETRY_MS = 1000;

const pool = [0, 1].map(() => ({ socket: undefined, waiting: [] }));

function connect(connection) {
  const lose = () => {
    connection.socket = undefined;
    for (const answer of connection.waiting.splice(0)) answer('orders are closed');
    setTimeout(connect, RETRY_MS, connection);
  };
  const socket = net.connect(ordersAddress, () => (connection.socket = socket));
  socket.on('data', () => connection.waiting.shift()?.('ordered'));
  socket.on('error', () => undefined).once('close', lose); // 'close' follows every error
}
pool.forEach(connect);

let turn = 0;
function order() {
  const connection = pool[turn++ % pool.length];
  if (!connection.socket) return Promise.resolve('orders are closed');
  connection.socket.write('order\n');
  return new Promise((answer) => connection.waiting.push(answer));
}

http
  .createServer({ keepAliveTimeout: 60_000 }, async (_, response) => response.end(await order()))
  .listen(port, '127.0.0.1', () => console.log(`api: http://localhost:${port}`));
