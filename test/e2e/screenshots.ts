import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../vscode/repository.js';
import { eventually } from './eventually.js';
import { accepts } from './occupied.js';
import { Session } from './session.js';

// `npm run screenshots`: the README's pictures, from the packaged extension in a real VS Code. The script starts this in
// a network namespace of its own: the sample's own ports are free there, and nothing else of this machine listens.

const folder = path.join(repository, 'media/screenshots');
const ports = { 3000: 3000, 3001: 3001, 8125: 8125, 9229: 9229 } as const;

async function picture(name: string, theme: string, arrange: (session: Session) => Promise<void>) {
  const session = await Session.open({ ports, settings: { 'workbench.colorTheme': theme } });
  try {
    const { workbench } = session;
    await workbench.page.setViewportSize({ width: 1200, height: 720 });
    await workbench.activity('Portolan');
    await workbench.runTask('dev servers');
    await workbench.row('shop-orders.sock').waitFor();
    await workbench.newTerminal('second shop');
    await workbench.type('node servers/storefront.mjs --port 3001');
    await eventually('the servers listen', () => accepts({ port: 3001 }));
    await workbench.row('Terminal second shop').waitFor();
    await arrange(session);
    fs.mkdirSync(folder, { recursive: true });
    await workbench.page.screenshot({ path: path.join(folder, `${name}.png`) });
  } finally {
    await session.close();
  }
}

async function hover({ workbench, folder }: Session): Promise<void> {
  await workbench.openFile(path.join(folder, '.vscode/launch.json'), '"args"');
  await workbench.hover('"3001"', 'storefront.mjs');
}

async function chart({ workbench }: Session): Promise<void> {
  await workbench.command('View: Toggle Panel Visibility');
  await workbench.command('Portolan: Open Chart');
  await workbench.webview().getByText('3001').first().waitFor();
}

async function main(): Promise<void> {
  await picture('dark', 'Default Dark Modern', hover);
  await picture('light', 'Default Light Modern', chart);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
