import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { installVSCode } from './install.js';
import { linkExtensions, openProfile } from './profile.js';
import { repository } from './repository.js';
import { freePort, startServer, workbenchUrl } from './server.js';

// `npm start`: Portolan in a VS Code that opens the sample workspace. `npm start -- --browser`: in the embedded one, though
// there is a desktop VS Code.

const sample = path.join(repository, 'samples/shop');
const extensions = [repository, path.join(import.meta.dirname, 'opener')];

const desktop = process.argv.includes('--browser') ? undefined : onPath('code');
if (desktop) openDesktop(desktop);
else openEmbedded().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

function openDesktop(code: string): void {
  console.log(
    `Opening Portolan in your VS Code (${code}); \`npm start -- --browser\` opens the embedded one.`,
  );
  const development = extensions.map((folder) => `--extensionDevelopmentPath=${folder}`);
  // `code.cmd` is a batch file, which Windows runs through a shell only.
  spawn(code, ['--new-window', ...development, sample], { stdio: 'inherit', shell: code.endsWith('.cmd') })
    .on('error', (error) => fail(error.message))
    .on('exit', (status) => (process.exitCode = status ?? 1));
}

async function openEmbedded(): Promise<void> {
  installVSCode();
  const folder = process.env['PORTOLAN_PROFILE'] ?? path.join(repository, '.vscode-dev');
  const profile = openProfile(folder, { 'task.allowAutomaticTasks': 'on' });
  linkExtensions(profile, extensions);
  const server = await startServer(profile, { port: await freePort(8077).catch(() => freePort()) });

  let ending = false; // npm and tsx may pass the same Ctrl+C on again
  const end = (): void => {
    if (ending) return;
    ending = true;
    console.log('\nEnding VS Code and what runs in its terminals…');
    void server.stop().then(() => process.exit());
  };
  process.on('SIGINT', end);
  console.log(`\n  Portolan in VS Code:  ${workbenchUrl(server, sample)}\n\n  Ctrl+C ends it.`);
}

function onPath(command: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders
    .flatMap((folder) => [path.join(folder, command), path.join(folder, `${command}.cmd`)])
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
