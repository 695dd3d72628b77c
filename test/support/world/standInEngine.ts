import { type Child, startNode } from '../childServer';

/**
 * A process that answers on a Unix socket as a container engine would, and by whose name it may be one. Told a line, it
 * says what it has been asked so far: JSON, `["GET /version", …]`. A container that is stopped is listed no more.
 */
export async function startStandInEngine(path: string, containers: readonly object[]): Promise<Child> {
  const child = startNode(
    `process.title = 'podman';
     let containers = ${JSON.stringify(containers)};
     const asked = [];
     require('node:http').createServer(({ method, url }, response) => {
       asked.push(method + ' ' + url);
       if (method === 'POST') containers = [];
       if (url === '/containers/json') response.end(JSON.stringify(containers));
       else if (url.startsWith('/events')) response.flushHeaders();
       else response.end('{}');
     }).listen(${JSON.stringify(path)}, () => console.log('ready'));
     require('node:readline').createInterface({ input: process.stdin }).on('line', () => console.log(JSON.stringify(asked)));`,
  );
  await child.line();
  return child;
}
