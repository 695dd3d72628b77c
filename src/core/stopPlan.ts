import { describeProtection, type Protection } from './protection';
import { ageMs, isDescendantOf, sameProcess, type ProcessIdentity } from './process';
import type { OwnedProcess, Snapshot } from './snapshot';
import { endpointText, isInet, isListener, type Socket } from './socket';
import { listenerName, processName } from './stopTexts';
import type { Translate } from './translate';

/** What stopping would do, before anybody is asked and anything is done. */
export interface StopPlan {
  readonly kind: 'plan';
  /** Who is signalled, and nobody else. */
  readonly target: OwnedProcess;
  /** How long it has been running. */
  readonly ageMs: number;
  /** What is to be freed; the target holds each of them. */
  readonly sockets: readonly [Socket, ...Socket[]];
  /** Others that hold one of these sockets too: they may keep it. */
  readonly otherOwners: readonly OwnedProcess[];
  /** Listeners of the target that nobody asked to free, and that go with it. */
  readonly otherListeners: readonly Socket[];
  /** Descendants of the target that hold sockets of their own: they may end with it, or go on without it. */
  readonly children: readonly { readonly process: OwnedProcess; readonly sockets: readonly Socket[] }[];
  /** Connections to these sockets, accepted or waiting; `null`: the snapshot does not hold connections. */
  readonly clients: number | null;
  /** Other sockets that listen at the same place (SO_REUSEPORT), by id: they stay. */
  readonly neighbours: readonly string[];
}

/**
 * `changed`: not as it was when it was shown; `nobody`: no process holds it; `not-permitted`: its holder may not be
 * seen; `protected`: it must not be signalled.
 */
export type RefusalReason = 'changed' | 'nobody' | 'not-permitted' | 'protected';

export interface Refusal {
  readonly kind: 'refusal';
  readonly reason: RefusalReason;
  /** One or two sentences for people. */
  readonly sentence: string;
}

/**
 * @param socketIds what is to be freed
 * @param protection whom not to signal ({@link protectedPids})
 * @param chosen the owner to signal; without one the lead of the first socket
 */
export function planStop(
  snapshot: Snapshot,
  socketIds: readonly string[],
  protection: ReadonlyMap<number, Protection>,
  t: Translate,
  chosen?: ProcessIdentity,
): StopPlan | Refusal {
  const asked = socketIds.map((id) => snapshot.sockets.get(id)).filter((socket) => socket !== undefined);
  const first = asked[0];
  if (!first) return refusal('changed', t('That socket is closed already.'));
  if (first.owners === null) return refusal('not-permitted', unseenHolder(first, snapshot, t));
  const pid = chosen?.pid ?? first.owners[0];
  if (pid === undefined) return refusal('nobody', nobodyHolds(first, t));

  const target = snapshot.processes.get(pid);
  if (!target || (chosen && !sameProcess(chosen, target))) {
    return refusal('changed', t('Process {0} has ended in the meantime.', pid));
  }
  const who = processName(target);
  const sockets = asked.filter(({ owners }) => owners?.includes(pid));
  const why = protection.get(pid);
  if (why !== undefined && !(why === 'shell' && sockets.length > 0)) {
    return refusal('protected', describeProtection(why, who, t));
  }
  const [one, ...more] = sockets;
  if (!one) return refusal('changed', t('{0} does not hold {1} any more.', who, listenerName(first)));
  return { kind: 'plan', target, sockets: [one, ...more], ...consequences(target, sockets, snapshot) };
}

const refusal = (reason: RefusalReason, sentence: string): Refusal => ({ kind: 'refusal', reason, sentence });

function unseenHolder(socket: Socket, snapshot: Snapshot, t: Translate): string {
  const where = listenerName(socket);
  const { uid } = snapshot.machine;
  const look = isInet(socket.local)
    ? `sudo ss -Hanp${socket.protocol === 'udp' ? 'u' : 't'} 'sport = ${socket.local.port}'`
    : undefined;
  if (socket.uid === null || socket.uid === uid) {
    return t('The process that holds {0} could not be seen, so it cannot be stopped from here.', where);
  }
  return look === undefined
    ? t('{0} belongs to another user (uid {1}), whose processes you may not look into.', where, socket.uid)
    : t(
        '{0} belongs to another user (uid {1}), whose processes you may not look into. To see which one, run: {2}',
        where,
        socket.uid,
        look,
      );
}

const nobodyHolds = (socket: Socket, t: Translate): string =>
  socket.state === 'TIME_WAIT'
    ? t('No process holds {0}: the kernel keeps a closed connection for a minute.', listenerName(socket))
    : t('No process holds {0}: it is the kernel’s own.', listenerName(socket));

function consequences(
  target: OwnedProcess,
  sockets: readonly Socket[],
  snapshot: Snapshot,
): Omit<StopPlan, 'kind' | 'target' | 'sockets'> {
  const { processes } = snapshot;
  const all = [...snapshot.sockets.values()];
  const owners = new Set(sockets.flatMap((socket) => socket.owners ?? []));
  const children = [...processes.values()]
    .filter((process) => process.pid !== target.pid && isDescendantOf(process.pid, target.pid, processes))
    .map((process) => ({
      process,
      sockets: all.filter((socket) => socket.owners?.includes(process.pid) && !sockets.includes(socket)),
    }))
    .filter((child) => child.sockets.length > 0);
  return {
    ageMs: ageMs(target, snapshot.clock),
    otherOwners: [...owners]
      .filter((pid) => pid !== target.pid)
      .map((pid) => processes.get(pid))
      .filter((process) => process !== undefined),
    otherListeners: all.filter(
      (socket) => isListener(socket) && socket.owners?.includes(target.pid) && !sockets.includes(socket),
    ),
    children,
    clients: snapshot.scope === 'all' ? all.filter((socket) => isClientOf(socket, sockets)).length : null,
    neighbours: all
      .filter((socket) => !sockets.includes(socket) && sockets.some((one) => listenAtOnePlace(one, socket)))
      .map(({ id }) => id),
  };
}

/** Two listeners that a client could not tell apart. */
export const listenAtOnePlace = (a: Socket, b: Socket): boolean =>
  isListener(a) &&
  isListener(b) &&
  a.protocol === b.protocol &&
  a.netns === b.netns &&
  a.local !== null &&
  endpointText(a.local) === endpointText(b.local);

/** The server's end of a connection. A Unix one carries the listener's name; a TCP one its port, and its address or any. */
function isClientOf(socket: Socket, listeners: readonly Socket[]): boolean {
  if (socket.state !== 'ESTABLISHED' || socket.local === null) return false;
  return listeners.some((listener) => {
    if (listener.state !== 'LISTEN' || listener.local === null) return false;
    if (listener.protocol !== socket.protocol || listener.netns !== socket.netns) return false;
    if (!isInet(listener.local) || !isInet(socket.local)) {
      return endpointText(listener.local) === endpointText(socket.local);
    }
    const anywhere = listener.local.address === '0.0.0.0' || listener.local.address === '::';
    return (
      listener.local.port === socket.local.port &&
      listener.family === socket.family &&
      (anywhere || listener.local.address === socket.local.address)
    );
  });
}
