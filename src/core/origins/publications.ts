import { isWildcard, unmapped } from '../socket/addresses';
import { isInet, isListener, localPort, type Standing } from '../socket/socket';
import type { Container, PublishedPort } from './container';

export interface Publication {
  readonly container: Container;
  readonly port: PublishedPort;
}

/** The ports that containers publish, by {@link portKey}, according to their engines. */
export function publications(containers: readonly Container[]): ReadonlyMap<string, readonly Publication[]> {
  const byPort = new Map<string, Publication[]>();
  for (const container of containers) {
    for (const port of container.ports) {
      const key = `${port.protocol}:${port.hostPort}`;
      const known = byPort.get(key);
      if (known) known.push({ container, port });
      else byPort.set(key, [{ container, port }]);
    }
  }
  return byPort;
}

/** The key of a published port: `tcp:5432`. */
export const portKey = (socket: Standing): string => `${socket.protocol}:${String(localPort(socket))}`;

/** It waits for others, or keeps the port for its engine without listening: TCP's CLOSE, as Docker 28 does. */
export const mayStandFor = (socket: Standing): boolean => isListener(socket) || socket.state === 'CLOSE';

/** Engines write every address as `0.0.0.0`, `::` or nothing; some proxies listen on `::` for both. */
export function publishes({ hostAddress }: PublishedPort, { local }: Standing): boolean {
  if (!isInet(local)) return false;
  const address = unmapped(local.address);
  return isEveryAddress(hostAddress) ? isWildcard(address) : address === hostAddress;
}

const isEveryAddress = (hostAddress: string): boolean => hostAddress === '' || hostAddress === '0.0.0.0';
