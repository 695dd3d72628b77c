import type { ActionId } from '../listing/actions';
import type { PlaceKind } from '../listing/place';
import type { OriginKind } from '../origins/origin';
import type { Network } from '../socket/network';
import type { Exposure, Family, Protocol, SocketType, State } from '../socket/socket';

/** No text of the chart is longer, in UTF-16 units: what the system names can be as long as it likes. */
export const MAX_TEXT = 1000;

/** UTF-16 units. A socket's id can carry two Unix names, an origin's the path of a folder. */
export const MAX_ID = 10_000;

/** A socket that hundreds of workers hold names this many of them; {@link ChartRow.ownerCount} counts all. */
export const MAX_OWNERS = 32;

/** `hidden`: a process that may not be seen holds it; `none`: no process does (the kernel, TIME_WAIT). */
export const OWNERSHIPS = ['seen', 'hidden', 'none'] as const;

export type Ownership = (typeof OWNERSHIPS)[number];

/**
 * A socket, of every kind and state, as the chart shows it. Its texts are one line each, visible and at most
 * {@link MAX_TEXT} long; and as hostile as the system's names are: text, never markup.
 */
export interface ChartRow {
  /** The id of the socket, {@link Socket.id}. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly family: Family;
  readonly type: SocketType;
  readonly state: State;
  /** Whether it waits for others (`isListener`). */
  readonly listens: boolean;
  /**
   * Its own end: the address with its interface (`fe80::1%eth0`), a Unix name (`/run/x.sock`, `@name`), an interface
   * (`eth0`); empty where it has none. The port stands beside it: `placeText` joins them.
   */
  readonly address: string;
  /** `null` for kinds without ports. */
  readonly port: number | null;
  /** The other end, in the same form; of a Unix socket the peer's name where it has one. Empty: none. */
  readonly remoteAddress: string;
  readonly remotePort: number | null;
  /** The network that the other end is in; `null` where the socket has no other end or that has no address. */
  readonly network: Network | null;
  /** What usually listens on its port, or (of a connection) on that of the end that was called: `PostgreSQL`. */
  readonly service: string | null;
  readonly exposure: Exposure | null;
  /** Bytes to read; LISTEN: connections to be accepted. `null`: the system does not say. */
  readonly recvQueue: number | null;
  /** Bytes to send; LISTEN: the backlog. `null`: the system does not say. */
  readonly sendQueue: number | null;
  readonly ownership: Ownership;
  /** {@link ChartProcess.key} of each owner, the lead first; at most {@link MAX_OWNERS}. */
  readonly owners: readonly string[];
  readonly ownerCount: number;
  /** {@link ChartOrigin.id} of where it came from: its lead owner's, or the container that publishes the port. */
  readonly origin: string | null;
  /** The group it is counted among. */
  readonly place: PlaceKind;
  readonly uid: number | null;
  /** The lead owner's, else the socket's own: a name, or the number where it has none. */
  readonly user: string | null;
  readonly inode: number | null;
  /** Another network namespace than Portolan's own, by its inode; `null`: its own, or the system has none. */
  readonly netns: number | null;
  /** When Portolan first saw it, in milliseconds since the epoch; `null`: it was there when Portolan began to look. */
  readonly since: number | null;
  /** Id of the socket at the other end, where that is on this machine and was seen. */
  readonly peer: string | null;
  /** Id of the listener that accepted this connection; `null` for any other socket. */
  readonly listener: string | null;
  /** What is offered to be done with it. */
  readonly actions: readonly ActionId[];
}

/** A process that holds a row's socket, or is an ancestor of one that does. */
export interface ChartProcess {
  /** Pid and start time: never taken back as a name for something to act on. */
  readonly key: string;
  readonly pid: number;
  /** Key of its parent; `null` where that is not known. */
  readonly parent: string | null;
  /** The short name people know it by: `vite`. */
  readonly name: string;
  /** What the system calls it, proc(5) `comm`: `node`. */
  readonly comm: string;
  /** The command line, with secrets masked. */
  readonly command: string;
  readonly uid: number | null;
  readonly user: string | null;
  /** Milliseconds since the epoch by the machine's clock; for showing only. */
  readonly since: number;
  /** {@link ChartOrigin.id}; `null`: nothing here started it. */
  readonly origin: string | null;
  readonly place: PlaceKind;
}

/** What in the workspace processes came from. */
export interface ChartOrigin {
  readonly id: string;
  readonly kind: OriginKind;
  /** The terminal's, task's, folder's own name: `web`. */
  readonly name: string;
  /** The name with its kind, for people: `Terminal web`. */
  readonly label: string;
  /** What stands beside it: `pnpm dev`, `ended 12 min ago`; empty where nothing is to be said. */
  readonly detail: string;
  /** {@link ChartFolder.path} of the workspace folder it belongs to; `null`: none. */
  readonly folder: string | null;
  /** Why this is said, in words, strongest first. */
  readonly evidence: readonly string[];
  /**
   * When the terminal, task or session of an orphan ended, in milliseconds since the epoch; `null` if it is no orphan.
   */
  readonly endedAt: number | null;
}

/** A folder of the workspace. */
export interface ChartFolder {
  readonly path: string;
  readonly name: string;
}

/** `127.0.0.1:3000`, `[::1]:3000`, `/run/x.sock`; `*` where there is neither address nor port. */
export function placeText(address: string, port: number | null): string {
  if (port === null) return address === '' ? '*' : address;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
