import { isLoopback, isWildcard } from './addresses';
import { isInet, isListener, type Exposure, type Standing } from './socket';

/** Who can reach a listener; `null` for what doesn't wait for others. Firewalls aren't looked at. */
export function exposureOf(socket: Standing): Exposure | null {
  if (!isListener(socket)) return null;
  if (!isInet(socket.local)) return 'machine';
  if (isLoopback(socket.local.address)) return 'machine';
  return isWildcard(socket.local.address) ? 'everyone' : 'network';
}
