import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lives } from '../../support/browser/lives.js';
import { accepts } from '../../support/browser/occupied.js';
import { onInstalledPackage } from '../../support/browser/onInstalledPackage.js';
import { eventually } from '../../support/eventually.js';
import { type ControlGroup, controlGroup } from '../../support/world/controlGroup.js';
import { DockerEngine } from '../../support/world/dockerEngine.js';

const SERVER = `
require('node:fs').writeFileSync(process.argv[3], String(process.pid));
require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1');
`;

/** A service and containers: what this window did not start, and what asks for another way to be stopped. */
describe('services and containers', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portolan-others-'));
  let group: ControlGroup | undefined;
  let service: number | undefined;
  let engine: DockerEngine | undefined;

  before(() => {
    // The window opens before there is an engine.
    process.env['DOCKER_HOST'] = `unix://${path.join(folder, 'docker.sock')}`;
  });
  after(async () => {
    delete process.env['DOCKER_HOST'];
    if (service !== undefined && lives(service)) process.kill(service, 'SIGKILL');
    await group?.remove();
    await engine?.stop();
    fs.rmSync(folder, { recursive: true });
  });

  onInstalledPackage(
    'services and containers',
    ({ workbench }) => workbench.activity('Portolan'),
    (session) => {
      it('shows a service under its unit’s name', async function () {
        const { workbench, ports } = session();
        group = controlGroup(this, 'shop-mail.service');
        const [program, told] = ['server.cjs', 'pid'].map((name) => path.join(folder, name));
        fs.writeFileSync(program!, SERVER);
        const start = ['sh', '-c', 'echo $$ >"$0" && exec "$@"', group.procs];
        const command = [process.execPath, program!, String(ports[8125]), told!];
        const options = { cwd: '/', env: { PATH: process.env['PATH'] }, stdio: 'ignore' } as const;
        spawn('setsid', ['--fork', ...start, ...command], options);
        await eventually('it listens', () => accepts({ port: ports[8125] }));
        service = Number(fs.readFileSync(told!, 'utf8'));
        await workbench.unfold(workbench.row('Mine, elsewhere'));
        await workbench.row('Service shop-mail').waitFor();
        await workbench.listener(ports[8125]).waitFor();
      });

      it('does not just stop it, but types the command that does, and leaves Enter to a person', async function () {
        const { workbench, ports } = session();
        if (service === undefined) this.skip(); // the first test has said why
        await workbench.inlineAction(workbench.listener(ports[8125]), 'Stop');
        const text = await workbench.dialog().innerText();
        assert.match(text, /is a system service \(shop-mail\): others may depend on it/);
        assert.match(text, /sudo systemctl stop shop-mail\.service/);
        await session().snap('9 service');
        await workbench.answerDialog('Open Terminal with Command');
        // What is typed before the prompt is there shows twice.
        await workbench.terminalLine('$ sudo systemctl stop shop-mail.service').waitFor();
        await session().snap('9 command');
        const lines = (await workbench.terminalLine(/\S/).allInnerTexts()).map((line) => line.trim());
        const others = lines.filter((line) => !/sudo\ssystemctl\sstop\sshop-mail\.service$/.test(line));
        assert.deepEqual(others, [], 'it was typed, and nothing has answered it');
        assert.ok(lives(service));
        assert.equal(await workbench.toast('is a system service').count(), 0, 'it has been told already');
        await workbench.command('Terminal: Kill the Active Terminal Instance');
      });

      it('stops it only for somebody who insists, and is asked as about any other then', async function () {
        const { workbench, ports } = session();
        if (service === undefined) this.skip(); // the first test has said why
        await workbench.inlineAction(workbench.listener(ports[8125]), 'Stop');
        await workbench.answerDialog('Stop It Anyway…');
        await workbench.dialog().getByText(`Stop node server.cjs (${service})?`).waitFor();
        assert.ok(lives(service));
        await workbench.answerDialog('Stop');
        await workbench.toast(`${ports[8125]}/tcp is free`).waitFor();
        assert.equal(lives(service), false);
        await workbench.clearMessages();
      });

      it('asks about what another window has started, and stops it by a signal', async () => {
        const { workbench, ports, folder: shop } = session();
        const annex = await session().openAnnex();
        await annex.type(`node ${shop}/servers/storefront.mjs --port ${ports[3001]}`);
        await eventually('the server listens', () => accepts({ port: ports[3001] }));
        await workbench.page.bringToFront();
        await workbench.unfold(workbench.row('Mine, elsewhere'));
        await workbench.row('Another VS Code window: a terminal in annex').waitFor();
        await workbench.inlineAction(workbench.listener(ports[3001]), 'Stop');
        assert.match(await workbench.dialog().innerText(), /Asks it to end \(SIGTERM\)/);
        await workbench.answerDialog('Stop');
        await workbench.toast(`${ports[3001]}/tcp is free`).waitFor();
        await annex.terminalLine('Terminated').waitFor({ state: 'attached' });
        await annex.page.close();
        await workbench.clearMessages();
      });

      it('shows a container of an engine that started after the window, in the folder it was composed in', async function () {
        this.timeout(90_000);
        const { workbench, ports, folder: shop } = session();
        engine = await DockerEngine.start(this);
        fs.symlinkSync(engine.socketPath, path.join(folder, 'docker.sock'));
        const compose = { project: 'shop', service: 'db', 'project.working_dir': shop };
        const labels = Object.entries(compose).flatMap(([key, value]) => [
          ...['--label', `com.docker.compose.${key}=${value}`],
        ]);
        await engine.run([
          '--stop-signal',
          'SIGKILL',
          '--name',
          'shop-db-1',
          ...labels,
          '--publish',
          `127.0.0.1:${ports[4000]}:80`,
        ]);
        await workbench.command('Portolan: Refresh');
        await workbench.row('Container shop-db-1').waitFor();
        await workbench.listener(ports[4000]).waitFor();
        assert.ok((await workbench.below('shop')).some((text) => text.startsWith('Container shop-db-1')));
        await session().snap('9 container');
      });

      it('stops it by its engine', async function () {
        const { workbench, ports } = session();
        if (!engine) this.skip(); // the test before has said why
        await workbench.inlineAction(workbench.listener(ports[4000]), 'Stop');
        const text = await workbench.dialog().innerText();
        assert.match(text, /Stop Container shop-db-1\?/);
        assert.doesNotMatch(text, /:80\/tcp/, 'what it listens on within itself is no port here');
        assert.match(text, /Its engine stops it, as this does: docker stop shop-db-1/);
        assert.match(text, /Compose: service db of the project shop/);
        await session().snap('9 container question');
        await workbench.answerDialog('Stop');
        await workbench.toast(`${ports[4000]}/tcp is free`).waitFor({ timeout: 30_000 });
        await workbench.listener(ports[4000]).waitFor({ state: 'detached' });
        assert.equal(await engine.docker('inspect', '--format', '{{.State.Running}}', 'shop-db-1'), 'false');
      });
    },
  );
});
