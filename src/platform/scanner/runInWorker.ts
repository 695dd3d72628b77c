import { setImmediate as turn } from 'node:timers/promises';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { OwnSocket } from '../ownSocket';
import type { Probe } from '../probe';
import { encodeReadingDiff, type ScannerMessage } from './scannerMessage';
import { SharedStatus } from './sharedStatus';
import { type News, type Order, WatchLoop } from './watchLoop';

/** Between two sleeps the event loop has its turn this often, in milliseconds: V8's own tasks wait for it. */
const TURN_EVERY_MS = 1000;

/** A probe that says which socket it has opened by a native library; `undefined`: it has closed it. */
export type ProbeWith = (onSocket: (socket: OwnSocket | undefined) => void) => Probe;

export interface RunOptions {
  /** {@link SharedStatus.buffer} */
  readonly status: SharedArrayBuffer;
  /** Milliseconds after the last scan until it says that it is idle; left out: 30 s. */
  readonly restMs?: number | undefined;
}

/**
 * The worker's side: runs the loop, and blocks the thread while it sleeps. That takes half of what a timer does, and an
 * order wakes it within 0.3 ms.
 */
export function runInWorker(port: MessagePort, { status, restMs }: RunOptions, probeWith: ProbeWith): void {
  const shared = new SharedStatus(status);
  let told = 0;
  let orders = shared.orders;
  let turnedAt = performance.now();
  const post = (message: ScannerMessage): void => {
    const parts = message.type === 'scanned' ? message.parts : [];
    port.postMessage(
      message,
      parts.flatMap((part) => (typeof part === 'string' ? [] : [part.buffer])),
    );
  };
  const probe = probeWith((socket) => post({ type: 'opened', socket }));
  const loop = new WatchLoop({
    probe,
    restMs,
    now: () => performance.now(),
    receive: () => {
      // Read before the port is: an order that comes in between ends the sleep at once.
      orders = shared.orders;
      return (receiveMessageOnPort(port) as { message: Order } | undefined)?.message;
    },
    sleep: (ms) => {
      shared.sleep(orders, ms);
      if (performance.now() - turnedAt < TURN_EVERY_MS) return undefined;
      turnedAt = performance.now();
      return turn();
    },
    taken: () => shared.taken >= told,
    tell: (news) => {
      if (news.type === 'scanned' && news.number === null) told++;
      post(messageOf(news));
    },
    show: (now) => shared.show(now),
  });
  // A read that waits for the event loop, and for nothing else in it, is no reason to end the thread.
  port.ref();
  post({ type: 'ready' });
  void loop.run();
}

function messageOf(news: News): ScannerMessage {
  if (news.type !== 'scanned') return news;
  const { type, number, reading, diff, confirmedAt } = news;
  return { type, number, scope: reading.scope, confirmedAt, parts: encodeReadingDiff(diff) };
}
