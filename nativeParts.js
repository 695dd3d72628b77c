// koffi and its prebuilt parts cannot be bundled. They lie in dist/node_modules, where each bundle finds them.
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { cpSync, existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const lock = require('./package-lock.json');

const from = path.join(__dirname, 'node_modules');
const to = path.join(__dirname, 'dist', 'node_modules');
const fetched = path.join(from, '.cache', 'portolan');

/** What `require('koffi')` loads, its license, and no source. */
const koffi = ['package.json', 'LICENSE.txt', 'index.cjs', 'src/koffi/index.cjs', 'src/koffi/src/static.cjs'];

/** Each with a part for glibc and one for musl. */
const processors = ['linux-x64', 'linux-arm64'];

/**
 * Copies what `npm install` has brought, which is this machine's part only: npm leaves out what is made for another
 * processor. With `all` the others are fetched, by the version and integrity of the lock file; throws where one cannot be.
 */
function copyNativeParts({ all }) {
  rmSync(to, { recursive: true, force: true });
  copy(path.join(from, 'koffi'), 'koffi', koffi);
  for (const processor of processors) {
    const name = `@koromix/koffi-${processor}`;
    const installed = path.join(from, name);
    const folder = existsSync(installed) ? installed : all ? fetchPackage(name) : undefined;
    if (folder) copy(folder, name, ['package.json', 'index.js', ...partsOf(processor)]);
  }
}

/** `linux-x64` -> `linux_x64/koffi.node`, `musl_x64/koffi.node` */
function partsOf(processor) {
  const [system, architecture] = processor.split('-');
  return [system, 'musl'].map((libc) => `${libc}_${architecture}/koffi.node`);
}

function copy(folder, name, files) {
  for (const file of files) cpSync(path.join(folder, file), path.join(to, name, file));
}

/** The folder of a package that this machine has no use for. Its archive is kept until `node_modules` is made again. */
function fetchPackage(name) {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const archive = path.join(fetched, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  mkdirSync(fetched, { recursive: true });
  if (!existsSync(archive)) {
    // npm tells its scripts where it is, so that no shell has to find it.
    const npm = process.env['npm_execpath'];
    if (!npm) throw new Error('Start this through npm: `npm run package`.');
    const options = ['--pack-destination', fetched, '--prefer-offline', '--loglevel=error'];
    const ours = ['ignore', 'ignore', 'inherit'];
    execFileSync(process.execPath, [npm, 'pack', `${name}@${version}`, ...options], { stdio: ours });
  }
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) {
    rmSync(archive);
    throw new Error(`${name}@${version} is not what package-lock.json says it is: ${found}`);
  }
  execFileSync('tar', ['-xzf', archive, '-C', fetched]);
  return path.join(fetched, 'package');
}

module.exports = { copyNativeParts };
