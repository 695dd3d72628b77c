import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.js';
import { onInstalledPackage } from './installed.js';
import { lives } from './lives.js';
import { accepts } from './occupied.js';

/** Listens, and does not end when asked to. */
const STUBBORN = `
process.on('SIGTERM', () => undefined);
require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1', () => console.log('stubborn: ready'));
`;

/** Stopping beyond the main job. Each step builds on the ones before. */
onInstalledPackage(
  'stopping',
  ({ workbench }) => workbench.activity('Portolan'),
  (session) => {
    /** Clicks Stop on the row, answers the question, and gives the pid that it named. */
    async function stop(port: number): Promise<number> {
      const { workbench } = session();
      await workbench.inlineAction(workbench.row(String(port)), 'Stop');
      const pid = Number(/\((\d+)\)\?/.exec(await workbench.dialog().innerText())?.[1]);
      assert.ok(lives(pid), 'it lives until the question is answered');
      await workbench.answerDialog('Stop');
      return pid;
    }

    it('offers to run again what a terminal ran, and does', async () => {
      const { workbench, ports } = session();
      await workbench.newTerminal('shop');
      await workbench.type(`node servers/storefront.mjs --port ${ports[3001]}`);
      const first = await stop(ports[3001]);
      await eventually('the process is dead', () => !lives(first));
      const offer = workbench.toast(`${ports[3001]}/tcp is free`);
      await offer.waitFor();
      await session().snap('9 run again');
      await offer.locator('.monaco-button', { hasText: 'Run Again' }).click();
      await eventually('it listens again', () => accepts({ port: ports[3001] }));
      await workbench.row(String(ports[3001])).waitFor();
    });

    it('does nothing when the question is cancelled', async () => {
      const { workbench, ports } = session();
      await workbench.inlineAction(workbench.row(String(ports[3001])), 'Stop');
      await workbench.answerDialog('Cancel');
      await workbench.dialog().waitFor({ state: 'detached' });
      assert.ok(await accepts({ port: ports[3001] }));
    });

    it('waits for one that does not end, stops waiting on Cancel, and says that it is still there', async () => {
      const { workbench, ports, folder } = session();
      fs.writeFileSync(path.join(folder, 'stubborn.cjs'), STUBBORN);
      await workbench.newTerminal('stubborn');
      await workbench.type(`node stubborn.cjs ${ports[3000]}`);
      await workbench.terminalLine('stubborn: ready').waitFor();
      const pid = await stop(ports[3000]);
      const waiting = workbench.toast('Waiting for');
      await waiting.waitFor();
      await session().snap('9 waiting');
      await waiting.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await workbench.toast('You stopped waiting').waitFor();
      assert.ok(lives(pid));
      await workbench.command('Notifications: Clear All Notifications');
    });

    it('offers force, never takes it by itself, and then it is dead and the port free', async () => {
      const { workbench, ports } = session();
      const pid = await stop(ports[3000]);
      await workbench.dialog().getByText('Force it to end?').waitFor();
      assert.ok(lives(pid), 'it lives until the question is answered');
      await session().snap('9 force');
      await workbench.answerDialog('Force');
      await eventually('the process is dead', () => !lives(pid));
      await workbench.toast(`${ports[3000]}/tcp is free`).waitFor();
      await workbench.row(String(ports[3000])).waitFor({ state: 'detached' });
    });

    it('refuses to stop the VS Code it runs in, and says why', async () => {
      const { workbench } = session();
      const group = workbench.row(/^VS Code/);
      await workbench.unfold(group);
      await workbench.inlineAction(workbench.row('session.sock').first(), 'Stop');
      await workbench.toast(/belongs to VS Code’s server|started Portolan/).waitFor();
      await session().snap('9 refused');
    });
  },
);
