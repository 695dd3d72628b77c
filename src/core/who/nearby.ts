import type { Snapshot } from '../snapshot/snapshot';
import { isInet, isListener, type Socket } from '../socket/socket';
import { describeEndpoint, describeProtocol, describeState } from '../text/describe';
import type { Translate } from '../text/translate';
import { isLeftOver } from './leftOver';
import { isHere, type Query } from './query';

/** Why a socket is near, weightiest first. */
const NEARNESSES = [
  'address',
  'protocol',
  'namespace',
  'files',
  'lost',
  'name',
  'bound',
  'leftOver',
  'connection',
  'held',
] as const;

export type Nearness = (typeof NEARNESSES)[number];

export interface NearSocket {
  readonly socket: Socket;
  readonly nearness: Nearness;
}

/** Whether a socket that doesn't match says something about the query; the states that only say so while nobody listens. */
function nearness(query: Query, socket: Socket, snapshot: Snapshot): Nearness | undefined {
  const { local, state, protocol } = socket;
  switch (query.kind) {
    case 'pid':
      return socket.owners?.includes(query.pid) ? 'held' : undefined;
    case 'socket':
      return undefined;
    case 'path':
      if (query.target?.elsewhere.has(socket.id)) return 'files';
      if (query.target?.lost.has(socket.id)) return 'lost';
      if (local && 'abstract' in local)
        return local.abstract === query.path && isListener(socket) ? 'name' : undefined;
      if (!local || !('path' in local) || local.path !== query.path) return undefined;
      return isListener(socket) ? 'name' : 'connection';
    case 'abstract':
      if (local && 'path' in local)
        return local.path === query.name && isListener(socket) ? 'name' : undefined;
      if (!local || !('abstract' in local) || local.abstract !== query.name) return undefined;
      if (!isHere(socket, snapshot)) return isListener(socket) ? 'namespace' : undefined;
      return isListener(socket) ? 'name' : 'connection';
    case 'port':
      if (!isInet(local) || protocol === 'icmp' || local.port !== query.port) return undefined;
      if (!isHere(socket, snapshot)) return isListener(socket) ? 'namespace' : undefined;
      if (isListener(socket)) {
        const asked = query.protocol === null ? protocol !== 'udplite' : protocol === query.protocol;
        return asked ? 'address' : 'protocol';
      }
      if (state === 'CLOSE') return 'bound';
      return isLeftOver(socket) ? 'leftOver' : 'connection';
  }
}

/** Says in few words why a socket is near. */
export function whyNear({ socket, nearness: why }: NearSocket, t: Translate): string {
  switch (why) {
    case 'address':
      return t('listens on the same port, but on {0}', describeEndpoint(socket.local));
    case 'protocol':
      return t('listens on the same port, but for {0}', describeProtocol(socket.protocol, t));
    case 'namespace':
      return t('listens on it in another network namespace, such as a container');
    case 'files':
      return t(
        'was bound to that path among other files, such as a container’s: another mount namespace or root folder',
      );
    case 'lost':
      return t('was bound to that path, but its file is gone: nobody can connect to it');
    case 'name':
      return t('has the same name, but as {0}', describeEndpoint(socket.local));
    case 'bound':
      return t('has taken the port, but does not listen');
    case 'leftOver':
      return socket.state === 'TIME_WAIT'
        ? t('a closed connection that the system keeps for about a minute (TIME_WAIT)')
        : t('a connection that is being closed and that no process holds any more ({0})', socket.state);
    case 'connection':
      return t('a connection whose own end it is ({0})', socket.state);
    case 'held':
      return t('held by this process: {0}', describeState(socket.state, socket.protocol, t));
  }
}

/** What doesn't match and still explains, weightiest first. */
export function nearSockets(query: Query, snapshot: Snapshot, found: ReadonlySet<Socket>): NearSocket[] {
  const near: NearSocket[] = [];
  for (const socket of snapshot.sockets.values()) {
    if (found.has(socket)) continue;
    const why = nearness(query, socket, snapshot);
    // A listener's own connections have its port too: they explain nothing.
    const explains = found.size === 0 || (why !== 'connection' && why !== 'leftOver' && why !== 'held');
    if (why && explains) near.push({ socket, nearness: why });
  }
  return near.sort((a, b) => NEARNESSES.indexOf(a.nearness) - NEARNESSES.indexOf(b.nearness));
}
