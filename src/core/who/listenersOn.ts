import type { Snapshot } from '../snapshot/snapshot';
import { isListener, localPort, type Socket } from '../socket/socket';
import { isHere } from './query';

/** What listens on a port, of any protocol, in this network namespace: another's port is another's. */
export const listenersOn = (port: number, snapshot: Snapshot): Socket[] =>
  [...snapshot.sockets.values()].filter(
    (socket) => isListener(socket) && localPort(socket) === port && isHere(socket, snapshot),
  );
