import assert from 'node:assert/strict';
import { joinSnapshot } from '../../src/core/joinSnapshot';
import type { Process } from '../../src/core/process';
import { protectedPids } from '../../src/core/protection';
import type { Snapshot } from '../../src/core/snapshot';
import { localPort, type Socket } from '../../src/core/socket';
import type { StopPlan } from '../../src/core/stopPlan';
import { english } from '../../src/core/translate';
import { NO_WORKSPACE } from '../../src/core/workspace';
import type { Probe } from '../../src/platform/probe';
import { probeFor } from '../../src/platform/probeFor';
import { ownAncestors, processSignaller } from '../../src/platform/processSignaller';
import type { Signaller } from '../../src/platform/signaller';
import { Stopper, type Clock, type StopDoors, type StopHandlers } from '../../src/stopper';
import { keepChildren, startChild, startNode, startServer, type Server } from './childServer';
import { skip } from './skip';

/** For waits that are meant to run out: a second passes in a fifth of one. */
const hurried: Clock = {
  now: () => Date.now() * 5,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms / 5);
      signal.addEventListener('abort', done);
    }),
};

interface Call extends StopHandlers {
  readonly told: string[];
  offers: number;
  readonly cancel: AbortController;
}

/** Hears everything, cancels nothing, and answers the offer of force. */
function handlers(force: boolean | 'unasked' = 'unasked'): Call {
  const cancel = new AbortController();
  const call: Call = {
    told: [],
    offers: 0,
    cancel,
    signal: cancel.signal,
    onProgress: (text) => void call.told.push(text),
    offerForce: () => {
      call.offers++;
      assert.notEqual(force, 'unasked', 'force was offered');
      return Promise.resolve(force === true);
    },
  };
  return call;
}

describe('Stopper', () => {
  const keep = keepChildren();
  let probe: Probe;

  before(function () {
    if (process.platform !== 'linux') skip(this, 'Linux only');
    probe = probeFor();
  });
  after(() => probe.dispose());
  const look = async (): Promise<Snapshot> => joinSnapshot(await probe.read('all'), NO_WORKSPACE, english);
  const facts = { self: process.pid, ancestors: ownAncestors(), shells: [] };
  const stopperWith = (doors: Partial<StopDoors> = {}): Stopper =>
    new Stopper({
      look,
      signaller: processSignaller(),
      protectedPids: (snapshot) => protectedPids(snapshot, facts),
      translate: english,
      ...doors,
    });

  function listenerOn(snapshot: Snapshot, port: number): Socket {
    const found = [...snapshot.sockets.values()].find(
      (socket) => socket.state === 'LISTEN' && localPort(socket) === port,
    );
    assert.ok(found, `nothing listens on ${port}`);
    return found;
  }

  async function planFor({ port }: Server, stopper = stopperWith(), target?: Process): Promise<StopPlan> {
    const snapshot = await look();
    const plan = stopper.plan(snapshot, listenerOn(snapshot, port).id, target);
    assert.equal(plan.kind, 'plan', JSON.stringify(plan));
    return plan;
  }

  const port = (server: Server): string => `127.0.0.1:${server.port}/tcp`;
  const alive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('asks a process to end, and sees that its port is free', async () => {
    const server = keep(await startServer());
    const stopper = stopperWith();
    const plan = await planFor(server, stopper);
    assert.equal(plan.target.pid, server.pid);
    const call = handlers();
    const before = Date.now();
    const result = await stopper.run(plan, call);
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(
      result.signals.map(({ pid, signal }) => ({ pid, signal })),
      [{ pid: server.pid, signal: 'SIGTERM' }],
    );
    assert.ok(result.signals[0]!.at >= before && result.signals[0]!.at <= Date.now());
    assert.deepEqual(result.heldBy, []);
    assert.match(
      result.sentence,
      new RegExp(`^node .*\\(${server.pid}\\) has ended\\. ${port(server)} is free\\.$`),
    );
    assert.equal((await server.ended).signal, 'SIGTERM');
    assert.ok(call.told.length > 0);
  });

  it('never forces by itself, and says who still holds the port', async () => {
    const server = keep(await startServer({ onTerm: ' ' }));
    const stopper = stopperWith({ clock: hurried });
    const call = handlers(false);
    const result = await stopper.run(await planFor(server), call);
    assert.equal(result.outcome, 'held');
    assert.equal(call.offers, 1);
    assert.deepEqual(result.heldBy, [server.pid]);
    assert.deepEqual(
      result.signals.map(({ signal }) => signal),
      ['SIGTERM'],
    );
    assert.match(result.sentence, /is still running and holds/);
    assert.equal(alive(server.pid), true);
  });

  it('forces when it is told to', async () => {
    const server = keep(await startServer({ onTerm: ' ' }));
    const result = await stopperWith({ clock: hurried }).run(await planFor(server), handlers(true));
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(
      result.signals.map(({ pid, signal }) => `${signal} ${pid}`),
      [`SIGTERM ${server.pid}`, `SIGKILL ${server.pid}`],
    );
    assert.equal((await server.ended).signal, 'SIGKILL');
  });

  it('stops waiting when cancelled, and offers nothing then', async () => {
    const server = keep(await startServer({ onTerm: 'console.log("term")' }));
    const call = handlers();
    const running = stopperWith().run(await planFor(server), call);
    assert.equal(await server.line(), 'term');
    call.cancel.abort();
    const result = await running;
    assert.equal(result.outcome, 'held');
    assert.deepEqual(result.heldBy, [server.pid]);
    assert.match(result.sentence, /^You stopped waiting\./);
    assert.equal(alive(server.pid), true);
  });

  it('looks again when the process ended while it was looked at', async () => {
    const server = keep(await startServer({ onTerm: 'console.log("term")' }));
    const call = handlers();
    const running = stopperWith({
      look: async () => {
        const snapshot = await look();
        if (!call.signal.aborted) return snapshot;
        server.process.kill('SIGKILL');
        await server.ended;
        return snapshot;
      },
    }).run(await planFor(server), call);
    assert.equal(await server.line(), 'term');
    call.cancel.abort();
    assert.equal((await running).outcome, 'freed');
  });

  it('does nothing when cancelled before the first signal', async () => {
    const server = keep(await startServer());
    const call = handlers();
    call.cancel.abort();
    const result = await stopperWith().run(await planFor(server), call);
    assert.deepEqual([result.outcome, result.signals], ['held', []]);
    assert.equal(alive(server.pid), true);
  });

  it('signals nobody when the process ended in the meantime', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    server.process.kill('SIGKILL');
    await server.ended;
    const result = await stopperWith().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['freed', []]);
    assert.match(result.sentence, /had ended already/);
  });

  it('refuses when it ended and somebody else took its place', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    server.process.kill('SIGKILL');
    await server.ended;
    const next = keep(await startServer({ port: server.port }));
    const result = await stopperWith().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals, result.heldBy], ['refused', [], [next.pid]]);
    assert.equal(alive(next.pid), true);
  });

  it('refuses when the process has let go of the socket', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    server.tell('close');
    assert.equal(await server.line(), 'closed');
    const result = await stopperWith().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.match(result.sentence, /^This changed meanwhile, so nothing was done\./);
    assert.equal(alive(server.pid), true);
  });

  it('refuses by what the process holds at the last moment, whatever the look before said', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    const stale = await look();
    server.tell('close');
    assert.equal(await server.line(), 'closed');
    const result = await stopperWith({ look: () => Promise.resolve(stale) }).run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.equal(alive(server.pid), true);
  });

  it('does not signal a newcomer with the same pid', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    const earlier = String(Number(plan.target.startTime) - 100);
    const result = await stopperWith().run(
      { ...plan, target: { ...plan.target, startTime: earlier } },
      handlers(),
    );
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.equal(alive(server.pid), true);
  });

  it('calls a socket freed that its process closed, though it runs on, and does not force it', async () => {
    const server = keep(await startServer({ onTerm: 'server.close()' }));
    const result = await stopperWith({ clock: hurried }).run(await planFor(server), handlers());
    assert.equal(result.outcome, 'freed');
    assert.match(result.sentence, /let go and is still running\. .* is free\.$/);
    assert.equal(alive(server.pid), true);
  });

  it('does not force a process that let go while somebody thought about it', async () => {
    const server = keep(await startServer({ onTerm: ' ' }));
    const call = handlers();
    const result = await stopperWith({ clock: hurried }).run(await planFor(server), {
      ...call,
      offerForce: async () => {
        server.tell('close');
        assert.equal(await server.line(), 'closed');
        return true;
      },
    });
    assert.equal(result.outcome, 'freed');
    assert.equal(result.signals.length, 1);
    assert.equal(alive(server.pid), true);
  });

  it('says who holds the socket now when a fork keeps it', async () => {
    const server = keep(
      await startServer({
        more: `server.on('listening', () => {
                 const stdio = ['ignore', 'ignore', 'ignore', server._handle.fd];
                 console.log(require('node:child_process').spawn('sleep', ['1000'], { stdio }).pid);
               });`,
      }),
    );
    const worker = Number(await server.line());
    try {
      assert.deepEqual(
        (await planFor(server)).otherOwners.map(({ pid }) => pid),
        [worker],
      );
      const result = await stopperWith().run(await planFor(server), handlers());
      assert.equal(result.outcome, 'held');
      assert.deepEqual(result.heldBy, [worker]);
      assert.match(
        result.sentence,
        new RegExp(`has ended\\. Now .*\\(${worker}\\) holds ${port(server)}\\.$`),
      );
    } finally {
      process.kill(worker, 'SIGKILL');
    }
  });

  it('says who listens there now when it was started again', async () => {
    const supervisor = keep(
      startChild(process.execPath, [
        '-e',
        `const { spawn } = require('node:child_process');
         const start = (port) => {
           const child = spawn(process.execPath, ['-e', \`
             process.stdin.resume().on('end', () => process.exit());
             require('node:net').createServer().listen(\${port}, '127.0.0.1', function () { console.log(process.pid, this.address().port); });\`]);
           child.stdout.once('data', (data) => {
             const [pid, taken] = String(data).trim().split(' ');
             console.log(pid, taken);
             child.once('exit', () => start(taken));
           });
         };
         process.on('SIGTERM', () => process.exit());
         start(0);`,
      ]),
    );
    const [pid, taken] = (await supervisor.line()).split(' ').map(Number) as [number, number];
    const plan = await planFor({ ...supervisor, pid, port: taken });
    // The first look is before the signal; what comes of it is looked at when the next one listens.
    let looks = 0;
    let next: number | undefined;
    const result = await stopperWith({
      look: async () => {
        if (looks++ > 0) next ??= Number((await supervisor.line()).split(' ')[0]);
        return look();
      },
    }).run(plan, handlers());
    assert.equal(result.outcome, 'held');
    assert.deepEqual(result.heldBy, [next]);
    supervisor.process.kill('SIGTERM');
    await supervisor.ended;
  });

  it('refuses to signal what started it', async () => {
    const server = keep(await startServer());
    const snapshot = await look();
    const { id } = listenerOn(snapshot, server.port);
    const stopper = stopperWith({
      protectedPids: (current) => protectedPids(current, { ...facts, ancestors: [server.pid] }),
    });
    const refusal = stopper.plan(snapshot, id);
    assert.equal(refusal.kind === 'refusal' && refusal.reason, 'protected');
    // It may have become one of us after it was planned.
    const result = await stopper.run(await planFor(server), handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.match(result.sentence, /started Portolan/);
  });

  it('says what to run where the system does not let it', async () => {
    const server = keep(await startServer());
    const inner = processSignaller();
    const powerless: Signaller = {
      pin: (identity) => {
        const pinned = inner.pin(identity);
        return pinned && { ...pinned, signal: () => 'not-permitted' };
      },
    };
    const result = await stopperWith({ signaller: powerless }).run(await planFor(server), handlers());
    assert.deepEqual([result.outcome, result.signals], ['not-permitted', []]);
    assert.equal(result.command, `sudo kill ${server.pid}`);
    assert.match(result.sentence, new RegExp(`you may not stop it.*: sudo kill ${server.pid}$`));
  });

  it('says so where it cannot hold on to processes at all', async () => {
    const server = keep(await startServer());
    const result = await stopperWith({ signaller: { pin: () => undefined } }).run(
      await planFor(server),
      handlers(),
    );
    assert.deepEqual([result.outcome, result.heldBy], ['refused', [server.pid]]);
    assert.match(result.sentence, /cannot be stopped from here/);
  });

  it('ends with a sentence when the system cannot be looked at', async () => {
    const server = keep(await startServer());
    const plan = await planFor(server);
    const blind = (after: number) => {
      let looks = 0;
      return () => (looks++ < after ? look() : Promise.reject(new Error('no /proc today')));
    };
    const before = await stopperWith({ look: blind(0) }).run(plan, handlers());
    assert.deepEqual([before.outcome, before.signals], ['refused', []]);
    assert.match(before.sentence, /^Nothing was done: .*no \/proc today/);
    assert.equal(alive(server.pid), true);
    const after = await stopperWith({ look: blind(1) }).run(plan, handlers());
    assert.deepEqual([after.outcome, after.signals.length], ['held', 1]);
    assert.match(
      after.sentence,
      /was asked to end, but what came of it could not be seen \(no \/proc today\)/,
    );
  });
  it('frees one of two sockets at one place, and says that the other is left', async () => {
    const start = async (port: number): Promise<Server> => {
      const child = keep(
        startNode(
          `const socket = require('node:dgram').createSocket({ type: 'udp4', reuseAddr: true });
           socket.bind(${port}, '127.0.0.1', () => console.log(socket.address().port));`,
        ),
      );
      return { ...child, port: Number(await child.line()) };
    };
    const one = await start(0);
    const other = await start(one.port);
    const snapshot = await look();
    const mine = [...snapshot.sockets.values()].find(
      (socket) => localPort(socket) === one.port && socket.owners?.includes(one.pid),
    );
    const stopper = stopperWith();
    const plan = stopper.plan(snapshot, mine!.id) as StopPlan;
    assert.equal(plan.neighbours.length, 1);
    const result = await stopper.run(plan, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.match(result.sentence, new RegExp(`Others still listen at 127\\.0\\.0\\.1:${one.port}/udp\\.$`));
    assert.equal(alive(other.pid), true);
  });
});
