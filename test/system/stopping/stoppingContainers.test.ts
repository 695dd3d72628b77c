import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import { isListener, localPort } from '../../../src/core/socket/socket';
import type { StopAim, StopPlan } from '../../../src/core/stop/stopPlan';
import { english } from '../../../src/core/text/translate';
import { ContainerEngines } from '../../../src/platform/containers/containerEngines';
import { containerOwner, type Owners, type PreparedStop, type StopDeps } from '../../../src/stopper';
import { eventually } from '../../support/eventually';
import { handlers, hurried, sent, Stopping } from '../../support/stopping';
import { bundleCli } from '../../support/world/bundledCli';
import { DockerEngine } from '../../support/world/dockerEngine';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Tests with a real engine that they start themselves. */
describe('stopping a container', function () {
  this.timeout(60_000);
  const stopping = new Stopping();
  let docker: DockerEngine | undefined;
  let engines: ContainerEngines;

  before(async function () {
    docker = await DockerEngine.start(this);
    const { socketPath } = docker;
    engines = new ContainerEngines({ sockets: () => [socketPath] });
  });
  after(async () => {
    await docker?.stop();
    docker = undefined;
  });

  const containerOf = ({ origin }: Pick<StopPlan, 'origin'>) =>
    engines.current().find(({ id }) => origin?.id === `container:${id}`);

  /** The host's door to the engines, with a grace time of a second. */
  const owners: Owners = {
    reaches: (way, origin) => way === 'container' && containerOf({ origin }) !== undefined,
    end: async (_, plan, signal) => {
      await engines.stop(containerOf(plan)!, 1, signal);
      // As the host's facts follow the engine.
      stopping.workspace = { ...NO_WORKSPACE, containers: engines.current() };
      return 'docker stop';
    },
  };

  async function plan(port: number, aim: Partial<StopAim> = {}): Promise<PreparedStop> {
    stopping.workspace = { ...NO_WORKSPACE, containers: await engines.refresh() };
    return await stopping.plan(port, stopping.stopper({ owners }), aim);
  }

  it('through its engine, with no signal of ours to its proxy, and its restart policy does not bring it back', async () => {
    const port = await freePort();
    await docker!.run(['--name', 'web', '--restart', 'always', '--publish', `127.0.0.1:${port}:80`]);
    const prepared = await plan(port);
    assert.equal(prepared.plan.target, null, 'its proxy is not meant');
    assert.deepEqual([prepared.plan.way, prepared.plan.origin?.name], ['container', 'web']);
    const result = await stopping.stopper({ owners }).run(prepared, handlers());
    assert.deepEqual(
      [result.outcome, sent(result), result.confirmedBy],
      ['freed', [], 'docker stop'],
      result.sentence,
    );
    assert.match(result.sentence, /^Container web has ended\. 127\.0\.0\.1:\d+\/tcp is free\.$/);
    assert.equal(await docker!.docker('inspect', '--format', '{{.State.Running}}', 'web'), 'false');
  });

  it('that will not stop: the engine ends it after its grace time', async () => {
    const port = await freePort();
    await docker!.run(
      ['--name', 'stubborn', '--publish', `127.0.0.1:${port}:80`],
      ['/bin/busybox', 'sh', '-c', 'trap "" TERM; while true; do /bin/busybox sleep 1; done'],
    );
    const result = await stopping.stopper({ owners }).run(await plan(port), handlers());
    assert.deepEqual([result.outcome, sent(result)], ['freed', []], result.sentence);
    assert.equal(await docker!.docker('inspect', '--format', '{{.State.ExitCode}}', 'stubborn'), '137');
  });

  it('whose engine does not answer: its proxy is not signalled in its place', async () => {
    const port = await freePort();
    await docker!.run(['--name', 'silent', '--publish', `127.0.0.1:${port}:80`]);
    const silent = { ...owners, end: () => new Promise<never>(() => undefined) };
    const stopper = stopping.stopper({
      owners: silent,
      clock: { ...hurried, now: () => performance.now() * 20 },
    });
    const result = await stopper.run(await plan(port), handlers());
    assert.deepEqual([result.outcome, sent(result), result.confirmedBy], ['held', [], null]);
    assert.equal(result.sentence, `Container silent is still running and publishes 127.0.0.1:${port}/tcp.`);
  });

  it('refuses to signal its proxy where the engine cannot be reached', async () => {
    const port = await freePort();
    await docker!.run(['--publish', `127.0.0.1:${port}:80`]);
    const refusal = await stopping.attempt(port);
    assert.equal(refusal.kind === 'refusal' && refusal.reason, 'protected');
    assert.match(refusal.kind === 'refusal' ? refusal.sentence : '', /Stop the container instead/);
  });

  it('by signals to its process instead: its engine brings it back, and what really ends it is named', async () => {
    const id = await docker!.run(['--name', 'kept', '--restart', 'always']);
    const pid = Number(await docker!.docker('inspect', '--format', '{{.State.Pid}}', id));
    const socket = await eventually('its listener', async () => {
      const { sockets } = await stopping.look();
      return [...sockets.values()].find((each) => each.owners?.includes(pid) && localPort(each) === 80);
    });
    const stopper = stopping.stopper({ clock: hurried });
    const prepared = stopper.prepare(await stopping.look(), { sockets: [socket.id], bySignals: true });
    assert.ok(prepared.kind === 'prepared', JSON.stringify(prepared));
    assert.deepEqual(prepared.plan.keeper, { name: 'docker', command: `docker stop ${id.slice(0, 12)}` });
    // The first process of a pid namespace hears no SIGTERM that it does not handle.
    const result = await stopper.run(prepared, handlers(true));
    assert.deepEqual(sent(result), [`SIGTERM ${pid}`, `SIGKILL ${pid}`]);
    assert.equal(result.outcome, 'freed', 'in its own network namespace, which is gone');
    await eventually('it is back', async () => {
      const now = Number(await docker!.docker('inspect', '--format', '{{.State.Pid}}', id));
      return (now !== 0 && now !== pid) || undefined;
    });
  });
});

/** The first process of a container hears no SIGTERM that it does not handle: without this each takes its ten seconds. */
const AT_ONCE = ['--stop-signal', 'SIGKILL'];

/** Stands in for an engine without userland proxy: this `docker-proxy` says that it is ready, and listens nowhere. */
const IDLE_PROXY = "#!/bin/sh\nprintf '0\\n' >&3\nexec sleep 3600\n";

describe('a container’s port that no process holds', function () {
  this.timeout(60_000);
  const stopping = new Stopping();
  let docker: DockerEngine | undefined;
  let engines: ContainerEngines;
  let folder: string;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'portolan-proxy-'));
    const proxy = join(folder, 'docker-proxy');
    writeFileSync(proxy, IDLE_PROXY, { mode: 0o755 });
    docker = await DockerEngine.start(this, ['--userland-proxy-path', proxy]);
    const { socketPath } = docker;
    engines = new ContainerEngines({ sockets: () => [socketPath] });
  });
  after(async () => {
    await docker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await docker?.docker('rm', '--force', 'bare').catch(() => '');
  });

  const refresh = async (): Promise<void> => {
    stopping.workspace = { ...NO_WORKSPACE, containers: await engines.refresh() };
  };
  const deps = (): Partial<StopDeps> => ({
    owners: containerOwner(engines, english),
    look: async () => {
      stopping.workspace = { ...NO_WORKSPACE, containers: engines.current() };
      return await stopping.look();
    },
  });

  it('is passed on by the kernel, has a row, and is stopped through its engine', async () => {
    const port = await freePort();
    await docker!.run([...AT_ONCE, '--name', 'bare', '--publish', `0.0.0.0:${port}:80`]);
    await refresh();
    const snapshot = await stopping.look();
    const socket = stopping.listenerOn(snapshot, port);
    assert.deepEqual([socket.owners, socket.inode], [[], null]);
    const gateway = await docker!.docker('inspect', '--format', '{{.NetworkSettings.Gateway}}', 'bare');
    assert.equal((await fetch(`http://${gateway}:${port}/`)).status, 404, 'its web server answers');

    const stopper = stopping.stopper(deps());
    const prepared = await stopping.plan(port, stopper);
    assert.deepEqual([prepared.plan.way, prepared.plan.target], ['container', null]);
    const result = await stopper.run(prepared, handlers());
    assert.deepEqual(
      [result.outcome, sent(result), result.confirmedBy],
      ['freed', [], 'docker stop bare'],
      result.sentence,
    );
    assert.equal(result.sentence, `Container bare has ended. 0.0.0.0:${port}/tcp is free.`);
    assert.equal(await docker!.docker('inspect', '--format', '{{.State.Running}}', 'bare'), 'false');
    const after = await stopping.look();
    assert.equal(
      [...after.sockets.values()].some((each) => localPort(each) === port && isListener(each)),
      false,
    );
  });

  it('is another container’s than was shown: nothing is done', async () => {
    const port = await freePort();
    const publish = ['--publish', `0.0.0.0:${port}:80`];
    await docker!.run([...AT_ONCE, '--name', 'bare', ...publish]);
    await refresh();
    const stopper = stopping.stopper(deps());
    const prepared = await stopping.plan(port, stopper);
    await docker!.docker('rm', '--force', 'bare');
    await docker!.run([...AT_ONCE, '--name', 'bare', ...publish]);
    await engines.refresh();
    const result = await stopper.run(prepared, handlers());
    assert.deepEqual([result.outcome, sent(result)], ['refused', []], result.sentence);
    assert.equal(await docker!.docker('inspect', '--format', '{{.State.Running}}', 'bare'), 'true');
  });
});

interface Stopped {
  readonly outcome: string;
  readonly signals: readonly unknown[];
  readonly sentence: string;
}

describe('a container of an engine without userland proxy', function () {
  this.timeout(60_000);
  const stopping = new Stopping();
  let docker: DockerEngine | undefined;

  before(async function () {
    docker = await DockerEngine.start(this, ['--userland-proxy=false']);
  });
  after(() => docker?.stop());

  it('is stopped by its engine, whether that keeps the port itself or leaves it to the kernel', async () => {
    const { socketPath } = docker!;
    const engines = new ContainerEngines({ sockets: () => [socketPath] });
    const port = await freePort();
    await docker!.run([...AT_ONCE, '--name', 'bare', '--publish', `127.0.0.1:${port}:80`]);
    stopping.workspace = { ...NO_WORKSPACE, containers: await engines.refresh() };
    const stopper = stopping.stopper({
      owners: containerOwner(engines, english),
      look: async () => {
        stopping.workspace = { ...NO_WORKSPACE, containers: engines.current() };
        return await stopping.look();
      },
    });
    const prepared = await stopping.plan(port, stopper);
    // dockerd(8) 20.10 listens itself, so that nobody else takes the port; 28 binds it without listening.
    assert.deepEqual(
      [prepared.plan.way, prepared.plan.origin?.name, prepared.plan.target],
      ['container', 'bare', null],
    );
    const result = await stopper.run(prepared, handlers());
    assert.deepEqual([result.outcome, sent(result)], ['freed', []], result.sentence);
    assert.equal(result.sentence, `Container bare has ended. 127.0.0.1:${port}/tcp is free.`);
    assert.notEqual(await docker!.docker('version'), '', 'the engine itself lives');
  });

  it('is named and stopped by the command line too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-cli-'));
    try {
      const cli = await bundleCli(folder);
      const env = { ...process.env, DOCKER_HOST: `unix://${docker!.socketPath}` };
      const portolan = async (...args: string[]): Promise<string> =>
        (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout;
      const port = await freePort();
      await docker!.run([...AT_ONCE, '--name', 'typed', '--publish', `127.0.0.1:${port}:80`]);
      const who = await portolan('who', String(port));
      assert.match(who, /^Container typed \(portolan-test:1\) (listens|is published) on 127\.0\.0\.1:/);
      assert.match(await portolan('ls', `port:${port}`), new RegExp(`${port} .* Container typed`));
      const stopped = JSON.parse(await portolan('stop', String(port), '--yes', '--json')) as Stopped;
      assert.deepEqual([stopped.outcome, stopped.signals], ['freed', []], stopped.sentence);
      assert.equal(await docker!.docker('inspect', '--format', '{{.State.Running}}', 'typed'), 'false');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
