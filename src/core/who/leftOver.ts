import { launchName } from '../launch/launchName';
import { leadOf, type Snapshot } from '../snapshot/snapshot';
import { PeerIndex } from '../socket/peers';
import type { Socket, State } from '../socket/socket';
import { listed } from '../text/listed';
import type { Translate } from '../text/translate';

/**
 * The states of a TCP connection that one end has closed, and how long the kernel keeps one that no process holds any more.
 * tcp(7): TIME_WAIT and FIN_WAIT2 end after `tcp_fin_timeout` (60 s); the others send until the other end has answered, or
 * give up after `tcp_orphan_retries`.
 */
const KEPT: ReadonlyMap<State, 'a minute' | 'until answered'> = new Map([
  ['TIME_WAIT', 'a minute'],
  ['FIN_WAIT2', 'a minute'],
  ['FIN_WAIT1', 'until answered'],
  ['CLOSING', 'until answered'],
  ['LAST_ACK', 'until answered'],
  ['CLOSE_WAIT', 'until answered'],
]);

/** Whether it is a connection that is being closed, and that no process holds. */
export const isLeftOver = ({ state, owners }: Socket): boolean => KEPT.has(state) && owners?.length === 0;

/** More names than this are counted. */
const AT_MOST = 3;

/** What the connections that are left over at a port say: how long they stay, and who has not closed the other end. */
export function leftOverSentences(
  sockets: readonly [Socket, ...Socket[]],
  snapshot: Snapshot,
  t: Translate,
): string[] {
  // TIME_WAIT is over on both ends: another state tells more.
  const telling = sockets.find(({ state }) => state !== 'TIME_WAIT') ?? sockets[0];
  const names = namesOf(sockets, snapshot);
  return [
    whatStays(telling.state, sockets.length, t),
    ...(names.length === 1 ? [t('{0} has not closed its end.', names.join(''))] : []),
    ...(names.length > 1 ? [t('{0} have not closed their ends.', listed(names, AT_MOST, t))] : []),
  ];
}

function whatStays(state: State, count: number, t: Translate): string {
  if (state === 'TIME_WAIT') {
    return count === 1
      ? t('1 closed connection still occupies it, for about a minute at most (TIME_WAIT).')
      : t('{0} closed connections still occupy it, for about a minute at most (TIME_WAIT).', count);
  }
  if (KEPT.get(state) === 'a minute') {
    return count === 1
      ? t('A connection that is being closed still occupies it, for about a minute at most ({0}).', state)
      : t(
          '{0} connections that are being closed still occupy it, for about a minute at most ({1}).',
          count,
          state,
        );
  }
  return count === 1
    ? t(
        'A connection that is being closed still occupies it, until the other end answers or some minutes have passed ({0}).',
        state,
      )
    : t(
        '{0} connections that are being closed still occupy it, until the other ends answer or some minutes have passed ({1}).',
        count,
        state,
      );
}

/** `python closing.py (pid 81243)`: those on this machine who hold the other ends. */
function namesOf(sockets: readonly Socket[], snapshot: Snapshot): string[] {
  const peers = new PeerIndex();
  for (const socket of snapshot.sockets.values()) if (socket.protocol === 'tcp') peers.add(socket);
  const names = new Set<string>();
  for (const socket of sockets) {
    const peer = peers.peerOf(socket);
    const process = peer && leadOf(peer, snapshot);
    if (process) names.add(`${launchName(process)} (pid ${process.pid})`);
  }
  return [...names];
}
