// Listens on the port it is given (default: any), and hands the socket to two children that do nothing but hold it.
// Tells its parent, if it has one that listens, the port and everyone's pids.
const { fork } = require('node:child_process');
const { createServer } = require('node:net');

if (process.argv[2] === 'worker') {
  process.once('message', (_, socket) => {
    process.held = socket;
    process.send('held');
  });
} else {
  const server = createServer().listen(Number(process.argv[2] ?? 0), '127.0.0.1', async () => {
    const workers = [0, 1].map(() => fork(__filename, ['worker']));
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise((resolve) => {
            worker.once('message', resolve);
            worker.send('socket', server);
          }),
      ),
    );
    const pids = [process.pid, ...workers.map(({ pid }) => pid)];
    process.send?.({ port: server.address().port, pids });
    console.log('prefork: ready');
  });
}
