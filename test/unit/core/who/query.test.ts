import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalizeAddress } from '../../../../src/core/socket/addresses';
import { endpointText, type Socket } from '../../../../src/core/socket/socket';
import { english } from '../../../../src/core/text/translate';
import { ownNames } from '../../../../src/core/who/authority';
import { notAsked } from '../../../../src/core/who/notAsked';
import { isBoundAt, matches, parseQuery, type Query } from '../../../../src/core/who/query';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aSnapshot, aSocket } from '../../../support/snapshots/snapshots';
import { NO_QUESTIONS, QUESTIONS } from './questions';

const OWN = ownNames('build-box');

const LOCALHOST = ['127.0.0.1', '::1'];

/** A port query: addresses, port, protocol. */
function asked(text: string) {
  const query = parseQuery(text);
  return query?.kind === 'port' ? [query.addresses, query.port, query.protocol] : query;
}

describe('parseQuery', () => {
  it('understands a port', () => {
    assert.deepEqual(asked('3000'), [null, 3000, null]);
    assert.deepEqual(asked(' :3000 '), [null, 3000, null]);
    assert.deepEqual(asked('*:3000'), [null, 3000, null]);
    assert.deepEqual(asked('5353/udp'), [null, 5353, 'udp']);
    assert.deepEqual(asked('3000/TCP'), [null, 3000, 'tcp']);
    assert.deepEqual(asked('3000/udplite'), [null, 3000, 'udplite']);
  });

  it('understands an address with its port', () => {
    assert.deepEqual(asked('localhost:3000'), [LOCALHOST, 3000, null]);
    assert.deepEqual(asked('shop.localhost:3000'), [LOCALHOST, 3000, null]);
    assert.deepEqual(asked('127.0.0.1:3000'), [['127.0.0.1'], 3000, null]);
    assert.deepEqual(asked('0.0.0.0:3000/tcp'), [['0.0.0.0'], 3000, 'tcp']);
    assert.deepEqual(asked('[::1]:3000'), [['::1'], 3000, null]);
    assert.deepEqual(asked('[0:0:0:0:0:0:0:1]:3000'), [['::1'], 3000, null]);
    assert.deepEqual(asked('[::ffff:10.0.0.1]:3000'), [['10.0.0.1'], 3000, null]);
    assert.deepEqual(asked(':::3000'), [['::'], 3000, null]);
    const scoped = parseQuery('[fe80::1%eth0]:53/udp');
    assert.deepEqual(scoped?.kind === 'port' && [scoped.addresses, scoped.scope], [['fe80::1'], 'eth0']);
  });

  it('understands a URL, whose port may be left out', () => {
    assert.deepEqual(asked('http://localhost:3000/cart?x=1#y'), [LOCALHOST, 3000, 'tcp']);
    assert.deepEqual(asked('HTTPS://127.0.0.1'), [['127.0.0.1'], 443, 'tcp']);
    assert.deepEqual(asked('http://localhost'), [LOCALHOST, 80, 'tcp']);
    assert.deepEqual(asked('http://[::1]/x'), [['::1'], 80, 'tcp']);
    assert.deepEqual(asked('ws://127.0.0.1:9229/5b1f'), [['127.0.0.1'], 9229, 'tcp']);
    assert.deepEqual(asked('postgres://localhost/shop'), [LOCALHOST, 5432, 'tcp']);
    assert.deepEqual(asked('udp://127.0.0.1:53'), [['127.0.0.1'], 53, 'udp']);
    assert.deepEqual(asked('localhost:3000/cart'), [LOCALHOST, 3000, 'tcp']);
  });

  it('keeps no password of a URL', () => {
    assert.equal(parseQuery('postgres://me:secret@localhost:5432/shop')?.text, 'postgres://localhost:5432');
  });

  it('takes the last @ for the end of a URL’s user', () => {
    assert.deepEqual(asked('http://me@home:1@localhost:3000'), [LOCALHOST, 3000, 'tcp']);
  });

  it('understands a process and a Unix name', () => {
    assert.deepEqual(parseQuery('pid:81243'), { kind: 'pid', text: 'pid:81243', pid: 81243 });
    assert.deepEqual(parseQuery('/run/x.sock'), { kind: 'path', text: '/run/x.sock', path: '/run/x.sock' });
    assert.deepEqual(parseQuery(' /run/a b\n'), { kind: 'path', text: '/run/a b\n', path: '/run/a b\n' });
    assert.deepEqual(parseQuery('@/tmp/.X11-unix/X0'), {
      kind: 'abstract',
      text: '@/tmp/.X11-unix/X0',
      name: '/tmp/.X11-unix/X0',
    });
    for (const text of ['unix:/run/x.sock', 'unix:///run/x.sock']) {
      const query = parseQuery(text);
      assert.equal(query?.kind === 'path' && query.path, '/run/x.sock', text);
    }
    const relative = parseQuery('unix:x.sock');
    assert.equal(relative?.kind === 'path' && relative.path, 'x.sock');
  });

  it('refuses everything else', () => {
    const ports = [
      '',
      ' ',
      '0',
      '65536',
      '99999',
      '123456',
      '-1',
      '03000',
      '3e3',
      '3000.0',
      '3 000',
      '0x1f',
      '３０００',
    ];
    const hosts = ['::1', '[::1]', 'localhost', '127.0.0.1', ':', '*', 'localhost:', 'localhost:0'];
    const rest = [
      'example.com:80',
      'http://example.com/',
      'http://:3000/',
      'gopher://localhost',
      '3000/sctp',
      '3000/',
      'pid:',
      'pid:0',
      'pid:-1',
    ];
    const unix = ['/', '@', 'unix:', 'pid:99999999999', '300[0]', '[fe80::1%]:80', '9'.repeat(5000)];
    for (const text of [...ports, ...hosts, ...rest, ...unix])
      assert.equal(parseQuery(text), undefined, text);
  });

  for (const [typed, means] of QUESTIONS) {
    it(`takes “${typed.trim()}” for ${means}`, () => {
      const query = parseQuery(typed, OWN);
      assert.ok(query);
      assert.deepEqual({ ...query, text: '' }, { ...parseQuery(means), text: '' });
      // What the query shows can be asked again.
      assert.deepEqual({ ...parseQuery(query.text, OWN), text: '' }, { ...query, text: '' });
    });
  }

  for (const typed of NO_QUESTIONS) {
    it(`does not take “${typed}” for a question, and says why in sentences`, () => {
      assert.equal(parseQuery(typed, OWN), undefined);
      assert.match(notAsked(typed, english), /^\S.{10,400}\.$/);
    });
  }

  it('knows the machine by its own names only', () => {
    assert.deepEqual(
      [...ownNames('Build-Box.example.org')],
      ['build-box.example.org', 'build-box', 'build-box.local'],
    );
    assert.equal(parseQuery('build-box:3000'), undefined);
    assert.deepEqual([...ownNames('')], []);
  });

  it('says of a plain word how processes are found, of a number what ports are, of a name that it is not this machine', () => {
    assert.match(notAsked('vite', english), /“vite”.*process:NAME/);
    assert.match(notAsked('70000', english), /1 to 65535/);
    assert.match(notAsked('https://example.org/x', english), /^“example\.org” is not known as this machine/);
    assert.doesNotMatch(notAsked('https://me:hunter2@example.org/x', english), /hunter2/);
  });

  it('keeps no password of what was pasted', () => {
    for (const typed of [
      'me:hunter2@localhost:5432/shop',
      'DATABASE_URL=postgres://me:hunter2@localhost/db',
      'Server=localhost,1433;Password=hunter2',
      'host=localhost port=5432 password=hunter2',
      'jdbc:mysql://me:hunter2@localhost/shop?password=hunter2',
    ]) {
      assert.ok(parseQuery(typed));
      assert.doesNotMatch(parseQuery(typed)?.text ?? '', /hunter2/);
    }
  });

  it('understands what is printed of every address, asked back', () => {
    const address = fc.oneof(
      fc.constantFrom('0.0.0.0', '::', '127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.5'),
      fc.ipV4(),
      fc.ipV6().map((text) => normalizeAddress(text) ?? '::1'),
    );
    const scope = fc.option(fc.constantFrom('lo', 'eth0', 'br-1a2b3c', 'wg0', 'enp0s31f6'), {
      nil: undefined,
    });
    fc.assert(
      fc.property(address, scope, fc.integer({ min: 1, max: 65535 }), (local, interfaceName, port) => {
        const endpoint = {
          address: local,
          port,
          ...(interfaceName === undefined ? {} : { scope: interfaceName }),
        };
        const socket = at(local, port, { local: endpoint });
        for (const text of [
          endpointText(endpoint),
          `${endpointText(endpoint)} (TCP)`,
          `tcp ${endpointText(endpoint)} LISTEN`,
        ]) {
          assert.ok(matches(ask(text), socket, HERE), text);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('takes every port there is, and no other number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -70000, max: 140000 }), (number) => {
        assert.deepEqual(
          asked(String(number)),
          number >= 1 && number <= 65535 ? [null, number, null] : undefined,
        );
      }),
    );
  });

  it('never throws, and says a port of 1 to 65535 or none', () => {
    const piece = fc.constantFrom(
      'http://',
      '://',
      ':',
      '::',
      '[',
      ']',
      '/',
      '@',
      'pid:',
      'unix:',
      'localhost',
      '3000',
      '%',
      '.',
      '/udp',
      '*',
      ' ',
      '->',
      '=',
      '-L ',
      'port ',
      'tcp ',
      '"',
      ',',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const query = parseQuery(each);
        if (query?.kind === 'port') assert.ok(query.port >= 1 && query.port <= 65535);
        if (query?.kind === 'pid') assert.ok(query.pid >= 1);
        if (query) assert.deepEqual({ ...parseQuery(query.text), text: '' }, { ...query, text: '' });
        notAsked(each, english);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

const ask = (text: string): Query => {
  const query = parseQuery(text);
  assert.ok(query, text);
  return query;
};

const at = (address: string, port = 3000, more: Partial<Socket> = {}): Socket =>
  aSocket({ family: address.includes(':') ? 'ipv6' : 'ipv4', local: { address, port }, ...more });

const HERE = aSnapshot([], []);
const reached = (text: string, socket: Socket): boolean => matches(ask(text), socket, HERE);

describe('matches', () => {
  it('is exact about the port', () => {
    for (const port of [30001, 13000, 300, 3001]) assert.equal(reached('3000', at('127.0.0.1', port)), false);
    assert.equal(reached('3000', at('127.0.0.1')), true);
  });

  it('finds what a connect to localhost reaches', () => {
    for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1']) {
      assert.equal(reached('localhost:3000', at(address)), true, address);
    }
    for (const address of ['127.0.0.2', '192.168.1.5', 'fe80::1']) {
      assert.equal(reached('localhost:3000', at(address)), false, address);
    }
  });

  it('keeps the families apart, but for an IPv6 wildcard that takes both', () => {
    assert.equal(reached('127.0.0.1:3000', at('::1')), false);
    assert.equal(reached('[::1]:3000', at('0.0.0.0')), false);
    assert.equal(reached('127.0.0.1:3000', at('::')), true);
    const v6only = at('::', 3000, { local: { address: '::', port: 3000, v6only: true } });
    assert.equal(reached('127.0.0.1:3000', v6only), false);
    assert.equal(reached('[::1]:3000', v6only), true);
    assert.equal(reached('localhost:3000', v6only), true);
  });

  it('takes a wildcard that is asked about for every address it collides with', () => {
    assert.equal(reached('0.0.0.0:3000', at('192.168.1.5')), true);
    assert.equal(reached('0.0.0.0:3000', at('::1')), false);
    assert.equal(reached('0.0.0.0:3000', at('::')), true);
    assert.equal(reached('[::]:3000', at('127.0.0.1')), true);
  });

  it('takes a bare port for TCP and UDP, a URL for TCP', () => {
    const udp = at('0.0.0.0', 3000, { protocol: 'udp', state: 'UNCONN', type: 'dgram' });
    assert.equal(reached('3000', udp), true);
    assert.equal(reached('3000/udp', udp), true);
    assert.equal(reached('3000/tcp', udp), false);
    assert.equal(reached('http://localhost:3000', udp), false);
  });

  it('takes listeners only, in this network namespace', () => {
    assert.equal(reached('3000', at('127.0.0.1', 3000, { state: 'ESTABLISHED' })), false);
    assert.equal(reached('3000', at('127.0.0.1', 3000, { netns: 2 })), false);
    assert.equal(reached('3000', at('127.0.0.1', 3000, { netns: null })), true);
  });

  it('minds the interface that a question about every address names', () => {
    const bound = at('0.0.0.0', 3000, { local: { address: '0.0.0.0', port: 3000, scope: 'eth0' } });
    assert.equal(reached('0.0.0.0%eth0:3000', bound), true);
    assert.equal(reached('0.0.0.0%eth1:3000', bound), false);
    assert.equal(reached('3000', bound), true);
    // An unbound one takes what comes over any interface.
    assert.equal(reached('0.0.0.0%eth1:3000', at('0.0.0.0')), true);
  });

  it('finds one socket by its id', () => {
    const socket = at('127.0.0.1', 3000, { id: 'tcp:4026531840:123456' });
    assert.equal(reached('tcp:4026531840:123456', socket), true);
    assert.equal(reached('tcp:4026531840:123457', socket), false);
  });

  it('minds the interface of a link-local address where both say it', () => {
    const scoped = at('fe80::1', 3000, { local: { address: 'fe80::1', port: 3000, scope: 'eth0' } });
    assert.equal(reached('[fe80::1%eth0]:3000', scoped), true);
    assert.equal(reached('[fe80::1%eth1]:3000', scoped), false);
    assert.equal(reached('[fe80::1]:3000', scoped), true);
    assert.equal(reached('[fe80::1%2]:3000', scoped), true);
  });

  it('finds Unix listeners and datagram receivers by their whole name, paths and abstract names apart', () => {
    const path = (text: string, more: Partial<Socket> = {}) =>
      aSocket({ protocol: 'unix', family: 'unix', local: { path: text }, ...more });
    assert.equal(reached('/run/x.sock', path('/run/x.sock')), true);
    assert.equal(reached('/run/x.sock', path('/run/x.sock2')), false);
    assert.equal(reached('/run/x.sock', path('/run/x.sock', { state: 'ESTABLISHED' })), false);
    assert.equal(reached('/run/x.sock', path('/run/x.sock', { state: 'UNCONN', type: 'dgram' })), true);
    assert.equal(reached('/run/x.sock', path('/run/x.sock', { netns: 2 })), true);
    const abstract = aSocket({ protocol: 'unix', family: 'unix', local: { abstract: 'x' } });
    assert.equal(reached('@x', abstract), true);
    assert.equal(reached('@x', { ...abstract, netns: 2 }), false);
    assert.equal(reached('unix:x', abstract), false);
  });

  it('finds all that a process holds', () => {
    assert.equal(reached('pid:100', at('127.0.0.1', 3000, { state: 'ESTABLISHED', owners: [7, 100] })), true);
    assert.equal(reached('pid:100', at('127.0.0.1', 3000, { owners: null })), false);
  });
});

describe('what has only taken a port', () => {
  const bound = aSocket({ state: 'CLOSE', local: { address: '127.0.0.1', port: 3000 } });
  const isBound = (text: string, socket = bound): boolean => {
    const query = parseQuery(text);
    assert.ok(query);
    return isBoundAt(query, socket, aSnapshot([], []));
  };

  it('is found by its port and its address, as a listener would be', () => {
    for (const text of ['3000', 'localhost:3000', '127.0.0.1:3000/tcp'])
      assert.equal(isBound(text), true, text);
    for (const text of ['3001', '3000/udp', '192.168.1.5:3000', 'pid:100'])
      assert.equal(isBound(text), false, text);
  });

  it('is neither a connection nor another network namespace’s', () => {
    assert.equal(isBound('3000', { ...bound, state: 'ESTABLISHED' }), false);
    assert.equal(isBound('3000', { ...bound, netns: 2 }), false);
  });
});
