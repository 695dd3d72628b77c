import assert from 'node:assert/strict';
import { type Network, networkOf } from '../../../../src/core/socket/network';

describe('where an address is', () => {
  const cases: Readonly<Record<Network, readonly string[]>> = {
    machine: ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::'],
    local: [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.7',
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.251',
      '255.255.255.255',
      'fe80::1',
      'febf::1',
      'fec0::1',
      'fd00::1',
      'fc00::1',
      'ff02::fb',
      '::ffff:192.168.1.7',
    ],
    internet: [
      '1.1.1.1',
      '172.15.0.1',
      '172.32.0.1',
      '192.169.0.1',
      '100.128.0.1',
      '11.0.0.1',
      '2606:4700::1111',
    ],
  };
  for (const [network, addresses] of Object.entries(cases)) {
    it(`is ${network}`, () => {
      assert.deepEqual(
        addresses.filter((address) => networkOf(address) !== network),
        [],
      );
    });
  }
});
