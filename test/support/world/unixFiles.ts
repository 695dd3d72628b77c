// Unix sockets on file systems of their own, and what a path to each leads to. Prints `agreed`, and which it tried.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linuxAsk } from '../../../src/platform/linux/linuxAsk';
import { unixPath } from './address';
import { agreed } from './agreed';
import { Holder } from './holder';

const run = (command: string, ...args: string[]): void => void execFileSync(command, args, { stdio: 'pipe' });

/** Each gives the folder that it has mounted, or throws where this machine cannot. */
const MOUNTS: Readonly<Record<string, (base: string) => string>> = {
  'the folder for temporary files': (base) => base,
  tmpfs: (base) => {
    run('mount', '-t', 'tmpfs', 'none', base);
    return base;
  },
  'an overlay over two file systems': (base) => {
    const [lower, upper, merged] = ['lower', 'upper', 'merged'].map((name) => join(base, name));
    for (const folder of [lower, upper, merged]) mkdirSync(folder!);
    run('mount', '-t', 'tmpfs', 'lower', lower!);
    run('mount', '-t', 'tmpfs', 'upper', upper!);
    for (const name of ['files', 'work']) mkdirSync(join(upper!, name));
    const layers = `lowerdir=${lower},upperdir=${upper}/files,workdir=${upper}/work`;
    run('mount', '-t', 'overlay', 'overlay', '-o', layers, merged!);
    return merged!;
  },
  btrfs: (base) => {
    const image = join(base, 'image');
    const mounted = join(base, 'mounted');
    mkdirSync(mounted);
    run('truncate', '-s', '256M', image);
    run('mkfs.btrfs', '-q', image);
    run('mount', '-o', 'loop', image, mounted);
    return mounted;
  },
};

async function onFileSystem(folder: string): Promise<void> {
  const holder = await Holder.start();
  const look = async (path: string): ReturnType<typeof linuxAsk.unixFile> =>
    await linuxAsk.unixFile({ text: path }, [holder.pid]);
  const listen = async (path: string): Promise<number> =>
    (await holder.open({ domain: 'unix', type: 'stream', bind: unixPath(path), listen: 1 })).inode;
  try {
    mkdirSync(join(folder, 'run'));
    symlinkSync('run', join(folder, 'var-run'));
    await holder.ask({ do: 'chdir', folder });
    const linked = await listen(join(folder, 'run/engine.sock'));
    const relative = await listen('app.sock');
    const renamed = await listen(join(folder, 'run/admin.tmp'));
    renameSync(join(folder, 'run/admin.tmp'), join(folder, 'run/admin.sock'));
    const replaced = await listen(join(folder, 'twice.sock'));
    unlinkSync(join(folder, 'twice.sock'));
    const replacing = await listen(join(folder, 'twice.sock'));

    const own = new Map([
      ['run/engine.sock', linked],
      ['var-run/engine.sock', linked],
      ['run/../run//engine.sock', linked],
      ['app.sock', relative],
      ['run/admin.sock', renamed],
      ['twice.sock', replacing],
    ]);
    const all = [linked, relative, renamed, replaced, replacing];
    for (const [path, inode] of own) {
      const { kind, isFile, seesSame } = await look(join(folder, '.').concat('/', path));
      assert.equal(kind, 'socket', path);
      assert.deepEqual(
        all.filter((each) => isFile.get(each)),
        [inode],
        path,
      );
      assert.equal(seesSame.get(holder.pid), true);
    }
    assert.deepEqual((await look(join(folder, 'run/admin.tmp'))).kind, 'missing');
    writeFileSync(join(folder, 'text'), '');
    assert.deepEqual((await look(join(folder, 'text'))).kind, 'other');
    const { kind, names } = await look(join(folder, 'var-run/none.sock'));
    assert.equal(kind, 'missing');
    assert.ok(names.includes(join(folder, 'run/none.sock')), 'a missing file has a name without links too');
  } finally {
    await holder.stop();
  }
}

agreed(async () => {
  const tried: string[] = [];
  for (const [name, mount] of Object.entries(MOUNTS)) {
    const base = mkdtempSync(join(tmpdir(), 'unix-'));
    let folder: string;
    try {
      folder = mount(base);
    } catch (error) {
      console.log(`not tried: ${name}: ${String(error).split('\n', 1).join()}`);
      continue;
    }
    try {
      await onFileSystem(folder);
      tried.push(name);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
    if (folder === base && name !== 'tmpfs') rmSync(base, { recursive: true });
  }
  console.log(`tried: ${tried.join(', ')}`);
});
