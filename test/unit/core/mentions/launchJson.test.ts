import assert from 'node:assert/strict';
import fc from 'fast-check';
import { launchJsonMentions } from '../../../../src/core/mentions/launchJson';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';

/** `[text there, port, host, protocol, what]` of each mention. */
const found = (text: string) =>
  launchJsonMentions(text).map(({ start, length, port, host, protocol, what }) => [
    text.slice(start, start + length),
    port,
    host,
    protocol,
    what,
  ]);

const configuration = (body: string): string => `{ "version": "0.2.0", "configurations": [{ ${body} }] }`;

describe('launchJsonMentions', () => {
  it('finds port, as a number or a string, with the host beside it', () => {
    assert.deepEqual(found(configuration('"port": 9229')), [['9229', 9229, null, null, 'port']]);
    assert.deepEqual(found(configuration('"port": "9229", "address": "127.0.0.1"')), [
      ['9229', 9229, '127.0.0.1', null, 'port'],
    ]);
    assert.deepEqual(found(configuration('"connect": { "host": "localhost", "port": 5678 }')), [
      ['5678', 5678, 'localhost', null, 'port'],
    ]);
    assert.deepEqual(found(configuration('"hostName": "10.0.0.7", "port": 5005')), [
      ['5005', 5005, '10.0.0.7', null, 'port'],
    ]);
    assert.deepEqual(found(configuration('"debugServer": 4711, "serverPort": 8080')), [
      ['4711', 4711, null, null, 'debugServer'],
      ['8080', 8080, null, null, 'serverPort'],
    ]);
    assert.deepEqual(found('{ "port": 3000 }'), [['3000', 3000, null, null, 'port']]);
  });

  it('finds the URLs of this machine', () => {
    assert.deepEqual(found(configuration('"url": "http://localhost:3000/cart?x=1"')), [
      ['http://localhost:3000/cart?x=1', 3000, 'localhost', 'tcp', 'url'],
    ]);
    assert.deepEqual(found(configuration('"url": "https://[::1]"')), [
      ['https://[::1]', 443, '::1', 'tcp', 'url'],
    ]);
    assert.deepEqual(
      found(
        configuration(
          '"serverReadyAction": { "uriFormat": "http://localhost:8080/x", "pattern": "port ([0-9]+)" }',
        ),
      ),
      [['http://localhost:8080/x', 8080, 'localhost', 'tcp', 'uriFormat']],
    );
    for (const url of [
      'http://example.com',
      'http://localhost:%s',
      'http://localhost:${env:PORT}',
      'file:///x',
      '',
    ]) {
      assert.deepEqual(found(configuration(`"url": "${url}"`)), [], url);
    }
  });

  it('finds ports in arguments, in one string and in a list', () => {
    const cases: [string, string, number, string | null, string][] = [
      ['["--port", "3000"]', '3000', 3000, null, '--port'],
      ['["--port=3000"]', '3000', 3000, null, '--port'],
      ['["-p", "3000"]', '3000', 3000, null, '-p'],
      ['["-p3000"]', '3000', 3000, null, '-p'],
      ['["--port", 3000]', '3000', 3000, null, '--port'],
      ['["--server.port=8080"]', '8080', 8080, null, '--server.port'],
      ['["--bind", "0.0.0.0:8000"]', '0.0.0.0:8000', 8000, '0.0.0.0', '--bind'],
      ['["--listen=:8000"]', ':8000', 8000, null, '--listen'],
      ['["runserver", "8000"]', '8000', 8000, null, 'runserver'],
      ['["-S", "localhost:8000"]', 'localhost:8000', 8000, 'localhost', '-S'],
      ['["http://localhost:4000/x"]', 'http://localhost:4000/x', 4000, 'localhost', 'url'],
      ['"serve --port 3000 --open"', '3000', 3000, null, '--port'],
    ];
    for (const [args, text, port, host, what] of cases) {
      const [mention, ...more] = found(configuration(`"args": ${args}`));
      assert.deepEqual(
        [mention?.[0], mention?.[1], mention?.[2], mention?.[4], more],
        [text, port, host, what, []],
        args,
      );
    }
    assert.deepEqual(found(configuration('"runtimeArgs": ["--inspect-brk=127.0.0.1:9230"]')), [
      ['127.0.0.1:9230', 9230, '127.0.0.1', null, '--inspect-brk'],
    ]);
    assert.deepEqual(
      found(
        configuration(
          '"vmArgs": "-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005 -Dserver.port=8080"',
        ),
      ),
      [
        ['*:5005', 5005, null, null, 'address'],
        ['8080', 8080, null, null, '-Dserver.port'],
      ],
    );
    for (const args of [
      '["--port"]',
      '["--port", "${port}"]',
      '["-p", "no:warnings"]',
      '["--workers", "3000"]',
      '["--host", "3000"]',
      '["3000"]',
    ]) {
      assert.deepEqual(found(configuration(`"args": ${args}`)), [], args);
    }
  });

  it('finds ports in the environment', () => {
    assert.deepEqual(
      found(
        configuration(
          '"env": { "PORT": "3000", "DB_PORT": 5432, "DATABASE_URL": "postgres://me:pw@localhost:5433/shop" }',
        ),
      ),
      [
        ['3000', 3000, null, null, 'PORT'],
        ['5432', 5432, null, null, 'DB_PORT'],
        ['postgres://me:pw@localhost:5433/shop', 5433, 'localhost', 'tcp', 'DATABASE_URL'],
      ],
    );
    assert.deepEqual(
      found(configuration('"env": { "ASPNETCORE_URLS": "http://localhost:5000;https://localhost:5001" }')),
      [
        ['http://localhost:5000', 5000, 'localhost', 'tcp', 'ASPNETCORE_URLS'],
        ['https://localhost:5001', 5001, 'localhost', 'tcp', 'ASPNETCORE_URLS'],
      ],
    );
    assert.deepEqual(
      found(configuration('"env": { "NODE_OPTIONS": "--inspect=9230", "LISTEN": "0.0.0.0:80" }')),
      [
        ['9230', 9230, null, null, '--inspect'],
        ['0.0.0.0:80', 80, '0.0.0.0', null, 'LISTEN'],
      ],
    );
    assert.deepEqual(found(configuration('"environment": [{ "name": "PORT", "value": "3000" }]')), [
      ['3000', 3000, null, null, 'PORT'],
    ]);
    assert.deepEqual(
      found(
        configuration('"env": { "SUPPORT": "1", "PORT_NAME": "7", "NODE_ENV": "3000", "PORT": "${env:P}" }'),
      ),
      [],
    );
  });

  it('takes ports only: 1 to 65535, whole, no variables', () => {
    for (const value of [
      '0',
      '65536',
      '-1',
      '3000.5',
      '"03000"',
      '"3000 "',
      '"${config:port}"',
      'null',
      'true',
      '""',
    ]) {
      assert.deepEqual(found(configuration(`"port": ${value}`)), [], value);
    }
    assert.deepEqual(
      found(configuration('"remotePort": 3000, "timeout": 3000, "name": "3000", "processId": 3000')),
      [],
    );
  });

  it('reads comments, trailing commas, and what can be read of a broken file', () => {
    const text =
      '{\n  // the shop\n  "configurations": [{ "port": 3000, /* x */ "args": ["--port", "3001",], }, { "port": 3002';
    assert.deepEqual(
      found(text).map(([, port]) => port),
      [3000, 3001, 3002],
    );
    for (const broken of [
      '',
      '{',
      '{"port"',
      '{"port":',
      '{"port":}',
      '[[[',
      '"port"',
      '{"args": [',
      '{"env": {"PORT"',
      '{"environment": 3}',
    ]) {
      assert.deepEqual(found(broken), [], broken);
    }
  });

  it('marks the whole string where escapes make its offsets differ', () => {
    assert.deepEqual(found(configuration('"args": "\\"a\\" --port 3000"')), [
      ['\\"a\\" --port 3000', 3000, null, null, '--port'],
    ]);
    assert.deepEqual(found(configuration('"args": "\\"a\\" --port=3000"')), [
      ['\\"a\\" --port=3000', 3000, null, null, '--port'],
    ]);
    assert.deepEqual(found(configuration('"url": "http:\\/\\/localhost:3000"')), [
      ['http:\\/\\/localhost:3000', 3000, 'localhost', 'tcp', 'url'],
    ]);
  });

  it('takes no variable for a host', () => {
    const text = configuration('"port": 9229, "address": "${config:host}"');
    assert.deepEqual(found(text), [['9229', 9229, null, null, 'port']]);
  });

  it('gives up on a nesting that no file has, and on a text of a megabyte', () => {
    assert.deepEqual(launchJsonMentions('['.repeat(200_000)), []);
    assert.deepEqual(launchJsonMentions('{"a":'.repeat(100_000)), []);
    assert.deepEqual(launchJsonMentions(`${'['.repeat(50_000)}{"port":3000}${']'.repeat(50_000)}`), []);
    assert.deepEqual(launchJsonMentions(`{"port":3000}${' '.repeat(1_000_000)}`), []);
    // Within the parser's own depth, each level costs what stands in it.
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}{"port":3000}${'}'.repeat(depth)}`;
    assert.deepEqual(launchJsonMentions(nested(60)), []);
    assert.equal(launchJsonMentions(nested(20)).length, 1);
  });

  it('never throws, and each mention lies in the text and names its port there', () => {
    const key = fc.constantFrom(
      'port',
      'url',
      'args',
      'runtimeArgs',
      'env',
      'PORT',
      'environment',
      'name',
      'value',
      'address',
      'connect',
      'x',
    );
    const text = fc.constantFrom(
      '3000',
      '--port',
      '--port=3001',
      'http://localhost:3002/',
      '127.0.0.1:3003',
      '-p',
      '${x}',
      '\n',
      'a b',
      'é"\\',
      '-agentlib:jdwp=server=y,address=1',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.integer(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const broken = fc.tuple(value, fc.nat(), fc.string()).map(([each, at, noise]) => {
      const json = JSON.stringify(each);
      const cut = at % (json.length + 1);
      return json.slice(0, cut) + noise + json.slice(cut);
    });
    fc.assert(
      fc.property(
        fc.oneof(
          value.map((each) => JSON.stringify(each, null, 2)),
          broken,
          fc.string(),
        ),
        (json) => {
          for (const { start, length, port } of launchJsonMentions(json)) {
            assert.ok(start >= 0 && length > 0 && start + length <= json.length);
            assert.ok(port >= 1 && port <= 65535);
            const there = json.slice(start, start + length);
            assert.ok(there.includes(String(port)) || /^https?:/.test(there), there);
          }
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });
});
