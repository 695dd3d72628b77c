import type { Process } from '../snapshot/process';
import { isWildcard } from '../socket/addresses';
import { exposureOf } from '../socket/exposure';
import { endpointText, type InetEndpoint, isInet, isListener, type Socket } from '../socket/socket';
import type { Container } from './container';
import { isPortProxy } from './portProxy';
import { portKey, type Publication, publications, publishes } from './publications';

/** What makes an engine's socket: the engine, or on its behalf systemd.socket(5). */
const MAKERS = new Set(['podman', 'systemd', 'init']);

/**
 * The ports that containers publish on this machine and that no socket stands for (`userland-proxy: false`): the kernel
 * passes on what comes, by a rule of its firewall. There is a row for each, as if somebody listened there, because that
 * is what whoever connects to it finds; it has no inode and no owner.
 *
 * Only of an engine that answers in this network namespace, as the Unix socket shows through which it was asked: within a
 * container that was given the engine's socket, or at the end of a tunnel, the ports are another machine's.
 */
export function publishedSockets(
  sockets: Iterable<Socket>,
  processes: ReadonlyMap<number, Process>,
  netns: number | null,
  containers: readonly Container[],
): Socket[] {
  const published = publications(containers);
  if (published.size === 0) return [];
  const engines = new Set<string>();
  const stoodFor = new Set<Publication>();
  for (const socket of sockets) {
    if (socket.netns !== netns || !isListener(socket)) continue;
    const { local } = socket;
    if (local && 'path' in local && isEngines(socket, processes)) engines.add(runPath(local.path));
    for (const each of published.get(portKey(socket)) ?? []) {
      if (publishes(each.port, socket) || bothWild(each, socket)) stoodFor.add(each);
    }
  }
  return [...published.values()]
    .flat()
    .filter((each) => !stoodFor.has(each) && engines.has(runPath(each.container.endpoint)))
    .map((each) => rowOf(each, netns));
}

/** One proxy may listen for both families. */
const bothWild = ({ port }: Publication, { local }: Socket): boolean =>
  isInet(local) && isWildcard(local.address) && (port.hostAddress === '' || isWildcard(port.hostAddress));

/** `/var/run` is a link to `/run`, and a socket keeps the name that it was bound to. */
const runPath = (path: string): string => path.replace(/^\/var\/run\//, '/run/');

/** Whether an engine waits there, as far as its holders can be seen; and not a tunnel to another machine's. */
const isEngines = ({ owners }: Socket, processes: ReadonlyMap<number, Process>): boolean =>
  owners?.some((pid) => {
    const owner = processes.get(pid);
    return owner !== undefined && (MAKERS.has(owner.name) || isPortProxy(owner));
  }) ?? true;

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
