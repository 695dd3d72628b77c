import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandLine, maskSecrets } from '../../../../src/core/text/maskSecrets';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { aProcess } from '../../../support/snapshots/snapshots';

// In pieces, so that nobody's scanner takes these for real ones.
const GITHUB = `ghp_${'a1B2'.repeat(9)}`;
const AWS = `AKIA${'ABCD'.repeat(4)}`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIi'.repeat(4)}.${'s1g-_'.repeat(6)}`;

// In two pieces, for the same reason.
const PEM = ['-----BEGIN RSA PRIVATE', 'KEY-----\nMIIhunter2'].join(' ');

/** Each shows `hunter2` unless it is masked. */
const MASKED: readonly (readonly [command: readonly string[], masked: readonly string[]])[] = [
  [
    ['x', '--password', 'hunter2', '-v'],
    ['x', '--password', '•••', '-v'],
  ],
  [
    ['x', '--password=hunter2'],
    ['x', '--password=•••'],
  ],
  [
    ['x', '--password=hunter2 and; more & more'],
    ['x', '--password=•••'],
  ],
  [
    ['x', '-password', 'hunter2'],
    ['x', '-password', '•••'],
  ],
  [
    ['x', '--db-pass=hunter2'],
    ['x', '--db-pass=•••'],
  ],
  [
    ['x', '--api-key', 'hunter2'],
    ['x', '--api-key', '•••'],
  ],
  [
    ['x', '--apiKey=hunter2'],
    ['x', '--apiKey=•••'],
  ],
  [
    ['x', '--auth-token', 'hunter2'],
    ['x', '--auth-token', '•••'],
  ],
  [
    ['x', '--accessToken=hunter2'],
    ['x', '--accessToken=•••'],
  ],
  [
    ['x', '--aws-secret-access-key', 'hunter2'],
    ['x', '--aws-secret-access-key', '•••'],
  ],
  [
    ['x', 'token=hunter2'],
    ['x', 'token=•••'],
  ],
  [
    ['env', 'API_KEY=hunter2', 'PORT=3000'],
    ['env', 'API_KEY=•••', 'PORT=3000'],
  ],
  [
    ['docker', 'run', '-e', 'POSTGRES_PASSWORD=hunter2', 'postgres'],
    ['docker', 'run', '-e', 'POSTGRES_PASSWORD=•••', 'postgres'],
  ],
  [
    ['x', '--env=MYSQL_PWD=hunter2'],
    ['x', '--env=MYSQL_PWD=•••'],
  ],
  [
    ['java', '-Djavax.net.ssl.keyStorePassword=hunter2', '-jar', 'a.jar'],
    ['java', '-Djavax.net.ssl.keyStorePassword=•••', '-jar', 'a.jar'],
  ],
  [
    ['java', '-DdbPassword=hunter2'],
    ['java', '-DdbPassword=•••'],
  ],
  [
    ['redis-server', '--requirepass', 'hunter2'],
    ['redis-server', '--requirepass', '•••'],
  ],
  [
    ['redis-cli', '-a', 'hunter2', 'ping'],
    ['redis-cli', '-a', '•••', 'ping'],
  ],
  [
    ['mysql', '-u', 'root', '-phunter2', 'shop'],
    ['mysql', '-u', 'root', '-p•••', 'shop'],
  ],
  [
    ['/usr/bin/mysqldump', '-phunter2'],
    ['/usr/bin/mysqldump', '-p•••'],
  ],
  [
    ['sshpass', '-p', 'hunter2', 'ssh', 'box'],
    ['sshpass', '-p', '•••', 'ssh', 'box'],
  ],
  [
    ['sshpass', '-phunter2', 'ssh', 'box'],
    ['sshpass', '-p•••', 'ssh', 'box'],
  ],
  [
    ['docker', 'login', '-p', 'hunter2'],
    ['docker', 'login', '-p', '•••'],
  ],
  [
    ['curl', '-u', 'me:hunter2', 'http://localhost/'],
    ['curl', '-u', '•••', 'http://localhost/'],
  ],
  [
    ['curl', '--user', 'me:hunter2'],
    ['curl', '--user', '•••'],
  ],
  [
    ['curl', '-H', 'Authorization: Bearer hunter2'],
    ['curl', '-H', 'Authorization: •••'],
  ],
  [
    ['curl', '-H', 'X-Api-Key: hunter2'],
    ['curl', '-H', 'X-Api-Key: •••'],
  ],
  [
    ['curl', '-d', '{"user":"me","password":"hunter2","n":1}'],
    ['curl', '-d', '{"user":"me","password":"•••","n":1}'],
  ],
  [
    ['curl', 'https://api.example.com/x?token=hunter2&page=2'],
    ['curl', 'https://api.example.com/x?token=•••&page=2'],
  ],
  [
    ['psql', 'postgres://me:hunter2@localhost:5432/shop'],
    ['psql', 'postgres://me:•••@localhost:5432/shop'],
  ],
  [
    ['psql', 'postgres://me:hun@ter2@localhost/shop'],
    ['psql', 'postgres://me:•••@localhost/shop'],
  ],
  [
    ['psql', 'postgres://me:hunter2/x@localhost/shop'],
    ['psql', 'postgres://me:•••@localhost/shop'],
  ],
  [
    ['x', 'redis://:hunter2@localhost'],
    ['x', 'redis://:•••@localhost'],
  ],
  [
    ['x', '--url=amqp://me:hunter2@mq'],
    ['x', '--url=amqp://me:•••@mq'],
  ],
  [
    ['x', 'Server=db;User=me;Password=hunter2;Port=1433'],
    ['x', 'Server=db;User=me;Password=•••;Port=1433'],
  ],
  [
    ['sh', '-c', 'DB_PASSWORD=hunter2 node server.js'],
    ['sh', '-c', 'DB_PASSWORD=•••'],
  ],
  [
    ['sh', '-c', 'cd /x && DB_PASSWORD=hunter2 node server.js'],
    ['sh', '-c', 'cd /x && DB_PASSWORD=••• node server.js'],
  ],
  [
    ['sh', '-c', 'run --password hunter2 --port 3000'],
    ['sh', '-c', 'run --password ••• --port 3000'],
  ],
  [
    ['sh', '-c', 'run --password "hunter2 hunter2" --port 3000'],
    ['sh', '-c', 'run --password ••• •••" --port 3000'],
  ],
  [
    ['sh', '-c', 'run PASS="a hunter2 b" --port 3000'],
    ['sh', '-c', 'run PASS="••• ••• •••" --port 3000'],
  ],
  [
    ['sh', '-c', 'curl -H "Authorization: Bearer hunter2" x'],
    ['sh', '-c', 'curl -H "Authorization: Bearer ••• x'],
  ],
  [['server --secret hunter2 --port 3000'], ['server --secret ••• --port 3000']],
  [
    ['gh', GITHUB],
    ['gh', '•••'],
  ],
  [
    ['x', `--x=${AWS}`],
    ['x', '--x=•••'],
  ],
  [
    ['x', JWT],
    ['x', '•••'],
  ],
  [
    ['git', 'clone', `https://${GITHUB}@github.com/a/b`],
    ['git', 'clone', 'https://•••@github.com/a/b'],
  ],
  [
    ['x', PEM],
    ['x', '•••'],
  ],
];

const UNTOUCHED: readonly (readonly string[])[] = [
  ['node', 'server.js', '--port', '3000'],
  ['docker', 'run', '-p', '3000:80', 'nginx'],
  ['x', '--password-file', '/run/secret'],
  ['x', '--token-ttl=60', '--max-tokens', '100', '--tokenizer', 'bpe'],
  ['vite', 'http://localhost:3000/@vite/client'],
  ['ssh', 'ssh://git@github.com/a/b.git'],
  ['x', '--password', '--verbose'],
  ['mysql', '-p', 'shop'],
  ['python3', '-m', 'http.server', '8000'],
  ['bash', '-c', 'echo "a: b" && make build'],
  ['x', '--keyboard', 'de', '--monkey=1', '--author', 'me', '--bypass=1', '--cwd=/x'],
];

describe('maskSecrets', () => {
  for (const [command, masked] of MASKED) {
    it(JSON.stringify(command.join(' ')).slice(0, 80), () => {
      assert.deepEqual(maskSecrets(command), masked);
      assert.doesNotMatch(masked.join(' '), /hunter2/);
    });
  }

  for (const command of UNTOUCHED) {
    it(`leaves alone: ${command.join(' ')}`, () => assert.deepEqual(maskSecrets(command), command));
  }

  it('never brings a secret back, whatever stands around it', () => {
    const secret = fc
      .string({
        unit: fc.constantFrom('A', 'B', 'X', 'Y', '0', '1', '8', '9', '-', '_', '.', '~', '!'),
        minLength: 6,
        maxLength: 20,
      })
      .map((text) => `Q${text}`);
    const option = fc.constantFrom(
      '--password',
      '--api-key',
      '--auth-token',
      '-secret',
      '--clientSecret',
      '--DB_PASS',
    );
    const other = fc.array(
      fc.oneof(fc.constantFrom('node', 'a b', '"', "'", '-', '--x=y', 'é'), fc.string()),
      { maxLength: 4 },
    );
    const shapes = fc
      .tuple(option, secret)
      .chain(([name, value]) =>
        fc.constantFrom(
          { value, args: [name, value] },
          { value, args: [`${name}=${value}`] },
          { value, args: [`https://me:${value}@localhost:3000/x`] },
          { value, args: [`cd /x; run ${name} ${value} --port 3000`] },
          { value, args: [`run ${name.replace(/^-+/, '')}=${value} x`] },
          { value, args: [`Authorization: Bearer ${value}`] },
        ),
      );
    fc.assert(
      fc.property(other, shapes, other, (before, { value, args }, after) => {
        // A word before that is itself an option of this kind would take the first argument for its value.
        const shown = maskSecrets(['x', ...before, ...args, ...after]);
        const elsewhere = [...before, ...after].some((text) => text.includes(value));
        assert.ok(elsewhere || !shown.some((text) => text.includes(value)), JSON.stringify(shown));
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('only ever takes away: what it shows stood there, in that order', () => {
    const argument = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '--',
            'password',
            '=',
            ':',
            ' ',
            '"',
            "'",
            '://',
            '@',
            'x',
            'token',
            '&',
            'Bearer',
            'eyJ.a.b',
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (command) => {
        const masked = maskSecrets(command);
        assert.equal(masked.length, command.length);
        for (const [index, text] of masked.entries()) {
          let from = 0;
          for (const kept of text.split('•••')) {
            const at = command[index]!.indexOf(kept, from);
            assert.ok(at >= 0, `${JSON.stringify(command[index])} became ${JSON.stringify(text)}`);
            from = at + kept.length;
          }
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('does a bounded work on each character of hostile input', () => {
    // The names it looks at are what it could go over again and again: at most 65 characters before each sign.
    let looked = 0;
    const descriptor = Object.getOwnPropertyDescriptor(String.prototype, 'slice')!;
    const slice = descriptor.value as (this: string, ...range: [number?, number?]) => string;
    Object.defineProperty(String.prototype, 'slice', {
      ...descriptor,
      value(this: string, ...range: [number?, number?]) {
        const part = slice.apply(this, range);
        looked += part.length;
        return part;
      },
    });
    try {
      for (const text of [
        '=',
        ':',
        'password',
        'a=',
        '://a:',
        'eyJ',
        '"password=',
        '://x:1@',
        'password="',
        '--token ',
      ]) {
        const measure = (length: number): number => {
          looked = 0;
          maskSecrets(['x', text.repeat(Math.ceil(length / text.length))]);
          return looked;
        };
        const [short, long] = [measure(2_000), measure(32_000)];
        assert.ok(long <= 20 * short + 1000, `${text}: ${short} characters, then ${long}`);
      }
    } finally {
      Object.defineProperty(String.prototype, 'slice', descriptor);
    }
  });
});

describe('commandLine', () => {
  it('quotes what a shell would part or read otherwise', () => {
    const command = ['node', 'a b.js', "it's", '', '$HOME', '--x=1'];
    assert.equal(commandLine(aProcess({ command })), `node 'a b.js' 'it'\\''s' '' '$HOME' --x=1`);
  });

  it('shows a title as it is, and a kernel thread by its name', () => {
    assert.equal(commandLine(aProcess({ command: ['postgres: checkpointer'] })), 'postgres: checkpointer');
    assert.equal(commandLine(aProcess({ command: [], name: 'kworker/0:1' })), '[kworker/0:1]');
  });

  it('is masked, on one line, and at most 4 KB', () => {
    const line = commandLine(
      aProcess({ command: ['x', 'a\nb\u001b[2J\u202e', '--password=hunter2', 'y'.repeat(9000)] }),
    );
    assert.equal(line.length, 4096);
    assert.ok(line.startsWith("x 'a\\nb"));
    assert.ok(line.includes('--password=••• yyy') && line.endsWith('y…'));
    assert.doesNotMatch(line, /[\p{Cc}\u202e]/u);
  });
});
