import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { localPort } from '../../src/core/socket';
import type { StopAim, StopPlan } from '../../src/core/stop/stopPlan';
import { NO_WORKSPACE } from '../../src/core/workspace';
import { ContainerEngines } from '../../src/platform/containers/containerEngines';
import type { Owners, PreparedStop } from '../../src/stopper';
import { eventually } from './childServer';
import { handlers, hurried, sent, Stopping } from './stopping';
import { DockerEngine } from './world/dockerEngine';

/** With a real engine of the test's own. */
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
      return 'docker stop';
    },
  };

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  async function plan(port: number, aim: Partial<StopAim> = {}): Promise<PreparedStop> {
    stopping.workspace = { ...NO_WORKSPACE, containers: await engines.refresh() };
    return await stopping.plan(port, stopping.stopper({ owners }), aim);
  }

  it('through its engine, with no signal of ours to its proxy, and its restart policy does not bring it back', async () => {
    const port = await freePort();
    await docker!.run(['--name', 'web', '--restart', 'always', '--publish', `127.0.0.1:${port}:80`]);
    const prepared = await plan(port);
    assert.equal(prepared.plan.target?.name, 'docker-proxy');
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
    await docker!.run(['--publish', `127.0.0.1:${port}:80`]);
    const silent = { ...owners, end: () => new Promise<never>(() => undefined) };
    const stopper = stopping.stopper({ owners: silent, clock: { ...hurried, now: () => Date.now() * 20 } });
    const result = await stopper.run(await plan(port), handlers());
    assert.deepEqual([result.outcome, sent(result), result.confirmedBy], ['held', [], null]);
    assert.match(result.sentence, /is still running and holds/);
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
