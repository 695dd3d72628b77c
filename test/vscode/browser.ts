import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { repository } from './repository.js';

/** Where the Chromium that came through npm is unpacked, at its first use: 200 MB. */
const unpacked = path.join(repository, 'node_modules/.cache/chromium');

/** Headless Chromium. `CHROME_PATH` names another one than npm brings. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROME_PATH'];
  if (own === undefined && !fs.existsSync(unpacked)) await unpack();
  return playwright.launch({
    executablePath: own ?? path.join(unpacked, 'chromium'),
    env: own === undefined ? environment() : process.env,
    args: [
      '--no-sandbox', // its sandbox needs a right that root in a container, and many an ordinary user, lacks
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * A page with a state of its own (VS Code keeps its layout in the browser). It reaches this machine only.
 *
 * @param refused gets the addresses of requests to anywhere else
 */
export async function openPage(browser: Browser, refused: string[] = []): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.route(
    (url) => url.protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(url.hostname),
    async (route) => {
      refused.push(route.request().url());
      await route.abort();
    },
  );
  return context.newPage();
}

/** @sparticuz/chromium unpacks into the folder for temporary files: one of ours, put in place once it is whole. */
async function unpack(): Promise<void> {
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  const bin = path.join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../bin');
  fs.mkdirSync(path.dirname(unpacked), { recursive: true });
  const part = fs.mkdtempSync(`${unpacked}-`);
  const temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = part;
  try {
    await chromium.executablePath();
    await inflate(path.join(bin, 'al2023.tar.br'));
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
  try {
    fs.renameSync(part, unpacked);
  } catch (error) {
    // Somebody else has unpacked it meanwhile: another lane of the same tests.
    if (!fs.existsSync(unpacked)) throw error;
    fs.rmSync(part, { recursive: true });
  }
}

/** Chromium dies without a font and without libnss3. Where the machine has none, the package has: Open Sans, al2023. */
function environment(): NodeJS.ProcessEnv {
  const fonts = path.join(unpacked, 'portolan-fonts.conf');
  fs.writeFileSync(
    fonts,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${unpacked}/fonts</dir>
  <cachedir>${unpacked}/fonts-cache</cachedir>
</fontconfig>
`,
  );
  const env = { ...process.env, FONTCONFIG_FILE: fonts };
  const starts = spawnSync(path.join(unpacked, 'chromium'), ['--version'], { env }).status === 0;
  return starts ? env : { ...env, LD_LIBRARY_PATH: path.join(unpacked, 'al2023/lib') };
}
