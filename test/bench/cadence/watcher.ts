// The engine with its own rhythm, as an open view keeps it going; says what it saw and what that took. Orders come by IPC.
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Joined, joining } from '../../../src/core/snapshot/joinSnapshot';
import type { Scope } from '../../../src/core/snapshot/reading';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import { english } from '../../../src/core/text/translate';
import { Monitor } from '../../../src/monitor';
import { inSlices } from '../../../src/platform/scanner/inSlices';
import { ScannerProbe } from '../../../src/platform/scanner/scannerProbe';
import { usageOf } from '../engine/usage';

export type WatcherOrder =
  | { readonly do: 'watch'; readonly scope: Scope; readonly focused: boolean }
  | { readonly do: 'hide' }
  /**
   * CPU and looks since the last such question; `longestMs`: this thread was held for that long at most. From now on that is
   * measured where it is asked for: its timer takes one percent of a core and more by itself.
   */
  | { readonly do: 'take'; readonly delays?: boolean }
  /** When a socket was first seen. */
  | { readonly do: 'seen'; readonly inode: number; readonly withinMs: number };

export interface WatcherAnswer {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly looks: number;
  readonly longestMs: number;
  /** Milliseconds since the epoch; `null`: not within that time. */
  readonly seenAt: number | null;
}

const probe = new ScannerProbe({
  program: join(__dirname, '../../../dist/scanner.js'),
  log: (line) => console.error(line),
});
const joined = new Map<Scope, Joined>();
let looks = 0;
let focused = true;
const monitor = new Monitor({
  read: (scope) => {
    looks++;
    return probe.read(scope);
  },
  join: async (reading) => {
    const now = await inSlices(joining(reading, NO_WORKSPACE, english, joined));
    joined.set(reading.scope, now);
    return now.snapshot;
  },
  intervalMs: () => 200,
  focused: () => focused,
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  rest: () => {
    probe.rest();
    joined.clear();
  },
});

const seen = new Map<number, number>();
const waiting = new Map<number, () => void>();
monitor.onDidChange(({ snapshot, diff }) => {
  const at = performance.timeOrigin + performance.now();
  for (const { inode } of diff?.opened ?? snapshot?.sockets.values() ?? []) {
    if (!inode || seen.has(inode)) continue;
    seen.set(inode, at);
    waiting.get(inode)?.();
  }
});

const held = monitorEventLoopDelay({ resolution: 1 });
let since = { cpuMs: usageOf('self').cpuMs, at: performance.now() };
let watch: { dispose(): void } | undefined;

async function sawWithin(inode: number, withinMs: number): Promise<number | null> {
  if (!seen.has(inode)) {
    await new Promise<void>((resolve) => {
      waiting.set(inode, resolve);
      setTimeout(resolve, withinMs);
    });
    waiting.delete(inode);
  }
  return seen.get(inode) ?? null;
}

async function carryOut(order: WatcherOrder): Promise<WatcherAnswer> {
  const { cpuMs } = usageOf('self');
  const taken = {
    cpuMs: cpuMs - since.cpuMs,
    wallMs: performance.now() - since.at,
    looks,
    longestMs: held.max / 1e6,
    seenAt: null,
  };
  switch (order.do) {
    case 'watch':
      watch?.dispose();
      focused = order.focused;
      watch = monitor.watch(order.scope);
      await monitor.scan(order.scope);
      break;
    case 'hide':
      watch?.dispose();
      watch = undefined;
      break;
    case 'take':
      looks = 0;
      since = { cpuMs, at: performance.now() };
      held.disable();
      held.reset();
      if (order.delays) held.enable();
      break;
    case 'seen':
      return { ...taken, seenAt: await sawWithin(order.inode, order.withinMs) };
  }
  return taken;
}

process.on('message', (order: WatcherOrder) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({});
