import { parseQuery } from '../who/query';

export interface AddressInUse {
  /** Of the port or the address with its port, in the line. */
  readonly start: number;
  readonly length: number;
  /** What `parseQuery` takes. */
  readonly query: string;
}

/** Lines of programs that say so are short; what is longer is data. */
const LONGEST = 2000;

// Every quantifier has an upper bound, so that a line costs time in proportion to its length (a test reads the sources).
const PORT = '(?<port>[1-9]\\d{0,4})(?!\\d)';
/** `:::3000`, `127.0.0.1:3000`, `[::1]:3000`, `http://localhost:3000`, `localhost/127.0.0.1:8080` */
const WHERE = '(?<where>[^\\s"\'`(),;{}=]{0,80}:[1-9]\\d{0,4})(?!\\d)';
const PATH = '(?<path>/[^\\s"\'`]{1,107})';
const HOST_AND_PORT = `\\('(?<host>[^']{0,64})', ?${PORT}`;
const IN_USE = '(?:address (?:is )?(?:already )?in use|only one usage of each socket address)';

/** Who says so, and how. Earlier rules win where two find the same place. */
const MESSAGES: readonly (readonly [who: string, pattern: string])[] = [
  ['Node.js', `EADDRINUSE:? (?:address already in use:? )?${WHERE}`],
  ['Node.js, Unix socket', `EADDRINUSE:? (?:address already in use:? )?${PATH}`],
  ['Node.js inspector', `Starting inspector on ${WHERE} failed: address already in use`],
  [
    'Go, Docker Desktop, Caddy, Traefik, Hugo, Podman',
    `listen (?<protocol>tcp|udp)[46]? ${WHERE}: bind: ${IN_USE}`,
  ],
  ['Go, Unix socket', 'listen unix(?:gram|packet)? (?<path>[^\\s"]{1,107}): bind: address already in use'],
  ['Docker', `Bind for ${WHERE} failed: port is already allocated`],
  [
    'Docker 28',
    `failed to bind host port (?:for )?(?<where>(?:\\[[\\da-f:.]{2,45}\\]|[\\d.]{7,15}|::):[1-9]\\d{0,4})(?!\\d)` +
      '(?::[^\\s/]{1,64})?/(?<protocol>tcp|udp): address already in use',
  ],
  ['Podman pasta', `Failed to bind port ${PORT} \\(Address already in use`],
  ['asyncio, uvicorn, aiohttp, Hypercorn', `bind on address ${HOST_AND_PORT}`],
  ['gunicorn', `Connection in use: ${HOST_AND_PORT}`],
  ['gunicorn, Unix socket', `Connection in use: ${PATH}`],
  ['Python', `already in use:? ${HOST_AND_PORT}`],
  ['Twisted, Daphne', `Couldn't listen on ${WHERE}: \\[`],
  ['uWSGI', `running on the same address \\(${WHERE}\\)`],
  ['Ruby, Puma, Rails', `Address already in use - bind\\(2\\) for "(?<host>[^"]{0,64})" port ${PORT}`],
  ['Ruby, WEBrick', `Address already in use - bind\\(2\\) for ${WHERE}`],
  ['Unicorn', `adding listener failed addr=${WHERE} \\(in use\\)`],
  ['PHP, Laravel, ReactPHP', `Failed to listen on "?${WHERE}"?:? (?:\\(reason: )?Address already in use`],
  [
    '.NET Kestrel',
    `Failed to bind to address ${WHERE}(?: on the IPv[46] loopback interface)?: (?:address|port) already in use`,
  ],
  ['nginx', `bind\\(\\) to ${WHERE} failed \\((?:48|98|10048):`],
  ['nginx, Unix socket', 'bind\\(\\) to unix:(?<path>/[^\\s]{1,107}) failed \\((?:48|98):'],
  ['Apache', `${IN_USE}[^:]{0,100}: (?:AH00072: )?make_sock: could not bind to address ${WHERE}`],
  [
    'HAProxy',
    'cannot bind socket (?:\\(Address already in use\\) )?(?:for )?\\[(?<where>[^\\s\\]]{0,60}:[1-9]\\d{0,4})\\]',
  ],
  ['PostgreSQL', `postmaster already running on port ${PORT}`],
  ['MySQL', `mysqld server running on port: ${PORT}`],
  ['Redis', `TCP listening socket ${WHERE}: bind: Address already in use`],
  ['Redis', `Failed listening on port ${PORT}`],
  ['memcached', `failed to listen on TCP port ${PORT}: Address already in use`],
  ['MongoDB', `Address already in use for socket: ${WHERE}`],
  ['RabbitMQ', `could not bind to distribution port ${PORT}, it is in use`],
  ['Erlang Ranch', `\\bport[,:] {0,2}${PORT}(?=.{0,1500}\\beaddrinuse)`],
  ['Phoenix', `with Cowboy \\w{2,5} ${WHERE} failed, port already in use`],
  ['Spring Boot 1', `configured to listen on port ${PORT} failed to start`],
  ['Quarkus', `already bound: ${PORT}: Address already in use`],
  ['Jetty, Kafka', `Failed to bind to (?!address )${WHERE}`],
  [
    'WildFly, Tomcat',
    `Address already in use(?:: JVM_Bind|: bind| \\(Bind failed\\))? ?(?:<null>|/)${WHERE}`,
  ],
  ['Dart', `Address already in use, errno = \\d{1,5}\\), address = (?<host>[\\w.:-]{1,64}), port = ${PORT}`],
  ['Bun', `Is port ${PORT} in use`],
  ['Create React App, Gatsby', `already running (?:on|at) port ${PORT}`],
  ['serve', `picked because ${PORT} is in use`],
  ['get-port, Nuxt', `available port \\(tried ${PORT} on host "(?<host>[^"]{0,64})"`],
  ['Playwright', `${WHERE} is already used, make sure`],
  ['Wrangler', `Address already in use \\(${WHERE}\\)`],
  ['Meteor', `Can't listen on port ${PORT}`],
  ['kubectl', `Unable to listen on port ${PORT}`],
  ['OpenSSH server', `Bind to port ${PORT} on (?<host>[\\w.:]{1,45}) failed: Address already in use`],
  ['OpenSSH client', `cannot listen to port: ${PORT}`],
  ['dnsmasq', `listening socket for port ${PORT}: Address already in use`],
  ['socat', `\\{AF=\\d{1,2} ${WHERE}\\}, \\d{1,3}\\): Address already in use`],
  [
    // Port 3000 is in use / was already in use / already in use / seems to be in use by another process / …
    'Vite, Next.js, Angular, Astro, Flask, Spring Boot, Streamlit, Jupyter, Phoenix, Metro, Storybook, Firebase',
    `\\bport:? ${PORT} (?:(?:is|was|seems to be) )?(?:` +
      '(?:already |currently )?in use|already (?:allocated|taken|bound|used)|being used|occupied|taken' +
      '|not available|not open on|could not be used|running this app)',
  ],
  ['live-server, and others that name the address first', `(?<![^\\s'"(])${WHERE} is already in use`],
  [
    'Rust, Crystal, Ncat, ssh, and others that name the address first',
    `(?<![^\\s'"(])${WHERE}["']?: (?:error creating server listener: |bind: )?${IN_USE}`,
  ],
];

/** The patterns as they are run; the test asks each for its bounds. */
export const PATTERNS: readonly RegExp[] = MESSAGES.map(([, pattern]) => new RegExp(pattern, 'dgi'));

/** Hosts that stand for no address in particular. */
const ANY = new Set(['', '*', 'any', 'null', '<null>']);

function queryFor(host: string, port: string, protocol: string | undefined): string | undefined {
  const suffix = protocol === undefined ? '' : `/${protocol.toLowerCase()}`;
  const inside = host.replace(/^\[|\]$/g, '');
  const literal = inside.includes(':') ? `[${inside}]` : inside;
  const whole = ANY.has(host.toLowerCase()) ? port + suffix : `${literal}:${port}${suffix}`;
  // A name that would have to be looked up is left out: the port is what's in use here.
  return [whole, port + suffix].find((query) => parseQuery(query) !== undefined);
}

/** `http://`, and what Java writes before the address (`localhost/`, `/`). */
const bare = (where: string): string => where.slice(where.lastIndexOf('/') + 1);

function found({ groups = {}, indices }: RegExpExecArray): AddressInUse | undefined {
  const at = indices?.groups;
  const { where, port, host, path, protocol } = groups;
  if (path !== undefined && at?.['path']) {
    return parseQuery(path) && { start: at['path'][0], length: path.length, query: path };
  }
  if (where !== undefined && at?.['where']) {
    const text = bare(where);
    const colon = text.lastIndexOf(':');
    const query = queryFor(text.slice(0, colon), text.slice(colon + 1), protocol);
    return query === undefined
      ? undefined
      : { start: at['where'][1] - text.length, length: text.length, query };
  }
  if (port === undefined || !at?.['port']) return undefined;
  const query = queryFor(host ?? '', port, protocol);
  return query === undefined ? undefined : { start: at['port'][0], length: port.length, query };
}

/** The addresses that a line says are in use, left to right. Exactly what it names: never a part of a longer number. */
export function findAddressInUse(line: string): AddressInUse[] {
  if (line.length > LONGEST) return [];
  const all: AddressInUse[] = [];
  for (const pattern of PATTERNS) {
    for (const match of line.matchAll(pattern)) {
      const next = found(match);
      const overlaps = all.some(
        (other) => next && next.start < other.start + other.length && other.start < next.start + next.length,
      );
      if (next && !overlaps) all.push(next);
    }
  }
  return all.sort((a, b) => a.start - b.start);
}
