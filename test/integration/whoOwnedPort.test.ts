import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { Episode } from '../../src/core/timeline/timeline';

interface Past {
  readonly port: number;
  readonly protocol: string | null;
  readonly sentence: string;
  readonly episodes: readonly Episode[];
}

describe('portolan.whoOwnedPort, called with an argument', () => {
  const ask = (argument: unknown): Thenable<Past> =>
    vscode.commands.executeCommand('portolan.whoOwnedPort', argument);

  it('tells who holds a port, and after it closed who did', async () => {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const open = await ask(port);
    assert.equal(open.episodes.length, 1);
    assert.equal(open.episodes[0]?.holder?.pid, process.pid);
    assert.equal(open.episodes[0].closed, null);
    assert.match(open.sentence, new RegExp(`\\(pid ${process.pid}, .*holds port ${port}, since `));

    await new Promise((resolve) => server.close(resolve));
    const closed = await ask(`${port}/tcp`);
    assert.equal(closed.protocol, 'tcp');
    assert.ok(closed.episodes[0]?.closed);
    assert.match(closed.sentence, new RegExp(`held port ${port} \\(TCP\\), .* until `));
  });

  it('tells that nobody did', async () => {
    const { episodes, sentence } = await ask(1);
    assert.deepEqual(episodes, []);
    assert.match(sentence, /^Nobody was seen listening on port 1 /);
  });

  it('rejects what is no port', async () => {
    for (const argument of ['no such thing', 'pid:1', {}, -1])
      await assert.rejects(async () => ask(argument));
  });
});
