import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matchesFilter, parseFilter } from '../../../../src/core/filter/filter';
import {
  type FilterHolder,
  filterHolder,
  filterOrigin,
  type FilterRow,
  type FilterSubject,
} from '../../../../src/core/filter/filterSubject';
import { FILTER_TESTS } from '../../../../src/core/filter/filterTests';
import { socketFilter } from '../../../../src/core/filter/socketFilter';
import { english } from '../../../../src/core/text/translate';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { snapshot as anySnapshot } from '../../../support/snapshots/arbitrarySnapshot';
import { aProcess, aSnapshot, aSocket } from '../../../support/snapshots/snapshots';

const row: FilterRow = {
  protocol: 'tcp',
  family: 'ipv4',
  type: 'stream',
  state: 'LISTEN',
  address: '127.0.0.1',
  port: 3000,
  remoteAddress: '',
  remotePort: null,
  exposure: 'machine',
  service: null,
  uid: 1000,
  user: 'me',
};

const process = {
  pid: 81_243,
  uid: 1000,
  user: 'me',
  name: 'vite',
  comm: 'node',
  command: 'node /srv/node_modules/.bin/vite --host',
};
const web = filterOrigin({
  kind: 'terminal',
  name: 'web',
  label: 'Terminal web',
  detail: 'pnpm dev',
  folder: '/home/me/shop',
});
const holder = filterHolder(process, web);
const stranger = filterHolder({ ...process, uid: 0, user: 'root' }, undefined);

const subject = (
  given: Partial<FilterRow> = {},
  holders: readonly FilterHolder[] = [holder],
  uid: number | null = 1000,
): FilterSubject => ({ row: { ...row, ...given }, origin: holders[0]?.origin, holders, uid });

const passes = (text: string, about = subject()): boolean => matchesFilter(parseFilter(text, english), about);
const problems = (text: string): readonly string[] => parseFilter(text, english).problems;

const connection = subject({
  state: 'ESTABLISHED',
  port: 50_000,
  remoteAddress: '10.0.0.9',
  remotePort: 5432,
  exposure: null,
  service: 'PostgreSQL',
});

describe('a filter', () => {
  const cases: readonly [filter: string, expected: boolean, about?: FilterSubject][] = [
    ['', true],
    ['   ', true],
    ['vite', true],
    ['VITE web', true],
    ['vite postgres', false],
    ['127.0.0.1:3000', true],
    ['shop', true],
    ['listen', true],
    ['"pnpm dev"', true],
    ['"dev pnpm"', false],
    ['-vite', false],
    ['-postgres', true],
    ['"--host"', true],
    ['port:3000', true],
    ['port:300', false],
    ['port:22,3000', true],
    ['port:2999-3001', true],
    ['port:80,4000-5000', false],
    ['-port:3000', false],
    ['-port:22,80', true],
    ['port:5432', true, connection],
    ['port:5432 state:established', true, connection],
    ['state:listen', true],
    ['state:est', true, connection],
    ['state:fin', true, subject({ state: 'FIN_WAIT2' })],
    ['state:close', false, subject({ state: 'CLOSE_WAIT' })],
    ['state:close-wait', true, subject({ state: 'CLOSE_WAIT' })],
    ['state:timewait', true, subject({ state: 'TIME_WAIT' })],
    ['proto:tcp', true],
    ['proto:udp', false],
    ['protocol:udp,tcp', true],
    ['user:me', true],
    ['user:me', false, subject({}, [stranger])],
    ['user:root', true, subject({}, [stranger])],
    ['user:0', true, subject({}, [stranger])],
    ['user:me', true, subject({}, [])],
    ['user:me', false, subject({ uid: 0, user: 'root' }, [])],
    ['user:me', false, subject({ uid: null }, [], null)],
    ['pid:81243', true],
    ['pid:8124', false],
    ['pid:81000-82000', true],
    ['origin:web', true],
    ['origin:terminal', true],
    ['origin:none', false],
    ['origin:none', true, subject({}, [stranger])],
    ['folder:shop', true],
    ['name:vite', true],
    ['name:node', true],
    ['name:host', false],
    ['command:--host', true],
    ['exposure:machine', true],
    ['exposure:everyone', false],
    ['exposure:everyone,network', false],
    ['-exposure:everyone', true, connection],
    ['address:127.', true],
    ['address:3000', true],
    ['remote:10.0', true, connection],
    ['remote:5432', true, connection],
    ['remote:10', false],
    ['family:ipv4', true],
    ['type:stream', true],
    ['service:postgres', true, connection],
    ['everyone', true, subject({ exposure: 'everyone' })],
    ['this machine', true],
    ['dgram', true, subject({ protocol: 'unix', type: 'dgram' })],
    // Not a kind of term: an address somebody pasted.
    ['localhost:3000', false],
    ['http://x', false],
    // Not finished.
    ['port:', true],
    ['po:', true],
    ['-', true],
    ['"', true],
    ['name:"', true],
    ['name:"vite', true],
  ];
  for (const [text, expected, about] of cases) {
    it(`${expected ? 'lets through' : 'keeps back'} by ${text || 'nothing'}`, () => {
      assert.equal(passes(text, about), expected);
      assert.deepEqual(problems(text), []);
    });
  }

  const wrong: readonly [string, RegExp][] = [
    ['port:http', /^“port:” does not know “http”\. A port is a number up to 65535/],
    ['port:70000', /A port is a number/],
    ['port:20-10', /A port is a number/],
    ['pid:x', /A process has a number/],
    ['state:open', /There are listen, established, /],
    ['proto:http', /There are tcp, udp, /],
    ['exposure:nobody', /There are machine, network, everyone\./],
    ['prot:udp', /^There is no “prot:”\. There are port, state, /],
    [`colour:${'x'.repeat(500)}`, /^There is no “colour:”/],
  ];
  for (const [text, sentence] of wrong) {
    it(`says what is wrong with ${text.slice(0, 20)}, and does the rest`, () => {
      const { problems: said } = parseFilter(`${text} vite`, english);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', sentence);
      assert.equal(passes(`${text} vite`), true);
      assert.equal(passes(`${text} postgres`), false);
    });
  }

  it('takes anything typed, in no time, and says something sensible', () => {
    const piece = fc.oneof(
      fc.constantFrom(...FILTER_TESTS.keys()).map((key) => `${key}:`),
      fc.constantFrom('"', '-', ',', ' ', ':', '3000', '1-', 'me', 'listen', '\u0000', '<img src=x>'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const filter = parseFilter(pieces.join(''), english);
        assert.equal(typeof matchesFilter(filter, subject()), 'boolean');
        for (const sentence of filter.problems) assert.match(sentence, /\S/);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('means the opposite with a - before each term', () => {
    const term = fc.constantFrom(
      'vite',
      'port:3000',
      'port:1-9',
      'state:listen',
      'user:me',
      'origin:none',
      'pid:7',
    );
    fc.assert(fc.property(term, (text) => assert.equal(passes(`-${text}`), !passes(text))));
  });

  it('lets through less with every term', () => {
    const terms = fc.array(fc.constantFrom('vite', 'node', 'port:3000', '-user:root', 'state:close', 'me'), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(terms, ([first = '', ...rest]) => {
        if (passes([first, ...rest].join(' '))) assert.ok(passes(first));
      }),
    );
  });
});

describe('a filter over a snapshot', () => {
  it('sees sockets as the chart shows them', () => {
    const snapshot = aSnapshot(
      [aSocket(), aSocket({ inode: 9, local: { address: '0.0.0.0', port: 22 } })],
      [aProcess()],
    );
    const found = (text: string): (number | null)[] => {
      const matches = socketFilter(parseFilter(text, english), snapshot, english);
      return [...snapshot.sockets.values()].filter((socket) => matches(socket)).map(({ inode }) => inode);
    };
    assert.deepEqual(found('port:3000 name:server.js user:me'), [7]);
    assert.deepEqual(found('address:0.0.0.0'), [9]);
    assert.deepEqual(found('service:ssh'), [9]);
  });

  it('asks only of those in whose hands it is meant', () => {
    const [one, two] = [aProcess({ pid: 1, name: 'one' }), aProcess({ pid: 2, name: 'two', command: [] })];
    const snapshot = aSnapshot([aSocket({ owners: [1, 2] })], [one, two]);
    const matches = socketFilter(parseFilter('name:two', english), snapshot, english);
    assert.equal(matches(aSocket({ owners: [1, 2] })), true);
    assert.equal(matches(aSocket({ owners: [1, 2] }), { holders: [one], origin: null }), false);
  });

  it('tells every socket once: it passes, or it passes the opposite', () => {
    const text = fc.constantFrom(
      'port:1',
      'state:listen',
      'name:node',
      'origin:web',
      'user:me',
      'exposure:machine',
    );
    fc.assert(
      fc.property(anySnapshot, text, (snapshot, term) => {
        const yes = socketFilter(parseFilter(term, english), snapshot, english);
        const no = socketFilter(parseFilter(`-${term}`, english), snapshot, english);
        for (const socket of snapshot.sockets.values()) assert.notEqual(yes(socket), no(socket));
      }),
    );
  });

  it('finds a row without a process by the name of its user', () => {
    const [jo, root] = [aSocket({ owners: null, uid: 61234 }), aSocket({ inode: 8, owners: [], uid: 0 })];
    const unnamed = aSnapshot([jo, root], []);
    const snapshot = { ...unnamed, machine: { ...unnamed.machine, users: { 61234: 'jo.doe', 0: 'root' } } };
    const found = (text: string): number[] => {
      const matches = socketFilter(parseFilter(text, english), snapshot, english);
      return [jo, root].flatMap((socket) => (matches(socket) ? [socket.uid ?? -1] : []));
    };
    assert.deepEqual(['user:jo.doe', 'user:root', 'user:61234', 'user:jo'].map(found), [
      [61234],
      [0],
      [61234],
      [],
    ]);
  });
});
