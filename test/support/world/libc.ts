import { endianness } from 'node:os';
import koffi, { type KoffiFunc } from 'koffi';

// <bits/socket.h>, <netinet/in.h>, <linux/if_ether.h>, <sys/prctl.h>, <linux/if.h>
export const AF = { unix: 1, inet: 2, inet6: 10, packet: 17 } as const;
export const SOCK = { stream: 1, dgram: 2, raw: 3, seqpacket: 5 } as const;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_REUSEPORT = 15;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
const PR_SET_DUMPABLE = 4;
const PR_SET_NAME = 15;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 1;

type Call = KoffiFunc<(...values: unknown[]) => number>;

const bind = (signature: string): Call => koffi.load(null).func(signature) as Call;

const c = {
  socket: bind('int socket(int, int, int)'),
  socketpair: bind('int socketpair(int, int, int, _Out_ int *)'),
  bind: bind('int bind(int, const uint8_t *, uint32_t)'),
  connect: bind('int connect(int, const uint8_t *, uint32_t)'),
  listen: bind('int listen(int, int)'),
  accept4: bind('int accept4(int, void *, void *, int)'),
  getsockname: bind('int getsockname(int, _Out_ uint8_t *, _Inout_ uint32_t *)'),
  setsockopt: bind('int setsockopt(int, int, int, const int *, uint32_t)'),
  ioctl: bind('int ioctl(int, unsigned long, uint8_t *)'),
  prctl: bind('int prctl(int, const char *)'),
  capset: bind('int capset(const uint8_t *, const uint8_t *)'),
  dup: bind('int dup(int)'),
  syscall: bind('long syscall(long, long, long, long)'),
  setrlimit: bind('int setrlimit(int, const uint8_t *)'),
  prctlNumber: bind('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'),
};

/** Throws with errno's number where a call answers -1. */
function check(what: string, result: number): number {
  if (result < 0) throw new Error(`${what}: errno ${koffi.errno()}`);
  return result;
}

export const socket = (domain: number, type: number, protocol: number): number =>
  check('socket', c.socket(domain, type | SOCK_CLOEXEC, protocol));

export function socketPair(type: number): [number, number] {
  const pair: [number, number] = [0, 0];
  check('socketpair', c.socketpair(AF.unix, type | SOCK_CLOEXEC, 0, pair));
  return pair;
}

export const bindTo = (fd: number, address: Buffer): void =>
  void check('bind', c.bind(fd, address, address.length));

export const connectTo = (fd: number, address: Buffer): void =>
  void check('connect', c.connect(fd, address, address.length));

export const listenOn = (fd: number, backlog: number): void => void check('listen', c.listen(fd, backlog));

export const acceptFrom = (fd: number): number => check('accept4', c.accept4(fd, null, null, SOCK_CLOEXEC));

export const allowReuse = (fd: number): void => setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);

export const sharePort = (fd: number): void => setOption(fd, SOL_SOCKET, SO_REUSEPORT, 1);

export const setV6Only = (fd: number, value: boolean): void =>
  setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, value ? 1 : 0);

function setOption(fd: number, level: number, name: number, value: number): void {
  check('setsockopt', c.setsockopt(fd, level, name, [value], 4));
}

/** The port a socket got; 0 for kinds without ports. */
export function portOf(fd: number): number {
  const address = Buffer.alloc(128);
  check('getsockname', c.getsockname(fd, address, [address.length]));
  const family = endianness() === 'LE' ? address.readUInt16LE(0) : address.readUInt16BE(0);
  return family === AF.inet || family === AF.inet6 ? address.readUInt16BE(2) : 0;
}

/** Sets an interface up: a new network namespace has its `lo` down. */
export function setUp(interfaceName: string): void {
  const fd = socket(AF.inet, SOCK.dgram, 0);
  // struct ifreq: char name[16], then the flags
  const request = Buffer.alloc(40);
  request.write(interfaceName, 'latin1');
  if (endianness() === 'LE') request.writeUInt16LE(IFF_UP, 16);
  else request.writeUInt16BE(IFF_UP, 16);
  check('ioctl', c.ioctl(fd, SIOCSIFFLAGS, request));
}

/** The name of the calling thread, which is the process's where it is the main one. At most 15 bytes. */
export const setName = (name: string): void => void check('prctl', c.prctl(PR_SET_NAME, name));

/** Whether others of the same user may look into this process. */
export const setDumpable = (value: boolean): void =>
  void check('prctl', c.prctlNumber(PR_SET_DUMPABLE, value ? 1 : 0, 0, 0, 0));

/**
 * Gives up everything that root may do and an ordinary user may not, for the calling thread; capabilities(7). The user
 * stays the same, which works in a user namespace with a single user too.
 */
export function dropCapabilities(): void {
  // struct __user_cap_header_struct: _LINUX_CAPABILITY_VERSION_3 and this thread; then two empty sets.
  const header = Buffer.from(Uint32Array.of(0x20080522, 0).buffer);
  check('capset', c.capset(header, Buffer.alloc(24)));
}

export const duplicate = (fd: number): number => check('dup', c.dup(fd));

/** Number of the system call, asm-generic/unistd.h. */
const SYS_pidfd_open = 434;
const SYS_pidfd_getfd = 438;

/** A descriptor of another process, as if that had passed it on (unix(7), SCM_RIGHTS). */
export function takeFrom(pid: number, fd: number): number {
  const pidfd = check('pidfd_open', c.syscall(SYS_pidfd_open, pid, 0, 0));
  return check('pidfd_getfd', c.syscall(SYS_pidfd_getfd, pidfd, fd, 0));
}

/** Ends the calling thread and no other, _exit(2): the process goes on where it has more. */
export function endThisThread(): void {
  c.syscall(process.arch === 'arm64' ? 93 : 60, 0, 0, 0);
}

const RLIMIT_NOFILE = 7;

/** How many descriptors this process may have open, getrlimit(2); the hard limit stays, so that it may be raised again. */
export function limitDescriptors(soft: number, hard: number): void {
  // struct rlimit: two unsigned longs
  const limits = Buffer.from(BigUint64Array.of(BigInt(soft), BigInt(hard)).buffer);
  check('setrlimit', c.setrlimit(RLIMIT_NOFILE, limits));
}
