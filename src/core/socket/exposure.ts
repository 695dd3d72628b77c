import { isLoopback, isWildcard } from './addresses';
import { type Exposure, isInet, isListener, type Standing } from './socket';

/** The exposure of a listener; `null` for a socket that does not wait for others. Firewalls are not considered. */
export function exposureOf(socket: Standing): Exposure | null {
  if (!isListener(socket)) return null;
  if (!isInet(socket.local)) return 'machine';
  const { address, scope } = socket.local;
  // A socket may be bound to one interface, whatever its address; `lo` is Linux's loopback.
  if (isLoopback(address) || scope === 'lo') return 'machine';
  return isWildcard(address) && scope === undefined ? 'everyone' : 'network';
}
