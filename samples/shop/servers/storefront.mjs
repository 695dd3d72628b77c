// TCP: the shop's web pages. `--port 3001`, or PORT in the environment, puts it elsewhere.
import http from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const port = Number(values.port ?? process.env.PORT ?? 3000);

http
  .createServer((request, response) => response.end(`Welcome to the shop. You asked for ${request.url}.\n`))
  .listen(port, '127.0.0.1', () => console.log(`storefront: http://localhost:${port}`));
