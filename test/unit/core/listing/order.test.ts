import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareByPort, widestExposure } from '../../../../src/core/listing/order';
import { EXPOSURES, PROTOCOLS } from '../../../../src/core/socket/socket';

describe('the order of rows', () => {
  it('is by port, what has none last; then by protocol; then by address', () => {
    const rows = [
      { port: null, protocol: 'unix', address: '/b' },
      { port: 3000, protocol: 'udp', address: '127.0.0.1' },
      { port: 3000, protocol: 'tcp', address: '127.0.0.2' },
      { port: undefined, protocol: 'unix', address: '/a' },
      { port: 3000, protocol: 'tcp', address: '127.0.0.1' },
      { port: 3000, protocol: null, address: '' },
      { port: 65_535, protocol: 'tcp', address: '' },
      { port: 22, protocol: 'tcp', address: '0.0.0.0' },
    ] as const;
    assert.deepEqual(
      [...rows].sort(compareByPort).map(({ port, protocol, address }) => `${port} ${protocol} ${address}`),
      [
        '22 tcp 0.0.0.0',
        '3000 null ',
        '3000 tcp 127.0.0.1',
        '3000 tcp 127.0.0.2',
        '3000 udp 127.0.0.1',
        '65535 tcp ',
        'undefined unix /a',
        'null unix /b',
      ],
    );
  });

  it('is the same whichever way two are compared', () => {
    const row = fc.record({
      port: fc.option(fc.nat(3), { nil: null }),
      protocol: fc.constantFrom(...PROTOCOLS),
      address: fc.constantFrom('', 'a', 'b'),
    });
    fc.assert(
      fc.property(row, row, (a, b) =>
        assert.equal(Math.sign(compareByPort(a, b)), -Math.sign(compareByPort(b, a)) + 0),
      ),
    );
  });
});

describe('the widest exposure', () => {
  it('is the last in the list of exposures; nobody’s where there is none', () => {
    assert.equal(widestExposure(EXPOSURES), 'everyone');
    assert.equal(widestExposure(['network', null, 'machine']), 'network');
    assert.equal(widestExposure([null]), null);
    assert.equal(widestExposure([]), null);
  });
});
