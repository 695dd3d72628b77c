import { isLoopback, isWildcard } from './addresses';
import { type Exposure, isInet, isListener, type Standing } from './socket';

/** Who can reach a listener; `null` for what doesn't wait for others. Firewalls aren't looked at. */
export function exposureOf(socket: Standing): Exposure | null {
  if (!isListener(socket)) return null;
  if (!isInet(socket.local)) return 'machine';
  const { address, scope } = socket.local;
  // A socket may be bound to one interface, whatever its address; `lo` is Linux's loopback.
  if (isLoopback(address) || scope === 'lo') return 'machine';
  return isWildcard(address) && scope === undefined ? 'everyone' : 'network';
}
