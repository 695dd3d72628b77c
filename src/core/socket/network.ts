import { isLoopback, isWildcard, unmapped } from './addresses';

/** Where an address is: this machine itself; a network that is nobody else's business; anywhere. */
export const NETWORKS = ['machine', 'local', 'internet'] as const;

export type Network = (typeof NETWORKS)[number];

/**
 * Not routed on the internet: RFC 1918; 169.254/16 (RFC 3927); 100.64/10, which carriers and overlay networks use
 * (RFC 6598); fc00::/7 (RFC 4193); fe80::/10 and the old fec0::/10; multicast and broadcast, which stay near. Takes canonical text.
 */
function isNear(address: string): boolean {
  if (address.includes(':')) return /^(f[cd]|fe[89a-f]|ff)/.test(address);
  const [a = 0, b = 0] = address.split('.', 2).map(Number);
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128) ||
    a >= 224
  );
}

/** Where the far end of a connection is, by its address alone; canonical text. */
export function networkOf(address: string): Network {
  const bare = unmapped(address);
  if (isLoopback(bare) || isWildcard(bare)) return 'machine';
  return isNear(bare) ? 'local' : 'internet';
}
