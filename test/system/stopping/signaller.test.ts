import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from '../../../src/core/socket/socket';
import { ownAncestors } from '../../../src/platform/linux/liveProcess';
import { pidfdSignaller } from '../../../src/platform/linux/pidfdSignaller';
import { parseStat } from '../../../src/platform/linux/processFiles';
import { processSignaller } from '../../../src/platform/linux/processSignaller';
import type { Signaller } from '../../../src/platform/signaller';
import { keepChildren, startChild, startNode, startServer } from '../../support/childServer';
import { eventually } from '../../support/eventually';
import { skip } from '../../support/skip';

/** Read another way than the code under test does: by the number of fields from the end of the line. */
function startTimeOf(pid: number): string {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').trim().split(' ');
  return fields[fields.length - 31]!; // proc_pid_stat(5): field 22 of 52
}

function inodesOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/fd`)
    .map((descriptor) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1])
    .filter((inode) => inode !== undefined)
    .map(Number);
}

const withInode = (inode: number | null): Socket => ({ inode }) as Socket;

/** Both do the same, as far as can be seen without a pid that comes back. */
const SIGNALLERS: readonly [name: string, path: string, make: () => Signaller][] = [
  ['processSignaller', './src/platform/linux/processSignaller', processSignaller],
  ['pidfdSignaller', './src/platform/linux/pidfdSignaller', pidfdSignaller],
];

for (const [name, path, make] of SIGNALLERS)
  describe(name, () => {
    const keep = keepChildren();

    before(function () {
      if (process.platform !== 'linux') skip(this, 'Linux only');
    });
    const pin = (pid: number, startTime = startTimeOf(pid)) => make().pin({ pid, startTime });

    it('ends a process that may be ended', async () => {
      const child = keep(await startServer());
      const pinned = pin(child.pid)!;
      assert.equal(pinned.alive(), true);
      assert.equal(pinned.signal('SIGTERM'), 'sent');
      assert.equal((await child.ended).signal, 'SIGTERM');
      assert.equal(pinned.alive(), false);
      assert.equal(pinned.signal('SIGKILL'), 'gone');
    });

    it('does not pin a process that started at another time under the same pid', async () => {
      const child = keep(await startServer());
      assert.equal(pin(child.pid, String(Number(startTimeOf(child.pid)) - 1)), undefined);
    });

    it('pins neither the process groups that kill(2) means by 0 and less, nor the first process, nor nonsense', () => {
      const { pid } = process;
      for (const wrong of [0, 1, -1, -pid, 1.5, NaN]) {
        assert.equal(make().pin({ pid: wrong, startTime: '0' }), undefined, String(wrong));
      }
      assert.equal(pin(1), undefined);
    });

    it('signals nobody once the process is a zombie, though its pid is still taken', async () => {
      const parent = keep(
        startNode(
          `console.log(require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']).pid)`,
        ),
      );
      const pid = Number(await parent.line());
      parent.process.kill('SIGSTOP'); // so that it cannot take note of its child's end
      const pinned = pin(pid)!;
      assert.equal(pinned.signal('SIGTERM'), 'sent');
      // Its first thread may be one before the others have ended.
      await eventually('the zombie', () => {
        const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
        return (stat?.state === 'Z' && stat.threads === 1) || undefined;
      });
      assert.equal(pinned.alive(), false);
      assert.equal(pinned.signal('SIGKILL'), 'gone');
      assert.notEqual(pinned.holds(withInode(1)), true);
      assert.equal(pin(pid), undefined);
    });

    it('knows a process as alive, with what it holds, while any thread of it runs, though its first has ended', async () => {
      // exit(2), not exit_group(2): ends the one thread that calls it.
      const child = keep(
        startNode(
          `const { Worker } = require('node:worker_threads');
         const exit = require('koffi').load('libc.so.6').func('long syscall(long, long)');
         const number = { x64: 60, arm64: 93 }[process.arch];
         process.stdin.once('data', () => exit(number, 0));
         require('node:net').createServer().listen(0, '127.0.0.1', () => {
           new Worker('setInterval(() => {}, 1e6)', { eval: true }).on('online', () => console.log('ready'));
         });`,
        ),
      );
      await child.line();
      const inodes = inodesOf(child.pid);
      assert.ok(inodes.length > 0);
      child.tell('end');
      await eventually(
        'the first thread’s end',
        () => readFileSync(`/proc/${child.pid}/stat`, 'latin1').includes(' Z ') || undefined,
      );
      const pinned = pin(child.pid);
      assert.equal(pinned?.alive(), true);
      for (const inode of inodes) assert.equal(pinned.holds(withInode(inode)), true);
      assert.equal(pinned.holds(withInode(1)), false);
      assert.equal(pinned.signal('SIGKILL'), 'sent');
      await child.ended;
      assert.equal(pinned.alive(), false);
    });

    it('tells which sockets it holds, until it lets go of them', async () => {
      const server = keep(await startServer());
      const inodes = inodesOf(server.pid);
      const pinned = pin(server.pid)!;
      assert.ok(inodes.length > 0);
      for (const inode of inodes) assert.equal(pinned.holds(withInode(inode)), true);
      const other = keep(await startServer());
      const foreign = inodesOf(other.pid).filter((inode) => !inodes.includes(inode));
      assert.ok(foreign.length > 0);
      for (const inode of foreign) assert.equal(pinned.holds(withInode(inode)), false);

      server.tell('close');
      assert.equal(await server.line(), 'closed');
      const left = inodesOf(server.pid);
      const closed = inodes.filter((inode) => !left.includes(inode));
      assert.equal(closed.length, 1);
      assert.equal(pinned.holds(withInode(closed[0]!)), false);
    });

    it('does not say whose a socket without an inode is', async () => {
      const pinned = pin(keep(await startServer()).pid)!;
      assert.equal(pinned.holds(withInode(0)), null);
      assert.equal(pinned.holds(withInode(null)), null);
    });

    it('is told that another user’s process is none of its business', async function () {
      if (process.getuid?.() !== 0) skip(this, 'needs root, to be somebody else afterwards');
      const server = keep(await startServer());
      const startTime = startTimeOf(server.pid);
      const nobody = keep(
        startChild(process.execPath, [
          ...['--import', 'tsx', '-e'],
          `const { ${name} } = require('${path}');
           process.setuid(65534);
           const pinned = ${name}().pin({ pid: ${server.pid}, startTime: '${startTime}' });
           console.log(pinned.holds({ inode: 1 }), pinned.signal('SIGTERM'), pinned.alive());`,
        ]),
      );
      assert.equal(await nobody.line(), 'null not-permitted true');
    });

    it('reads past a name made to look like the fields behind it', async () => {
      const child = keep(
        startNode(`process.title = 'a) Z 1 (b\\n'; console.log('ready'); setInterval(() => {}, 1e6);`),
      );
      await child.line();
      assert.match(readFileSync(`/proc/${child.pid}/stat`, 'latin1'), /\(a\) Z 1 \(b/);
      assert.equal(pin(child.pid)?.alive(), true);
    });

    it('says when it has ended, and no later than it was asked to', async () => {
      const child = keep(await startServer());
      const pinned = pin(child.pid)!;
      await pinned.ended(1, new AbortController().signal);
      assert.equal(pinned.alive(), true);
      child.process.kill('SIGKILL');
      await eventually('its end', async () => {
        await pinned.ended(100, new AbortController().signal);
        return pinned.alive() ? undefined : true;
      });
      const over = AbortSignal.abort();
      await pinned.ended(60_000, over);
    });

    it('sees that a process is stopped, and wakes it', async () => {
      const child = keep(await startServer());
      const pinned = pin(child.pid)!;
      assert.equal(pinned.suspended(), false);
      child.process.kill('SIGSTOP');
      await eventually('it is stopped', () => pinned.suspended() || undefined);
      assert.equal(pinned.signal('SIGTERM'), 'sent');
      assert.equal(pinned.alive(), true);
      assert.equal(pinned.signal('SIGCONT'), 'sent');
      assert.equal((await child.ended).signal, 'SIGTERM');
    });
  });

describe('ownAncestors', () => {
  const keep = keepChildren();

  it('knows the processes that started this one', async () => {
    assert.equal(ownAncestors()[0], process.ppid);
    const child = keep(
      startChild('/bin/sh', [
        '-c',
        `"$0" --import tsx -e 'console.log(require("./src/platform/linux/liveProcess").ownAncestors().join())'; cat`,
        process.execPath,
      ]),
    );
    assert.deepEqual((await child.line()).split(',').map(Number), [
      child.pid,
      process.pid,
      ...ownAncestors(),
    ]);
  });
});
