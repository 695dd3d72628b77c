// Opens and closes sockets and processes at the given rate, and at rest says what it holds. Ends with its parent.
// argv: operations a second, and the seed of what it does.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync } from 'node:fs';
import type { Protocol } from '../../src/core/socket/socket';
import { abstract, ipv4, sockaddr } from '../support/world/address';
import {
  acceptFrom,
  AF,
  bindTo,
  connectTo,
  listenOn,
  portOf,
  SOCK,
  socket,
  socketPair,
} from '../support/world/libc';

export interface HeldSocket {
  readonly inode: number;
  readonly protocol: Protocol;
  /** Every process that has it open. */
  readonly pids: readonly number[];
}

export type ChurnerOrder = 'churn' | 'rest';

export interface AtRest {
  readonly held: readonly HeldSocket[];
  /** Sockets opened and processes started, since the beginning. */
  readonly opened: number;
  readonly spawned: number;
}

interface Open {
  readonly fd: number;
  readonly protocol: Protocol;
  /** The port of a TCP listener. */
  readonly port?: number;
}

const LOOPBACK = '127.0.0.1';
/** A few more or fewer than it opens at the beginning, so that the world stays level. */
const MOST_SOCKETS = 400;
const MOST_PROCESSES = 20;
const BACKLOG = 64;
const TICK_MS = 10;

const perSecond = Number(process.argv[2]);
const open: Open[] = [];
/** Processes, and the one socket that each holds. */
const sleepers = new Map<ChildProcess, { readonly inode: number; readonly protocol: Protocol }>();
let opened = 0;
let spawned = 0;
let beat: NodeJS.Timeout | undefined;

/** mulberry32: the same seed does the same. */
let state = Number(process.argv[3]) >>> 0;
function random(below: number): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const pick = <T>(items: readonly T[]): T | undefined => items[random(Math.max(1, items.length))];

function keep(fd: number, protocol: Protocol, port?: number): void {
  opened++;
  open.push({ fd, protocol, ...(port === undefined ? {} : { port }) });
}

function listen(): void {
  const fd = socket(AF.inet, SOCK.stream, 0);
  bindTo(fd, sockaddr(ipv4(LOOPBACK)));
  listenOn(fd, BACKLOG);
  keep(fd, 'tcp', portOf(fd));
}

function connect(): void {
  const server = pick(open.filter(({ port }) => port !== undefined));
  if (server?.port === undefined) {
    listen();
    return;
  }
  const client = socket(AF.inet, SOCK.stream, 0);
  connectTo(client, sockaddr(ipv4(LOOPBACK, server.port)));
  keep(client, 'tcp');
  keep(acceptFrom(server.fd), 'tcp');
}

function openUdp(): void {
  const fd = socket(AF.inet, SOCK.dgram, 0);
  bindTo(fd, sockaddr(ipv4(LOOPBACK)));
  keep(fd, 'udp');
}

function listenUnix(): void {
  const fd = socket(AF.unix, SOCK.stream, 0);
  bindTo(fd, sockaddr(abstract(`soak ${process.pid} ${opened}`)));
  listenOn(fd, BACKLOG);
  keep(fd, 'unix');
}

function pairUnix(): void {
  for (const fd of socketPair(SOCK.stream)) keep(fd, 'unix');
}

function close(): void {
  const [gone] = open.splice(random(open.length), 1);
  if (gone) closeSync(gone.fd);
}

/** A process that holds a socket too, and may be the only one to later. */
function share(): void {
  const shared = pick(open);
  if (!shared || sleepers.size >= MOST_PROCESSES) {
    end();
    return;
  }
  const child = spawn('sleep', ['infinity'], { stdio: ['ignore', 'ignore', 'ignore', shared.fd] });
  spawned++;
  sleepers.set(child, { inode: fstatSync(shared.fd).ino, protocol: shared.protocol });
  child.once('exit', () => sleepers.delete(child));
}

function end(): void {
  pick([...sleepers.keys()])?.kill('SIGKILL');
}

/** The more often an operation is listed, the more often it is drawn. */
const OPERATIONS = [listen, listen, connect, connect, openUdp, openUdp, listenUnix, pairUnix, share, end];

function operate(): void {
  const full = open.length >= MOST_SOCKETS;
  if (full || (open.length > 0 && random(2) === 0)) close();
  else pick(OPERATIONS)?.();
}

/** Every child is either started or gone: only then is what it holds sure. */
async function rest(): Promise<AtRest> {
  clearInterval(beat);
  const dying = [...sleepers.keys()].filter(({ killed }) => killed);
  await Promise.all(dying.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  const holders = new Map<number, HeldSocket & { readonly pids: number[] }>();
  const hold = (inode: number, protocol: Protocol, pid: number): void => {
    const known = holders.get(inode);
    if (known) known.pids.push(pid);
    else holders.set(inode, { inode, protocol, pids: [pid] });
  };
  for (const { fd, protocol } of open) hold(fstatSync(fd).ino, protocol, process.pid);
  for (const [{ pid }, { inode, protocol }] of sleepers) if (pid) hold(inode, protocol, pid);
  return { held: [...holders.values()], opened, spawned };
}

process.on('message', (order: ChurnerOrder) => {
  if (order === 'rest') {
    void rest().then((answer) => process.send?.(answer));
    return;
  }
  beat = setInterval(() => {
    for (let left = Math.ceil((perSecond * TICK_MS) / 1000); left > 0; left--) operate();
  }, TICK_MS);
  process.send?.({});
});
while (open.length < MOST_SOCKETS) pick(OPERATIONS)?.();
process.on('disconnect', () => {
  for (const child of sleepers.keys()) child.kill('SIGKILL');
  process.exit();
});
process.send?.({});
