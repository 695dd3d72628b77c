// The engine with its own rhythm, as an open view keeps it going; says what it saw and what that took. Orders come by IPC.
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Scope } from '../../../src/core/snapshot/reading';
import { SnapshotJoiner } from '../../../src/core/snapshot/snapshotJoiner';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import { english } from '../../../src/core/text/translate';
import { Monitor } from '../../../src/monitor';
import { byTimer } from '../../../src/platform/scanner/after';
import { inSlices } from '../../../src/platform/scanner/inSlices';
import { WorkerScanner } from '../../../src/platform/scanner/workerScanner';
import { usageOf } from '../engine/usage';

export type WatcherOrder =
  | { readonly do: 'watch'; readonly scope: Scope; readonly focused: boolean }
  | { readonly do: 'hide' }
  /**
   * CPU and scans since the last such question; `longestMs`: this thread was held for that long at most. From now on that is
   * measured where it is asked for: its timer takes one percent of a core and more by itself.
   */
  | { readonly do: 'take'; readonly delays?: boolean }
  /** When a socket was first seen. */
  | { readonly do: 'seen'; readonly inode: number; readonly withinMs: number };

export interface WatcherAnswer {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly scans: number;
  readonly longestMs: number;
  /** Milliseconds since the epoch; `null`: not within that time. */
  readonly seenAt: number | null;
}

const worker = new WorkerScanner({
  program: join(__dirname, '../../../dist/scanner.js'),
  log: (line) => console.error(line),
});
const joiner = new SnapshotJoiner({ workspace: () => NO_WORKSPACE, t: english, run: inSlices });
let focused = true;
const monitor = new Monitor({
  scanner: worker,
  join: (reading) => joiner.join(reading),
  intervalMs: () => 200,
  focused: () => focused,
  after: byTimer,
  rest: () => joiner.forgetFull(),
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
let since = { cpuMs: usageOf('self').cpuMs, at: performance.now(), scans: 0 };
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
    scans: worker.status.scans - since.scans,
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
      since = { cpuMs, at: performance.now(), scans: worker.status.scans };
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
