import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import koffi from 'koffi';
import { type DescriptorLinks, NodeDescriptorLinks } from '../../../../src/platform/linux/descriptorLinks';
import { NativeDescriptorLinks } from '../../../../src/platform/linux/nativeDescriptorLinks';
import { ProcFs } from '../../../../src/platform/linux/procFs';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { abstract, ipv4 } from '../../../support/world/address';
import { Holder } from '../../../support/world/holder';

describe('DescriptorLinks', () => {
  const both = (root: string): { node: DescriptorLinks; native: DescriptorLinks } => ({
    node: new NodeDescriptorLinks(new ProcFs(root)),
    native: NativeDescriptorLinks.on(koffi, new ProcFs())!,
  });

  it('read the same by Node’s calls and by the C library’s', async () => {
    const holder = await Holder.start();
    try {
      const held = await holder.open({ domain: 'inet', type: 'stream', bind: ipv4('127.0.0.1'), listen: 1 });
      for (let left = 300; left > 0; left--) await holder.pair('stream');
      const { node, native } = both('/proc');
      const folder = `${holder.pid}/fd`;
      const found = native.read(folder);
      assert.ok(found.sockets.size > 600);
      assert.equal(found.sockets.get(held.inode), held.fd);
      assert.deepEqual(found, node.read(folder));
      assert.deepEqual(native.glance(folder), node.glance(folder));
      assert.equal(native.inodeAt(`${folder}/${held.fd}`), held.inode);
      await holder.open({ domain: 'unix', type: 'dgram', bind: abstract(`links ${process.pid}`) });
      assert.notEqual(native.glance(folder)!.size, found.size, 'this kernel counts');
    } finally {
      await holder.stop();
    }
  });

  it('say the same of what is not there, or no folder', () => {
    const { node, native } = both('/proc');
    for (const path of ['4194305/fd', 'self/stat', 'self/fd/99999']) {
      const codes = [node, native].map((links) => {
        try {
          links.read(path);
          return undefined;
        } catch (error) {
          return (error as NodeJS.ErrnoException).code;
        }
      });
      assert.notEqual(codes[0], undefined);
      assert.equal(typeof codes[1], 'string');
    }
    assert.deepEqual([node.glance('4194305/fd'), native.glance('4194305/fd')], [undefined, undefined]);
    assert.deepEqual(
      [node.inodeAt('self/fd/99999'), native.inodeAt('self/fd/99999')],
      [undefined, undefined],
    );
  });

  it('take nothing for a socket but what is written like one', () => {
    const root = mkdtempSync(join(tmpdir(), 'links-'));
    const fs = new ProcFs(root);
    mkdirSync(join(root, 'self/fd'), { recursive: true });
    symlinkSync('socket:[1]', join(root, 'self/fd/0'));
    const native = NativeDescriptorLinks.on(koffi, fs)!;
    const node = new NodeDescriptorLinks(fs);
    try {
      const target = fc.oneof(
        fc.string({ minLength: 1, maxLength: 300 }).filter((text) => !text.includes('\0')),
        fc
          .tuple(fc.constantFrom('socket:[', 'socket:', 'pipe:['), fc.string({ maxLength: 80 }))
          .map((parts) => parts.join('').replaceAll('\0', '')),
        fc.nat().map((inode) => `socket:[${inode}]`),
      );
      fc.assert(
        fc.property(target, (to) => {
          rmSync(join(root, 'self/fd/7'), { force: true });
          symlinkSync(to, join(root, 'self/fd/7'));
          const inode = native.inodeAt('self/fd/7');
          assert.equal(inode, node.inodeAt('self/fd/7'), to);
          const exact = /^socket:\[(\d{1,15})\]$/.exec(to)?.[1];
          assert.equal(inode, exact === undefined ? undefined : Number(exact), to);
        }),
        { numRuns: Math.min(FUZZ_RUNS, 5000) },
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('are left to Node on a processor whose calls are not known', () => {
    assert.equal(NativeDescriptorLinks.on(koffi, new ProcFs(), 'mips'), undefined);
    assert.equal(NativeDescriptorLinks.on(koffi, new ProcFs('/no/such/place')), undefined);
  });
});
