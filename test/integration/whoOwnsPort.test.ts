import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';

interface AnswerDocument {
  readonly version: number;
  readonly sockets: { id: string; local: { port: number }; owners: number[] }[];
  readonly answer: { listeners: string[]; chain: number[]; sentence: string };
}

describe('portolan.whoOwnsPort, called with an argument', () => {
  const server = http.createServer();
  let port: number;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  after(() => server.close());

  const ask = (query: unknown): Thenable<AnswerDocument> =>
    vscode.commands.executeCommand('portolan.whoOwnsPort', query);

  for (const form of ['number', 'text', 'URL'] as const)
    it(`returns the answer to a ${form}, and asks nothing`, async () => {
      const query = { number: port, text: `localhost:${port}`, URL: `http://127.0.0.1:${port}/x` }[form];
      const { version, sockets, answer } = await ask(query);
      assert.equal(version, 1);
      assert.equal(answer.listeners.length, 1);
      const socket = sockets.find(({ id }) => id === answer.listeners[0]);
      assert.equal(socket?.local.port, port);
      assert.deepEqual(socket.owners, [process.pid]);
      assert.equal(answer.chain[0], process.pid);
      assert.match(answer.sentence, new RegExp(String(process.pid)));
    });

  it('names sockets that actions know, though no view has looked since they came', async () => {
    const { answer } = await ask(port);
    await vscode.commands.executeCommand('portolan.copyAddress', { sockets: [answer.listeners[0]] });
    assert.equal(await vscode.env.clipboard.readText(), `127.0.0.1:${port}`);
  });

  it('rejects what is no query', async () => {
    await assert.rejects(async () => ask('no such thing'));
    await assert.rejects(async () => ask({}));
  });
});
