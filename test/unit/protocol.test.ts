import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CHART_ACTIONS, MAX_TEXT, type ChartProcess, type ChartRow } from '../../src/core/chartRows';
import { PROTOCOLS } from '../../src/core/socket';
import { MAX_ROWS, parseToHost, parseToWebview, type ToHost, type ToWebview } from '../../src/protocol';

const line = fc.string({ maxLength: 60, unit: 'binary' });
const count = fc.nat();
const duration = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const time = fc.maxSafeInteger();
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const list = <T>(values: fc.Arbitrary<T>) => fc.array(values, { maxLength: 5 });

/** What structured cloning makes of a message: objects with the usual prototype. */
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(shape, { noNullPrototype: true });

const row: fc.Arbitrary<ChartRow> = record({
  id: line,
  protocol: fc.constantFrom(...PROTOCOLS),
  port: orNull(count),
  name: line,
  service: orNull(line),
  address: line,
  exposure: orNull(fc.constantFrom('machine', 'network', 'everyone')),
  ownership: fc.constantFrom('seen', 'hidden', 'none'),
  process: orNull(line),
  owners: count,
  actions: fc.subarray([...CHART_ACTIONS]),
});

const process: fc.Arbitrary<ChartProcess> = record({
  key: line,
  pid: count,
  user: orNull(line),
  name: line,
  command: line,
  origin: line,
  originKind: orNull(fc.constantFrom('task', 'terminal', 'folder', 'vscode')),
  since: time,
});

const toWebview: fc.Arbitrary<ToWebview> = fc.oneof(
  record({ type: fc.constant('texts'), batch: count, texts: list(fc.tuple(line, line)) }),
  record({
    type: fc.constant('snapshot'),
    batch: count,
    at: time,
    first: fc.boolean(),
    rows: list(row),
    processes: list(process),
  }),
  record({
    type: fc.constant('diff'),
    batch: count,
    at: time,
    opened: list(row),
    closed: list(line),
    changed: list(row),
    processes: list(process),
    ended: list(line),
  }),
  record({
    type: fc.constant('status'),
    batch: count,
    paused: fc.boolean(),
    failure: orNull(line),
    hostname: line,
    method: line,
    cost: orNull(record({ cpuMs: duration, wallMs: duration })),
    intervalMs: orNull(duration),
    gaps: list(line),
  }),
);

const toHost: fc.Arbitrary<ToHost> = fc.oneof(
  record({ type: fc.constant('ready') }),
  record({ type: fc.constant('ack'), batch: count }),
  record({ type: fc.constant('act'), action: fc.constantFrom(...CHART_ACTIONS), socketId: line }),
  record({ type: fc.constant('resume') }),
);

/** Both directions, as a test runs them: the parser, and the messages it is for. */
const directions = [
  { name: 'host to webview', parse: parseToWebview, messages: toWebview as fc.Arbitrary<ToWebview | ToHost> },
  { name: 'webview to host', parse: parseToHost, messages: toHost as fc.Arbitrary<ToWebview | ToHost> },
];

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

for (const { name, parse, messages } of directions) {
  describe(`the protocol, ${name}`, () => {
    it('hands every message on unchanged', () => {
      fc.assert(
        fc.property(messages, (message) => assert.deepEqual(parse(structuredClone(message)), message)),
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
          const all = places(message);
          const place = all[at % all.length]!;
          const parsed = parse(altered(message, place, to));
          // What still parses was a value that place may hold: then it says so.
          if (parsed !== undefined) assert.deepEqual(parsed, altered(message, place, to));
        }),
        { numRuns: 500 },
      );
    });

    it('leaves behind what a message does not say', () => {
      fc.assert(
        fc.property(messages, (message) =>
          assert.deepEqual(parse({ ...message, pid: 1, ['__proto__x']: 1 }), message),
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
  const act = (socketId: string) => ({ type: 'act', action: 'stop', socketId });

  it('takes texts up to their length, and none longer', () => {
    assert.ok(parseToHost(act('x'.repeat(MAX_TEXT))));
    assert.equal(parseToHost(act('x'.repeat(MAX_TEXT + 1))), undefined);
  });

  it('takes so many rows, and no more', () => {
    const diff = (closed: number) => ({
      type: 'diff',
      batch: 1,
      at: 0,
      opened: [],
      closed: Array.from({ length: closed }, () => 'tcp:1:7'),
      changed: [],
      processes: [],
      ended: [],
    });
    assert.ok(parseToWebview(diff(MAX_ROWS)));
    assert.equal(parseToWebview(diff(MAX_ROWS + 1)), undefined);
  });

  it('knows no pid to act on', () => {
    assert.equal(parseToHost({ type: 'act', action: 'stop', pid: 1 }), undefined);
    assert.equal(parseToHost({ ...act('tcp:1:7'), socketId: 1 }), undefined);
    assert.equal(parseToHost({ ...act('tcp:1:7'), action: 'kill' }), undefined);
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
  });
});
