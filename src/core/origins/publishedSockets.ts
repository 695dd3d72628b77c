import { isWildcard } from '../socket/addresses';
import { exposureOf } from '../socket/exposure';
import { endpointText, type InetEndpoint, isInet, isListener, type Socket } from '../socket/socket';
import type { Container } from './container';
import type { IsLocalEngine } from './localEngines';
import { portKey, type Publication, publications, publishes } from './publications';

/**
 * The ports that containers publish on this machine and that no socket stands for (`userland-proxy: false`): the kernel
 * passes on what comes, by a rule of its firewall. There is a row for each, as if somebody listened there, because that
 * is what whoever connects to it finds; it has no inode and no owner.
 *
 * @param isLocal as localEngines.ts tells it: the ports of another machine's engine are that machine's
 */
export function publishedSockets(
  sockets: Iterable<Socket>,
  netns: number | null,
  containers: readonly Container[],
  isLocal: IsLocalEngine,
): Socket[] {
  const published = publications(containers);
  if (published.size === 0) return [];
  const stoodFor = new Set<Publication>();
  for (const socket of sockets) {
    if (socket.netns !== netns || !isListener(socket)) continue;
    for (const each of published.get(portKey(socket)) ?? []) {
      if (publishes(each.port, socket) || bothWild(each, socket)) stoodFor.add(each);
    }
  }
  return [...published.values()]
    .flat()
    .filter((each) => !stoodFor.has(each) && isLocal(each.container.endpoint))
    .map((each) => rowOf(each, netns));
}

/** One proxy may listen for both families. */
const bothWild = ({ port }: Publication, { local }: Socket): boolean =>
  isInet(local) && isWildcard(local.address) && (port.hostAddress === '' || isWildcard(port.hostAddress));

function rowOf({ container, port }: Publication, netns: number | null): Socket {
  const { hostPort, protocol } = port;
  const address = port.hostAddress || '0.0.0.0';
  const ipv6 = address.includes(':');
  const local: InetEndpoint = { address, port: hostPort, ...(address === '::' ? { v6only: true } : {}) };
  const standing = { protocol, state: protocol === 'tcp' ? 'LISTEN' : 'UNCONN', local } as const;
  return {
    ...standing,
    // As of a row without an inode, with the container in its place.
    id: `${protocol}:${String(netns ?? '')}:${container.id.slice(0, 12)}:${endpointText(local)}>*`,
    family: ipv6 ? 'ipv6' : 'ipv4',
    type: protocol === 'tcp' ? 'stream' : 'dgram',
    exposure: exposureOf(standing),
    owners: [],
    netns,
    ...{ remote: null, recvQueue: null, sendQueue: null, inode: null, uid: null },
  };
}
