import assert from 'node:assert/strict';
import { exposureOf } from '../../../../src/core/socket/exposure';
import { aSocket } from '../../../support/snapshots/snapshots';

const bound = (address: string, scope?: string) =>
  exposureOf(aSocket({ local: { address, port: 80, ...(scope === undefined ? {} : { scope }) } }));

describe('exposureOf', () => {
  it('follows the address a listener is bound to', () => {
    assert.equal(bound('127.0.0.1'), 'machine');
    assert.equal(bound('127.0.0.53'), 'machine');
    assert.equal(bound('::1'), 'machine');
    assert.equal(bound('::ffff:127.0.0.1'), 'machine');
    assert.equal(bound('0.0.0.0'), 'everyone');
    assert.equal(bound('::'), 'everyone');
    assert.equal(bound('::ffff:0.0.0.0'), 'everyone');
    assert.equal(bound('192.168.1.5'), 'network');
    assert.equal(bound('fe80::1'), 'network');
  });

  it('ends at the interface a socket is bound to', () => {
    assert.equal(bound('0.0.0.0', 'lo'), 'machine');
    assert.equal(bound('::', 'eth0'), 'network');
    assert.equal(bound('fe80::1', 'eth0'), 'network');
  });

  it('is said of a bound UDP socket and of a Unix listener', () => {
    const udp = { protocol: 'udp', state: 'UNCONN', local: { address: '0.0.0.0', port: 5353 } } as const;
    assert.equal(exposureOf(aSocket(udp)), 'everyone');
    assert.equal(exposureOf(aSocket({ protocol: 'unix', local: { path: '/run/x' } })), 'machine');
  });

  it('is not said of what waits for nobody', () => {
    assert.equal(exposureOf(aSocket({ state: 'ESTABLISHED' })), null);
    assert.equal(exposureOf(aSocket({ state: 'CLOSE' })), null);
    assert.equal(exposureOf(aSocket({ protocol: 'udp', state: 'ESTABLISHED' })), null);
    assert.equal(
      exposureOf(aSocket({ protocol: 'unix', state: 'ESTABLISHED', local: { path: '/run/x' } })),
      null,
    );
    assert.equal(
      exposureOf(aSocket({ protocol: 'raw', state: 'UNCONN', local: { address: '0.0.0.0', protocol: 1 } })),
      null,
    );
  });
});
