import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findAddressInUse } from '../../../../src/core/mentions/addressInUse';
import { ADDRESS_PATTERNS } from '../../../../src/core/mentions/inUse/bindAddresses';
import { PATTERNS } from '../../../../src/core/mentions/inUse/claims';
import { ODD_PATTERNS } from '../../../../src/core/mentions/inUse/oddSentences';
import { parseQuery } from '../../../../src/core/who/query';
import { FUZZ_RUNS } from '../../../support/fuzzRuns';
import { HARMLESS_LINES } from './harmlessLines';
import { IN_USE_LINES } from './inUseLines';

/**
 * Lines as the programs print them. What is found stands in «», the query after it where it is not that text.
 */
const MESSAGES: readonly (readonly [stack: string, line: string, query?: string])[] = [
  ['Node.js', 'Error: listen EADDRINUSE: address already in use «:::3000»', '[::]:3000'],
  ['Node.js', 'Error: listen EADDRINUSE: address already in use «127.0.0.1:3000»'],
  ['Node.js', 'Error: listen EADDRINUSE: address already in use «::1:3000»', '[::1]:3000'],
  ['Node.js 8', 'Error: listen EADDRINUSE «:::8080»', '[::]:8080'],
  ['Node.js, UDP', 'Error: bind EADDRINUSE «0.0.0.0:5353»'],
  ['Node.js, Unix', 'Error: listen EADDRINUSE: address already in use «/tmp/x.sock»'],
  ['Node.js inspector', 'Starting inspector on «127.0.0.1:9229» failed: address already in use'],
  ['React Native', 'error listen EADDRINUSE: address already in use «:::8081».', '[::]:8081'],
  ['Vite', 'Port «5173» is in use, trying another one...'],
  ['Vite', 'Error: Port «5173» is already in use'],
  ['Next.js', ' ⚠ Port «3000» is in use, trying 3001 instead.'],
  ['Next.js 15', ' ⚠ Port «3000» is in use by process 4711, using available port 3001 instead.'],
  ['Create React App', 'Something is already running on port «3000».'],
  ['Gatsby', 'Something is already running at port «8000»'],
  ['Angular', "Port «4200» is already in use. Use '--port' to specify a different port."],
  ['Storybook', 'Port «6006» is not available. Would you like to run Storybook on port 6007 instead?'],
  ['Expo', '› Port «8081» is being used by another process'],
  [
    'Firebase',
    '⚠  firestore: Port «8080» is not open on localhost (127.0.0.1,::1), could not start Firestore Emulator.',
  ],
  ['serve', ' UPDATE  This port was picked because «3000» is in use.'],
  ['live-server', '«0.0.0.0:8080» is already in use. Trying another port.'],
  [
    'Nuxt',
    '[get-port] Unable to find an available port (tried «3000» on host "localhost"). Using alternative port 3001.',
    'localhost:3000',
  ],
  [
    'Playwright',
    'Error: http://«localhost:3000» is already used, make sure that nothing is running on the port/url',
  ],
  [
    'Wrangler',
    '✘ [ERROR] Address already in use («127.0.0.1:8787»). Please check that you are not already running a server on this address',
  ],
  ['Meteor', "Can't listen on port «3000». Perhaps another Meteor is running?"],
  ['Bun', 'error: Failed to start server. Is port «3000» in use?'],
  [
    'uvicorn',
    "ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', «8000»): address already in use",
    '127.0.0.1:8000',
  ],
  [
    'asyncio, IPv6',
    "OSError: [Errno 48] error while attempting to bind on address ('::1', «8000», 0, 0): address already in use",
    '[::1]:8000',
  ],
  [
    'uvicorn, Windows',
    "[Errno 10048] error while attempting to bind on address ('0.0.0.0', «8000»): only one usage of each socket address (protocol/network address/port) is normally permitted",
    '0.0.0.0:8000',
  ],
  [
    'gunicorn',
    "[2026-11-21 10:00:00 +0000] [7] [ERROR] Connection in use: ('127.0.0.1', «8000»)",
    '127.0.0.1:8000',
  ],
  ['gunicorn, Unix', '[2026-11-21 10:00:00 +0000] [7] [ERROR] Connection in use: «/run/gunicorn.sock»'],
  [
    'Flask',
    'Port «5000» is in use by another program. Either identify and stop that program, or start the server with a different port.',
  ],
  [
    'Daphne',
    "CRITICAL Listen failure: Couldn't listen on «127.0.0.1:8000»: [Errno 98] Address already in use.",
  ],
  [
    'Twisted',
    "twisted.internet.error.CannotListenError: Couldn't listen on «any:8080»: [Errno 98] Address already in use.",
    '8080',
  ],
  ['Streamlit', 'Port «8501» is already in use'],
  ['Jupyter', '[I 10:00:00 ServerApp] The port «8888» is already in use, trying another port.'],
  ['uWSGI', 'probably another instance of uWSGI is running on the same address («127.0.0.1:3031»).'],
  ['Go', 'listen tcp «:8080»: bind: address already in use', '8080/tcp'],
  [
    'Go',
    '2026/11/21 10:00:00 listen tcp «127.0.0.1:8080»: bind: address already in use',
    '127.0.0.1:8080/tcp',
  ],
  ['Go, IPv6', 'listen tcp6 «[::1]:8080»: bind: address already in use', '[::1]:8080/tcp'],
  ['Go, UDP', 'listen udp «0.0.0.0:53»: bind: address already in use', '0.0.0.0:53/udp'],
  ['Go, Unix', 'listen unix «/run/app.sock»: bind: address already in use'],
  [
    'Go, Windows',
    'listen tcp «:8080»: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
    '8080/tcp',
  ],
  [
    'Caddy',
    'Error: loading initial config: loading new config: http app module: start: listening on :80: listen tcp «:80»: bind: address already in use',
    '80/tcp',
  ],
  ['Hugo', 'port «1313» already in use, attempting to use an available port'],
  ['kubectl', 'Unable to listen on port «8080»: Listeners failed to create with the following errors:'],
  [
    'Docker',
    'Error response from daemon: driver failed programming external connectivity on endpoint web (8ab1): Bind for «0.0.0.0:3000» failed: port is already allocated',
  ],
  [
    'Docker',
    'Error starting userland proxy: listen tcp4 «0.0.0.0:5432»: bind: address already in use',
    '0.0.0.0:5432/tcp',
  ],
  [
    'Docker 28',
    'failed to set up container networking: failed to bind host port «0.0.0.0:3306»/tcp: address already in use',
    '0.0.0.0:3306/tcp',
  ],
  [
    'Docker 28',
    'failed to bind host port for «0.0.0.0:8000»:172.31.0.2:8000/tcp: address already in use',
    '0.0.0.0:8000/tcp',
  ],
  [
    'Docker Desktop',
    'Ports are not available: exposing port TCP 0.0.0.0:5000 -> 127.0.0.1:0: listen tcp «0.0.0.0:5000»: bind: address already in use',
    '0.0.0.0:5000/tcp',
  ],
  ['Docker, in short', 'port «3000» is already allocated'],
  [
    'Podman',
    "Error: pasta failed with exit code 1: Failed to bind port «8080» (Address already in use) for option '-t 8080-8080:80'",
  ],
  [
    'Rust, warp',
    'error binding to «127.0.0.1:3030»: error creating server listener: Address already in use (os error 98)',
  ],
  ['Rust', 'Error: failed to bind «0.0.0.0:8080»: Address already in use (os error 98)'],
  ['Spring Boot', 'Web server failed to start. Port «8080» was already in use.'],
  [
    'Spring Boot 1',
    'The Tomcat connector configured to listen on port «8080» failed to start. The port may already be in use',
  ],
  [
    'Quarkus',
    'io.quarkus.runtime.QuarkusBindException: Port(s) already bound: «8081»: Address already in use',
  ],
  ['Quarkus', 'Port «8080» seems to be in use by another process. Quarkus may already be running'],
  ['Jetty', 'java.io.IOException: Failed to bind to localhost/«127.0.0.1:8080»', '127.0.0.1:8080'],
  [
    'Kafka',
    'org.apache.kafka.common.KafkaException: Socket server failed to bind to «0.0.0.0:9092»: Address already in use.',
  ],
  ['Tomcat', 'java.net.BindException: Address already in use: JVM_Bind <null>«:8080»', '8080'],
  ['WildFly', 'java.net.BindException: Address already in use /«127.0.0.1:8080»', '127.0.0.1:8080'],
  [
    'Rails, Puma',
    'Address already in use - bind(2) for "127.0.0.1" port «3000» (Errno::EADDRINUSE)',
    '127.0.0.1:3000',
  ],
  ['WEBrick', 'Errno::EADDRINUSE: Address already in use - bind(2) for «0.0.0.0:3000»'],
  ['Unicorn', 'ERROR -- : adding listener failed addr=«0.0.0.0:8080» (in use)'],
  ['PHP', '[Sat Nov 21 10:00:00 2026] Failed to listen on «localhost:8000» (reason: Address already in use)'],
  ['ReactPHP', 'Failed to listen on "tcp://«127.0.0.1:8080»": Address already in use (EADDRINUSE)'],
  [
    '.NET',
    'System.IO.IOException: Failed to bind to address http://«127.0.0.1:5000»: address already in use.',
  ],
  ['.NET', 'Failed to bind to address https://«[::]:5001»: address already in use.'],
  [
    '.NET 2',
    'Failed to bind to address http://«localhost:1146» on the IPv4 loopback interface: port already in use.',
  ],
  ['nginx', 'nginx: [emerg] bind() to «0.0.0.0:80» failed (98: Address already in use)'],
  ['nginx', 'nginx: [emerg] bind() to «[::]:80» failed (98: Address already in use)'],
  ['nginx, Unix', 'nginx: [emerg] bind() to unix:«/run/nginx.sock» failed (98: Address already in use)'],
  ['Apache', '(98)Address already in use: AH00072: make_sock: could not bind to address «[::]:80»'],
  [
    'HAProxy',
    '[ALERT] 325/100000 (7) : Starting frontend web: cannot bind socket (Address already in use) [«0.0.0.0:80»]',
  ],
  ['HAProxy 1', 'Starting proxy web: cannot bind socket [«0.0.0.0:80»]'],
  [
    'PostgreSQL',
    'HINT:  Is another postmaster already running on port «5432»? If not, wait a few seconds and retry.',
  ],
  ['MySQL', '[ERROR] Do you already have another mysqld server running on port: «3306» ?'],
  [
    'Redis',
    '# Warning: Could not create server TCP listening socket «*:6379»: bind: Address already in use',
    '6379',
  ],
  ['Redis', '# Failed listening on port «6379» (TCP), aborting.'],
  ['memcached', 'failed to listen on TCP port «11211»: Address already in use', '11211/tcp'],
  ['MongoDB', 'listen(): bind() failed Address already in use for socket: «0.0.0.0:27017»'],
  [
    'RabbitMQ',
    'ERROR: could not bind to distribution port «25672», it is in use by another node: rabbit@box',
  ],
  [
    'Phoenix, Ranch',
    '[error] Failed to start Ranch listener Shop.Endpoint.HTTP in :ranch_tcp:listen([cacerts: :..., ip: {127, 0, 0, 1}, port: «4000»]) for reason :eaddrinuse (address already in use)',
  ],
  [
    'Erlang',
    "Failed to start Ranch listener 'web' in ranch_tcp:listen([{port,«8088»},{ip,{127,0,0,1}}]) for reason eaddrinuse (address already in use)",
  ],
  [
    'Phoenix, Bandit',
    '[error] Running Shop.Endpoint with Bandit 1.5.0 at http failed, port «4000» already in use',
  ],
  [
    'Phoenix, Cowboy',
    '[error] Running Chat.Endpoint with Cowboy on http://«localhost:4000» failed, port already in use',
  ],
  ['Crystal', "Could not bind to '«0.0.0.0:3000»': Address already in use (Socket::BindError)"],
  [
    'Dart',
    'SocketException: Failed to create server socket (OS Error: Address already in use, errno = 98), address = localhost, port = «8080»',
    'localhost:8080',
  ],
  ['sshd', 'error: Bind to port «22» on 0.0.0.0 failed: Address already in use.', '0.0.0.0:22'],
  ['ssh', 'bind «[127.0.0.1]:8080»: Address already in use', '127.0.0.1:8080'],
  ['ssh', 'channel_setup_fwd_listener_tcpip: cannot listen to port: «8080»'],
  ['Ncat', 'Ncat: bind to «0.0.0.0:8080»: Address already in use. QUITTING.'],
  ['socat', '2026/11/21 10:00:00 socat[7] E bind(5, {AF=2 «0.0.0.0:8080»}, 16): Address already in use'],
  ['dnsmasq', 'dnsmasq: failed to create listening socket for port «53»: Address already in use'],
];

/** The line without its marks, and what they say. */
function marked(text: string, query: string | undefined) {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const line = text.replace(/[«»]/g, '');
  return { line, expected: [{ start, length: end - start, query: query ?? line.slice(start, end) }] };
}

describe('findAddressInUse', () => {
  for (const [stack, text, query] of MESSAGES) {
    const { line, expected } = marked(text, query);
    it(`${stack}: ${line.slice(0, 90)}`, () => {
      assert.deepEqual(findAddressInUse(line), expected);
    });
  }

  it('gives queries that can be asked', () => {
    for (const [, text, query] of MESSAGES) {
      for (const found of findAddressInUse(marked(text, query).line))
        assert.ok(parseQuery(found.query), found.query);
    }
  });

  it('says nothing where nothing is in use, or no number is named', () => {
    const lines = [
      'Server listening on port 3000',
      'Local:   http://localhost:5173/',
      'OSError: [Errno 98] Address already in use',
      'Error: That port is already in use.',
      'error: Uncaught (in promise) AddrInUse: Address already in use (os error 98)',
      'Error: listen EACCES: permission denied 0.0.0.0:80',
      'Permission denied - bind(2) for "0.0.0.0" port 80 (Errno::EACCES)',
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)',
      'Error: connect ECONNREFUSED 127.0.0.1:5432',
      'the port 300000 is already in use',
      'Port 0 is in use',
      'Port 65536 is in use',
      'Error: listen EADDRINUSE: address already in use :::99999',
      'Opened port 3000. Memory is in use',
      'airport 3000 is in use',
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)',
    ];
    for (const line of lines) assert.deepEqual(findAddressInUse(line), [], line);
  });

  it('never takes a part of a longer number', () => {
    assert.deepEqual(
      findAddressInUse('Port 30001 is in use').map(({ query }) => query),
      ['30001'],
    );
    assert.deepEqual(findAddressInUse('Port 300010 is in use'), []);
    assert.deepEqual(findAddressInUse('Something is already running on port 300010'), []);
    assert.deepEqual(findAddressInUse('EADDRINUSE: address already in use :::300010'), []);
  });

  it('finds each of several, left to right', () => {
    const line = 'Port 3001 is in use; listen tcp :3000: bind: address already in use';
    assert.deepEqual(
      findAddressInUse(line).map(({ start, query }) => [start, query]),
      [
        [5, '3001'],
        [32, '3000/tcp'],
      ],
    );
  });

  it('leaves lines of more than 2,000 characters alone', () => {
    const line = 'Port 3000 is in use';
    assert.equal(findAddressInUse(line.padEnd(2000)).length, 1);
    assert.deepEqual(findAddressInUse(line.padEnd(2001)), []);
  });

  for (const [queries, line] of IN_USE_LINES) {
    it(`finds ${queries} in: ${line.slice(0, 80)}`, () => {
      assert.deepEqual(
        findAddressInUse(line)
          .map(({ query }) => query)
          .join(' '),
        queries,
      );
    });
  }

  it('says nothing of what servers print every day', () => {
    assert.ok(HARMLESS_LINES.length >= 300);
    for (const line of HARMLESS_LINES) assert.deepEqual(findAddressInUse(line), [], line);
  });

  it('says the same of a line in colours, and where it stands in that', () => {
    const plain = 'Error: Port 3000 is already in use';
    const coloured = '\u001b[31mError:\u001b[0m Port \u001b[1m3000\u001b[22m is already in use';
    const [found] = findAddressInUse(coloured);
    assert.equal(found?.query, findAddressInUse(plain)[0]?.query);
    assert.equal(found && coloured.slice(found.start, found.start + found.length), '3000');
  });

  it('costs time in proportion to the line: no pattern repeats without a bound, nor a group many times', () => {
    for (const { source } of [...PATTERNS, ...ADDRESS_PATTERNS, ...ODD_PATTERNS]) {
      const plain = source.replace(/\\./g, 'x').replace(/\[(?:\\.|[^\]])*\]/g, 'x');
      assert.doesNotMatch(plain, /[*+]|\{\d+,\}/, source);
      assert.doesNotMatch(plain, /\)\{\d+,(?:[6-9]|\d\d)/, source);
    }
  });

  it('never throws, and what it finds is in the line and can be asked', () => {
    const piece = fc.constantFrom(
      ...MESSAGES.flatMap(([, text]) => text.replace(/[«»]/g, '').split(/(?<=[ :/(])/)),
      '3000',
      ':',
      '[',
      ']',
      '65536',
      '/',
      '::',
      '0',
      "'",
    );
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(line, (text) => {
        let before = 0;
        for (const { start, length, query } of findAddressInUse(text)) {
          assert.ok(start >= before && length > 0 && start + length <= text.length);
          before = start + length;
          const parsed = parseQuery(query);
          assert.ok(parsed, query);
          const shown = text.slice(start, before);
          if (parsed.kind === 'port') assert.match(shown, new RegExp(`(^|\\D)${parsed.port}$`));
          assert.doesNotMatch(text.slice(before - 1, before + 1), /^\d\d$/);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});
