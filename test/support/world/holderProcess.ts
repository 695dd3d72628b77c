// A process of its own that opens the sockets it is asked for and holds them until it is asked to close them or its
// parent ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync } from 'node:fs';
import { ipv4, sockaddr } from './address';
import {
  acceptFrom,
  AF,
  allowReuse,
  bindTo,
  connectTo,
  dropCapabilities,
  duplicate,
  endThisThread,
  listenOn,
  portOf,
  setDumpable,
  setName,
  setV6Only,
  sharePort,
  SOCK,
  socket,
  socketPair,
  takeFrom,
} from './libc';
import type { Answer, Held, Order } from './order';

const children: ChildProcess[] = [];
let churning = false;

const held = (fd: number): Held => ({ fd, inode: fstatSync(fd).ino, port: portOf(fd) });

function open(order: Order & { do: 'open' }): Held {
  const fd = socket(AF[order.domain], SOCK[order.type], order.protocol ?? 0);
  if (order.domain === 'inet' || order.domain === 'inet6') allowReuse(fd);
  if (order.sharePort) sharePort(fd);
  if (order.v6only !== undefined) setV6Only(fd, order.v6only);
  if (order.bind) bindTo(fd, sockaddr(order.bind));
  if (order.listen !== undefined) listenOn(fd, order.listen);
  if (order.connect) connectTo(fd, sockaddr(order.connect));
  return held(fd);
}

const LOOPBACK = ipv4('127.0.0.1');

const openers = {
  udp: (): number[] => [open({ do: 'open', domain: 'inet', type: 'dgram', bind: LOOPBACK }).fd],
  unix: (): number[] => socketPair(SOCK.stream),
  tcp: (): number[] => {
    const listener = open({ do: 'open', domain: 'inet', type: 'stream', bind: LOOPBACK, listen: 1 });
    const client = open({
      do: 'open',
      domain: 'inet',
      type: 'stream',
      connect: ipv4('127.0.0.1', listener.port),
    });
    return [listener.fd, client.fd, acceptFrom(listener.fd)];
  },
};

function churn(sockets: number, kind: keyof typeof openers): void {
  const round = (): void => {
    if (!churning) return;
    const opened = Array.from({ length: sockets }, openers[kind]);
    opened.flat().forEach((fd) => closeSync(fd));
    setImmediate(round);
  };
  churning = true;
  round();
}

function obey(order: Order): Answer {
  switch (order.do) {
    case 'open':
      return { held: [open(order)] };
    case 'pair':
      return { held: socketPair(SOCK[order.type]).map(held) };
    case 'accept':
      return { held: [held(acceptFrom(order.fd))] };
    case 'close':
      closeSync(order.fd);
      return { held: [] };
    case 'share': {
      // cat ends with its standard input, so it never outlives this process.
      const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore', order.fd] });
      children.push(child);
      return { held: [], pid: child.pid! };
    }
    case 'churn':
      churn(order.sockets, order.kind ?? 'udp');
      return { held: [] };
    case 'calm':
      churning = false;
      return { held: [] };
    case 'duplicate':
      return { held: [held(duplicate(order.fd))] };
    case 'take':
      return { held: [held(takeFrom(order.pid, order.fd))] };
    case 'endFirstThread':
      // Once this order is answered.
      setTimeout(endThisThread, 10);
      return { held: [] };
    case 'name':
      setName(order.name);
      return { held: [] };
    case 'chdir':
      process.chdir(order.folder);
      return { held: [] };
    case 'dropCapabilities':
      dropCapabilities();
      return { held: [] };
    case 'seal':
      setDumpable(false);
      return { held: [] };
  }
}

process.on('message', (order: Order) => {
  let answer: Answer;
  try {
    answer = obey(order);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.send!(answer);
});
process.on('disconnect', () => process.exit());
process.send!({ held: [] } satisfies Answer);
