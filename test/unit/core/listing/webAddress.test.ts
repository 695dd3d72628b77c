import assert from 'node:assert/strict';
import { webAddress } from '../../../../src/core/listing/webAddress';
import type { Socket } from '../../../../src/core/socket/socket';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const at = (address: string, more: Partial<Socket> = {}): Socket =>
  aSocket({ family: address.includes(':') ? 'ipv6' : 'ipv4', local: { address, port: 3000 }, ...more });

const found = (socket: Socket, ...others: Socket[]): string | undefined => {
  const address = webAddress(
    socket,
    aSnapshot([socket, ...others], [aProcess(), aProcess({ pid: 200, command: ['node', '--inspect=3000'] })]),
  );
  return address && `${address.connect.host} ${address.authority}`;
};

describe('where a browser finds a listener', () => {
  const other = { inode: 8, owners: [300] };

  it('is localhost for loopback and wildcards', () => {
    assert.equal(found(at('127.0.0.1')), '127.0.0.1 localhost:3000');
    assert.equal(found(at('0.0.0.0')), '127.0.0.1 localhost:3000');
    assert.equal(found(at('::1')), '::1 localhost:3000');
    assert.equal(found(at('::')), '::1 localhost:3000');
  });

  it('is the address itself where that is another', () => {
    assert.equal(found(at('127.0.0.53')), '127.0.0.53 127.0.0.53:3000');
    assert.equal(found(at('192.168.1.5')), '192.168.1.5 192.168.1.5:3000');
    assert.equal(found(at('fd00::1')), 'fd00::1 [fd00::1]:3000');
    assert.equal(found(at('::ffff:127.0.0.1')), '127.0.0.1 127.0.0.1:3000');
  });

  it('is the address itself where localhost might lead to another process', () => {
    assert.equal(found(at('127.0.0.1'), at('::1', other)), '127.0.0.1 127.0.0.1:3000');
    assert.equal(found(at('::1'), at('0.0.0.0', other)), '::1 [::1]:3000');
    // Its own second socket is no rival, nor is what listens on another port, address or network namespace.
    assert.equal(found(at('127.0.0.1'), at('::1', { inode: 8 })), '127.0.0.1 localhost:3000');
    assert.equal(found(at('127.0.0.1'), at('192.168.1.5', other)), '127.0.0.1 localhost:3000');
    assert.equal(found(at('127.0.0.1'), at('::1', { ...other, netns: 2 })), '127.0.0.1 localhost:3000');
    assert.equal(found(at('127.0.0.1', { owners: null })), '127.0.0.1 localhost:3000');
  });

  it('is nowhere for a wildcard whose loopback address another process has', () => {
    assert.equal(found(at('0.0.0.0'), at('127.0.0.1', other)), undefined);
  });

  it('is nowhere for what no browser can reach, or should', () => {
    assert.equal(found(at('127.0.0.1', { protocol: 'udp', state: 'UNCONN' })), undefined);
    assert.equal(found(at('127.0.0.1', { netns: 2 })), undefined);
    assert.equal(found(at('127.0.0.1', { state: 'ESTABLISHED' })), undefined);
    assert.equal(found(aSocket({ protocol: 'unix', local: { path: '/run/x.sock' } })), undefined);
    assert.equal(
      found(at('fe80::1', { local: { address: 'fe80::1', port: 3000, scope: 'eth0' } })),
      undefined,
    );
    assert.equal(found(at('127.0.0.1', { owners: [200] })), undefined);
    assert.equal(
      found(at('127.0.0.1', { owners: null, local: { address: '127.0.0.1', port: 9229 } })),
      undefined,
    );
  });
});
