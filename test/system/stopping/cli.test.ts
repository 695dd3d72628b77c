import assert from 'node:assert/strict';
import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import manifest from '../../../package.json';
import {
  type Child,
  keepChildren,
  type Server,
  startChild,
  startNode,
  startServer,
} from '../../support/childServer';
import { skip } from '../../support/skip';
import { bundleCli } from '../../support/world/bundledCli';
import { startStandInEngine } from '../../support/world/standInEngine';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface SocketEntry {
  readonly id: string;
  readonly protocol: string;
  readonly state: string;
  readonly local: { address?: string; port?: number; path?: string } | null;
  readonly owners: readonly number[] | null;
}

interface Document {
  readonly version: number;
  readonly sockets: readonly SocketEntry[];
  readonly processes: readonly { pid: number; ppid: number; command: readonly string[] }[];
  readonly gaps: readonly { kind: string; count: number; message: string }[];
  readonly answer: { listeners: readonly string[]; chain: readonly number[]; sentence: string };
}

interface StopReport {
  readonly plan: { targets: readonly { pid: number; sockets: readonly string[] }[] } | null;
  readonly signals: readonly { pid: number; signal: string; at: string }[];
  readonly outcome: string;
  readonly heldBy: readonly number[];
  readonly sentence: string;
}

interface DiffLine {
  readonly opened: readonly SocketEntry[];
  readonly closed: readonly string[];
}

describe('portolan (the command line)', () => {
  let folder: string;
  let cli: string;
  const keep = keepChildren();

  before(async function () {
    if (process.platform !== 'linux') skip(this, 'Linux only');
    // Where any user can run it, laid out as the package is.
    folder = mkdtempSync(join(tmpdir(), 'portolan-cli-'));
    chmodSync(folder, 0o755);
    cli = await bundleCli(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const start = async (...args: Parameters<typeof startServer>): Promise<Server> =>
    keep(await startServer(...args));

  async function collect(file: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { code, stdout, stderr };
  }
  const portolan = (...args: readonly string[]): Promise<Ended> => collect(process.execPath, [cli, ...args]);

  async function json<T = Document>(...args: readonly string[]): Promise<T & { code: number | null }> {
    const { code, stdout } = await portolan(...args, '--json');
    assert.match(stdout, /^[^\n]+\n$/, 'one document on one line');
    return { ...(JSON.parse(stdout) as T), code };
  }

  const alive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  describe('usage', () => {
    it('tells how it is used, and which version it is', async () => {
      const help = await portolan('--help');
      assert.equal(help.code, 0);
      for (const word of ['ls', 'who', 'watch', 'stop', '--json', '--force'])
        assert.match(help.stdout, new RegExp(word));
      assert.deepEqual(await portolan('ls', '-h'), help);
      assert.deepEqual(await portolan('--version'), { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    });

    const wrong: string[][] = [
      [],
      ['list'],
      ['toString'],
      ['ls', '--nonsense'],
      ['ls', '--force'],
      ['ls', 'port:http'],
      ['ls', 'prot:udp'],
      ['watch', '3000'],
      ['ls', '--protocol'],
      ['ls', '--protocol', 'tcp,quic'],
      ['ls', '--json=yes'],
      ['who'],
      ['who', '3000', '3001'],
      ['who', 'no such thing'],
      ['who', '70000'],
      ['stop'],
      ['stop', '3000', '--all'],
      ['watch', '\u001b[2J\n'],
    ];
    for (const args of wrong) {
      it(`exits 2 with one sentence: ${JSON.stringify(args)}`, async () => {
        const { code, stdout, stderr } = await portolan(...args);
        assert.equal(code, 2);
        assert.equal(stdout, '');
        assert.match(stderr, /^[^\n]+\n$/);
        assert.ok(!stderr.includes('\u001b'));
      });
    }
  });

  describe('ls', () => {
    it('lists what listens, with whose it is, as JSON', async () => {
      const server = await start();
      const document = await json('ls');
      assert.equal(document.code, 0);
      assert.equal(document.version, 1);
      const mine = document.sockets.find(({ local }) => local?.port === server.port);
      assert.deepEqual(mine?.owners, [server.pid]);
      assert.equal(mine.state, 'LISTEN');
      assert.ok(document.sockets.every(({ state }) => state === 'LISTEN' || state === 'UNCONN'));
      const owner = document.processes.find(({ pid }) => pid === server.pid);
      assert.equal(owner?.ppid, process.pid);
      assert.ok(
        document.processes.some(({ pid }) => pid === process.pid),
        'its parent',
      );
    });

    it('lists every socket, or those of some protocols', async () => {
      const server = await start({
        more: `server.on('listening', () => require('node:net').connect(server.address().port, '127.0.0.1').on('connect', () => console.log('connected')));`,
      });
      await server.line();
      const all = await json('ls', '--all');
      const states = all.sockets.filter(({ local }) => local?.port === server.port).map(({ state }) => state);
      assert.deepEqual(states.sort(), ['ESTABLISHED', 'LISTEN']);
      assert.ok(all.sockets.some(({ protocol }) => protocol === 'unix'));
      const some = await json('ls', '--all', '--protocol', 'udp,tcp', '-p', 'raw');
      assert.ok(some.sockets.length > 0);
      assert.ok(some.sockets.every(({ protocol }) => ['udp', 'tcp', 'raw'].includes(protocol)));
    });

    it('prints an aligned table, and exits 0 where it is empty', async () => {
      const server = await start();
      const { code, stdout } = await portolan('ls', '--protocol', 'tcp');
      assert.equal(code, 0);
      const [title, ...rows] = stdout.trimEnd().split('\n');
      assert.match(title!, /^ *PORT {2}PROTO {2}ADDRESS +PROCESS +PID +USER/);
      const row = rows.find((line) => line.trimStart().startsWith(`${server.port} `))!;
      assert.equal(row.indexOf('tcp'), title!.indexOf('PROTO'));
      assert.equal(row.indexOf(String(server.pid)), title!.indexOf('PID'));
      const ports = rows.map((line) => Number.parseInt(line));
      assert.deepEqual(
        ports,
        [...ports].sort((a, b) => a - b),
      );

      const empty = await portolan('ls', '--protocol', 'packet');
      assert.equal(empty.code, 0);
      assert.match(empty.stdout, /^PORT [^\n]+\n$/);
    });

    it('filters in the words of the sidebar and the chart', async () => {
      const [server, other] = [await start(), await start()];
      const ports = async (...filter: readonly string[]): Promise<(number | undefined)[]> =>
        (await json('ls', ...filter)).sockets.map(({ local }) => local?.port);
      assert.deepEqual(await ports(`port:${server.port}`), [server.port]);
      const both = `port:${server.port},${other.port}`;
      assert.deepEqual(await ports(both, `pid:${other.pid}`), [other.port]);
      const without = await portolan('ls', both, '--', `-port:${other.port}`);
      assert.deepEqual(without.stdout.match(/^ *\d+/gm)?.map(Number), [server.port]);
      assert.deepEqual(await ports(both, 'user:me', 'name:nobody'), []);
      const table = await portolan('ls', both, 'state:established');
      assert.match(table.stdout, /^PORT [^\n]+\n$/);
      assert.match(table.stderr, /with --all every socket is asked/);
    });

    it('shows what a hostile name would do, and does not do it', async () => {
      const name = `a b\n\u001b]0;x\u0007\u202e${process.pid}`;
      const server = keep(
        startNode(
          `require('node:net').createServer().listen(${JSON.stringify(join(folder, name))}, () => console.log('ready'))`,
        ),
      );
      await server.line();
      const { stdout } = await portolan('ls');
      assert.match(stdout, /a b\\n\\\S*1b\S*\]0;x\\\S*7\S*\\\S*202e/);
      assert.ok(!['\u001b', '\u202e'].some((character) => stdout.includes(character)));
      const document = await portolan('ls', '--json');
      assert.ok(!['\u001b', '\u202e'].some((character) => document.stdout.includes(character)));
      const { sockets } = JSON.parse(document.stdout) as Document;
      assert.ok(sockets.some(({ local }) => local?.path === join(folder, name)));
    });

    it('ends quietly when nobody reads on', async () => {
      const child = spawn(process.execPath, [cli, 'ls', '--all', '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      const stderr = text(child.stderr);
      const [code] = (await once(child, 'exit')) as [number];
      assert.deepEqual([code, await stderr], [0, '']);
    });
  });

  describe('who', () => {
    it('says who holds a port, with the processes that started it', async () => {
      const server = await start();
      const { code, answer, sockets } = await json('who', String(server.port));
      assert.equal(code, 0);
      // Tests beside this one have sockets in other namespaces, where any port may be in use too: that is near.
      const here = `tcp:${/\d+/.exec(readlinkSync('/proc/self/ns/net'))![0]}:`;
      assert.deepEqual(
        answer.listeners,
        sockets.map(({ id }) => id).filter((id) => id.startsWith(here)),
      );
      assert.deepEqual(answer.chain.slice(0, 2), [server.pid, process.pid]);
      const human = await portolan('who', `localhost:${server.port}`);
      assert.equal(human.code, 0);
      const [sentence, ...facts] = human.stdout.split('\n');
      const ageless = (text: string): string => text.replace(/\d+ s /, '');
      const { answer: same } = await json('who', `localhost:${server.port}`);
      assert.equal(ageless(sentence!), ageless(same.sentence));
      assert.ok(
        facts.some((line) => line.includes(String(process.pid))),
        'the parent chain',
      );
    });

    it('exits 1 where nothing is there, and says what is near', async () => {
      const server = await start();
      const missing = await json('who', `${server.port}/udp`);
      assert.equal(missing.code, 1);
      assert.deepEqual(missing.answer.listeners, []);
      const { code, stdout, stderr } = await portolan('who', `${server.port}/udp`);
      assert.equal(code, 1);
      assert.match(stderr, /^Nothing/);
      assert.match(stdout, new RegExp(`Near\\n.*127\\.0\\.0\\.1:${server.port} LISTEN`));
    });

    it('exits 0 with a gap where the owner is somebody else’s', async function () {
      if (process.getuid?.() !== 0) skip(this, 'needs root, to ask as somebody else');
      const server = await start();
      const { code, stdout } = await collect(process.execPath, [cli, 'who', String(server.port), '--json'], {
        uid: 65534,
        gid: 65534,
      });
      assert.equal(code, 0);
      const { sockets, gaps, answer } = JSON.parse(stdout) as Document;
      assert.equal(sockets[0]?.owners, null);
      assert.equal(answer.listeners.length, 1);
      assert.ok(
        gaps.some(({ kind, count, message }) => kind === 'permission' && count > 0 && message !== ''),
      );
    });
  });

  describe('watch', () => {
    it('prints the document, then a line for what opens and what closes, until SIGINT', async () => {
      const watcher = keep(startChild(process.execPath, [cli, 'watch', '--json']));
      const document = JSON.parse(await watcher.line()) as Document;
      assert.equal(document.version, 1);
      const server = await start();
      /** Other processes of this machine come and go meanwhile. */
      const until = async (found: (line: DiffLine) => boolean): Promise<void> => {
        while (!found(JSON.parse(await watcher.line()) as DiffLine));
      };
      let id: string | undefined;
      await until(({ opened }) => {
        id = opened.find(({ local }) => local?.port === server.port)?.id;
        return id !== undefined;
      });
      server.process.kill('SIGKILL');
      await until(({ closed }) => closed.includes(id!));
      watcher.process.kill('SIGINT');
      assert.deepEqual(await watcher.ended, { code: 0, signal: null });
    });

    it('prints + and - for people', async () => {
      const watcher = keep(startChild(process.execPath, [cli, 'watch'], { stdio: ['pipe', 'pipe', 'pipe'] }));
      assert.match(String((await once(watcher.process.stderr!, 'data'))[0]), /^Watching \d+ listeners on /);
      const server = await start();
      const until = async (mark: string): Promise<string> => {
        for (;;) {
          const line = await watcher.line();
          if (line.startsWith(`${mark} ${server.port}/tcp `)) return line;
        }
      };
      assert.match(await until('+'), new RegExp(`127\\.0\\.0\\.1:${server.port}  .*\\(${server.pid}\\)`));
      server.process.kill('SIGKILL');
      assert.match(await until('-'), new RegExp(`\\(${server.pid}\\)`));
      watcher.process.kill('SIGINT');
      assert.equal((await watcher.ended).code, 0);
    });

    it('ends quietly when nobody reads on', async () => {
      const watcher = keep(
        startChild(process.execPath, [cli, 'watch', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] }),
      );
      await watcher.line();
      watcher.process.stdout!.destroy();
      const stderr = text(watcher.process.stderr!);
      await start();
      assert.equal((await watcher.ended).code, 0);
      assert.equal(await stderr, '');
    });
  });

  describe('stop', () => {
    it('exits 0 when the port is free, and reports what it did', async () => {
      const server = await start();
      const { code, ...report } = await json<StopReport>('stop', String(server.port), '--yes');
      assert.equal(code, 0, report.sentence);
      assert.deepEqual(Object.keys(report), ['plan', 'signals', 'outcome', 'heldBy', 'sentence']);
      assert.equal(report.outcome, 'freed');
      assert.deepEqual(
        report.plan?.targets.map(({ pid }) => pid),
        [server.pid],
      );
      assert.deepEqual(
        report.signals.map(({ pid, signal }) => ({ pid, signal })),
        [{ pid: server.pid, signal: 'SIGTERM' }],
      );
      assert.ok(Math.abs(Date.now() - Date.parse(report.signals[0]!.at)) < 60_000);
      assert.equal((await server.ended).signal, 'SIGTERM');
    });

    it('stops the process that a pid names, though another leads', async () => {
      const server = await start({
        more: `server.on('listening', () => {
                 const stdio = ['ignore', 'ignore', 'ignore', server._handle.fd];
                 console.log(require('node:child_process').spawn('sleep', ['1000'], { stdio }).pid);
               });`,
      });
      const worker = Number(await server.line());
      // The worker's parent, which is here to wait for it, holds the socket on.
      const { code, signals, heldBy } = await json<StopReport>('stop', `pid:${worker}`, '--yes');
      assert.deepEqual([code, signals[0]?.pid, heldBy], [5, worker, [server.pid]]);
      assert.equal(alive(server.pid), true);
    });

    it('exits 1 where nothing is there', async () => {
      const server = await start();
      const report = await json<StopReport>('stop', `${server.port}/udp`, '--yes');
      assert.deepEqual([report.code, report.plan, report.signals], [1, null, []]);
      const { code, stdout, stderr } = await portolan('stop', `${server.port}/udp`, '--yes');
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^Nothing[^\n]+\n$/);
    });

    it('exits 2 without --yes where nobody can be asked', async () => {
      const server = await start();
      const { code, stdout, stderr } = await portolan('stop', String(server.port));
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^Nobody can be asked here[^\n]+--yes[^\n]+\n$/);
      assert.equal(alive(server.pid), true);
    });

    it('exits 3 where it is somebody else’s', async function () {
      if (process.getuid?.() !== 0) skip(this, 'needs root, to ask as somebody else');
      const server = await start();
      const { code, stdout } = await collect(
        process.execPath,
        [cli, 'stop', String(server.port), '--yes', '--json'],
        { uid: 65534, gid: 65534 },
      );
      const report = JSON.parse(stdout) as StopReport;
      assert.deepEqual([code, report.outcome, report.signals], [3, 'not-permitted', []]);
      assert.match(report.sentence, /another user \(root\).*sudo ss/);
      assert.equal(alive(server.pid), true);
    });

    it('exits 4 for a process that started it', async () => {
      // The server runs the command line itself.
      const server = await start({
        more: `server.on('listening', () => {
                 const { stdout, status } = require('node:child_process').spawnSync(
                   process.execPath, [${JSON.stringify(cli)}, 'stop', 'pid:' + process.pid, '--yes', '--json'], { encoding: 'utf8' });
                 console.log(JSON.stringify({ ...JSON.parse(stdout), code: status }));
               });`,
      });
      const { code, outcome, sentence } = JSON.parse(await server.line()) as StopReport & { code: number };
      assert.deepEqual([code, outcome], [4, 'refused']);
      assert.match(sentence, /started Portolan/);
      assert.equal(alive(server.pid), true);
    });

    it('exits 4 for several leads, and with --yes stops them all', async function () {
      const one = await start();
      const other = await start({ host: '127.0.0.2', port: one.port });
      const { code, stdout, stderr } = await portolan('stop', String(one.port));
      assert.deepEqual([code, stdout], [4, '']);
      assert.match(stderr, new RegExp(`^Several processes.*\\(${one.pid}\\), .*\\(${other.pid}\\).*--yes`));
      assert.deepEqual([alive(one.pid), alive(other.pid)], [true, true]);
      const report = await json<StopReport>('stop', String(one.port), '--yes');
      assert.deepEqual([report.code, report.outcome], [0, 'freed'], report.sentence);
      assert.deepEqual(report.signals.map(({ pid }) => pid).sort(), [one.pid, other.pid].sort());
    });

    it('exits 5 where it does not end, and with --force makes it', async () => {
      const [stubborn, forced] = await Promise.all([start({ onTerm: ' ' }), start({ onTerm: ' ' })]);
      const [held, freed] = await Promise.all([
        json<StopReport>('stop', String(stubborn.port), '--yes'),
        json<StopReport>('stop', String(forced.port), '--yes', '--force'),
      ]);
      assert.deepEqual([held.code, held.outcome, held.heldBy], [5, 'held', [stubborn.pid]]);
      assert.deepEqual(
        held.signals.map(({ signal }) => signal),
        ['SIGTERM'],
      );
      assert.deepEqual([freed.code, freed.outcome], [0, 'freed']);
      assert.deepEqual(
        freed.signals.map(({ signal }) => signal),
        ['SIGTERM', 'SIGKILL'],
      );
      assert.equal((await forced.ended).signal, 'SIGKILL');
    });

    describe('where there is a container engine', () => {
      let engine: Child;
      let path: string;

      beforeEach(() => void (path = join(folder, 'engine.sock')));
      afterEach(() => rmSync(path, { force: true }));

      async function stop(query: string): Promise<{ report: StopReport; asked: readonly string[] }> {
        const env = { ...process.env, DOCKER_HOST: `unix://${path}` };
        const { stdout } = await collect(process.execPath, [cli, 'stop', query, '--yes', '--json'], { env });
        engine.tell('asked');
        const asked = JSON.parse(await engine.line()) as string[];
        return { report: JSON.parse(stdout) as StopReport, asked: asked.map((each) => each.split('?')[0]!) };
      }

      it('asks it before it looks and before it acts, and not while it waits', async () => {
        engine = keep(await startStandInEngine(path, []));
        // Its parent may start it again, which is waited for.
        const parent = keep(
          startNode(
            `const { spawn } = require('node:child_process');
             spawn(process.execPath, ['-e', "const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))"],
               { stdio: 'inherit' });
             setInterval(() => {}, 1e6);`,
          ),
        );
        const { report, asked } = await stop((await parent.line()).trim());
        assert.equal(report.outcome, 'freed', report.sentence);
        assert.deepEqual([...asked].sort(), [
          'GET /containers/json',
          'GET /containers/json',
          'GET /events',
          'GET /version',
        ]);
      });

      it('sees that a container it has stopped publishes no more', async () => {
        const id = 'c'.repeat(64);
        const server = await start();
        const { port } = server;
        // Nobody listens there but, as far as the engine says, the container.
        server.process.kill();
        await server.ended;
        const ports = [{ IP: '127.0.0.1', PrivatePort: 80, PublicPort: port, Type: 'tcp' }];
        engine = keep(await startStandInEngine(path, [{ Id: id, Names: ['/typed'], Ports: ports }]));
        const { report, asked } = await stop(String(port));
        assert.deepEqual([report.outcome, report.signals], ['freed', []], report.sentence);
        assert.equal(report.sentence, `Container typed has ended. 127.0.0.1:${port}/tcp is free.`);
        const stopped = asked.indexOf(`POST /containers/${id}/stop`);
        assert.deepEqual(asked.slice(stopped + 1), ['GET /containers/json']);
      });
    });

    describe('at a terminal', () => {
      /** Runs it at a terminal of its own, and answers its question. script(1) gives a terminal and passes the exit code on. */
      async function answer(server: Server, keys: string): Promise<{ code: number | null; screen: string }> {
        const child = spawn(
          'script',
          ['-qefc', `"$PORTOLAN_NODE" "$PORTOLAN_CLI" stop ${server.port}`, '/dev/null'],
          {
            stdio: ['pipe', 'pipe', 'inherit'],
            env: { ...process.env, TERM: 'xterm', PORTOLAN_NODE: process.execPath, PORTOLAN_CLI: cli },
          },
        );
        let screen = '';
        child.stdout.on('data', (data: Buffer) => {
          const asked = screen.includes('[y/N]');
          screen += String(data);
          if (!asked && screen.includes('[y/N]')) child.stdin.write(keys);
        });
        const [code] = (await once(child, 'close')) as [number | null];
        return { code, screen };
      }

      before(function () {
        if (!existsSync('/usr/bin/script')) skip(this, 'needs script(1), of Debian’s bsdutils');
      });

      it('asks, and does it on a yes', async () => {
        const server = await start();
        const { code, screen } = await answer(server, 'y\r');
        assert.equal(code, 0, screen);
        for (const said of [
          'Command: ',
          'User: ',
          `Holds: 127.0.0.1:${server.port}/tcp`,
          `(${server.pid})?`,
        ]) {
          assert.ok(screen.includes(said), said);
        }
        assert.match(screen, /has ended\..*is free\./);
        await server.ended;
      });

      for (const [what, keys] of [
        ['a plain Enter', '\r'],
        ['a no', 'n\r'],
        ['Ctrl+C', '\u0003'],
        ['the end of input', '\u0004'],
      ] as const) {
        it(`does nothing on ${what}`, async () => {
          const server = await start();
          const { code, screen } = await answer(server, keys);
          assert.equal(code, 5, screen);
          assert.match(screen, /Nothing was done\./);
          assert.equal(alive(server.pid), true);
        });
      }
    });
  });
});
