import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { build } from 'esbuild';
import { judgeReport, reportFile } from '../report.js';
import { launchBrowser, openPage } from '../vscode/browser.js';
import { installVSCode } from '../vscode/install.js';
import { temporaryProfile } from '../vscode/profile.js';
import { repository } from '../vscode/repository.js';
import { startServer, workbenchUrl } from '../vscode/server.js';

// Runs the suite beside this file with mocha inside the extension host of a real VS Code, the way microsoft/vscode runs
// its own in test/integration/browser. The workbench reports through two functions that it finds on the page.

const LIMIT_MS = 300_000;
const out = path.join(repository, 'out/integration');

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

async function main(): Promise<void> {
  await bundle();
  installVSCode();
  const profile = temporaryProfile({ 'task.allowAutomaticTasks': 'off' });
  const folder = path.join(profile.folder, 'shop');
  fs.cpSync(path.join(repository, 'samples/shop'), folder, { recursive: true });

  // Without this flag a built VS Code ignores the development path and the tests' path.
  const report = reportFile('integration');
  fs.rmSync(report, { force: true });
  process.env['PORTOLAN_REPORT'] = report; // the server and its extension host have this environment too
  const server = await startServer(profile, { args: ['--vscode-option', 'enable-smoke-test-driver'] });
  const browser = await launchBrowser();
  const page = await openPage(browser);

  const code = await new Promise<number | string>((resolve) => {
    setTimeout(resolve, LIMIT_MS, `no end after ${LIMIT_MS / 1000} s`).unref();
    page.on('crash', () => resolve('the page crashed'));
    void Promise.all([
      page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) => print(args)),
      page.exposeFunction('codeAutomationExit', resolve),
    ]).then(() => {
      const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
      return page.goto(
        workbenchUrl(server, folder, [
          ['extensionDevelopmentPath', remote(repository)],
          ['extensionTestsPath', remote(path.join(out, 'suite.js'))],
        ]),
      );
    });
  });

  if (typeof code === 'string')
    await page.screenshot({ path: path.join(repository, 'test/screenshots/integration.png') });
  await browser.close();
  await server.stop();
  fs.rmSync(profile.folder, { recursive: true, force: true });
  if (code !== 0) {
    console.error(`The extension host ended with: ${code}`);
    process.exitCode = 1;
  }
  if (!judgeReport(report)) process.exitCode = 1;
}

async function bundle(): Promise<void> {
  const folder = import.meta.dirname;
  const tests = fs.readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  fs.rmSync(out, { recursive: true, force: true });
  await build({
    entryPoints: ['suite.ts', ...tests].map((name) => path.join(folder, name)),
    outdir: out,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Lines of the suite, marked as such; the workbench's and the extension host's own only on demand. */
function print(args: unknown[]): void {
  const line = format(...args);
  const start = line.indexOf('[test]');
  if (start >= 0) console.log(line.slice(start + '[test]'.length));
  else if (process.env['VERBOSE']) console.log(line);
}
