// A pid that comes back while a stop is under way, forced by way of ns_last_pid in a pid namespace of its own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { joinSnapshot } from '../../../src/core/snapshot/joinSnapshot';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import { localPort } from '../../../src/core/socket/socket';
import { english } from '../../../src/core/text/translate';
import { readStat } from '../../../src/platform/linux/liveProcess';
import { pidfdSignaller } from '../../../src/platform/linux/pidfdSignaller';
import { processSignaller } from '../../../src/platform/linux/processSignaller';
import type { Signaller } from '../../../src/platform/signaller';
import { systemFor } from '../../../src/platform/system';
import { type PreparedStop, Stopper } from '../../../src/stopper';
import { type Child, startNode } from '../childServer';
import { agreed } from './agreed';
import { setUp } from './libc';

const [when] = process.argv.slice(2) as ['dialog' | 'force'];

/** A tick of the start time: two within one cannot be told apart by it. */
const TICK_MS = 10;

/**
 * A process that holds the listener too, whichever it is: victim and newcomer differ in nothing that can be seen of the
 * socket. Our own process keeps it open between the two.
 */
async function holder(listener: Server, onTerm: string): Promise<Child> {
  const { fd } = (listener as unknown as { _handle: { fd: number } })._handle;
  const child = startNode(`${onTerm}; console.log('up'); setInterval(() => {}, 1e6);`, {
    stdio: ['pipe', 'pipe', 'inherit', fd],
  });
  assert.equal(await child.line(), 'up');
  return child;
}

async function end(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.ended;
}

async function reuse(victim: Child, listener: Server): Promise<Child> {
  await end(victim);
  for (let tries = 100; tries > 0; tries--) {
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(victim.pid - 1));
    const newcomer = await holder(listener, '');
    if (newcomer.pid === victim.pid) return newcomer;
    await end(newcomer);
  }
  throw new Error('the pid never came back');
}

async function trial(name: string, signaller: Signaller): Promise<void> {
  const system = systemFor();
  const probe = system.probe();
  const look = async () => joinSnapshot(await probe.read('all'), NO_WORKSPACE, english);
  const stopper = new Stopper({
    look,
    signaller,
    protectedPids: () => new Map(),
    words: system.words,
    bindTrial: system.bindTrial,
    translate: english,
    clock: { timeOfDay: () => Date.now(), now: () => Date.now() * 10, sleep: (ms) => delay(ms / 10) },
  });
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const victim = await holder(listener, 'process.on("SIGTERM", () => {})');
  await delay(3 * TICK_MS);
  const snapshot = await look();
  const socket = [...snapshot.sockets.values()].find((each) => localPort(each) === port);
  const prepared = stopper.prepare(snapshot, {
    sockets: [socket!.id],
    process: snapshot.processes.get(victim.pid)!,
  }) as PreparedStop;
  assert.equal(prepared.plan.target?.pid, victim.pid);
  const before = prepared.plan.target.startTime;

  let newcomer: Child | undefined;
  if (when === 'dialog') newcomer = await reuse(victim, listener);
  const result = await stopper.run(prepared, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    offerSignals: () => Promise.resolve(false),
    offerForce: async () => {
      newcomer ??= await reuse(victim, listener);
      return true;
    },
  });
  assert.ok(newcomer);
  const stat = readStat(newcomer.pid);
  assert.equal(newcomer.pid, victim.pid);
  assert.notEqual(stat?.startTime, before);
  assert.deepEqual(
    result.signals.map(({ signal }) => signal),
    when === 'dialog' ? [] : ['SIGTERM'],
    result.sentence,
  );
  assert.match(stat?.state ?? '', /[SR]/);
  console.log(
    `${name}: pid ${victim.pid} of tick ${before}, again ${newcomer.pid} of tick ${stat?.startTime}: it lives`,
  );
  await end(newcomer);
  listener.close();
  probe.dispose();
}

agreed(async () => {
  setUp('lo');
  await trial('pidfd', pidfdSignaller());
  await trial('pid', processSignaller());
});
