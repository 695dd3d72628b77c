import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readBounded } from '../../../src/files/readBounded';
import { walk, type WalkBounds } from '../../../src/files/walk';
import { skip } from '../../support/skip';

describe('a project’s files', () => {
  let root = '';
  const write = (path: string, text = ''): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'portolan-files-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  describe('readBounded', () => {
    const reasonOf = async (path: string, limit = 100): Promise<string> => {
      const read = await readBounded(path, limit);
      return read.kind === 'read' ? `read ${read.bytes.length}` : read.reason;
    };

    it('reads a file up to its bound, and not a byte more', async () => {
      const read = await readBounded(write('.git/HEAD', 'ref: refs/heads/main\n'), 21);
      assert.equal(read.kind === 'read' && read.bytes.toString(), 'ref: refs/heads/main\n');
      assert.equal(await reasonOf(write('empty')), 'read 0');
      assert.equal(await reasonOf(write('exact', 'x'.repeat(100))), 'read 100');
      assert.equal(await reasonOf(write('more', 'x'.repeat(101))), 'too-large');
    });

    it('says that there is none, or that it is a folder', async () => {
      assert.equal(await reasonOf(join(root, 'none')), 'missing');
      assert.equal(await reasonOf(join(write('file'), 'below')), 'missing');
      assert.equal(await reasonOf(root), 'not-a-file');
    });

    it('says that a link leads in a circle', async () => {
      symlinkSync('loop', join(root, 'loop'));
      assert.deepEqual(await readBounded(join(root, 'loop'), 100), {
        kind: 'unread',
        reason: 'failed',
        detail: 'ELOOP',
      });
    });

    it('does not wait for a FIFO, a socket or a device', async function () {
      if (process.platform === 'win32') skip(this, 'Windows has none in a folder');
      const fifo = join(root, 'HEAD');
      execFileSync('mkfifo', [fifo]);
      symlinkSync('HEAD', join(root, 'link'));
      assert.equal(await reasonOf(fifo), 'not-a-file');
      assert.equal(await reasonOf(join(root, 'link')), 'not-a-file');
      assert.equal(await reasonOf('/dev/zero'), 'not-a-file');
      const server = createServer().listen(join(root, 'socket'));
      await new Promise((resolve) => server.once('listening', resolve));
      assert.equal(await reasonOf(join(root, 'socket')), 'not-a-file');
      server.close();
    });

    it('counts the bytes that come, not those that a file claims', async function () {
      if (process.platform !== 'linux') skip(this, 'reads /proc');
      assert.equal(await reasonOf('/proc/self/mountinfo', 10), 'too-large');
    });
  });

  describe('walk', () => {
    const BOUNDS: WalkBounds = { files: 100, folders: 100, depth: 10, entries: 100 };
    const seen = async (bounds: Partial<WalkBounds> = {}, ignored: readonly string[] = []) =>
      await walk(root, { ...BOUNDS, ...bounds }, (path) => ignored.includes(path));

    it('lists files in order, and does not open what is ignored', async () => {
      for (const path of ['b.ts', 'a/z.ts', 'a/deep/y.ts', 'node_modules/x.ts']) write(path);
      assert.deepEqual(await seen({}, ['node_modules']), {
        files: ['b.ts', 'a/z.ts', 'a/deep/y.ts'],
        truncated: false,
        unread: [],
      });
    });

    it('follows no link, and lists nothing that is not a file', async function () {
      if (process.platform === 'win32') skip(this, 'links need rights there');
      write('a/x.ts');
      symlinkSync('..', join(root, 'a/up'));
      symlinkSync('/etc', join(root, 'etc'));
      symlinkSync('x.ts', join(root, 'a/link.ts'));
      execFileSync('mkfifo', [join(root, 'fifo')]);
      assert.deepEqual((await seen()).files, ['a/x.ts']);
    });

    it('stops at each of its bounds, and says so', async () => {
      for (const path of ['1', '2', '3', 'a/4', 'a/b/5']) write(path);
      assert.deepEqual(await seen({ files: 2 }), { files: ['1', '2'], truncated: true, unread: [] });
      assert.deepEqual((await seen({ files: 5 })).truncated, false);
      assert.deepEqual(await seen({ folders: 1 }), { files: ['1', '2', '3'], truncated: true, unread: [] });
      assert.deepEqual(await seen({ depth: 1 }), {
        files: ['1', '2', '3', 'a/4'],
        truncated: true,
        unread: [],
      });
      assert.equal((await seen({ entries: 2 })).truncated, true);
    });

    it('says which folder could not be opened', async () => {
      assert.deepEqual(await walk(join(root, 'none'), BOUNDS, () => false), {
        files: [],
        truncated: false,
        unread: [{ folder: '', code: 'ENOENT' }],
      });
    });
  });
});
