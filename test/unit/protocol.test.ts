import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_ID, MAX_TEXT } from '../../src/core/chart/chart';
import { ACTION_IDS } from '../../src/core/listing/actions';
import {
  batchOf,
  MAX_ROWS,
  packToWebview,
  parseToHost,
  parseToWebview,
  showFrom,
  type ToHost,
  type ToWebview,
} from '../../src/protocol';
import { FUZZ_RUNS } from '../support/fuzzRuns';
import { toHost, toWebview } from '../support/snapshots/protocolMessages';

/** Both directions, as a test runs them: the parser, and the messages it is for. */
const directions = [
  {
    name: 'host to webview',
    parse: parseToWebview,
    pack: (message: ToWebview | ToHost): unknown => packToWebview(message as ToWebview),
    messages: toWebview as fc.Arbitrary<ToWebview | ToHost>,
  },
  {
    name: 'webview to host',
    parse: parseToHost,
    pack: (message: ToWebview | ToHost): unknown => message,
    messages: toHost as fc.Arbitrary<ToWebview | ToHost>,
  },
];

/** VS Code writes messages as JSON, which knows no `-0` and no `__proto__` of its own. */
const travelled = (message: unknown): unknown => JSON.parse(JSON.stringify(message));

/** Every place in the value, as the keys that lead there. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** The value with another thing at that place, or (`undefined`) with nothing there. */
function altered(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const entries = Object.entries(value as object).flatMap(([each, inner]: [string, unknown]) => {
    if (each !== key) return [[each, inner]];
    const other = altered(inner, rest, to);
    return other === undefined ? [] : [[each, other]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

for (const { name, parse, pack, messages } of directions) {
  describe(`the protocol, ${name}`, () => {
    it('hands every message on unchanged', () => {
      fc.assert(
        fc.property(messages, (message) => assert.deepEqual(parse(travelled(pack(message))), message)),
        { numRuns: FUZZ_RUNS },
      );
    });

    it('takes nothing else, and never throws', () => {
      fc.assert(
        fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (junk) =>
          assert.equal(parse(junk), undefined),
        ),
      );
    });

    it('refuses a message with anything missing, or of another kind, anywhere', () => {
      const wrong = fc.constantFrom<unknown>(undefined, -1, 1.5, NaN, 'no such word', {}, ['', '', '']);
      fc.assert(
        fc.property(messages, fc.nat(), wrong, (message, at, to) => {
          const packed = travelled(pack(message));
          const all = places(packed);
          const place = all[at % all.length]!;
          const other = altered(packed, place, to);
          const parsed = parse(other);
          // What still parses was a value that place may hold: then it says so.
          if (parsed !== undefined) assert.deepEqual(travelled(pack(parsed)), other);
        }),
        { numRuns: FUZZ_RUNS },
      );
    });

    it('leaves behind what a message does not say', () => {
      fc.assert(
        fc.property(messages, (message) =>
          assert.deepEqual(parse({ ...(pack(message) as object), pid: 1, ['__proto__x']: 1 }), message),
        ),
      );
    });

    it('does not take the other direction’s messages', () => {
      const others = directions.find((each) => each.parse !== parse)!.messages;
      fc.assert(fc.property(others, (message) => assert.equal(parse(message), undefined)));
    });
  });
}

describe('the protocol’s bounds', () => {
  const act = (socketId: string) => ({ type: 'act', action: 'stop', socketIds: [socketId] });

  it('takes texts up to their length, and none longer', () => {
    assert.ok(parseToHost(act('x'.repeat(MAX_ID))));
    assert.equal(parseToHost(act('x'.repeat(MAX_ID + 1))), undefined);
  });

  it('takes so many rows, and no more', () => {
    const diff = (closed: number) => ({
      type: 'diff',
      batch: 1,
      at: 0,
      scope: 'all',
      opened: [],
      closed: Array.from({ length: closed }, () => 'tcp:1:7'),
      changed: [],
      processes: [],
      ended: [],
      origins: [],
      originsGone: [],
      folders: null,
    });
    assert.ok(parseToWebview(diff(MAX_ROWS)));
    assert.equal(parseToWebview(diff(MAX_ROWS + 1)), undefined);
  });

  it('takes packed rows and processes whole, and with nothing behind', () => {
    fc.assert(
      fc.property(toWebview, (message) => {
        fc.pre(message.type === 'snapshot' && message.rows.length > 0);
        const packed = packToWebview(message) as { rows: unknown[][] };
        const [first = [], ...rest] = packed.rows;
        for (const other of [first.slice(1), first.slice(0, -1), [...first, null]]) {
          assert.equal(parseToWebview({ ...packed, rows: [other, ...rest] }), undefined);
        }
      }),
    );
  });

  it('knows no pid to act on', () => {
    assert.equal(parseToHost({ type: 'act', action: 'stop', pid: 1 }), undefined);
    assert.equal(parseToHost({ ...act('tcp:1:7'), socketIds: [1] }), undefined);
    assert.equal(parseToHost({ ...act('tcp:1:7'), action: 'kill' }), undefined);
    for (const action of ACTION_IDS) assert.ok(parseToHost({ ...act('tcp:1:7'), action }));
  });

  it('counts in whole numbers from 0', () => {
    for (const batch of [-1, 1.5, NaN, Infinity, 2 ** 53, '1', 1n, null]) {
      assert.equal(parseToHost({ type: 'ack', batch }), undefined);
    }
  });

  it('knows nothing by inheritance', () => {
    assert.equal(parseToHost(Object.create({ type: 'ready' })), undefined);
    for (const type of ['constructor', 'toString', '__proto__'])
      assert.equal(parseToHost({ type }), undefined);
    assert.equal(parseToWebview({ type: 'snapshot', rows: { length: 0 } }), undefined);
  });
});

describe('what is asked to be shown', () => {
  it('leaves as it is what is not said', () => {
    const left = { type: 'show', view: null, selected: null, process: null, filter: null, inspect: false };
    assert.deepEqual(showFrom(undefined), left);
    assert.deepEqual(showFrom({}), left);
    assert.deepEqual(showFrom({ selected: undefined, filter: 'port:3000' }), {
      ...left,
      filter: 'port:3000',
    });
    assert.deepEqual(showFrom({ filter: 'x'.repeat(MAX_TEXT) })?.filter?.length, MAX_TEXT);
  });

  it('refuses what the page would not take', () => {
    const wrong = [
      null,
      'map',
      { filter: 'x'.repeat(MAX_TEXT + 1) },
      { selected: 'x'.repeat(MAX_ID + 1) },
      { process: 1 },
      { view: 'moon' },
      { inspect: 'yes' },
    ];
    for (const each of wrong) assert.equal(showFrom(each), undefined);
  });

  it('is a `show` whatever else it claims, and the page takes it', () => {
    assert.equal(showFrom({ type: 'notice', text: 'forged' })?.type, 'show');
    fc.assert(
      fc.property(fc.anything(), (wanted) => {
        const show = showFrom(wanted);
        if (show) assert.ok(parseToWebview({ ...show, batch: 1 }));
      }),
    );
  });
});

describe('the number of a message that does not parse', () => {
  it('is found where there is one', () => {
    assert.equal(batchOf({ type: 'diff', batch: 7 }), 7);
    assert.equal(batchOf({ type: 'of a later version', batch: 7 }), 7);
    assert.equal(batchOf({ type: 'diff', batch: 'seven' }), null);
    assert.equal(batchOf({ type: 'diff' }), null);
  });

  it('is not looked for in messages that are not the host’s', () => {
    for (const each of [
      undefined,
      null,
      7,
      'diff',
      {},
      { type: 'toString' },
      { type: 'did-load' },
      { batch: 7 },
    ])
      assert.equal(batchOf(each), undefined);
  });
});
