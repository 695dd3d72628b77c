import assert from 'node:assert/strict';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { closeOwnSocket, ownSocket } from '../../../../src/platform/linux/ownSocket';

describe('ownSocket', () => {
  it('tells sockets from files and from what is closed', () => {
    const file = openSync('/dev/null', 'r');
    assert.equal(ownSocket(file), undefined);
    closeSync(file);
    assert.equal(ownSocket(file), undefined);
  });

  it('does not close a descriptor that has been given to another socket, or to a file', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const [own] = readdirSync('/proc/self/fd').flatMap((name) => ownSocket(Number(name)) ?? []);
    assert.ok(own);
    assert.equal(fstatSync(own.descriptor).ino, own.inode);
    closeOwnSocket({ ...own, inode: own.inode + 1 });
    assert.deepEqual(ownSocket(own.descriptor), own);
    server.close();
    await once(server, 'close');

    const file = openSync('/dev/null', 'r');
    closeOwnSocket({ descriptor: file, inode: own.inode });
    assert.ok(fstatSync(file).isCharacterDevice());
    closeSync(file);
  });
});
