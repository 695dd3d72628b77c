import { type Place } from '../listing/place';
import type { OriginKind } from '../origins/origin';
import type { Network } from '../socket/network';
import type { Exposure, Protocol } from '../socket/socket';

/**
 * `user`: processes of a user that nothing here started; `hidden`: owners that could not be seen; `kernel`: no process
 * holds it.
 */
export type PortMapKind = OriginKind | Network | 'user' | 'hidden' | 'kernel';

/** A listener on the edge of its process: the sockets (of `127.0.0.1` and of `::1`) that make one port of it. */
export interface PortMapListener {
  /** Unique in the port map, and the same for the life of its process. */
  readonly key: string;
  /** {@link ChartRow.id}s; none of a far one, which has no row here. */
  readonly ids: readonly string[];
  readonly protocol: Protocol | null;
  readonly port: number | null;
  /** The full path or name of a Unix socket: `/run/x.sock`, `@name`; empty for every other protocol. */
  readonly path: string;
  /** What the sockets are bound to. */
  readonly addresses: readonly string[];
  readonly service: string | null;
  /** The widest of its sockets'. */
  readonly exposure: Exposure | null;
  /** How many listeners this entry stands for; 0: it is a listener itself. */
  readonly folded: number;
}

/** A process with its listeners; several of one name; or a far address. */
export interface PortMapProcess {
  readonly key: string;
  /** {@link ChartProcess.key}s; none of what is far or cannot be seen. */
  readonly processes: readonly string[];
  /** Empty: its kind of origin says all. */
  readonly name: string;
  readonly listeners: readonly PortMapListener[];
  /** How many processes this entry stands for; 0: it is a process itself. */
  readonly folded: number;
}

/** The origin of processes; on the map's edge, a place of callers or called processes outside the map. */
export interface PortMapOrigin {
  readonly key: string;
  /** The id of its origin, {@link ChartOrigin.id}; `null` for entries without an origin, such as the kernel's. */
  readonly origin: string | null;
  readonly kind: PortMapKind;
  /** Its own name: `web`; empty: its kind says all. */
  readonly name: string;
  /** The name with its kind, for people: `Terminal web`. */
  readonly label: string;
  /** What stands beside it: `pnpm dev`, or nothing. */
  readonly detail: string;
  readonly band: Place;
  /** `in`: calls from outside; `out`: is called there; `null`: of the map itself. */
  readonly edge: 'in' | 'out' | null;
  readonly processes: readonly PortMapProcess[];
  /** How many origins this entry stands for; 0: it is an origin itself. */
  readonly folded: number;
}

/** A line of the map, from left to right. */
export interface PortMapCall {
  readonly key: string;
  /** {@link PortMapProcess.key} of the calling process. */
  readonly from: string;
  /** {@link PortMapListener.key} of what is called. */
  readonly to: string;
  readonly connections: number;
}

/**
 * The key of a call between two entries: {@link PortMapCall.from}, a line break, {@link PortMapCall.to}. `from` has no
 * line break in it.
 */
export const callKey = (from: string, to: string): string => `${from}\n${to}`;

/** What the map shows. Its texts are the chart's: one line each, and hostile. */
export interface PortMap {
  readonly origins: readonly PortMapOrigin[];
  readonly calls: readonly PortMapCall[];
}

export const EMPTY_PORT_MAP: PortMap = { origins: [], calls: [] };

/** How many things are drawn: boxes, chips and lines. */
export const marksOf = ({ origins, calls }: PortMap): number =>
  origins.reduce(
    (sum, { processes }) =>
      sum + 1 + processes.reduce((inner, { listeners }) => inner + 1 + listeners.length, 0),
    calls.length,
  );
