// Runs one peer, time after time, and says what it took: its own process's usage counts (libraries), and its children's.
// argv[2] is the peer's name; each message asks for one run.
import type { Taken } from './contestant';
import { FRESH_PORTOLAN, PEERS } from './peers';
import { usageOf } from './usage';

const peer = [FRESH_PORTOLAN, ...PEERS].find(({ name }) => name === process.argv[2]);
if (!peer) throw new Error(`No peer is called ${process.argv[2]}`);

async function measure(run: () => Promise<void>): Promise<Taken> {
  const before = usageOf('self').cpuMs + usageOf('children').cpuMs;
  const started = performance.now();
  await run();
  const wallMs = performance.now() - started;
  const cpuMs = usageOf('self').cpuMs + usageOf('children').cpuMs - before;
  return { cpuMs, wallMs, maxRss: usageOf('children').maxRss };
}

process.on('message', () => {
  measure(() => peer.run()).then(
    (taken) => process.send?.(taken),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({});
