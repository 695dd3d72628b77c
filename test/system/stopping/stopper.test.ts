import assert from 'node:assert/strict';
import { readlinkSync } from 'node:fs';
import { localPort } from '../../../src/core/socket/socket';
import { protectedPids } from '../../../src/core/stop/protection';
import { processSignaller } from '../../../src/platform/linux/processSignaller';
import { systemFor } from '../../../src/platform/system';
import { keepChildren, type Server, startChild, startNode, startServer } from '../../support/childServer';
import { eventually } from '../../support/eventually';
import { alive, handlers, hurried, sent, Stopping } from '../../support/stopping';

describe('Stopper', () => {
  const keep = keepChildren();
  const stopping = new Stopping();
  const port = (server: Pick<Server, 'port'>): string => `127.0.0.1:${server.port}/tcp`;

  it('asks a process to end, and sees that its port is free', async () => {
    const server = keep(await startServer());
    const stopper = stopping.stopper();
    const plan = await stopping.plan(server.port, stopper);
    assert.equal(plan.plan.target?.pid, server.pid);
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
    const stopper = stopping.stopper({ clock: hurried });
    const call = handlers(false);
    const result = await stopper.run(await stopping.plan(server.port), call);
    assert.equal(result.outcome, 'held');
    assert.deepEqual(call.offers, [[]]);
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
    const result = await stopping
      .stopper({ clock: hurried })
      .run(await stopping.plan(server.port), handlers(true));
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
    const running = stopping.stopper().run(await stopping.plan(server.port), call);
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
    const running = stopping
      .stopper({
        look: async () => {
          const snapshot = await stopping.look();
          if (!call.signal.aborted) return snapshot;
          server.process.kill('SIGKILL');
          await server.ended;
          return snapshot;
        },
      })
      .run(await stopping.plan(server.port), call);
    assert.equal(await server.line(), 'term');
    call.cancel.abort();
    assert.equal((await running).outcome, 'freed');
  });

  it('does nothing when cancelled before the first signal', async () => {
    const server = keep(await startServer());
    const call = handlers();
    call.cancel.abort();
    const result = await stopping.stopper().run(await stopping.plan(server.port), call);
    assert.deepEqual([result.outcome, result.signals], ['held', []]);
    assert.equal(alive(server.pid), true);
  });

  it('signals nobody when the process ended in the meantime', async () => {
    const server = keep(await startServer());
    const plan = await stopping.plan(server.port);
    server.process.kill('SIGKILL');
    await server.ended;
    const result = await stopping.stopper().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['freed', []]);
    assert.match(result.sentence, /had ended already/);
  });

  it('refuses when it ended and somebody else took its place', async () => {
    const server = keep(await startServer());
    const plan = await stopping.plan(server.port);
    server.process.kill('SIGKILL');
    await server.ended;
    const next = keep(await startServer({ port: server.port }));
    const result = await stopping.stopper().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals, result.heldBy], ['refused', [], [next.pid]]);
    assert.equal(alive(next.pid), true);
  });

  it('refuses when the process has let go of the socket', async () => {
    const server = keep(await startServer());
    const plan = await stopping.plan(server.port);
    server.tell('close');
    assert.equal(await server.line(), 'closed');
    const result = await stopping.stopper().run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.match(result.sentence, /^This changed meanwhile, so nothing was done\./);
    assert.equal(alive(server.pid), true);
  });

  it('refuses by what the process holds at the last moment, whatever the look before said', async () => {
    const server = keep(await startServer());
    const plan = await stopping.plan(server.port);
    const stale = await stopping.look();
    server.tell('close');
    assert.equal(await server.line(), 'closed');
    const result = await stopping.stopper({ look: () => Promise.resolve(stale) }).run(plan, handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.equal(alive(server.pid), true);
  });

  it('refuses when it runs another program by then', async () => {
    const server = keep(
      await startServer({
        more: `server.on('close', () => undefined);
               require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
                 if (line !== 'exec') return;
                 const libc = require('koffi').load(null);
                 libc.func('int fcntl(int, int, int)')(server._handle.fd, 2, 0);
                 libc.func('int execv(const char *, const char **)')('/bin/sleep', ['sleep', '1000', null]);
               });`,
      }),
    );
    const prepared = await stopping.plan(server.port);
    server.tell('exec');
    await eventually('another program', () =>
      readlinkSync(`/proc/${server.pid}/exe`).endsWith('node') ? undefined : true,
    );
    const result = await stopping.stopper().run(prepared, handlers());
    assert.deepEqual([result.outcome, sent(result)], ['refused', []]);
    assert.match(result.sentence, /is not what was shown any more/);
    assert.equal(alive(server.pid), true);
  });

  it('calls a socket freed that its process closed, though it runs on, and does not force it', async () => {
    const server = keep(await startServer({ onTerm: 'server.close()' }));
    const result = await stopping
      .stopper({ clock: hurried })
      .run(await stopping.plan(server.port), handlers());
    assert.equal(result.outcome, 'freed');
    assert.match(result.sentence, /let go and is still running\. .* is free\.$/);
    assert.equal(alive(server.pid), true);
  });

  it('does not force a process that let go while somebody thought about it', async () => {
    const server = keep(await startServer({ onTerm: ' ' }));
    const call = handlers();
    const result = await stopping.stopper({ clock: hurried }).run(await stopping.plan(server.port), {
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

  it('says who holds the socket now when one that has left the family keeps it', async () => {
    // The child ends at once, and the grandchild is nobody's: it cannot be told any more who started it.
    const server = keep(
      await startServer({
        more: `server.on('listening', () => {
                 const stdio = ['ignore', 'inherit', 'ignore', server._handle.fd];
                 require('node:child_process').spawn('sh', ['-c', 'sleep 1000 >&- & echo $!'], { stdio });
               });`,
      }),
    );
    const orphan = Number(await server.line());
    try {
      await eventually('its parent is gone', async () => {
        const { plan } = await stopping.plan(server.port);
        return plan.otherOwners.some(({ pid }) => pid === orphan) || undefined;
      });
      const prepared = await stopping.plan(server.port);
      assert.deepEqual(prepared.plan.family, []);
      const result = await stopping.stopper().run(prepared, handlers());
      assert.equal(result.outcome, 'held');
      assert.deepEqual(result.heldBy, [orphan]);
      assert.match(
        result.sentence,
        new RegExp(`has ended\\. Now .*\\(${orphan}\\) holds ${port(server)}\\.$`),
      );
    } finally {
      process.kill(orphan, 'SIGKILL');
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
    const taken = Number((await supervisor.line()).split(' ')[1]);
    const plan = await stopping.plan(taken);
    // The first look is before the signal; what comes of it is looked at when the next one listens.
    let looks = 0;
    let next: number | undefined;
    const result = await stopping
      .stopper({
        look: async () => {
          if (looks++ > 0) next ??= Number((await supervisor.line()).split(' ')[0]);
          return stopping.look();
        },
      })
      .run(plan, handlers());
    assert.equal(result.outcome, 'held');
    assert.deepEqual(result.heldBy, [next]);
    supervisor.process.kill('SIGTERM');
    await supervisor.ended;
  });

  it('refuses to signal what started it', async () => {
    const server = keep(await startServer());
    const stopper = stopping.stopper({
      protectedPids: (current) => protectedPids(current, { ...stopping.facts, ancestors: [server.pid] }),
    });
    const refusal = await stopping.attempt(server.port, stopper);
    assert.equal(refusal.kind === 'refusal' && refusal.reason, 'protected');
    // It may have become one of us after it was planned.
    const result = await stopper.run(await stopping.plan(server.port), handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.match(result.sentence, /started Portolan/);
  });

  it('says what to run where the system does not let it', async () => {
    const server = keep(await startServer());
    const inner = processSignaller();
    const powerless = {
      ...inner,
      pin: (identity: Parameters<typeof inner.pin>[0]) => {
        const pinned = inner.pin(identity);
        return pinned && { ...pinned, signal: () => 'not-permitted' as const };
      },
    };
    const stopper = stopping.stopper({ signaller: powerless });
    const result = await stopper.run(await stopping.plan(server.port, stopper), handlers());
    assert.deepEqual([result.outcome, result.signals], ['not-permitted', []]);
    assert.equal(result.command, `sudo kill ${server.pid}`);
    assert.match(result.sentence, new RegExp(`you may not stop it.*: sudo kill ${server.pid}$`));
  });

  it('says so where it cannot hold on to processes at all', async () => {
    const server = keep(await startServer());
    const refusal = await stopping.attempt(
      server.port,
      stopping.stopper({ signaller: systemFor('plan9').signaller }),
    );
    assert.equal(refusal.kind === 'refusal' && refusal.reason, 'unsupported');
    assert.match(refusal.kind === 'refusal' ? refusal.sentence : '', /cannot be stopped from here/);
  });

  it('ends with a sentence when the system cannot be looked at', async () => {
    const server = keep(await startServer());
    const blind = (after: number) => {
      let looks = 0;
      return () => (looks++ < after ? stopping.look() : Promise.reject(new Error('no /proc today')));
    };
    const before = await stopping
      .stopper({ look: blind(0) })
      .run(await stopping.plan(server.port), handlers());
    assert.deepEqual([before.outcome, before.signals], ['refused', []]);
    assert.match(before.sentence, /^Nothing was done: .*no \/proc today/);
    assert.equal(alive(server.pid), true);
    const after = await stopping
      .stopper({ look: blind(1) })
      .run(await stopping.plan(server.port), handlers());
    assert.deepEqual([after.outcome, after.signals.length], ['held', 1]);
    assert.match(after.sentence, /was asked to end, but the outcome could not be seen \(no \/proc today\)/);
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
    const snapshot = await stopping.look();
    const mine = [...snapshot.sockets.values()].find(
      (socket) => localPort(socket) === one.port && socket.owners?.includes(one.pid),
    );
    const stopper = stopping.stopper();
    const prepared = stopper.prepare(snapshot, { sockets: [mine!.id] });
    assert.ok(prepared.kind === 'prepared');
    assert.equal(prepared.plan.neighbours.length, 1);
    const result = await stopper.run(prepared, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.match(result.sentence, new RegExp(`Others still listen at 127\\.0\\.0\\.1:${one.port}/udp\\.$`));
    assert.equal(alive(other.pid), true);
  });
});
