// What `npm run dev` does in a real shop: starts all servers, and ends them when it is ended.
import { spawn } from 'node:child_process';
import path from 'node:path';

const servers = ['orders', 'api', 'storefront', 'metrics'].map((name) =>
  spawn(process.execPath, [path.join(import.meta.dirname, 'servers', `${name}.mjs`)], { stdio: 'inherit' }),
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => servers.forEach((server) => server.kill(signal)));
