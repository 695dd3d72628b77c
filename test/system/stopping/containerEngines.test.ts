import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerEngines } from '../../../src/platform/containers/containerEngines';
import { eventually } from '../../support/eventually';
import { DockerEngine } from '../../support/world/dockerEngine';

const NEVER = new AbortController().signal;

const NOBODY = 65534;

const ID = 'f'.repeat(64);

describe('ContainerEngines, with a real Docker engine', function () {
  this.timeout(120_000);
  let docker: DockerEngine;
  let engines: ContainerEngines;
  let web: string;

  before(async function () {
    docker = await DockerEngine.start(this);
    engines = new ContainerEngines({ sockets: () => [docker.socketPath] });
    web = await docker.run([
      ...['--name', 'shop-web-1', '--publish', '127.0.0.1:0:80', '--restart', 'unless-stopped'],
      ...['--label', 'com.docker.compose.project=shop', '--label', 'com.docker.compose.service=web'],
      ...['--label', 'com.docker.compose.project.working_dir=/srv/shop'],
      ...['--label', 'com.docker.compose.project.config_files=/srv/shop/compose.yaml'],
    ]);
  });

  after(async () => {
    // Where there is no engine, the suite skipped before it had either.
    (engines as ContainerEngines | undefined)?.dispose();
    await (docker as DockerEngine | undefined)?.stop();
  });

  it('says of a published port which container, image, project, service and folder it is', async () => {
    const [container, ...others] = await engines.refresh();
    assert.deepEqual(others, []);
    const { ports, pid, ...rest } = container!;
    assert.deepEqual(rest, {
      engine: 'docker',
      endpoint: docker.socketPath,
      id: web,
      name: 'shop-web-1',
      image: 'portolan-test:1',
      state: 'running',
      project: 'shop',
      service: 'web',
      workingDir: '/srv/shop',
      configFiles: ['/srv/shop/compose.yaml'],
      restartPolicy: 'unless-stopped',
    });
    assert.equal(pid, Number(await docker.docker('inspect', '--format', '{{.State.Pid}}', web)));
    const published = await docker.docker('port', web, '80/tcp');
    assert.deepEqual(ports, [
      {
        hostAddress: '127.0.0.1',
        hostPort: Number(published.split(':')[1]),
        containerPort: 80,
        protocol: 'tcp',
      },
    ]);
  });

  it('gives the same array while nothing changed', async () => {
    assert.equal(await engines.refresh(), await engines.refresh());
  });

  it('is told by the engine’s events, while anybody listens', async () => {
    const seen = (count: number): Promise<void> =>
      new Promise((resolve) => {
        const follow = engines.onDidChange(() => {
          if (engines.current().length !== count) return;
          follow.dispose();
          resolve();
        });
        void engines.refresh().then(() => undefined);
      });
    const two = seen(2);
    const other = await docker.run(['--name', 'other']);
    await two;
    const one = seen(1);
    await docker.docker('rm', '--force', other);
    await one;
    assert.deepEqual(
      engines.current().map(({ name }) => name),
      ['shop-web-1'],
    );
  });

  it('stops a container through its engine, and a restart policy does not bring it back', async () => {
    const [container] = await engines.refresh();
    await engines.stop(container!, 1, NEVER);
    assert.equal(await docker.docker('inspect', '--format', '{{.State.Running}}', web), 'false');
    assert.deepEqual(await engines.refresh(), []);
    // Once more: it is so already.
    await engines.stop(container!, 1, NEVER);
  });

  it('rejects with the engine’s own words', async () => {
    const stranger = { id: 'f'.repeat(64), endpoint: docker.socketPath };
    await assert.rejects(engines.stop(stranger, 1, NEVER), /No such container/);
  });

  it('kills one that will not stop, after its grace time, as the engine does', async () => {
    const id = await docker.run(
      ['--name', 'stubborn'],
      ['/bin/busybox', 'sh', '-c', 'trap "" TERM; while true; do /bin/busybox sleep 1; done'],
    );
    const container = (await engines.refresh()).find((each) => each.id === id);
    await engines.stop(container!, 1, NEVER);
    assert.equal(await docker.docker('inspect', '--format', '{{.State.ExitCode}}', id), '137');
  });
});

describe('ContainerEngines', () => {
  let folder: string;
  let server: Server | undefined;

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'engines-'))));
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  /** Something that listens where an engine would. */
  async function answering(listener: RequestListener): Promise<string> {
    const path = join(folder, 'engine.sock');
    server = createServer(listener).listen(path);
    await once(server, 'listening');
    return path;
  }

  /** An engine that lists these containers, and tells its followers of events. */
  async function telling(
    list: () => readonly object[],
  ): Promise<{ path: string; tell: (event: object) => void }> {
    const events: ServerResponse[] = [];
    const path = await answering(({ url }, response) => {
      if (url === '/containers/json') response.end(JSON.stringify(list()));
      else if (url?.startsWith('/events') === true) {
        events.push(response);
        response.flushHeaders();
      } else response.end('{}');
    });
    return { path, tell: (event) => void events[0]!.write(`${JSON.stringify(event)}\n`) };
  }

  it('takes no engine, and the socket of one that ended, for no containers and no gap', async () => {
    const left = join(folder, 'left.sock');
    writeFileSync(left, '');
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const engines = new ContainerEngines({ sockets: () => [join(folder, 'none'), left], log });
    assert.deepEqual(await engines.refresh(), []);
    assert.deepEqual(engines.gaps(), []);
    assert.deepEqual(lines, []);
  });

  it('notices one that starts later when it is asked to, and then leaves it to its events', async () => {
    const path = join(folder, 'engine.sock');
    const engines = new ContainerEngines({ sockets: () => (existsSync(path) ? [path] : []) });
    await engines.notice();
    assert.deepEqual(engines.current(), []);
    const asked: string[] = [];
    await answering(({ url }, response) => {
      asked.push(url!);
      if (url === '/containers/json') response.end(JSON.stringify([{ Id: ID, Names: ['/late'] }]));
      else response.end('{}');
    });
    await engines.notice();
    assert.deepEqual(
      engines.current().map(({ name }) => name),
      ['late'],
    );
    const before = asked.length;
    await engines.notice();
    assert.equal(asked.length, before);
  });

  it('asks after the call, also where an answer is under way that knows nothing of it yet', async () => {
    let name = 'before';
    let listings = 0;
    let release = (): void => undefined;
    const path = await answering(({ url }, response) => {
      const body = JSON.stringify([{ Id: ID, Names: [name] }]);
      if (url !== '/containers/json') response.end('{}');
      else if (++listings === 1) release = () => void response.end(body);
      else response.end(body);
    });
    const engines = new ContainerEngines({ sockets: () => [path] });
    const first = engines.refresh();
    await eventually('it is asked', () => (listings === 1 ? true : undefined));
    name = 'after';
    const others = [engines.refresh(), engines.refresh()];
    release();
    const names = (await Promise.all([first, ...others])).map(([container]) => container?.name);
    assert.deepEqual(names.slice(1), ['after', 'after']);
    assert.equal(listings, 2, 'who waits shares the next answer');
  });

  it('answers a question with what an event has told of, before it would have asked by itself', async () => {
    let name = 'one';
    const { path, tell } = await telling(() => [{ Id: ID, Names: [name] }]);
    const engines = new ContainerEngines({ sockets: () => [path], gatherMs: 3_600_000 });
    engines.onDidChange(() => undefined);
    try {
      await engines.refresh();
      name = 'two';
      tell({ Action: 'rename', Actor: { ID } });
      await eventually('the event is there, and a question answered with it', async () => {
        await engines.notice();
        return engines.current()[0]?.name === 'two' ? true : undefined;
      });
    } finally {
      engines.dispose();
    }
  });

  it('answers a question with what is being asked', async () => {
    let listed = (): void => undefined;
    const path = await answering(({ url }, response) => {
      const end = (): unknown => response.end(JSON.stringify([{ Id: ID, Names: ['late'] }]));
      if (url === '/containers/json') listed = end;
      else response.end('{}');
    });
    const engines = new ContainerEngines({ sockets: () => [path] });
    const first = engines.refresh();
    const none = listed;
    await eventually('it is asked', () => (listed === none ? undefined : true));
    const answerFirst = listed;
    const question = engines.notice();
    answerFirst();
    await first;
    await eventually('it is asked again', () => (listed === answerFirst ? undefined : true));
    listed();
    await question;
    assert.equal(engines.current()[0]?.name, 'late');
  });

  it('asks again where a container is listed after the event of its end', async () => {
    let listings = 0;
    let goesAfter = 3;
    const { path, tell } = await telling(() =>
      ++listings > goesAfter ? [] : [{ Id: ID, Names: ['/late'] }],
    );
    const engines = new ContainerEngines({ sockets: () => [path] });
    const follow = engines.onDidChange(() => undefined);
    try {
      await engines.refresh();
      assert.equal(engines.current().length, 1);
      tell({ Action: 'die', Actor: { ID } });
      await eventually('it is gone', () => (engines.current().length === 0 ? true : undefined));
      assert.equal(listings, 4);
      goesAfter = Infinity;
      await engines.refresh();
      tell({ Action: 'die', Actor: { ID } });
      await eventually('it has been asked so often', () => (listings === 5 + 6 ? true : undefined));
    } finally {
      follow.dispose();
    }
  });

  it('waits no longer than a second for one that does not answer', async () => {
    const path = await answering(() => undefined);
    const engines = new ContainerEngines({ sockets: () => [path] });
    let answered = false;
    const all = engines.refresh().then(() => (answered = true));
    await engines.notice();
    assert.equal(answered, false, 'the engine has five');
    server?.closeAllConnections();
    await all;
  });

  it('says that it may not ask', async () => {
    const path = await answering((_, response) => response.end('[]'));
    chmodSync(path, 0);
    const engines = new ContainerEngines({ sockets: () => [path] });
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY); // root may ask everybody
    try {
      assert.deepEqual(await engines.refresh(), []);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    assert.deepEqual(engines.gaps(), [{ kind: 'permission', subject: 'containers', count: 1, detail: path }]);
  });

  it('tells Podman by its version', async () => {
    const answers = new Map([
      ['/version', JSON.stringify({ Components: [{ Name: 'Podman Engine' }] })],
      ['/containers/json', JSON.stringify([{ Id: 'a'.repeat(64), Names: ['db'], State: 'running' }])],
    ]);
    const path = await answering((request, response) => response.end(answers.get(request.url ?? '') ?? '{}'));
    const [container] = await new ContainerEngines({ sockets: () => [path] }).refresh();
    assert.equal(container?.engine, 'podman');
    assert.equal(container.name, 'db');
  });

  for (const [what, body, why] of [
    ['no JSON', 'hello', /not valid JSON/],
    ['JSON of another shape', '{"message":[1]}', /not a list/],
    ['an empty answer', '', /Unexpected end/],
  ] as const) {
    it(`survives ${what}, and says so`, async () => {
      const path = await answering((_, response) => response.end(body));
      const engines = new ContainerEngines({ sockets: () => [path] });
      assert.deepEqual(await engines.refresh(), []);
      const [gap, ...others] = engines.gaps();
      assert.deepEqual([gap?.kind, gap?.subject, others], ['failed', 'containers', []]);
      assert.match(gap?.detail ?? '', why);
    });
  }

  it('is not held up by an engine that never answers, and says so', async function () {
    this.timeout(20_000);
    const path = await answering(() => undefined);
    const lines: string[] = [];
    const engines = new ContainerEngines({ sockets: () => [path], log: (line) => void lines.push(line) });
    assert.deepEqual(await engines.refresh(), []);
    assert.deepEqual(lines, [`${path}: no answer within 5 s`]);
    assert.equal(engines.gaps()[0]?.detail, lines[0]);
  });

  it('has one limit over all questions: what is inspected too slowly is listed, and told', async function () {
    this.timeout(20_000);
    const ids = Array.from({ length: 40 }, (_, index) => `${index}`.padStart(2, '0').repeat(32));
    const path = await answering(({ url }, response) => {
      if (url === '/containers/json') response.end(JSON.stringify(ids.map((Id) => ({ Id }))));
      else if (url === '/version') response.end('{}');
    });
    const engines = new ContainerEngines({ sockets: () => [path] });
    assert.equal((await engines.refresh()).length, 40);
    assert.match(engines.gaps()[0]?.detail ?? '', /no answer within 5 s$/);
  });

  it('takes no more of a list than its bounds, whatever is in it', async function () {
    this.timeout(20_000);
    const path = await answering(({ url }, response) => {
      if (url !== '/containers/json') return void response.end('{}');
      response.end(`[${'{},'.repeat(20_000)}{}]`);
    });
    const engines = new ContainerEngines({ sockets: () => [path] });
    assert.deepEqual(await engines.refresh(), []);
    assert.match(engines.gaps()[0]?.detail ?? '', /longer than 10000 items/);
  });

  it('cuts an engine’s own words, and makes them fit for one line', async () => {
    const path = await answering((_, response) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ message: `no\u001b[2J\n${'x'.repeat(100_000)}` }));
    });
    const lines: string[] = [];
    const engines = new ContainerEngines({ sockets: () => [path], log: (line) => void lines.push(line) });
    await engines.refresh();
    await engines.refresh();
    assert.equal(lines.length, 1, 'the same reason is told once');
    assert.ok(lines[0]!.length < 500);
    assert.doesNotMatch(lines[0]!, /\p{Cc}/u);
  });

  it('forgets the gap once the engine answers', async () => {
    let works = false;
    const path = await answering((_, response) => {
      response.statusCode = works ? 200 : 503;
      response.end('[]');
    });
    const engines = new ContainerEngines({ sockets: () => [path] });
    await engines.refresh();
    assert.equal(engines.gaps().length, 1);
    works = true;
    await engines.refresh();
    assert.deepEqual(engines.gaps(), []);
  });

  it('asks one that failed by itself only after a pause', async () => {
    let asked = 0;
    const path = await answering((_, response) => {
      asked++;
      response.statusCode = 503;
      response.end();
    });
    const patient = new ContainerEngines({ sockets: () => [path], backOffMs: 3_600_000 });
    await patient.notice();
    await patient.notice();
    assert.equal(asked, 1);
    const hasty = new ContainerEngines({ sockets: () => [path], backOffMs: 0 });
    await hasty.notice();
    await hasty.notice();
    assert.equal(asked, 3);
  });

  for (const [what, backOffMs, again] of [
    ['after a pause', 3_600_000, false],
    ['again once the pause is over', 1, true],
  ] as const) {
    it(`follows events that end at once ${what}`, async () => {
      let listings = 0;
      let followings = 0;
      const path = await answering(({ url }, response) => {
        if (url === '/containers/json') listings++;
        if (url?.startsWith('/events') === true) followings++;
        response.end(url === '/containers/json' ? '[]' : '{}');
      });
      const engines = new ContainerEngines({ sockets: () => [path], gatherMs: 1, backOffMs });
      engines.onDidChange(() => undefined);
      try {
        await engines.refresh();
        if (again) {
          await eventually('it follows again', () => (followings >= 3 ? true : undefined));
          return;
        }
        await eventually('it has asked for what the end may mean', () => (listings >= 2 ? true : undefined));
        for (let times = 0; times < 20; times++) await engines.refresh();
        assert.equal(followings, 1);
        assert.equal(listings, 22);
      } finally {
        engines.dispose();
      }
    });
  }
});
