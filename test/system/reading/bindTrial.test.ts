import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint, Protocol, Socket } from '../../../src/core/socket/socket';
import { bindTrial } from '../../../src/platform/bindTrial';
import { startNode } from '../../support/childServer';

const HERE = 4026531840;

const aSocket = (local: Endpoint | null, given: Partial<Socket> = {}): Socket =>
  ({
    local,
    protocol: 'tcp' satisfies Protocol,
    family: 'ipv4',
    type: 'stream',
    netns: HERE,
    ...given,
  }) as Socket;

describe('bindTrial', () => {
  const servers: Server[] = [];
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'bind-'))));
  afterEach(() => servers.splice(0).forEach((server) => server.close()));
  after(() => rmSync(folder, { recursive: true }));

  async function listen(options: ListenOptions): Promise<number> {
    const server = createServer().listen(options);
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
  const free = async (host: string): Promise<number> => {
    const port = await listen({ host, port: 0 });
    const server = servers.pop()!;
    server.close();
    await once(server, 'close');
    return port;
  };

  it('finds a TCP port free, twice in a row, and taken while somebody listens', async () => {
    for (const [address, family] of [
      ['127.0.0.1', 'ipv4'],
      ['0.0.0.0', 'ipv4'],
      ['::1', 'ipv6'],
      ['::', 'ipv6'],
    ] as const) {
      const port = await free(address);
      const socket = aSocket({ address, port }, { family });
      assert.equal(await bindTrial(socket, HERE), 'free', address);
      assert.equal(await bindTrial(socket, HERE), 'free', address);
      await listen({ host: address, port });
      assert.equal(await bindTrial(socket, HERE), 'taken', address);
    }
  });

  it('asks only for the IPv6 half where that is all it was, or may have been', async () => {
    const port = await listen({ host: '0.0.0.0', port: 0 });
    const family = 'ipv6';
    assert.equal(await bindTrial(aSocket({ address: '::', port, v6only: true }, { family }), HERE), 'free');
    assert.equal(await bindTrial(aSocket({ address: '::', port }, { family }), HERE), 'free');
    assert.equal(await bindTrial(aSocket({ address: '::', port, v6only: false }, { family }), HERE), 'taken');
  });

  it('tries UDP too', async () => {
    const holder = createSocket('udp4').bind(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address();
    const socket = aSocket({ address: '127.0.0.1', port }, { protocol: 'udp', type: 'dgram' });
    assert.equal(await bindTrial(socket, HERE), 'taken');
    holder.close();
    await once(holder, 'close');
    assert.equal(await bindTrial(socket, HERE), 'free');
  });

  it('knows a Unix path by whether anybody answers, and what a program left behind', async () => {
    const path = join(folder, 's');
    const unix = { protocol: 'unix', family: 'unix' } as const;
    assert.equal(await bindTrial(aSocket({ path }, unix), HERE), 'free');
    const child = startNode(
      `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
    );
    assert.equal(await child.line(), 'up');
    assert.equal(await bindTrial(aSocket({ path }, unix), HERE), 'taken');
    child.process.kill('SIGKILL');
    await child.ended;
    assert.equal(await bindTrial(aSocket({ path }, unix), HERE), 'leftover');
    assert.equal(await bindTrial(aSocket({ path }, { ...unix, type: 'dgram' }), HERE), null);
    assert.equal(await bindTrial(aSocket({ path: 'relative' }, unix), HERE), null);
  });

  it('does not say what it cannot try', async () => {
    const port = await free('127.0.0.1');
    const local = { address: '127.0.0.1', port };
    assert.equal(await bindTrial(aSocket(local, { netns: HERE + 1 }), HERE), null, 'another namespace');
    assert.equal(
      await bindTrial(aSocket({ address: '192.0.2.1', port }), HERE),
      null,
      'an address that is gone',
    );
    assert.equal(await bindTrial(aSocket(local, { protocol: 'udplite' }), HERE), null);
    assert.equal(
      await bindTrial(aSocket({ abstract: 'x' }, { protocol: 'unix', family: 'unix' }), HERE),
      null,
    );
    assert.equal(await bindTrial(aSocket(null), HERE), null);
  });
});
