// Builds a world of real sockets and processes, and changes it on demand: orders come by IPC, one at a time. The
// processes are sleep(1), which is small, with the sockets as inherited descriptors. All of them end with this one.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { BuilderAnswer, BuilderOrder } from '../../bench/engine/world';
import { FILES_EACH, type WorldSpec } from '../../bench/engine/worlds';
import { abstract, ipv4, sockaddr } from './address';
import { acceptFrom, AF, bindTo, connectTo, listenOn, portOf, setUp, SOCK, socket, socketPair } from './libc';

const LOOPBACK = '127.0.0.1';

/** More than any accept queue here is long. */
const BACKLOG = 4096;

const nothing = openSync('/dev/null', 'r');
const sleepers = new Set<ChildProcess>();
/** The servers that this process itself runs, by port. */
const listeners = new Map<number, number>();
/** Descriptors of the connections that are replaced on demand: both ends are this process's. */
let replaceable: number[] = [];
let sleeper: ChildProcess | undefined;

function listen(port = 0): { fd: number; port: number } {
  const fd = socket(AF.inet, SOCK.stream, 0);
  bindTo(fd, sockaddr(ipv4(LOOPBACK, port)));
  listenOn(fd, BACKLOG);
  return { fd, port: portOf(fd) };
}

function connectPair({ fd, port }: { fd: number; port: number }): [client: number, server: number] {
  const client = socket(AF.inet, SOCK.stream, 0);
  connectTo(client, sockaddr(ipv4(LOOPBACK, port)));
  return [client, acceptFrom(fd)];
}

/** A process that holds these descriptors, and no other socket; ours are closed. */
async function hold(fds: readonly number[]): Promise<ChildProcess> {
  const files = Array.from({ length: FILES_EACH }, () => nothing);
  const child = spawn('sleep', ['infinity'], { stdio: ['ignore', 'ignore', 'ignore', ...fds, ...files] });
  await new Promise((spawned, failed) => child.once('spawn', spawned).once('error', failed));
  sleepers.add(child);
  for (const fd of fds) closeSync(fd);
  return child;
}

/** How many of `total` things the part `at` gets where they are spread evenly over `parts`. */
const share = (total: number, parts: number, at: number): number =>
  Math.floor(((at + 1) * total) / parts) - Math.floor((at * total) / parts);

async function build(spec: WorldSpec): Promise<void> {
  const servers = Array.from({ length: spec.tcpListeners }, () => listen());
  /** Ends of connections whose other end the process before holds. */
  let inherited: number[] = [];
  const kept = Math.ceil(spec.tcpPairs / 10);
  const given = spec.tcpPairs - kept;
  const holders = Math.min(spec.tcpListeners, Math.floor(spec.processes / 2));
  const others = spec.processes - holders;
  for (let at = 0; at < others; at++) {
    const fds = inherited;
    inherited = [];
    for (let left = share(given, others, at); left > 0; left--) {
      const server = servers[left % servers.length];
      if (!server) throw new Error('A world with connections needs listeners');
      const [client, accepted] = connectPair(server);
      fds.push(client);
      inherited.push(accepted);
    }
    for (let left = share(spec.udp, others, at); left > 0; left--) {
      const fd = socket(AF.inet, SOCK.dgram, 0);
      bindTo(fd, sockaddr(ipv4(LOOPBACK)));
      fds.push(fd);
    }
    for (let left = share(spec.unixListeners, others, at); left > 0; left--) {
      const fd = socket(AF.unix, SOCK.stream, 0);
      bindTo(fd, sockaddr(abstract(`bench ${at} ${left}`)));
      listenOn(fd, BACKLOG);
      fds.push(fd);
    }
    for (let left = share(spec.unixPairs, others, at); left > 0; left--) {
      const [one, other] = socketPair(SOCK.stream);
      fds.push(one);
      inherited.push(other);
    }
    await hold(fds);
  }
  // Listeners last: connections to them were being made all the time.
  for (let at = 0; at < holders; at++) {
    const own = servers.splice(0, share(spec.tcpListeners, holders, at));
    await hold([...own.map(({ fd }) => fd), ...(at === 0 ? inherited : [])]);
  }
  await replace(kept);
}

/** Closes the connections of this process and opens as many new ones. */
async function replace(pairs = replaceable.length / 2): Promise<void> {
  for (const fd of replaceable) closeSync(fd);
  replaceable = [];
  const server = listen();
  for (let left = pairs; left > 0; left--) replaceable.push(...connectPair(server));
  closeSync(server.fd);
  await Promise.resolve();
}

async function carryOut(order: BuilderOrder): Promise<BuilderAnswer> {
  switch (order.do) {
    case 'build':
      if (order.loopbackDown) setUp('lo');
      await build(order.spec);
      return {};
    case 'open': {
      const { fd, port } = listen(order.port);
      const at = performance.timeOrigin + performance.now();
      listeners.set(port, fd);
      return { opened: { port, inode: fstatSync(fd).ino, at } };
    }
    case 'close': {
      const fd = listeners.get(order.port);
      if (fd === undefined) throw new Error(`Nothing of ours listens on ${order.port}`);
      closeSync(fd);
      listeners.delete(order.port);
      return {};
    }
    case 'spawn': {
      const { fd, port } = listen();
      const at = performance.timeOrigin + performance.now();
      const { ino: inode } = fstatSync(fd);
      sleeper = await hold([fd]);
      return { opened: { port, inode, at } };
    }
    case 'end': {
      const ending = sleeper;
      if (!ending) throw new Error('Nothing was spawned');
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGKILL');
      await ended;
      sleepers.delete(ending);
      return {};
    }
    case 'replace':
      await replace();
      return {};
  }
}

process.on('message', (order: BuilderOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => {
  for (const each of sleepers) each.kill('SIGKILL');
  process.exit();
});
process.send?.({});
