import assert from 'node:assert/strict';
import { isIP, SocketAddress } from 'node:net';
import fc from 'fast-check';
import { isLoopback, isWildcard, normalizeAddress, unmapped } from '../../../../src/core/socket/addresses';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';

describe('addresses', () => {
  it('writes an address as inet_ntop does', () => {
    const cases: Record<string, string> = {
      '127.0.0.1': '127.0.0.1',
      '0:0:0:0:0:0:0:1': '::1',
      '::': '::',
      'FE80::0001': 'fe80::1',
      '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
      '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
      '1:0:0:2:0:0:0:3': '1:0:0:2::3',
      '::ffff:7f00:1': '::ffff:127.0.0.1',
      '::FFFF:10.0.0.1': '::ffff:10.0.0.1',
      '64:ff9b::192.0.2.33': '64:ff9b::c000:221',
      '1:2:3:4:5:6:7::': '1:2:3:4:5:6:7:0',
    };
    for (const [text, expected] of Object.entries(cases)) assert.equal(normalizeAddress(text), expected);
  });

  it('refuses what is no address', () => {
    const texts = [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '256.0.0.1',
      '01.2.3.4',
      '1.2.3.4 ',
      '1..2.3',
      ':',
      ':::',
      '1::2::3',
      '::1%lo',
    ];
    const more = [
      '[::1]',
      '12345::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7:8::',
      '1.2.3.4::',
      'g::',
      '::1.2.3',
    ];
    for (const text of [...texts, ...more]) assert.equal(normalizeAddress(text), undefined, text);
  });

  it('agrees with the system on every address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const family = isIP(text) === 4 ? 'ipv4' : 'ipv6';
        const canonical = normalizeAddress(text);
        // libuv writes ::1:2 where glibc writes ::0.1.0.2: both are read back as one address.
        const ours = new SocketAddress({ address: canonical ?? '', family });
        assert.equal(ours.address, new SocketAddress({ address: text, family }).address);
        assert.equal(normalizeAddress(canonical ?? ''), canonical);
      }),
    );
  });

  it('takes exactly what the system takes', () => {
    const almost = fc.array(fc.constantFrom('0', '1', '12', 'ff', '255', '256', '01', ':', '::', '.', 'g'), {
      maxLength: 17,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          almost.map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          assert.equal(normalizeAddress(text) !== undefined, isIP(text) !== 0 && !text.includes('%'), text);
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('knows loopback and wildcard addresses, mapped ones too', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1', '128.0.0.1', '::', '127::1'].map(isLoopback),
      [true, true, true, true, false, false, false],
    );
    assert.deepEqual(['0.0.0.0', '::', '::ffff:0.0.0.0', '::1', '0.0.0.1'].map(isWildcard), [
      true,
      true,
      true,
      false,
      false,
    ]);
    assert.equal(unmapped('::ffff:10.0.0.1'), '10.0.0.1');
    assert.equal(unmapped('::ffff:0:1'), '::ffff:0:1');
  });
});
