// TCP: the shop's web pages. `--port 3001`, or PORT in the environment, puts it elsewhere. It asks the API for what it shows.
import http from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const port = Number(values.port ?? process.env.PORT ?? 3000);
const api = `http://127.0.0.1:${process.env.API_PORT ?? 4000}/`;
const ASK_EVERY_MS = 2000;

// Connections to the API stay open between two questions.
const agent = new http.Agent({ keepAlive: true, maxSockets: 3 });

function ask() {
  return new Promise((answer) => {
    const none = () => answer('The API does not answer.');
    http
      .get(api, { agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => answer(text)).on('error', none);
      })
      .on('error', none);
  });
}
setInterval(ask, ASK_EVERY_MS);

http
  .createServer(async (request, response) => {
    response.end(`Welcome to the shop. You asked for ${request.url}. ${await ask()}\n`);
  })
  .listen(port, '127.0.0.1', () => console.log(`storefront: http://localhost:${port}`));
