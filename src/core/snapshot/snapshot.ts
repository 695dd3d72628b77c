import type { Container } from '../origins/container';
import type { Origin } from '../origins/origin';
import type { Socket } from '../socket/socket';
import type { BootClock, Process } from './process';
import type { Cost, Gap, Machine, Scope } from './reading';
import type { WorkspaceFolder } from './workspace';

/** A process and what in the workspace it came from; `null`: nothing here started it. */
export interface OwnedProcess extends Process {
  readonly origin: Origin | null;
}

/** Reading, processes and origins, joined at one moment. */
export interface Snapshot {
  readonly takenAt: number;
  readonly scope: Scope;
  readonly machine: Machine;
  readonly clock: BootClock;
  readonly cost: Cost;
  readonly folders: readonly WorkspaceFolder[];
  /** Sockets by their id, in the order of the reading. */
  readonly sockets: ReadonlyMap<string, Socket>;
  readonly processes: ReadonlyMap<number, OwnedProcess>;
  /** What the container engines run. */
  readonly containers: readonly Container[];
  /**
   * Origins of sockets that did not come from where their holder came from, by socket id. See {@link originOfSocket}.
   */
  readonly socketOrigins: ReadonlyMap<string, Origin>;
  readonly gaps: readonly Gap[];
}

/** The lead owner; `undefined` where nobody holds the socket, or nobody that can be seen. */
export function leadOf(
  { owners }: Pick<Socket, 'owners'>,
  { processes }: Snapshot,
): OwnedProcess | undefined {
  const pid = owners?.[0];
  return pid === undefined ? undefined : processes.get(pid);
}

/** Where a socket came from: the container that publishes the port, else what its lead owner came from. */
export const originOfSocket = (socket: Socket, snapshot: Snapshot): Origin | null =>
  snapshot.socketOrigins.get(socket.id) ?? leadOf(socket, snapshot)?.origin ?? null;

/** The container that an origin names; `undefined`: it names none, or one that no engine keeps. */
export const containerOf = (origin: Origin | null, { containers }: Snapshot): Container | undefined =>
  origin?.kind === 'container' ? containers.find(({ id }) => origin.id === `container:${id}`) : undefined;
