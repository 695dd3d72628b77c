/** What `ss` calls Netid, without the family: `icmp` is a ping socket (`SOCK_DGRAM, IPPROTO_ICMP`). */
export const PROTOCOLS = ['tcp', 'udp', 'udplite', 'icmp', 'raw', 'packet', 'unix'] as const;

export type Protocol = (typeof PROTOCOLS)[number];

export const FAMILIES = ['ipv4', 'ipv6', 'unix', 'packet'] as const;

export type Family = (typeof FAMILIES)[number];

export const SOCKET_TYPES = ['stream', 'dgram', 'seqpacket', 'raw'] as const;

export type SocketType = (typeof SOCKET_TYPES)[number];

/** Linux's names (include/net/tcp_states.h), on every system. `UNCONN`: a datagram or raw socket with no peer. */
export const STATES = [
  'LISTEN',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'CLOSING',
  'UNCONN',
] as const;

export type State = (typeof STATES)[number];

/** TCP, UDP, UDP-Lite; for ICMP the port is the echo identifier. */
export interface InetEndpoint {
  /** The address in the notation of inet_ntop(3): `127.0.0.1`, `::1`, `::ffff:127.0.0.1`. */
  readonly address: string;
  readonly port: number;
  /** Interface of a link-local address, or that the socket is bound to: `eth0`. */
  readonly scope?: string;
  /** Whether an IPv6 wildcard leaves IPv4 alone; absent where the source does not say. */
  readonly v6only?: boolean;
}

export interface RawEndpoint {
  readonly address: string;
  /** IP protocol number: 1 is ICMP, 58 ICMPv6, 255 anything. */
  readonly protocol: number;
  readonly scope?: string;
}

export interface PacketEndpoint {
  /** `null`: bound to every interface. */
  readonly interface: string | null;
  /** EtherType in host order: 0x0003 is ETH_P_ALL. */
  readonly protocol: number;
}

/** A name in the file system. `bytes` (base64) stands beside the text where the name is not UTF-8. */
export interface UnixPath {
  readonly path: string;
  readonly bytes?: string;
}

/** A name in the abstract namespace, without its leading NUL. */
export interface UnixAbstract {
  readonly abstract: string;
  readonly bytes?: string;
}

export interface UnixPeer {
  readonly inode: number;
}

export type Endpoint = InetEndpoint | RawEndpoint | PacketEndpoint | UnixPath | UnixAbstract | UnixPeer;

/**
 * Hosts that can reach a listener: this machine alone, those on one of its networks, or everyone who can reach one of
 * its addresses. From the narrowest to the widest.
 */
export const EXPOSURES = ['machine', 'network', 'everyone'] as const;

export type Exposure = (typeof EXPOSURES)[number];

/** One row of an operating system's table, with the processes that hold it. */
export interface Socket {
  /** The socket's id, made by {@link idsOf}. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly family: Family;
  readonly type: SocketType;
  readonly state: State;
  /** `null`: a Unix socket without a name. */
  readonly local: Endpoint | null;
  readonly remote: Endpoint | null;
  /** Bytes; for LISTEN the connections waiting to be accepted. `null` where the source does not say. */
  readonly recvQueue: number | null;
  /** Bytes; for LISTEN the backlog. `null` where the source does not say. */
  readonly sendQueue: number | null;
  /** 0: the kernel's own (TIME_WAIT, not yet accepted). `null` where the system has none. */
  readonly inode: number | null;
  readonly uid: number | null;
  /** Inode of the network namespace, as in `readlink /proc/self/ns/net`. */
  readonly netns: number | null;
  readonly exposure: Exposure | null;
  /** Pids, lead first. `[]`: nobody (kernel, TIME_WAIT). `null`: could not be seen, and a gap says why. */
  readonly owners: readonly number[] | null;
}

export const isInet = (endpoint: Endpoint | null): endpoint is InetEndpoint =>
  endpoint !== null && 'port' in endpoint;

/** The fields of a socket that decide whether it is a listener. */
export type Standing = Pick<Socket, 'protocol' | 'state' | 'local'>;

/** The port a socket is bound to; `undefined` for kinds without ports. */
export const localPort = (socket: Standing): number | undefined =>
  socket.protocol !== 'icmp' && isInet(socket.local) ? socket.local.port : undefined;

/** A socket that waits for others: TCP or Unix in LISTEN, or an unconnected bound UDP socket. */
export function isListener(socket: Standing): boolean {
  if (socket.state === 'LISTEN') return true;
  return (
    (socket.protocol === 'udp' || socket.protocol === 'udplite') &&
    socket.state === 'UNCONN' &&
    (localPort(socket) ?? 0) > 0
  );
}

/** `127.0.0.1`, `fe80::1%eth0` */
export const scopedAddress = ({ address, scope }: InetEndpoint | RawEndpoint): string =>
  scope === undefined ? address : `${address}%${scope}`;

/** `127.0.0.1:3000`, `[fe80::1%eth0]:3000`, `@name`, `/run/x.sock`, `eth0:0x0003`: how ss(8) would write it, unescaped. */
export function endpointText(endpoint: Endpoint | null): string {
  if (endpoint === null) return '*';
  if ('path' in endpoint) return endpoint.path;
  if ('abstract' in endpoint) return `@${endpoint.abstract}`;
  if ('inode' in endpoint) return `#${String(endpoint.inode)}`;
  if ('interface' in endpoint) {
    return `${endpoint.interface ?? '*'}:0x${endpoint.protocol.toString(16).padStart(4, '0')}`;
  }
  const host = endpoint.address.includes(':') ? `[${scopedAddress(endpoint)}]` : scopedAddress(endpoint);
  return `${host}:${String('port' in endpoint ? endpoint.port : endpoint.protocol)}`;
}

/**
 * Every row's id, in the order of the rows: `protocol:netns:inode`; where the inode is 0, unknown or shared by several
 * rows (TIME_WAIT, not yet accepted, MPTCP subflows), `:local>remote` follows.
 */
export function idsOf(rows: readonly Omit<Socket, 'id' | 'exposure' | 'owners'>[]): string[] {
  const short = (row: (typeof rows)[number]): string =>
    `${row.protocol}:${String(row.netns ?? '')}:${String(row.inode ?? '')}`;
  const long = (row: (typeof rows)[number]): string =>
    `${short(row)}:${endpointText(row.local)}>${endpointText(row.remote)}`;

  const keys = rows.map(short);
  const first = new Map<string, number>();
  const shared = new Set<string>();
  keys.forEach((key, at) => {
    const other = rows[first.get(key) ?? at];
    const row = rows[at];
    if (!first.has(key)) first.set(key, at);
    else if (row && other && long(row) !== long(other)) shared.add(key);
  });
  return rows.map((row, at) => {
    const key = keys[at] ?? '';
    return !row.inode || shared.has(key) ? long(row) : key;
  });
}
