import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import type { StopAim } from '../../../src/core/stop/stopPlan';
import type { StopResult } from '../../../src/core/stop/stopResult';
import type { Clock, Owners } from '../../../src/stopper';
import { SYSTEM_CLOCK } from '../../../src/stopper/clock';
import {
  type Child,
  keepChildren,
  type Server,
  startChild,
  startNode,
  startServer,
} from '../../support/childServer';
import { eventually } from '../../support/eventually';
import { skip } from '../../support/skip';
import { alive, type Call, handlers, hurried, patient, sent, Stopping } from '../../support/stopping';
import { runInNamespaces } from '../../support/world/runInNamespaces';
import { worldScript } from '../../support/world/worldScript';

/** Each a way in which a stop can go wrong, made with real processes and real signals. */
describe('stopping', () => {
  const keep = keepChildren();
  const stopping = new Stopping();
  const strays: number[] = [];
  afterEach(() => {
    for (const pid of strays.splice(0)) if (alive(pid)) process.kill(pid, 'SIGKILL');
  });

  const stop = async (
    port: number,
    call = handlers(),
    { clock = SYSTEM_CLOCK, ...aim }: Partial<StopAim> & { clock?: Clock } = {},
  ): Promise<StopResult> => {
    const stopper = stopping.stopper({ clock });
    return await stopper.run(await stopping.plan(port, stopper, aim), call);
  };

  /** Where a descriptor of ours leads; the listing's own is closed by then. */
  const linkOf = (descriptor: string): string => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return '';
    }
  };

  /** proc_pid_stat(5): field 3. */
  const state = (pid: number): string =>
    readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '')[0]!;

  const gone = (pid: number): boolean => !alive(pid) || state(pid) === 'Z';

  describe('a pid that comes back', () => {
    for (const [when, how] of [
      ['between the dialog and the click', 'dialog'],
      ['between SIGTERM and SIGKILL', 'force'],
    ] as const) {
      it(`${when}: the newcomer lives`, async function () {
        this.timeout(60_000);
        const printed = await runInNamespaces(this, 'reusedStop', how);
        console.log(printed.replace(/^/gm, '        ').trimEnd());
        for (const by of ['pidfd', 'pid']) {
          assert.match(printed, new RegExp(`^${by}: pid (\\d+) .* again \\1 .*: it lives$`, 'm'));
        }
      });
    }
  });

  it('waits for one that needs three seconds', async () => {
    const server = keep(await startServer({ onTerm: 'setTimeout(() => process.exit(), 3000)' }));
    const call = handlers();
    const result = await stop(server.port, call);
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`]);
    assert.deepEqual(call.offers, []);
    assert.ok(
      call.told.some((text) => text.endsWith('(2 s)')),
      call.told.join(),
    );
  });

  it('tells a child that holds the socket too, once its parent had its chance', async () => {
    const server = keep(
      await startServer({
        more: `server.on('listening', () => {
                 const stdio = ['ignore', 'ignore', 'ignore', server._handle.fd];
                 console.log(require('node:child_process').spawn('sleep', ['1000'], { stdio }).pid);
               });`,
      }),
    );
    const child = Number(await server.line());
    strays.push(child);
    const prepared = await stopping.plan(server.port);
    assert.deepEqual(
      prepared.plan.family.map(({ pid, name }) => [pid, name]),
      [[child, 'sleep']],
    );
    const result = await stopping.stopper().run(prepared, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGTERM ${child}`]);
    assert.ok(gone(child));
  });

  it('tells what was started only after the plan was shown', async () => {
    const server = keep(
      await startServer({
        more: `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
                 if (line !== 'spawn') return;
                 const stdio = ['ignore', 'ignore', 'ignore', server._handle.fd];
                 console.log(require('node:child_process').spawn('sleep', ['1000'], { stdio }).pid);
               });`,
      }),
    );
    const prepared = await stopping.plan(server.port);
    assert.deepEqual(prepared.plan.family, []);
    server.tell('spawn');
    const child = Number(await server.line());
    strays.push(child);
    const result = await stopping.stopper().run(prepared, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGTERM ${child}`]);
  });

  it('ends what joined the target’s group after the question, leaves what has its own, and names both', async () => {
    const server = keep(
      await startServer({
        more: `const { spawn } = require('node:child_process');
               require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
                 if (line !== 'spawn') return;
                 const [near, apart] = [false, true].map((detached) =>
                   spawn('sleep', ['1000'], { stdio: 'ignore', detached }).pid);
                 console.log(near, apart);
               });`,
      }),
    );
    const prepared = await stopping.plan(server.port);
    server.tell('spawn');
    const [near, apart] = (await server.line()).split(' ').map(Number) as [number, number];
    strays.push(near, apart);
    const result = await stopping.stopper().run(prepared, handlers());
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGTERM ${near}`]);
    assert.equal(gone(apart), false);
    assert.match(result.sentence, new RegExp(`New, and ended too: sleep \\(${near}\\)\\.`));
    assert.match(result.sentence, new RegExp(`New, and left running: sleep \\(${apart}\\)\\.`));
  });

  it('says nothing of what was there before the question and stays', async () => {
    const server = keep(
      await startServer({
        more: `server.on('listening', () => console.log(require('node:child_process')
                 .spawn('sleep', ['1000'], { stdio: 'ignore', detached: true }).pid));`,
      }),
    );
    strays.push(Number(await server.line()));
    const result = await stop(server.port);
    assert.doesNotMatch(result.sentence, /New, and/);
  });

  for (const [what, argv, expected] of [
    ['another script of the same interpreter', "['node', '-e', script, 'other.js']", 'refused'],
    ['the same again under a title', "['node: waiting for work']", 'freed'],
  ] as const) {
    it(`${expected === 'refused' ? 'asks again' : 'goes on'} where the process has become ${what}`, async () => {
      const server = keep(
        await startServer({
          more: `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
                   if (line !== 'exec') return;
                   const argv = ((script) => ${argv})("console.log('again'); setInterval(() => {}, 1e6)");
                   if (argv.length === 1) { process.title = argv[0]; console.log('again'); return; }
                   const libc = require('koffi').load(null);
                   for (const fd of [1, server._handle.fd]) libc.func('int fcntl(int, int, int)')(fd, 2, 0);
                   libc.func('int execv(const char *, const char **)')(process.execPath, [...argv, null]);
                 });`,
        }),
      );
      const prepared = await stopping.plan(server.port);
      server.tell('exec');
      assert.equal(await server.line(), 'again');
      const result = await stopping.stopper().run(prepared, handlers());
      assert.equal(result.outcome, expected, result.sentence);
      assert.deepEqual(sent(result), expected === 'refused' ? [] : [`SIGTERM ${server.pid}`]);
    });
  }

  it('leaves a child alone that has left for a session of its own', async () => {
    const server = keep(
      await startServer({
        more: `const { spawn } = require('node:child_process');
               server.on('listening', () => {
                 console.log(spawn('sleep', ['1000'], { stdio: 'ignore', detached: true }).pid);
               });`,
      }),
    );
    const detached = Number(await server.line());
    strays.push(detached);
    const result = await stop(server.port);
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`]);
    assert.equal(gone(detached), false);
  });

  it('offers force for a child that does not end, by its pid, and only that one', async () => {
    const server = keep(
      await startServer({
        more: `const child = require('node:child_process').spawn(process.execPath,
                 ['-e', 'process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1e6)']);
               child.stdout.once('data', () => console.log(child.pid));`,
      }),
    );
    const deaf = Number(await server.line());
    strays.push(deaf);
    const call = handlers(true);
    const result = await stop(server.port, call, { clock: hurried });
    assert.deepEqual(call.offers, [[deaf]]);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGTERM ${deaf}`, `SIGKILL ${deaf}`]);
    assert.equal(result.outcome, 'freed', result.sentence);
  });

  it('follows one that runs itself anew over SIGTERM: the same process, which is offered force', async () => {
    const server = keep(
      await startServer({
        onTerm: `const libc = require('koffi').load(null);
                 // F_SETFD: neither the listener nor what it says is closed by exec.
                 for (const fd of [1, server._handle.fd]) libc.func('int fcntl(int, int, int)')(fd, 2, 0);
                 const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); require('node:fs').writeSync(1, 'again\\\\n')";
                 libc.func('int execv(const char *, const char **)')(process.execPath, ['node', '-e', deaf, null]);`,
      }),
    );
    const call = {
      ...handlers(),
      offerForce: async () => {
        assert.equal(await server.line(), 'again');
        return true;
      },
    };
    const result = await stop(server.port, call, { clock: hurried });
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGKILL ${server.pid}`]);
  });

  it('ends a prefork server with eight workers', async () => {
    const master = keep(
      startNode(`
        const cluster = require('node:cluster');
        if (cluster.isPrimary) {
          cluster.schedulingPolicy = cluster.SCHED_NONE;
          const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
            const workers = Array.from({ length: 8 }, () => require('node:child_process').spawn('sleep', ['1000'],
              { stdio: ['ignore', 'ignore', 'ignore', server._handle.fd] }).pid);
            console.log(server.address().port, ...workers);
          });
        }`),
    );
    const [port, ...workers] = (await master.line()).split(' ').map(Number) as [number, ...number[]];
    strays.push(...workers);
    const prepared = await stopping.plan(port);
    assert.equal(prepared.plan.target?.pid, master.pid);
    assert.equal(prepared.plan.family.length, 8);
    assert.deepEqual(prepared.plan.otherOwners, []);
    const result = await stopping.stopper().run(prepared, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.equal(sent(result)[0], `SIGTERM ${master.pid}`);
    assert.deepEqual(sent(result).slice(1).sort(), workers.map((pid) => `SIGTERM ${pid}`).sort());
  });

  it('ends the server of an npm script, and with it what ran the script', async () => {
    const npm = keep(
      startChild('npm', ['run', '--silent', 'dev'], {
        cwd: join(__dirname, '../../support/world/npmScript'),
        detached: true,
      }),
    );
    const [pid, port] = (await npm.line()).split(' ').map(Number) as [number, number];
    assert.notEqual(pid, npm.pid);
    const result = await stop(port);
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${pid}`]);
    await npm.ended;
  });

  it('wakes one that is stopped, so that it can end', async () => {
    const server = keep(await startServer({ onTerm: 'process.exit()' }));
    const prepared = await stopping.plan(server.port);
    server.process.kill('SIGSTOP');
    await eventually('it is stopped', () => state(server.pid) === 'T' || undefined);
    const result = await stopping.stopper().run(prepared, handlers());
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`, `SIGCONT ${server.pid}`]);
    assert.equal((await server.ended).code, 0, 'it ended in its own way');
  });

  it('calls a zombie ended: it holds nothing', async () => {
    const parent = keep(
      startNode(
        `const child = require('node:child_process').spawn(process.execPath, ['-e',
           'require("node:net").createServer().listen(0, "127.0.0.1", function () { console.log(process.pid, this.address().port) })']);
         child.stdout.pipe(process.stdout);`,
      ),
    );
    const [pid, port] = (await parent.line()).split(' ').map(Number) as [number, number];
    const prepared = await stopping.plan(port);
    parent.process.kill('SIGSTOP'); // so that it cannot take note of its child's end
    const result = await stopping.stopper().run(prepared, handlers());
    assert.equal(state(pid), 'Z');
    assert.equal(result.outcome, 'freed', result.sentence);
    assert.deepEqual(sent(result), [`SIGTERM ${pid}`]);
    const again = await stopping.stopper().run(prepared, handlers());
    assert.deepEqual([again.outcome, again.signals], ['freed', []]);
    assert.match(again.sentence, /had ended already/);
  });

  it('says what to run for one that became another user’s meanwhile', async function () {
    if (process.getuid?.() !== 0) skip(this, 'needs root, to give a process to another user');
    const server = keep(
      await startServer({
        more: `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
                 if (line === 'setuid') { process.setuid(65533); console.log('changed'); }
               });`,
      }),
    );
    // Planned before, it is not what was shown; planned after, the system says no.
    const early = await stopping.plan(server.port);
    server.tell('setuid');
    assert.equal(await server.line(), 'changed');
    const refused = await stopping.stopper().run(early, handlers());
    assert.deepEqual([refused.outcome, refused.signals], ['refused', []]);
    assert.match(refused.sentence, /is not what was shown any more/);

    const asNobody = keep(startChild(process.execPath, [worldScript('stopAsNobody'), String(server.port)]));
    assert.deepEqual(JSON.parse(await asNobody.line()), {
      outcome: 'not-permitted',
      command: `sudo kill ${server.pid}`,
      signals: 0,
    });
    assert.equal(gone(server.pid), false);
  });

  describe('something that starts it again', () => {
    /**
     * A supervisor that has another server listen whenever one ends: says `pid port` each time. The next one has been
     * started before and waits for its port, so that it is there at once on a busy machine too.
     */
    const supervise = (title: string): Child =>
      keep(
        startNode(`
          process.title = ${JSON.stringify(title)};
          const { spawn } = require('node:child_process');
          const standBy = () => spawn(process.execPath, ['-e', \`
            process.stdin.once('data', (port) => {
              require('node:net').createServer().listen(Number(port), '127.0.0.1', function () { console.log(process.pid, this.address().port); });
            }).on('end', () => process.exit());
            console.log('ready');\`]);
          const serve = (child, port) => {
            const next = standBy();
            child.stdin.write(String(port));
            child.stdout.once('data', (data) => {
              const line = String(data).trim();
              next.stdout.once('data', () => console.log(line));
              child.once('exit', () => serve(next, line.split(' ')[1]));
            });
          };
          const first = standBy();
          first.stdout.once('data', () => serve(first, 0));`),
      );

    it('is known before, and named with the command that really ends it', async () => {
      const pm2 = supervise('PM2 v6.0.5: God Daemon (/home/me/.pm2)');
      const [pid, port] = (await pm2.line()).split(' ').map(Number) as [number, number];
      const prepared = await stopping.plan(port);
      assert.deepEqual(prepared.plan.keeper, { name: `PM2 (${pm2.pid})`, command: 'pm2 stop <name>' });
      const result = await stopping.stopper().run(prepared, handlers());
      const next = Number((await pm2.line()).split(' ')[0]);
      assert.deepEqual([result.outcome, result.heldBy, sent(result)], ['held', [next], [`SIGTERM ${pid}`]]);
      assert.match(
        result.sentence,
        new RegExp(`PM2 \\(${pm2.pid}\\) started it again\\. Now .*\\(${next}\\) holds`),
      );
      assert.match(result.sentence, /To end it for good, run: pm2 stop <name>$/);
      assert.equal(result.command, 'pm2 stop <name>');
    });

    it('is found out after, as the parent of both', async () => {
      const mine = supervise('keeper');
      const [, port] = (await mine.line()).split(' ').map(Number) as [number, number];
      const result = await stop(port, handlers(), { clock: patient });
      const next = Number((await mine.line()).split(' ')[0]);
      assert.deepEqual([result.outcome, result.heldBy], ['held', [next]]);
      assert.match(result.sentence, new RegExp(`keeper \\(${mine.pid}\\) started it again`));
      assert.match(result.sentence, new RegExp(`To end it for good, stop keeper \\(${mine.pid}\\)\\.$`));
    });
  });

  describe('through an owner', () => {
    /** A server of a task, whose owner does that. */
    async function owned(end: Owners['end'], onTerm = ''): Promise<[Server, Owners]> {
      const server = keep(await startServer({ onTerm }));
      const task = { id: 'dev', name: 'dev', pid: server.pid, reported: true, folder: null };
      stopping.workspace = { ...NO_WORKSPACE, tasks: [task] };
      return [server, { reaches: (way) => way === 'task', end }];
    }
    const run = async (server: Server, owners: Owners, call: Call): Promise<StopResult> => {
      const stopper = stopping.stopper({ owners, clock: hurried });
      return await stopper.run(await stopping.plan(server.port, stopper), call);
    };

    it('that does it: its own word, and no signal of ours', async () => {
      const [server, owners] = await owned(() => {
        server.process.kill('SIGKILL');
        return Promise.resolve('ended');
      });
      const result = await run(server, owners, handlers());
      assert.deepEqual([result.outcome, sent(result), result.confirmedBy], ['freed', [], 'ended']);
      assert.match(result.sentence, /^Task dev has ended\./);
    });

    it('that does it and never says so: the process is watched besides, and nobody waits for ever', async () => {
      let told: AbortSignal | undefined;
      const [server, owners] = await owned((_way, _plan, signal) => {
        told = signal;
        server.process.kill('SIGKILL');
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve('too late')));
      });
      const result = await run(server, owners, handlers());
      assert.deepEqual([result.outcome, sent(result), result.confirmedBy], ['freed', [], null]);
      assert.equal(told?.aborted, true);
    });

    it('that refuses: in its words', async () => {
      const [server, owners] = await owned(() => Promise.reject(new Error('not today')));
      const result = await run(server, owners, handlers());
      assert.deepEqual([result.outcome, sent(result)], ['held', []]);
      assert.equal(result.sentence, 'Task dev could not be stopped: not today');
    });

    it('that does not end it: signals are offered, and sent only then', async () => {
      const [server, owners] = await owned(() => new Promise(() => undefined));
      const declined = await run(server, owners, handlers('unasked', false));
      assert.deepEqual([declined.outcome, sent(declined)], ['held', []]);
      const agreed = await run(server, owners, handlers('unasked', true));
      assert.deepEqual([agreed.outcome, sent(agreed)], ['freed', [`SIGTERM ${server.pid}`]]);
    });

    it('that is waited for, and then no longer: it is told so, and nothing more is done', async () => {
      const call = handlers();
      let told: AbortSignal | undefined;
      const [server, owners] = await owned((_way, _plan, signal) => {
        told = signal;
        call.cancel.abort();
        return new Promise(() => undefined);
      });
      const result = await run(server, owners, call);
      assert.deepEqual([result.outcome, sent(result), told?.aborted], ['held', [], true]);
      assert.match(result.sentence, /^You stopped waiting/);
    });

    it('is passed over by force: at once by SIGKILL, for the process alone', async () => {
      const [server, owners] = await owned(() => assert.fail('asked'), ' ');
      const stopper = stopping.stopper({ owners });
      const prepared = await stopping.plan(server.port, stopper, { bySignals: true });
      assert.equal(prepared.plan.way, 'signals');
      const result = await stopper.run(prepared, { ...handlers(), force: true });
      assert.deepEqual([result.outcome, sent(result)], ['freed', [`SIGKILL ${server.pid}`]]);
    });
  });

  it('goes by what is there at the click, whatever changed while the dialog was open', async () => {
    const server = keep(await startServer());
    const prepared = await stopping.plan(server.port);
    // Its listener closed, and somebody else's opened at the same place.
    server.tell('close');
    assert.equal(await server.line(), 'closed');
    const other = keep(await startServer({ port: server.port }));
    const result = await stopping.stopper().run(prepared, handlers());
    assert.deepEqual([result.outcome, result.signals], ['refused', []]);
    assert.ok(!gone(server.pid) && !gone(other.pid));
  });

  it('is not begun twice for one process', async () => {
    const server = keep(
      await startServer({ onTerm: 'console.log("term"); setTimeout(() => process.exit(), 500)' }),
    );
    const stopper = stopping.stopper();
    const [first, second] = [
      await stopping.plan(server.port, stopper),
      await stopping.plan(server.port, stopper),
    ];
    const running = stopper.run(first, handlers());
    assert.equal(await server.line(), 'term');
    const busy = await stopper.run(second, handlers());
    assert.deepEqual([busy.outcome, busy.signals], ['refused', []]);
    assert.match(busy.sentence, /is being stopped already/);
    const result = await running;
    assert.deepEqual([result.outcome, sent(result)], ['freed', [`SIGTERM ${server.pid}`]]);
  });

  describe('cancelled', () => {
    it('while force is offered: nothing more is sent', async () => {
      const server = keep(await startServer({ onTerm: ' ' }));
      const call = handlers();
      const result = await stop(
        server.port,
        { ...call, offerForce: () => (call.cancel.abort(), Promise.resolve(true)) },
        { clock: hurried },
      );
      assert.deepEqual([result.outcome, sent(result)], ['held', [`SIGTERM ${server.pid}`]]);
      assert.match(result.sentence, /^You stopped waiting/);
    });

    it('while what it started is waited for: that goes on', async () => {
      const server = keep(
        await startServer({
          more: `server.on('listening', () => {
                   console.log(require('node:child_process').spawn('sleep', ['1000'], { stdio: 'ignore' }).pid);
                 });`,
        }),
      );
      const child = Number(await server.line());
      strays.push(child);
      const call = handlers();
      const running = stop(server.port, call);
      await server.ended;
      call.cancel.abort();
      const result = await running;
      assert.deepEqual(sent(result), [`SIGTERM ${server.pid}`]);
      assert.equal(gone(child), false);
    });

    it('after the plan, by closing it: nobody is held any more', async () => {
      const held = (): number =>
        readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).includes('pidfd')).length;
      const server = keep(await startServer());
      const before = held();
      const prepared = await stopping.plan(server.port);
      assert.ok(held() > before);
      prepared.close();
      assert.equal(held(), before);
      assert.equal((await stop(server.port)).outcome, 'freed');
      await eventually('the last wait is over', () => held() === before || undefined);
    });
  });

  it('goes no further when its own process ends in the middle', async () => {
    const server = keep(await startServer({ onTerm: 'console.log("term")' }));
    const stopper = keep(
      startChild(process.execPath, [
        ...['--import', 'tsx', join(__dirname, '../../../src/cli.ts')],
        ...['stop', String(server.port), '--yes', '--force'],
      ]),
    );
    assert.equal(await server.line(), 'term');
    stopper.process.kill('SIGKILL');
    await stopper.ended;
    assert.equal(gone(server.pid), false, 'SIGKILL would have come from there');
  });

  describe('afterwards', () => {
    it('says what the system still keeps of its connections', async () => {
      const server = keep(
        await startServer({
          onTerm: 'for (const each of open) each.end(() => process.exit()); server.close();',
          more: `const open = new Set(); server.on('connection', (each) => open.add(each));`,
        }),
      );
      const client = keep(
        startNode(
          `require('node:net').connect(${server.port}, '127.0.0.1', () => console.log('connected')).resume()`,
        ),
      );
      assert.equal(await client.line(), 'connected');
      const result = await stop(server.port);
      assert.equal(result.outcome, 'freed', result.sentence);
      assert.match(result.sentence, /is free\. The system keeps 1 of its closed connections .*TIME_WAIT/);
    });

    it('calls it held where nobody is seen to listen, and yet one cannot', async () => {
      const server = keep(await startServer());
      const stopper = stopping.stopper({ bindTrial: () => Promise.resolve('taken'), clock: hurried });
      const result = await stopper.run(await stopping.plan(server.port, stopper), handlers());
      assert.equal(result.outcome, 'held');
      assert.match(result.sentence, /cannot be listened at, though nobody is seen to hold it\.$/);
    });

    it('waits until one can listen again', async () => {
      const other: NetServer = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as { port: number };
      const socket = stopping.listenerOn(await stopping.look(), port);
      const waiting = stopping.stopper().untilFree([socket], new AbortController().signal);
      try {
        assert.equal(await stopping.stopper().untilFree([socket], AbortSignal.timeout(300)), false);
      } finally {
        other.close();
      }
      assert.equal(await waiting, true);
    });
  });
});
